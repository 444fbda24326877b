// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/identity/directory.h"

#include <chrono>
#include <memory>
#include <QHash>

namespace knock::identity {

/// An LDAP server (RFC 4511), Active Directory for one: looks a person up, then tries their password with a bind.
///
/// Nothing is said before TLS 1.2 or later stands and the server's certificate is good. Referrals are not followed.
/// Secrets and names do not appear in its errors.
class LdapDirectory final : public Directory
{
public:
    struct Settings {
        QString url; ///< ldaps://host[:port], or ldap://host[:port]: with StartTLS then
        QString caFile = QStringLiteral("/etc/ssl/certs/ca-certificates.crt");
        QString bindDn; ///< who may search
        QString bindPassword;
        QString userBase;
        QString userFilter = QStringLiteral("(uid=%1)"); ///< %1: the name
        QString groupBase;
        QString groupFilter = QStringLiteral("(member=%1)"); ///< %1: the person's DN
        QHash<QString, Role> roles; ///< by the group's DN
        std::chrono::milliseconds patience{5000}; ///< for one verify(), as a whole
    };

    /// Asks nobody yet. Fails with Malformed when the settings cannot be meant.
    [[nodiscard]] static Result<std::shared_ptr<const Directory>> make(const Settings &settings);

    [[nodiscard]] Result<Roles> verify(const QString &user, const QString &password) const override;

private:
    explicit LdapDirectory(Settings settings);

    Settings m_settings; ///< the roles by DN in one spelling
};

} // namespace knock::identity
