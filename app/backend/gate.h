// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/core/role.h"

#include <QObject>

namespace knock::backend {

/// What a person shows to be let in.
struct Credentials {
    QString user;
    QString password;
    QString code; ///< of the second factor (RFC 6238); empty: none
};

/// Who sits at this workstation.
struct Person {
    QString user;
    Roles roles;
    bool operator==(const Person &) const = default;
};

/// Where people sign in: the part of a Backend that has users. Lives on the GUI thread, and answers by signals.
///
/// A lock hides nothing from the service: calls go on and alerts are told; only commands are refused until unlock().
class Gate : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    virtual void signIn(const knock::backend::Credentials &credentials) = 0;
    virtual void signOut() = 0;
    virtual void lock() = 0;
    virtual void unlock(const QString &password) = 0;

Q_SIGNALS:
    /// Somebody must sign in. \a why is none at first; Refused: wrong; Full: too many attempts, later; Expired: the
    /// session is over.
    void wanted(const std::optional<knock::Error::Kind> &why);
    void admitted(const knock::backend::Person &person);
    void locked();
    void unlocked();
    /// The password was wrong.
    void stillLocked(knock::Error::Kind why);
};

} // namespace knock::backend
