// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/door/signin.h"

namespace knock::identity {
class Identity;
}

namespace knock::door {

/// Sign-in by the service's own users.
class IdentitySignIn final : public SignIn
{
    Q_OBJECT
public:
    /// \a identity is open, and stays.
    explicit IdentitySignIn(identity::Identity &identity);

    void signIn(quint64 ticket, const knock::door::Shown &shown) override;
    void unlock(quint64 ticket, const QByteArray &token, const QString &password) override;
    [[nodiscard]] Result<Person> check(const QByteArray &token) override;
    [[nodiscard]] Result<> lock(const QByteArray &token) override;
    [[nodiscard]] Result<> signOut(const QByteArray &token) override;

private:
    identity::Identity &m_identity;
};

} // namespace knock::door
