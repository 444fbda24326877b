// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/store/journalfile.h"

#include <QSignalSpy>
#include <QTimeZone>

namespace knock::test {

inline store::Record record(quint64 incident, const QByteArray &body,
                            const QString &type = QStringLiteral("keyPressed"))
{
    static const QDateTime start(QDate(2026, 1, 2), QTime(3, 40), QTimeZone::UTC);
    return {0, IncidentId{incident}, start.addMSecs(body.size()), type, body};
}

/// Records of incident 1 whose bodies are "body 1", "body 2" ...
inline std::vector<store::Record> records(int count)
{
    std::vector<store::Record> made;
    for (int i = 1; i <= count; ++i)
        made.push_back(record(1, "body " + QByteArray::number(i)));
    return made;
}

/// As the journal numbers them in an empty file.
inline std::vector<store::Record> numbered(std::vector<store::Record> records)
{
    quint64 sequence = 0;
    for (store::Record &record : records)
        record.sequence = ++sequence;
    return records;
}

inline QList<quint64> ticketsIn(const QSignalSpy &appended)
{
    QList<quint64> tickets;
    for (const QList<QVariant> &arguments : appended)
        tickets.append(arguments.at(0).value<quint64>());
    return tickets;
}

/// A journal of \a records in \a path, closed again.
inline Result<> writeJournal(const QString &path, std::vector<store::Record> records)
{
    return store::JournalFile::open(path).and_then(
        [&](store::JournalFile file) { return file.write({{1, std::move(records)}}).transform([](quint64) { }); });
}

} // namespace knock::test
