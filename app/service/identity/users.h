// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/role.h"
#include "app/service/identity/sessions.h"
#include "app/service/identity/tries.h"
#include "app/service/vault/letterbox.h"

#include <optional>

namespace knock::identity {

/// What a name is in users.db: NFKC, small letters; 1 to 64 letters, digits and .-_@, the first no sign. Fails with
/// Malformed.
[[nodiscard]] Result<QString> userName(const QString &typed);

/// Somebody with an account of their own here.
struct User {
    qint64 id = 0; ///< never given twice
    QString name;
    Roles roles;
    QByteArray hash; ///< of the password; empty: there is none yet, and no way in
    QByteArray secret; ///< of the second factor, see secretOf(); empty: none is needed
    bool sealed = false; ///< the secret is
    qint64 lastStep = 0; ///< of the code that was taken last
    Tries tries;
};

/// What the codes of \a user are computed with. Broken: it is sealed, and not for \a letterbox.
[[nodiscard]] Result<QByteArray> secretOf(const User &user, const vault::Letterbox *letterbox);

/// The users in users.db. Each change is a transaction of its own, together with what it means for the audit; \a by
/// says who made it. Fails with NotFound when there is nobody of that name.
class Users
{
public:
    explicit Users(UserFile &file)
        : m_file(file)
        , m_sessions(file)
    {
    }

    /// From now on only \a letterbox opens secrets of second factors, whichever process makes them; also those which
    /// stand in clear until now.
    [[nodiscard]] Result<> sealSecrets(const vault::Letterbox &letterbox);

    [[nodiscard]] Result<std::vector<User>> list();
    [[nodiscard]] Result<std::optional<User>> find(const QString &name);

    /// Without a password, unless there is a \a hash. Fails with Refused when the name is taken, with Malformed when it
    /// is none.
    [[nodiscard]] Result<> add(const QString &name, const Roles &roles, const QByteArray &hash, const QString &by,
                               const QDateTime &now);
    /// Ends their sessions.
    [[nodiscard]] Result<> remove(const QString &name, const QString &by, const QDateTime &now);
    /// Holds at once, also for who has signed in.
    [[nodiscard]] Result<> setRoles(const QString &name, const Roles &roles, const QString &by, const QDateTime &now);
    /// Ends their sessions: whoever knew the old password is out. It also ends a wait.
    [[nodiscard]] Result<> setPassword(const QString &name, const QByteArray &hash, const QString &by,
                                       const QDateTime &now);
    /// Gives a new secret as a URI for the telephone, this once.
    [[nodiscard]] Result<QString> demandCode(const QString &name, const QString &by, const QDateTime &now);
    [[nodiscard]] Result<> demandNoCode(const QString &name, const QString &by, const QDateTime &now);
    /// Forgets failures.
    [[nodiscard]] Result<> unlock(const QString &name, const QString &by, const QDateTime &now);
    /// Ends a session. Fails with NotFound when there is none of that id.
    [[nodiscard]] Result<> revoke(qint64 session, const QString &by, const QDateTime &now);
    /// Ends all sessions of \a name, who may be known by the directory only. Says how many these were.
    [[nodiscard]] Result<int> revokeAll(const QString &name, const QString &by, const QDateTime &now);

    /// Within a transaction: what a try at signing in has changed (hash, lastStep, tries). No entry.
    [[nodiscard]] Result<> keep(const User &user);
    /// Within a transaction, as add().
    [[nodiscard]] Result<qint64> insert(const QString &name, const Roles &roles, const QByteArray &hash,
                                        const QString &by, const QDateTime &now);

private:
    [[nodiscard]] Result<std::vector<User>> read(const QByteArray &condition, UserFile::Values values);
    [[nodiscard]] Result<> change(const QString &name, const QString &what, const QString &by, const QDateTime &now,
                                  const std::function<Result<>(User &)> &work);
    [[nodiscard]] Result<> keepSecret(qint64 user, const QByteArray &secret);
    [[nodiscard]] Result<> emptyLog();

    UserFile &m_file;
    Sessions m_sessions;
};

} // namespace knock::identity
