// SPDX-License-Identifier: Apache-2.0
#include "ui/map/fixmodel.h"

#include "ui/map/fixtext.h"

#include <algorithm>

namespace knock::ui {

using namespace std::chrono;
using namespace Qt::StringLiterals;

namespace {

// For so long a point stays better than an area that came after it.
constexpr seconds pointLasts = 60s;

QString symbolOf(Fix::Source source)
{
    switch (source) {
    case Fix::Source::Browser:
        return u"browser"_s;
    case Fix::Source::Cell:
        return u"cell"_s;
    case Fix::Source::Sip:
        return u"sip"_s;
    case Fix::Source::Aml:
        return u"aml"_s;
    case Fix::Source::Typed:
        return u"typed"_s;
    }
    return {};
}

QString labelOf(const Fix &fix, bool old, bool chosen)
{
    QString label = FixText::source(fix.source);
    if (fix.isArea())
        label += u" ±"_s + FixText::distance(fix.radius);
    if (chosen)
        label += u" · "_s + FixText::chosenWord();
    return old ? label + u" · "_s + FixText::oldWord() : label;
}

QGeoCoordinate placeOf(const Fix &fix) { return {fix.latitude, fix.longitude}; }

} // namespace

int FixModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : sourceCount; }

QHash<int, QByteArray> FixModel::roleNames() const
{
    return {{Present, "present"}, {Place, "place"},   {Radius, "accuracy"}, {Area, "area"},   {Lead, "lead"},
            {Old, "old"},         {Chosen, "chosen"}, {Symbol, "symbol"},   {Label, "label"}, {Track, "track"}};
}

QVariant FixModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(size_t(index.row()));
    Fix none;
    none.source = Fix::Source(index.row());
    const Fix fix = row.fix.value_or(none);
    switch (role) {
    case Present:
        return row.fix.has_value();
    case Place:
        return QVariant::fromValue(placeOf(fix));
    case Radius:
        return fix.radius.value;
    case Area:
        return fix.isArea();
    case Lead:
        return row.lead;
    case Old:
        return row.old;
    case Chosen:
        return row.chosen;
    case Symbol:
        return symbolOf(fix.source);
    case Qt::DisplayRole:
    case Label:
        return labelOf(fix, row.old, row.chosen);
    case Track:
        return QVariant::fromValue(row.track);
    default:
        return {};
    }
}

void FixModel::setFixes(const std::vector<Fix> &fixes, const QDateTime &now, std::optional<Fix::Source> promoted)
{
    std::vector<const Fix *> measured;
    for (const Fix &fix : fixes) {
        if (fix.isValid())
            measured.push_back(&fix);
    }
    std::ranges::stable_sort(measured, {}, &Fix::at);
    Rows rows;
    int points = 0;
    for (auto rank = qsizetype(measured.size()) - 1; rank >= 0; --rank) {
        const Fix &fix = *measured.at(size_t(rank));
        Row &row = rows.at(size_t(fix.source));
        if (!row.fix) {
            row.fix = fix;
            row.rank = rank;
            row.chosen = promoted == fix.source;
        }
        // The middle of an area is nowhere the caller was known to be.
        if (points < longestTrack && !fix.isArea()) {
            row.track.prepend(placeOf(fix));
            row.times.prepend(fix.at);
            ++points;
        }
    }
    chooseLead(rows);
    change(std::move(rows), now);
}

void FixModel::chooseLead(Rows &rows)
{
    const auto later = [](const Row &one, const Row &other) { return one.rank < other.rank; };
    Row *lead = std::ranges::max_element(rows, later);
    if (!lead->fix)
        return;
    if (const auto chosen = std::ranges::find(rows, true, &Row::chosen); chosen != rows.end()) {
        lead = chosen;
    } else if (lead->fix->isArea()) {
        const QDateTime since = lead->fix->at.addDuration(-pointLasts);
        Row *point = nullptr;
        for (Row &row : rows) {
            if (row.fix && !row.fix->isArea() && row.fix->at > since && (!point || later(*point, row)))
                point = &row;
        }
        if (point)
            lead = point;
    }
    lead->lead = true;
}

void FixModel::setNow(const QDateTime &now) { change(m_rows, now); }

void FixModel::change(Rows rows, const QDateTime &now)
{
    for (int number = 0; number < sourceCount; ++number) {
        Row &row = rows.at(size_t(number));
        row.old = row.fix && FixText::isOld(*row.fix, now);
        if (row == m_rows.at(size_t(number)))
            continue;
        m_rows.at(size_t(number)) = std::move(row);
        Q_EMIT dataChanged(index(number), index(number));
    }
}

std::optional<Fix> FixModel::lead() const
{
    const auto row = std::ranges::find(m_rows, true, &Row::lead);
    return row == m_rows.end() ? std::nullopt : row->fix;
}

std::vector<Fix> FixModel::newest() const
{
    std::vector<const Row *> spoken;
    for (const Row &row : m_rows) {
        if (row.fix)
            spoken.push_back(&row);
    }
    std::ranges::sort(spoken, [](const Row *one, const Row *other) {
        return one->lead != other->lead ? one->lead : one->rank > other->rank;
    });
    std::vector<Fix> fixes;
    for (const Row *row : spoken)
        fixes.push_back(*row->fix);
    return fixes;
}

} // namespace knock::ui
