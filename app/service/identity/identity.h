// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/service/identity/directory.h"
#include "app/service/identity/outbox.h"
#include "app/service/identity/passwords.h"
#include "app/service/identity/slowwork.h"
#include "app/service/identity/users.h"

#include <map>
#include <memory>
#include <QSet>
#include <QTimer>

namespace knock::identity {

/// What a person shows to be let in.
struct Shown {
    QString user;
    QString password;
    QString code; ///< of the second factor; empty: none
    QString address; ///< where from: whatever tells network addresses apart
    QString position; ///< of the workstation
};

/// What a person shows to become the first administrator.
struct FirstShown {
    QString code; ///< of makeFirstCode()
    QString user;
    QString password;
    QString address;
    QString position;
};

/// Sign-in: who is let in, who is in, and who is let in no more. Lives on the service's thread; passwords are looked at
/// on threads of its own.
///
/// Errors: Refused: something shown is wrong (it is not said what). Full: too many tries, now or of late. Expired: the
/// session is over. Malformed: a new password or name that cannot be one. Unreachable: the directory does not answer.
/// Broken: users.db cannot be read or written.
///
/// All audit entries go one road, through an outbox in users.db, so that none is lost whichever process made them and
/// whatever the journal does: auditWaits(), then takeAudit(), then tookAudit() when they are journalled. A kill between
/// the journal's word and tookAudit() journals an entry twice. A try during a wait is entered once in each wait; one
/// for which there is no room is not entered, for nothing was tried.
class Identity final : public QObject
{
    Q_OBJECT
public:
    struct Settings {
        HashCost cost{};
        std::chrono::seconds shift = std::chrono::hours(12); ///< a session lasts so long from the sign-in
        int threads = 2; ///< 64 MiB each
        int mostWaiting = 16;
        qsizetype mostRemembered = 10'000; ///< addresses, and names of nobody, that were wrong
        std::chrono::milliseconds pause{1000}; ///< between two looks at what other processes changed
        std::shared_ptr<const Directory> directory{}; ///< for whoever has no account here; none: nobody
        std::shared_ptr<const vault::Letterbox> letterbox{}; ///< opens the secrets of second factors; none: only those in clear count
    };

    Identity(const Clock &clock, Settings settings, QObject *parent = nullptr);
    ~Identity() override; ///< waits for the password that is being looked at

    /// Comes before everything else. Blocks.
    [[nodiscard]] Result<> open(const QString &path);

    /// Answered later, with the session and its token.
    void signIn(quint64 ticket, const knock::identity::Shown &shown);
    /// Makes the first administrator and signs them in. Answered later.
    void redeem(quint64 ticket, const knock::identity::FirstShown &shown);
    [[nodiscard]] Result<> signOut(const QByteArray &token);

    /// Whose token it is, now. A locked session is a session: look at `locked`.
    [[nodiscard]] Result<Session> check(const QByteArray &token);
    [[nodiscard]] Result<> lock(const QByteArray &token);
    /// With the password alone; answered later. Failures count for the session, not for the account: nobody elsewhere
    /// can keep a desk locked.
    void unlock(quint64 ticket, const QByteArray &token, const QString &password);

    [[nodiscard]] Result<std::vector<Session>> sessions();
    /// Fails with NotFound when there is none of that id.
    [[nodiscard]] Result<> revoke(qint64 session, const QString &by);
    [[nodiscard]] Result<int> revokeAll(const QString &user, const QString &by);

    /// For the administrator: all but passwords. What is changed here is told like what another process changes.
    [[nodiscard]] Users &users() { return *m_users; }
    /// Told later by passwordSet().
    void setPassword(quint64 ticket, const QString &user, const QString &password, const QString &by);
    [[nodiscard]] Result<QString> firstCode(const QString &by);

    /// What waits for the journal and was not yet taken from this object; a part of it, if that is much.
    [[nodiscard]] Result<Departing> takeAudit();
    /// They are in the journal.
    [[nodiscard]] Result<> tookAudit(quint64 upTo);

Q_SIGNALS:
    void answered(quint64 ticket, const knock::Result<knock::identity::Session> &session);
    void passwordSet(quint64 ticket, const knock::Result<> &done);
    /// The roles or the lock of a session are others now.
    void changed(const knock::identity::Session &session);
    void ended(const knock::identity::Session &session, knock::SignOut how);
    void auditWaits();

private:
    struct Attempt;
    /// What the slow part has found out: Refused or NotFound, or the roles that the directory has told.
    struct Finding {
        Result<Roles> roles;
        QByteArray betterHash; ///< of the same password at today's cost; empty: not needed
    };

    [[nodiscard]] Result<Attempt> admit(quint64 ticket, const Shown &shown);
    [[nodiscard]] Result<> refuseDuringWait(const Attempt &attempt);
    [[nodiscard]] std::function<Finding()> lookAt(const std::optional<User> &user, const QString &name,
                                                  const QString &password) const;
    [[nodiscard]] Result<Session> settle(const Attempt &attempt, const Finding &finding);
    [[nodiscard]] Result<Session> settleUser(const Attempt &attempt, const Finding &finding);
    [[nodiscard]] Result<Session> settleStranger(const Attempt &attempt, const Finding &finding);
    [[nodiscard]] Result<> mayRedeem(const FirstShown &shown);
    [[nodiscard]] Result<Session> settleFirst(const FirstShown &shown, const QByteArray &hash);
    [[nodiscard]] Result<Session> mayUnlock(const QByteArray &token);
    [[nodiscard]] Result<Session> settleUnlock(const QByteArray &token, const Result<Roles> &found);
    [[nodiscard]] Result<> enterFailure(const QString &user, Error::Kind why);
    void answer(quint64 ticket, const Result<Session> &session);

    void sweep();
    [[nodiscard]] Result<> lookAround();
    [[nodiscard]] Result<> writeSeen();
    void tell(SignOut how);

    const Clock &m_clock;
    const Settings m_settings;
    std::unique_ptr<UserFile> m_file;
    std::optional<Users> m_users;
    std::optional<Sessions> m_sessions;
    TryBook m_addresses;
    TryBook m_strangers; ///< names without an account here
    TryBook m_unlocks; ///< by the session's number
    QSet<QString> m_underway; ///< names, and sessions, whose password is being looked at: one at a time for each
    std::map<qint64, Session> m_known; ///< as last told
    std::map<qint64, QDateTime> m_seen; ///< sessions, not yet written
    QDateTime m_seenWritten;
    UserFile::Version m_version;
    bool m_troubled = false; ///< a warning was logged, and all is not yet well again
    quint64 m_taken = 0; ///< the last entry that was taken
    QTimer m_timer;
    SlowWork m_work; ///< last, so that it ends before what it reports to
};

} // namespace knock::identity
