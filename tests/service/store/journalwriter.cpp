// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/sqljournal.h"

#include <QCoreApplication>
#include <QTimeZone>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::store;

namespace {

constexpr quint64 underway = 64;

void print(const QByteArray &line)
{
    if (::write(STDOUT_FILENO, line.constData(), static_cast<size_t>(line.size())) != line.size())
        ::_exit(3);
}

/// Ticket N brings N % 3 + 1 records, so that a ticket written by half would show.
void append(Journal &journal, quint64 ticket)
{
    const QByteArray body = QByteArray::number(ticket);
    std::vector<Record> records;
    for (quint64 i = 0; i <= ticket % 3; ++i)
        records.push_back({0, IncidentId{1}, QDateTime::currentDateTimeUtc(), u"keyPressed"_s, body});
    journal.append(std::move(records), ticket);
}

} // namespace

/// Appends for ever and prints every ticket it is told of, until it is killed.
int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 3)
        return 2;

    SqlJournal journal;
    if (const auto opened = journal.open(arguments.at(1)); !opened) {
        qWarning() << opened.error().detail;
        return 1;
    }

    quint64 next = arguments.at(2).toULongLong();
    QObject::connect(&journal, &Journal::appended, &journal, [&](quint64 ticket) {
        print(QByteArray::number(ticket) + '\n');
        append(journal, next++);
    });
    for (quint64 i = 0; i < underway; ++i)
        append(journal, next++);
    return QCoreApplication::exec();
}
