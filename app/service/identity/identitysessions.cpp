// SPDX-License-Identifier: Apache-2.0
#include "app/core/logging.h"
#include "app/service/identity/identity.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace knock::identity {

namespace {

constexpr int mostAtOnce = 1000; ///< entries for the journal
constexpr auto seenEvery = 1min;

/// Of a session among what is underway; no user's name has a space.
QString keyOf(const Session &session) { return u"session %1"_s.arg(session.id); }

} // namespace

Result<Session> Identity::check(const QByteArray &token)
{
    const QDateTime now = m_clock.now();
    const Result<Session> session = m_sessions->byToken(token, now);
    if (session && session->lastSeen.addDuration(seenEvery) <= now)
        m_seen[session->id] = now;
    return session;
}

Result<> Identity::signOut(const QByteArray &token)
{
    const auto done = check(token).and_then(
        [this](const Session &session) { return m_sessions->end(session, SignOut::Left, m_clock.now()); });
    tell(SignOut::Left);
    return done;
}

Result<> Identity::lock(const QByteArray &token)
{
    const auto done = check(token).and_then([this](const Session &session) -> Result<> {
        if (session.locked)
            return {};
        return m_sessions->setLocked(session, true, m_clock.now());
    });
    tell(SignOut::Revoked);
    return done;
}

void Identity::unlock(quint64 ticket, const QByteArray &token, const QString &password)
{
    const Result<Session> session = mayUnlock(token);
    const auto user = session.and_then([this](const Session &its) { return m_users->find(its.user); });
    if (!user || !session->locked) {
        answer(ticket, user ? session : std::unexpected(user.error()));
        return;
    }

    m_underway.insert(keyOf(*session));
    m_work.run(lookAt(*user, session->user, password),
               [this, ticket, token, key = keyOf(*session)](const Finding &finding) {
                   m_underway.remove(key);
                   const Result<Session> unlocked = settleUnlock(token, finding.roles);
                   tell(SignOut::Revoked);
                   Q_EMIT answered(ticket, unlocked);
               });
}

Result<Session> Identity::mayUnlock(const QByteArray &token)
{
    return check(token).and_then([this](const Session &session) -> Result<Session> {
        const QString key = keyOf(session);
        const bool waits = m_unlocks.mustWait(key, m_clock.now());
        if (waits && m_unlocks.takeNote(key)) {
            if (const auto entered = enterFailure(session.user, Error::Kind::Full); !entered)
                return std::unexpected(entered.error());
        }
        if (waits || m_underway.contains(key) || !m_work.hasRoom())
            return failure(Error::Kind::Full, u"too many tries"_s);
        return session;
    });
}

Result<Session> Identity::settleUnlock(const QByteArray &token, const Result<Roles> &found)
{
    Result<Session> session = check(token);
    if (!session)
        return session;
    if (!found) {
        const bool isWrong = found.error().kind == Error::Kind::Refused || found.error().kind == Error::Kind::NotFound;
        const Error::Kind why = isWrong ? Error::Kind::Refused : found.error().kind;
        if (isWrong)
            m_unlocks.fail(keyOf(*session), m_clock.now());
        return enterFailure(session->user, why).and_then([&]() -> Result<Session> {
            return failure(why, found.error().detail);
        });
    }

    m_unlocks.succeed(keyOf(*session));
    return m_sessions->setLocked(*session, false, m_clock.now()).transform([&session] {
        session->locked = false;
        return *session;
    });
}

Result<std::vector<Session>> Identity::sessions() { return m_sessions->list(m_clock.now()); }

Result<> Identity::revoke(qint64 session, const QString &by)
{
    const auto done = m_users->revoke(session, by, m_clock.now());
    tell(SignOut::Revoked);
    return done;
}

Result<int> Identity::revokeAll(const QString &user, const QString &by)
{
    const auto done = m_users->revokeAll(user, by, m_clock.now());
    tell(SignOut::Revoked);
    return done;
}

// ---- The way to the journal

Result<Departing> Identity::takeAudit()
{
    const auto departing = entriesAfter(*m_file, m_taken, mostAtOnce);
    if (!departing)
        return departing;
    m_taken = departing->upTo;
    if (departing->entries.size() >= mostAtOnce)
        QMetaObject::invokeMethod(this, &Identity::auditWaits, Qt::QueuedConnection);
    return departing;
}

Result<> Identity::tookAudit(quint64 upTo) { return removeEntries(*m_file, upTo); }

// ---- What happens without a call

void Identity::sweep()
{
    const auto done = lookAround().and_then([this] { return writeSeen(); });
    if (!done && !std::exchange(m_troubled, true))
        qCWarning(lcService) << "Sessions cannot be looked after:" << done.error().detail;
    if (done)
        m_troubled = false;
}

Result<> Identity::lookAround()
{
    if (const auto over = m_sessions->endExpired(m_clock.now()); !over)
        return std::unexpected(over.error());
    const auto version = m_file->version();
    if (!version)
        return std::unexpected(version.error());
    if (*version != std::exchange(m_version, *version))
        tell(SignOut::Revoked);
    return {};
}

Result<> Identity::writeSeen()
{
    const QDateTime now = m_clock.now();
    if (m_seen.empty() || m_seenWritten.addDuration(seenEvery) > now)
        return {};
    m_seenWritten = now;
    return m_file->transact([seen = std::exchange(m_seen, {}), this]() -> Result<> {
        for (const auto &[session, at] : seen) {
            if (const auto done = m_sessions->saw(session, at); !done)
                return done;
        }
        return {};
    });
}

void Identity::tell(SignOut how)
{
    const QDateTime now = m_clock.now();
    const auto sessions = m_sessions->list(now);
    if (!sessions)
        return; // the next look will say what is wrong

    const std::map<qint64, Session> before = std::exchange(m_known, {});
    for (const Session &session : *sessions)
        m_known.emplace(session.id, session);
    for (const auto &[id, session] : before) {
        const auto found = m_known.find(id);
        if (found == m_known.end())
            Q_EMIT ended(session, session.ends <= now ? SignOut::Expired : how);
        else if (found->second.roles != session.roles || found->second.locked != session.locked)
            Q_EMIT changed(found->second);
    }
    Q_EMIT auditWaits();
}

} // namespace knock::identity
