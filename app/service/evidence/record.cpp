// SPDX-License-Identifier: Apache-2.0
#include "app/service/evidence/record.h"

#include "app/service/store/checkpoint.h"
#include "app/service/store/rows.h"

#include <QtEndian>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace knock::evidence {

namespace {

constexpr auto columns = "sequence, incident, at, type, body, form, monotonic, boot";

/// Calls \a take for each row of \a sql, whose first value is \a bound.
template <typename Take>
Result<> forEach(store::Database &database, const QByteArray &sql, std::initializer_list<quint64> bound,
                 const Take &take)
{
    Result<store::Statement> rows = database.prepare(sql);
    if (!rows)
        return std::unexpected(rows.error());
    for (int place = 0; const quint64 value : bound)
        rows->bind(++place, static_cast<qint64>(value));
    while (true) {
        const Result<bool> row = rows->step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            return {};
        if (const Result<> taken = take(*rows); !taken)
            return taken;
    }
}

Result<QByteArray> plainOf(const Sources &sources, const store::Row &row)
{
    if (row.form != store::Form::Sealed)
        return row.record.body;
    if (!sources.sealer)
        return failure(Error::Kind::Refused, u"the record is sealed, and there are no keys"_s);
    return sources.sealer->open(row.record);
}

Result<> readOwn(store::Database &database, const Sources &sources, IncidentId incident, Record &record)
{
    const QByteArray sql = QByteArray("SELECT ") + columns + " FROM event WHERE incident = ?1 ORDER BY sequence";
    return forEach(database, sql, {incident.value}, [&](const store::Statement &statement) -> Result<> {
        store::Row row = store::Rows::whole(statement);
        Result<QByteArray> plain = plainOf(sources, row);
        if (!plain)
            return std::unexpected(plain.error());
        if (row.form == store::Form::Untimed)
            record.unproven.push_back(*std::move(plain));
        else
            record.rows.push_back({std::move(row), *std::move(plain)});
        return {};
    });
}

/// The hash of the row before \a sequence.
Result<QByteArray> hashBefore(store::Database &database, quint64 sequence)
{
    QByteArray hash = store::HashChain::start();
    const auto take = [&hash](const store::Statement &row) -> Result<> {
        hash = row.bytes(0);
        return {};
    };
    return forEach(database, "SELECT hash FROM beginning", {}, take)
        .and_then([&] { return forEach(database, "SELECT hash FROM event WHERE sequence = ?1", {sequence - 1}, take); })
        .transform([&hash] { return hash; });
}

/// The checkpoints of the stretch, the first after its end included; says where that one is.
Result<quint64> readCheckpoints(store::Database &database, quint64 first, quint64 last, Record &record)
{
    quint64 end = last;
    const auto take = [&](const store::Statement &row) -> Result<> {
        const store::Checkpoint checkpoint{static_cast<quint64>(row.number(0)), row.bytes(1),
                                           QDateTime::fromMSecsSinceEpoch(row.number(2), QTimeZone::UTC), row.bytes(3)};
        record.checkpoints += checkpoint.text() + checkpoint.signature.toHex() + '\n';
        end = std::max(end, checkpoint.sequence);
        return {};
    };
    constexpr auto within = "SELECT sequence, hash, at, signature FROM checkpoint WHERE sequence BETWEEN ?1 AND ?2"
                            " ORDER BY sequence";
    constexpr auto after = "SELECT sequence, hash, at, signature FROM checkpoint WHERE sequence > ?1"
                           " ORDER BY sequence LIMIT 1";
    return forEach(database, within, {first, last}, take)
        .and_then([&] { return forEach(database, after, {last}, take); })
        .transform([&end] { return end; });
}

Result<> readLinks(store::Database &database, quint64 first, quint64 last, Record &record)
{
    store::HashChain chain;
    const QByteArray sql
        = QByteArray("SELECT ") + columns + " FROM event WHERE sequence BETWEEN ?1 AND ?2 ORDER BY sequence";
    return forEach(database, sql, {first, last}, [&](const store::Statement &statement) -> Result<> {
        const store::Row row = store::Rows::whole(statement);
        const Result<QByteArray> content = chain.content(row);
        if (!content)
            return std::unexpected(content.error());
        record.links += QByteArray::number(row.record.sequence) + ' ' + content->toHex() + '\n';
        return {};
    });
}

/// A line for each stay at a seat that began before the end of the record: the reader finds the one that was meant.
Result<> readPeople(store::Database &database, const Sources &sources, quint64 last, Record &record)
{
    const QByteArray sql = QByteArray("SELECT ") + columns
        + " FROM event WHERE incident = 0 AND sequence <= ?1 AND type IN ('signedIn', 'signedOut') ORDER BY sequence";
    return forEach(database, sql, {last}, [&](const store::Statement &statement) -> Result<> {
        const Result<QByteArray> plain = plainOf(sources, store::Rows::whole(statement));
        if (!plain)
            return std::unexpected(plain.error());
        record.people += *plain + '\n';
        return {};
    });
}

} // namespace

QByteArray contentOf(const store::Row &row)
{
    QByteArray bytes;
    const auto addBytes = [&bytes](const QByteArray &field) {
        QByteArray size(sizeof(quint64), Qt::Uninitialized);
        qToBigEndian(static_cast<quint64>(field.size()), size.data());
        bytes += size + field;
    };
    const auto addNumber = [&addBytes](quint64 number) {
        QByteArray field(sizeof number, Qt::Uninitialized);
        qToBigEndian(number, field.data());
        addBytes(field);
    };
    addNumber(static_cast<quint64>(row.form));
    addNumber(row.record.sequence);
    addNumber(row.record.incident.value);
    addNumber(static_cast<quint64>(row.record.at.toMSecsSinceEpoch()));
    addNumber(static_cast<quint64>(row.monotonic.count()));
    addBytes(row.boot);
    addBytes(row.record.type.toUtf8());
    addBytes(row.record.body);
    return bytes;
}

Result<Record> readRecord(const Sources &sources, IncidentId incident)
{
    Result<store::Database> database = store::Database::open(sources.journal, store::Database::Mode::Read);
    if (!database)
        return std::unexpected(database.error());
    if (const auto begun = database->run("BEGIN"); !begun)
        return std::unexpected(begun.error());

    Record record;
    if (const auto read = readOwn(*database, sources, incident, record); !read)
        return std::unexpected(read.error());
    if (record.rows.empty() && record.unproven.empty())
        return failure(Error::Kind::NotFound, u"no such incident"_s);
    if (record.rows.empty())
        return record;

    const quint64 first = record.rows.front().row.record.sequence;
    const quint64 last = record.rows.back().row.record.sequence;
    Result<QByteArray> start = hashBefore(*database, first);
    if (!start)
        return std::unexpected(start.error());
    record.start = *std::move(start);
    const auto read = readCheckpoints(*database, first, last, record)
                          .and_then([&](quint64 end) { return readLinks(*database, first, end, record); })
                          .and_then([&] { return readPeople(*database, sources, last, record); });
    if (!read)
        return std::unexpected(read.error());
    return record;
}

} // namespace knock::evidence
