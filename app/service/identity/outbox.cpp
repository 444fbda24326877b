// SPDX-License-Identifier: Apache-2.0
#include "app/service/identity/outbox.h"

#include "app/service/identity/rolenames.h"

#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace knock::identity {

namespace {

/// An entry in the columns of the table.
struct Columns {
    QString kind{};
    QDateTime at{};
    SeatId seat{};
    QString user{};
    QString roles{};
    QString text{};
    QString doer{};
    int number = 0;
};

template <typename Seated>
Columns seated(const Seated &entry)
{
    return {.kind = Seated::name, .at = entry.at, .seat = entry.seat, .user = entry.user};
}

Columns toColumns(const SignedIn &entry)
{
    Columns columns = seated(entry);
    columns.roles = toText(entry.roles);
    columns.text = entry.position;
    return columns;
}

Columns toColumns(const SignInFailed &entry)
{
    return {.kind = SignInFailed::name, .at = entry.at, .user = entry.user, .number = static_cast<int>(entry.why)};
}

Columns toColumns(const SignedOut &entry)
{
    Columns columns = seated(entry);
    columns.number = static_cast<int>(entry.how);
    return columns;
}

Columns toColumns(const SeatLocked &entry) { return seated(entry); }

Columns toColumns(const SeatUnlocked &entry) { return seated(entry); }

Columns toColumns(const UserChanged &entry)
{
    return {.kind = UserChanged::name, .at = entry.at, .user = entry.user, .text = entry.what, .doer = entry.by};
}

std::optional<Audit> toEntry(const Columns &columns)
{
    const auto &[kind, at, seat, user, roles, text, doer, number] = columns;
    if (kind == SignedIn::name)
        return SignedIn{seat, user, rolesIn(roles).value_or(Roles()), text, at};
    if (kind == SignInFailed::name)
        return SignInFailed{user, static_cast<Error::Kind>(number), at};
    if (kind == SignedOut::name)
        return SignedOut{seat, user, static_cast<SignOut>(number), at};
    if (kind == SeatLocked::name)
        return SeatLocked{seat, user, at};
    if (kind == SeatUnlocked::name)
        return SeatUnlocked{seat, user, at};
    if (kind == UserChanged::name)
        return UserChanged{doer, user, text, at};
    return {};
}

} // namespace

Result<> enter(UserFile &file, const Entry &entry)
{
    const auto columns = std::visit([](const auto &one) { return toColumns(one); }, entry);
    return file.run("INSERT INTO outbox (kind, at, seat, user, roles, text, doer, number)"
                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                    {columns.kind, columns.at.toMSecsSinceEpoch(), static_cast<qint64>(columns.seat.value),
                     columns.user, columns.roles, columns.text, columns.doer, qint64{columns.number}});
}

Result<Departing> entriesAfter(UserFile &file, quint64 after, int most)
{
    Departing departing{.entries = {}, .upTo = after};
    const auto take = [&departing](const UserFile::Row &row) {
        departing.upTo = static_cast<quint64>(row.number(0));
        const auto entry = toEntry({
            .kind = QString::fromUtf8(row.bytes(1)),
            .at = QDateTime::fromMSecsSinceEpoch(row.number(2), QTimeZone::UTC),
            .seat = SeatId{static_cast<quint64>(row.number(3))},
            .user = QString::fromUtf8(row.bytes(4)),
            .roles = QString::fromUtf8(row.bytes(5)),
            .text = QString::fromUtf8(row.bytes(6)),
            .doer = QString::fromUtf8(row.bytes(7)),
            .number = static_cast<int>(row.number(8)),
        });
        if (entry)
            departing.entries.push_back(*entry);
    };
    return file
        .run("SELECT sequence, kind, at, seat, user, roles, text, doer, number FROM outbox WHERE sequence > ?1"
             " ORDER BY sequence LIMIT ?2",
             {static_cast<qint64>(after), qint64{most}}, take)
        .transform([&departing] { return departing; });
}

Result<> removeEntries(UserFile &file, quint64 upTo)
{
    return file.run("DELETE FROM outbox WHERE sequence <= ?1", {static_cast<qint64>(upTo)});
}

} // namespace knock::identity
