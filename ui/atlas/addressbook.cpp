// SPDX-License-Identifier: Apache-2.0
#include "ui/atlas/addressbook.h"

#include "app/core/logging.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <QDir>
#include <QStringList>
#include <QtMath>

#include <sqlite3.h>

namespace knock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestQuestion = 100;
constexpr qsizetype mostWords = 8;
// Looked for in growing squares, so that a question in a dense town reads a few rows only.
constexpr std::array farthest{Metres{40}, Metres{150}, Metres{500}};
constexpr double metresPerDegree = 111'320;

QString textOf(sqlite3_stmt *row, int column)
{
    return QString::fromUtf8(reinterpret_cast<const char *>(sqlite3_column_text(row, column)));
}

/// Every word as the beginning of one, as FTS5 wants it; whatever a person types is text, never a command to it.
QByteArray questionOf(const QString &words)
{
    QStringList parts;
    for (QString &word : words.left(longestQuestion).split(u' ', Qt::SkipEmptyParts)) {
        word.remove(u'"');
        if (!word.isEmpty() && parts.size() < mostWords)
            parts << u"\"%1\"*"_s.arg(word);
    }
    return parts.join(u' ').toUtf8();
}

} // namespace

AddressBook::AddressBook(const QString &folder)
{
    const QString path = QDir(folder).filePath(u"addresses.db"_s);
    if (!QFile::exists(path))
        return;
    auto file = SqliteFile::open(path);
    // A national book may hold thousands of places with the same words; the nearest of so many is near enough.
    auto search = file.and_then([](const SqliteFile &opened) {
        return opened.prepare(
            "SELECT name, address, latitude, longitude FROM words JOIN place ON place.id = words.rowid "
            "WHERE words MATCH ? LIMIT 2000");
    });
    auto near = file.and_then([](const SqliteFile &opened) {
        return opened.prepare("SELECT name, address, latitude, longitude FROM box JOIN place USING (id) "
                              "WHERE east >= ? AND west <= ? AND north >= ? AND south <= ? LIMIT 2000");
    });
    if (!search || !near) {
        qCWarning(lcUi).noquote() << "The address book cannot be read:" << (search ? near : search).error().detail;
        return;
    }
    m_file = std::move(*file);
    m_search = std::move(*search);
    m_near = std::move(*near);
}

std::vector<AddressBook::Place> AddressBook::read(sqlite3_stmt *query, const QGeoCoordinate &around) const
{
    std::vector<Place> places;
    while (sqlite3_step(query) == SQLITE_ROW) {
        Place place{
            textOf(query, 0), textOf(query, 1), {sqlite3_column_double(query, 2), sqlite3_column_double(query, 3)}, {}};
        place.away = Metres{place.at.distanceTo(around)};
        places.push_back(std::move(place));
    }
    sqlite3_reset(query);
    std::ranges::stable_sort(places, {}, &Place::away);
    return places;
}

std::optional<AddressBook::Place> AddressBook::nearest(const QGeoCoordinate &place) const
{
    if (!m_file || !place.isValid())
        return std::nullopt;
    sqlite3_stmt *query = m_near.get();
    for (const Metres reach : farthest) {
        const double north = reach.value / metresPerDegree;
        const double east = north / std::max(0.01, std::cos(qDegreesToRadians(place.latitude())));
        sqlite3_bind_double(query, 1, place.longitude() - east);
        sqlite3_bind_double(query, 2, place.longitude() + east);
        sqlite3_bind_double(query, 3, place.latitude() - north);
        sqlite3_bind_double(query, 4, place.latitude() + north);
        // What lies in a corner of the square may be farther than what lies just outside of it.
        if (const auto found = read(query, place); !found.empty() && found.front().away <= reach)
            return found.front();
    }
    return std::nullopt;
}

std::vector<AddressBook::Place> AddressBook::search(const QString &words, const QGeoCoordinate &around) const
{
    const QByteArray question = questionOf(words);
    if (!m_file || question.isEmpty())
        return {};
    sqlite3_stmt *query = m_search.get();
    sqlite3_bind_text(query, 1, question.constData(), int(question.size()), SQLITE_TRANSIENT);
    auto places = read(query, around);
    if (places.size() > mostFound)
        places.resize(mostFound);
    return places;
}

} // namespace knock::ui
