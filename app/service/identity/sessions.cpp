// SPDX-License-Identifier: Apache-2.0
#include "app/service/identity/sessions.h"

#include "app/service/identity/outbox.h"
#include "app/service/identity/rolenames.h"

#include <openssl/rand.h>
#include <QCryptographicHash>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace knock::identity {

namespace {

constexpr qsizetype tokenBytes = 32;

QByteArray newToken()
{
    QByteArray bytes(tokenBytes, '\0');
    if (RAND_bytes(reinterpret_cast<uchar *>(bytes.data()), tokenBytes) != 1)
        return {};
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

/// Looking for the hash takes the same time for a token that is nearly right.
QByteArray hashOf(const QByteArray &token) { return QCryptographicHash::hash(token, QCryptographicHash::Sha256); }

QDateTime timeIn(qint64 msecs) { return QDateTime::fromMSecsSinceEpoch(msecs, QTimeZone::UTC); }

Session sessionIn(const UserFile::Row &row)
{
    return {
        .id = row.number(0),
        .token = {},
        .user = QString::fromUtf8(row.bytes(1)),
        .roles = rolesIn(QString::fromUtf8(row.bytes(2))).value_or(Roles()),
        .seat = SeatId{static_cast<quint64>(row.number(3))},
        .position = QString::fromUtf8(row.bytes(4)),
        .created = timeIn(row.number(5)),
        .ends = timeIn(row.number(6)),
        .lastSeen = timeIn(row.number(7)),
        .locked = row.number(8) != 0,
    };
}

} // namespace

Result<Session> Sessions::begin(const Newcomer &newcomer, const QDateTime &now, std::chrono::seconds shift)
{
    qint64 seat = 0;
    const auto found = m_file.run("SELECT min(seat) + 1 FROM (SELECT 0 AS seat UNION ALL SELECT seat FROM session)"
                                  " WHERE seat + 1 NOT IN (SELECT seat FROM session)",
                                  {}, [&seat](const UserFile::Row &row) { seat = row.number(0); });
    if (!found)
        return std::unexpected(found.error());
    if (seat > most)
        return failure(Error::Kind::Full, u"%1 seats are taken"_s.arg(most));

    Session session{.id = 0,
                    .token = newToken(),
                    .user = newcomer.user,
                    .roles = newcomer.roles,
                    .seat = SeatId{static_cast<quint64>(seat)},
                    .position = newcomer.position,
                    .created = now,
                    .ends = now.addDuration(shift),
                    .lastSeen = now,
                    .locked = false};
    if (session.token.isEmpty())
        return failure(Error::Kind::Broken, u"no random numbers"_s);

    return m_file
        .run("INSERT INTO session (token, user, userId, roles, seat, position, created, ends, lastSeen)"
             " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?7) RETURNING id",
             {hashOf(session.token), session.user, newcomer.userId, toText(session.roles), seat, session.position,
              now.toMSecsSinceEpoch(), session.ends.toMSecsSinceEpoch()},
             [&session](const UserFile::Row &row) { session.id = row.number(0); })
        .and_then(
            [&] { return enter(m_file, SignedIn{session.seat, session.user, session.roles, session.position, now}); })
        .transform([&session] { return session; });
}

Result<std::vector<Session>> Sessions::read(const QByteArray &condition, UserFile::Values values)
{
    std::vector<Session> sessions;
    return m_file
        .run("SELECT session.id, session.user, coalesce(user.roles, session.roles), seat, position, created, ends,"
             " lastSeen, locked FROM session LEFT JOIN user ON user.id = session.userId WHERE "
                 + condition + " ORDER BY seat",
             values, [&sessions](const UserFile::Row &row) { sessions.push_back(sessionIn(row)); })
        .transform([&sessions] { return sessions; });
}

Result<Session> Sessions::byToken(const QByteArray &token, const QDateTime &now)
{
    return read("token = ?1 AND ends > ?2", {hashOf(token), now.toMSecsSinceEpoch()})
        .and_then([](const std::vector<Session> &sessions) -> Result<Session> {
            if (sessions.empty())
                return failure(Error::Kind::Expired, u"no such session, or not any more"_s);
            return sessions.front();
        });
}

Result<std::vector<Session>> Sessions::list(const QDateTime &now)
{
    return read("ends > ?1", {now.toMSecsSinceEpoch()});
}

Result<> Sessions::setLocked(const Session &session, bool locked, const QDateTime &now)
{
    const Entry entry = locked ? Entry(SeatLocked{session.seat, session.user, now})
                               : Entry(SeatUnlocked{session.seat, session.user, now});
    return m_file.transact([&] {
        return m_file.run("UPDATE session SET locked = ?2 WHERE id = ?1", {session.id, qint64{locked}}).and_then([&] {
            return enter(m_file, entry);
        });
    });
}

Result<> Sessions::saw(qint64 session, const QDateTime &at)
{
    return m_file.run("UPDATE session SET lastSeen = ?2 WHERE id = ?1", {session, at.toMSecsSinceEpoch()});
}

Result<> Sessions::remove(const Session &session, SignOut how, const QDateTime &now)
{
    // Somebody else may have ended it meanwhile, and has said so.
    bool was = false;
    return m_file
        .run("DELETE FROM session WHERE id = ?1 RETURNING id", {session.id},
             [&was](const UserFile::Row &) { was = true; })
        .and_then([&]() -> Result<> {
            if (!was)
                return {};
            return enter(m_file, SignedOut{session.seat, session.user, how, now});
        });
}

Result<> Sessions::end(const Session &session, SignOut how, const QDateTime &now)
{
    return m_file.transact([&] { return remove(session, how, now); });
}

Result<int> Sessions::endExpired(const QDateTime &now)
{
    // The usual case must not write.
    const auto over = read("ends <= ?1", {now.toMSecsSinceEpoch()});
    if (!over)
        return std::unexpected(over.error());
    if (over->empty())
        return 0;

    return m_file.transact([&]() -> Result<int> {
        for (const Session &session : *over) {
            if (const auto done = remove(session, SignOut::Expired, now); !done)
                return std::unexpected(done.error());
        }
        return static_cast<int>(over->size());
    });
}

Result<QString> Sessions::endOne(qint64 id, const QDateTime &now)
{
    return read("session.id = ?1", {id}).and_then([&](const std::vector<Session> &sessions) -> Result<QString> {
        if (sessions.empty())
            return failure(Error::Kind::NotFound, u"there is no session %1"_s.arg(id));
        return remove(sessions.front(), SignOut::Revoked, now).transform([&] { return sessions.front().user; });
    });
}

Result<int> Sessions::endAllOf(const QString &user, const QDateTime &now)
{
    const auto theirs = read("session.user = ?1", {user});
    if (!theirs)
        return std::unexpected(theirs.error());
    for (const Session &session : *theirs) {
        if (const auto done = remove(session, SignOut::Revoked, now); !done)
            return std::unexpected(done.error());
    }
    return static_cast<int>(theirs->size());
}

} // namespace knock::identity
