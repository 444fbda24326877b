// SPDX-License-Identifier: Apache-2.0
#include "app/knockd/conffile.h"

#include <algorithm>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStringDecoder>

using namespace Qt::StringLiterals;

namespace knock::keeper {

namespace {

constexpr qint64 longestFile = 64 * 1024;
constexpr qint64 longestSecret = 4 * 1024;

struct Entry {
    int line = 0;
    QString name;
    QString written; ///< as it stands in the file
    QString value;
};

struct Complaint {
    int line = 0; ///< 0: of none
    QString what;
};

Result<QByteArray> contentOf(const QString &name, qint64 longest)
{
    QFile file(name);
    if (!QFileInfo(name).isFile() && QFileInfo::exists(name))
        return failure(Error::Kind::Malformed, u"is no file"_s);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::NotFound, u"cannot be read: %1"_s.arg(file.errorString()));
    const QByteArray bytes = file.read(longest + 1);
    if (bytes.size() > longest)
        return failure(Error::Kind::Full, u"is longer than %1 bytes"_s.arg(longest));
    return bytes;
}

bool isOpenToEverybody(const QString &file)
{
    return (QFileInfo(file).permissions() & (QFile::ReadOther | QFile::WriteOther)) != 0;
}

/// How many letters must be changed, left out or put in to make one of the other.
qsizetype distance(const QString &one, const QString &other)
{
    std::vector<qsizetype> row(size_t(other.size()) + 1);
    for (size_t j = 0; j < row.size(); ++j)
        row[j] = qsizetype(j);
    for (const QChar letter : one) {
        qsizetype corner = row[0]++;
        for (size_t j = 1; j < row.size(); ++j) {
            const qsizetype changed = corner + (letter == other[qsizetype(j) - 1] ? 0 : 1);
            corner = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
        }
    }
    return row.back();
}

/// Which setting may have been meant.
QString likeness(const QString &name)
{
    constexpr qsizetype slips = 3;
    const QStringList names = service::Configuration::names();
    const auto nearest = std::ranges::min_element(names, {}, [&name](const QString &known) {
        return distance(name.first(std::min<qsizetype>(name.size(), 100)).toLower(), known.toLower());
    });
    return distance(name.toLower(), nearest->toLower()) < slips ? u"; is \"%1\" meant?"_s.arg(*nearest) : QString();
}

class Reader
{
public:
    Reader(const QString &file, const QString &credentialsFolder)
        : m_file(file)
        , m_credentials(credentialsFolder)
    {
    }

    std::expected<service::Configuration, QStringList> read(QVariantMap settings)
    {
        const auto text = contentOf(m_file, longestFile);
        if (!text)
            return std::unexpected(QStringList{m_file + u": "_s + text.error().detail});
        const QList<QByteArray> lines = text->split('\n');
        for (qsizetype i = 0; i < lines.size(); ++i)
            take(int(i) + 1, lines[i]);
        for (Entry &entry : m_entries) {
            if (entry.written.startsWith(u'@'))
                fetch(entry);
            else if (service::Configuration::isSecret(entry.name) && isOpenToEverybody(m_file))
                object(entry.line, u"\"%1\" is a secret, and everybody can read this file"_s.arg(entry.name));
            settings.insert(entry.name, entry.value);
        }
        const auto configuration = service::Configuration::check(settings);
        if (!configuration)
            std::ranges::for_each(configuration.error(), [this](const auto &objection) { pass(objection); });
        if (m_complaints.empty())
            return *configuration;
        return std::unexpected(all());
    }

private:
    void object(int line, const QString &what) { m_complaints.push_back({line, what}); }

    void take(int number, const QByteArray &bytes)
    {
        QStringDecoder decoder(QStringDecoder::Utf8);
        const QString line = QString(decoder(bytes)).trimmed();
        if (line.startsWith(u'#') || line.isEmpty())
            return;
        if (decoder.hasError()
            || std::ranges::any_of(line, [](QChar c) { return c.category() == QChar::Other_Control && c != u'\t'; }))
            return object(number, u"is no text in UTF-8"_s);
        const qsizetype equals = line.indexOf(u'=');
        if (equals < 1)
            return object(number, u"must be \"name = value\", or begin with #"_s);
        const QString name = line.first(equals).trimmed();
        const QString value = line.sliced(equals + 1).trimmed();
        const auto before = std::ranges::find(m_entries, name, &Entry::name);
        if (before != m_entries.end())
            return object(number, u"\"%1\" is given already, in line %2"_s.arg(name).arg(before->line));
        m_entries.push_back({number, name, value, value});
    }

    /// The secret behind an `@`.
    void fetch(Entry &entry)
    {
        if (!service::Configuration::isSecret(entry.name)) // also of what is unknown, which is told later
            return;
        const QString name = entry.written.sliced(1);
        QString file = QDir(m_credentials).filePath(name);
        if (m_credentials.isEmpty() || name.contains(u'/') || !QFile::exists(file))
            file = QFileInfo(m_file).absoluteDir().filePath(name);
        const auto bytes = contentOf(file, longestSecret);
        if (!bytes)
            return complainOfSecret(entry, file + u' ' + bytes.error().detail);
        if (isOpenToEverybody(file))
            return complainOfSecret(entry, file + u" can be read by everybody"_s);
        entry.value = QString::fromUtf8(*bytes).trimmed();
        if (entry.value.isEmpty() || entry.value.contains(u'\n'))
            complainOfSecret(entry, file + u" must hold one line"_s);
    }

    void complainOfSecret(const Entry &entry, const QString &what)
    {
        m_unread << entry.name;
        object(entry.line, entry.name + u": "_s + what);
    }

    /// What the service's own check says, with the line and the word it is about.
    void pass(const service::Objection &objection)
    {
        const QString &name = objection.setting;
        const auto entry = std::ranges::find(m_entries, name, &Entry::name);
        if (m_unread.contains(name))
            return;
        if (entry == m_entries.end())
            return object(0, u"\"%1\" %2"_s.arg(name, objection.what));
        const bool isUnknown = !service::Configuration::names().contains(name);
        if (isUnknown || service::Configuration::isSecret(name))
            return object(entry->line,
                          u"\"%1\" %2%3"_s.arg(name, objection.what, isUnknown ? likeness(name) : QString()));
        object(entry->line, u"\"%1\" is \"%2\" and %3"_s.arg(name, entry->written, objection.what));
    }

    QStringList all()
    {
        std::ranges::stable_sort(m_complaints, {}, &Complaint::line);
        QStringList told;
        for (const Complaint &complaint : m_complaints) {
            told << (complaint.line == 0 ? u"%1: %2"_s.arg(m_file, complaint.what)
                                         : u"%1:%2: %3"_s.arg(m_file).arg(complaint.line).arg(complaint.what));
        }
        return told;
    }

    const QString m_file;
    const QString m_credentials;
    std::vector<Entry> m_entries;
    std::vector<Complaint> m_complaints;
    QStringList m_unread; ///< settings whose secret could not be had
};

} // namespace

std::expected<service::Configuration, QStringList>
readConfiguration(const QString &file, const QString &credentialsFolder, const QVariantMap &defaults)
{
    return Reader(file, credentialsFolder).read(defaults);
}

} // namespace knock::keeper
