// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/audit.h"
#include "app/service/identity/userfile.h"

#include <chrono>
#include <vector>

namespace knock::identity {

/// A person at a seat, from the sign-in to its end.
struct Session {
    qint64 id = 0; ///< never given twice
    QByteArray token; ///< what the workstation shows from now on; only in the answer to a sign-in, kept nowhere
    QString user;
    Roles roles; ///< as they are now, not as they were at the sign-in
    SeatId seat; ///< the lowest that was free; the same over restarts of the service
    QString position; ///< of the workstation, as it says itself or as its certificate says
    QDateTime created;
    QDateTime ends;
    QDateTime lastSeen; ///< to the minute
    bool locked = false;
    bool operator==(const Session &) const = default;
};

/// Who takes a seat.
struct Newcomer {
    qint64 userId = 0; ///< 0: known by the directory, not here
    QString user;
    Roles roles;
    QString position;
};

/// The sessions in users.db. Each change enters what it means into the outbox.
class Sessions
{
public:
    static constexpr int most = 1000;

    explicit Sessions(UserFile &file)
        : m_file(file)
    {
    }

    /// Within a transaction. Fails with Full when every seat is taken.
    [[nodiscard]] Result<Session> begin(const Newcomer &newcomer, const QDateTime &now, std::chrono::seconds shift);

    /// Fails with Expired when there is no such session, or not any more.
    [[nodiscard]] Result<Session> byToken(const QByteArray &token, const QDateTime &now);
    [[nodiscard]] Result<std::vector<Session>> list(const QDateTime &now);

    [[nodiscard]] Result<> setLocked(const Session &session, bool locked, const QDateTime &now);
    [[nodiscard]] Result<> saw(qint64 session, const QDateTime &at);

    [[nodiscard]] Result<> end(const Session &session, SignOut how, const QDateTime &now);
    /// Those whose time is over. Says how many these were.
    [[nodiscard]] Result<int> endExpired(const QDateTime &now);
    /// The one of that id, revoked, within a transaction. Says whose it was; fails with NotFound.
    [[nodiscard]] Result<QString> endOne(qint64 id, const QDateTime &now);
    /// All of \a user, revoked, within a transaction. Says how many these were.
    [[nodiscard]] Result<int> endAllOf(const QString &user, const QDateTime &now);

private:
    [[nodiscard]] Result<std::vector<Session>> read(const QByteArray &condition, UserFile::Values values);
    [[nodiscard]] Result<> remove(const Session &session, SignOut how, const QDateTime &now);

    UserFile &m_file;
};

} // namespace knock::identity
