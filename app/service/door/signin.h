// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/audit.h"

#include <QByteArray>
#include <QObject>

namespace knock::door {

/// Who sits at a seat, from the sign-in to its end.
struct Person {
    qint64 session = 0; ///< never given twice
    QByteArray token; ///< the secret of the session; only in the answer to a sign-in
    QString user;
    Roles roles;
    SeatId seat; ///< no other session has it at the same time
    bool locked = false;
    bool operator==(const Person &) const = default;
};

/// What a person shows to be let in.
struct Shown {
    QString user;
    QString password;
    QString code; ///< of the second factor; empty: none
    QString address; ///< of the network
    QString position; ///< of the workstation
};

/// Who knows the people. Lives on the service thread, and blocks it for no longer than a look into a small file takes.
///
/// Errors are those of wire::SignInWanted; Expired: the session is over.
class SignIn : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// answered() says who it is.
    virtual void signIn(quint64 ticket, const knock::door::Shown &shown) = 0;
    /// answered() says whether the lock is open.
    virtual void unlock(quint64 ticket, const QByteArray &token, const QString &password) = 0;
    /// Whose token it is now, and a sign that its session is in use.
    [[nodiscard]] virtual Result<Person> check(const QByteArray &token) = 0;
    [[nodiscard]] virtual Result<> lock(const QByteArray &token) = 0;
    [[nodiscard]] virtual Result<> signOut(const QByteArray &token) = 0;

Q_SIGNALS:
    void answered(quint64 ticket, const knock::Result<knock::door::Person> &person);
    /// The roles or the lock of a session are others now.
    void changed(const knock::door::Person &person);
    void ended(qint64 session);
};

} // namespace knock::door
