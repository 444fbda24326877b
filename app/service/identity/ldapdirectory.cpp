// SPDX-License-Identifier: Apache-2.0
#include "app/service/identity/ldapdirectory.h"

#include <algorithm>
#include <array>
#include <ldap.h>
#include <QDeadlineTimer>
#include <QUrl>
#include <sys/time.h>

using namespace Qt::StringLiterals;

namespace knock::identity {

namespace {

constexpr int mostGroups = 1000;

std::unexpected<Error> silent(const char *step, int code)
{
    return failure(Error::Kind::Unreachable,
                   u"LDAP %1: %2"_s.arg(QLatin1StringView(step), QString::fromUtf8(ldap_err2string(code))));
}

/// Two spellings of the same DN become one.
QString inOneSpelling(const QString &dn)
{
    LDAPDN parsed = nullptr;
    char *text = nullptr;
    QString spelling = dn;
    if (ldap_str2dn(dn.toUtf8().constData(), &parsed, LDAP_DN_FORMAT_LDAPV3) == LDAP_SUCCESS
        && ldap_dn2str(parsed, &text, LDAP_DN_FORMAT_LDAPV3) == LDAP_SUCCESS)
        spelling = QString::fromUtf8(text);
    ldap_memfree(text);
    ldap_dnfree(parsed);
    return spelling.toCaseFolded();
}

/// RFC 4515, section 3: what is put in means nothing but itself.
QByteArray filled(const QString &filter, const QByteArray &value)
{
    berval in{static_cast<ber_len_t>(value.size()), const_cast<char *>(value.constData())};
    berval out{};
    if (ldap_bv2escaped_filter_value(&in, &out) != 0)
        return {};
    const QByteArray escaped(out.bv_val, static_cast<qsizetype>(out.bv_len));
    if (out.bv_val != in.bv_val)
        ldap_memfree(out.bv_val);
    return filter.toUtf8().replace("%1", escaped);
}

timeval timeIn(const QDeadlineTimer &deadline)
{
    // Zero would mean "for ever".
    const qint64 left = std::max<qint64>(deadline.remainingTime(), 1);
    return {left / 1000, (left % 1000) * 1000};
}

class Connection
{
public:
    explicit Connection(const QDeadlineTimer &deadline)
        : m_deadline(deadline)
    {
    }

    [[nodiscard]] Result<> open(const LdapDirectory::Settings &settings)
    {
        LDAP *handle = nullptr;
        if (const int code = ldap_initialize(&handle, settings.url.toUtf8().constData()); code != LDAP_SUCCESS)
            return silent("url", code);
        m_handle.reset(handle);

        const int version = LDAP_VERSION3;
        const int demand = LDAP_OPT_X_TLS_HARD;
        const int tls12 = LDAP_OPT_X_TLS_PROTOCOL_TLS1_2;
        const int asClient = 0;
        const bool set = option(LDAP_OPT_PROTOCOL_VERSION, &version) && option(LDAP_OPT_REFERRALS, LDAP_OPT_OFF)
            && option(LDAP_OPT_X_TLS_REQUIRE_CERT, &demand) && option(LDAP_OPT_X_TLS_PROTOCOL_MIN, &tls12)
            && option(LDAP_OPT_X_TLS_CACERTFILE, settings.caFile.toUtf8().constData());
        // The last one makes of the others what holds for this connection.
        if (!set || !option(LDAP_OPT_X_TLS_NEWCTX, &asClient))
            return silent("settings", LDAP_PARAM_ERROR);
        if (settings.url.startsWith("ldaps:"_L1))
            return {};
        hurry();
        if (const int code = ldap_start_tls_s(handle, nullptr, nullptr); code != LDAP_SUCCESS)
            return silent("StartTLS", code);
        return {};
    }

    /// What the server says.
    [[nodiscard]] int bind(const QByteArray &dn, const QByteArray &password)
    {
        hurry();
        berval secret{static_cast<ber_len_t>(password.size()), const_cast<char *>(password.constData())};
        return ldap_sasl_bind_s(m_handle.get(), dn.constData(), LDAP_SASL_SIMPLE, &secret, nullptr, nullptr, nullptr);
    }

    /// The DNs of what matches.
    [[nodiscard]] Result<QStringList> search(const QString &base, const QByteArray &filter, int most)
    {
        hurry();
        timeval time = timeIn(m_deadline);
        const QByteArray nothing = LDAP_NO_ATTRS;
        std::array<char *, 2> attributes{const_cast<char *>(nothing.constData()), nullptr};
        LDAPMessage *answer = nullptr;
        const int code
            = ldap_search_ext_s(m_handle.get(), base.toUtf8().constData(), LDAP_SCOPE_SUBTREE, filter.constData(),
                                attributes.data(), 1, nullptr, nullptr, &time, most, &answer);
        const std::unique_ptr<LDAPMessage, decltype(&ldap_msgfree)> owner(answer, ldap_msgfree);
        if (code != LDAP_SUCCESS && code != LDAP_SIZELIMIT_EXCEEDED)
            return silent("search", code);

        QStringList found;
        for (auto *entry = ldap_first_entry(m_handle.get(), answer); entry;
             entry = ldap_next_entry(m_handle.get(), entry)) {
            char *dn = ldap_get_dn(m_handle.get(), entry);
            found << QString::fromUtf8(dn);
            ldap_memfree(dn);
        }
        return found;
    }

private:
    [[nodiscard]] bool option(int name, const void *value)
    {
        return ldap_set_option(m_handle.get(), name, value) == LDAP_OPT_SUCCESS;
    }
    /// What comes next has the time that is left.
    void hurry()
    {
        const timeval time = timeIn(m_deadline);
        ldap_set_option(m_handle.get(), LDAP_OPT_NETWORK_TIMEOUT, &time);
        ldap_set_option(m_handle.get(), LDAP_OPT_TIMEOUT, &time);
    }

    struct Unbind {
        void operator()(LDAP *handle) const { ldap_unbind_ext_s(handle, nullptr, nullptr); }
    };
    std::unique_ptr<LDAP, Unbind> m_handle;
    QDeadlineTimer m_deadline;
};

bool saysNo(int code)
{
    return code == LDAP_INVALID_CREDENTIALS || code == LDAP_INAPPROPRIATE_AUTH || code == LDAP_UNWILLING_TO_PERFORM
        || code == LDAP_CONSTRAINT_VIOLATION || code == LDAP_INSUFFICIENT_ACCESS;
}

} // namespace

Result<std::shared_ptr<const Directory>> LdapDirectory::make(const Settings &settings)
{
    const QUrl url(settings.url, QUrl::StrictMode);
    if ((url.scheme() != "ldaps"_L1 && url.scheme() != "ldap"_L1) || url.host().isEmpty())
        return failure(Error::Kind::Malformed, u"the directory's address is neither ldaps://host nor ldap://host"_s);
    if (!settings.userFilter.contains("%1"_L1) || !settings.groupFilter.contains("%1"_L1))
        return failure(Error::Kind::Malformed, u"the directory's filters need a %1"_s);
    if (settings.roles.isEmpty())
        return failure(Error::Kind::Malformed, u"no group of the directory has a role"_s);
    return std::shared_ptr<const Directory>(new LdapDirectory(settings));
}

LdapDirectory::LdapDirectory(Settings settings)
    : m_settings(std::move(settings))
{
    QHash<QString, Role> roles;
    for (const auto &[group, role] : m_settings.roles.asKeyValueRange())
        roles.insert(inOneSpelling(group), role);
    m_settings.roles = roles;
}

Result<Roles> LdapDirectory::verify(const QString &user, const QString &password) const
{
    // RFC 4513, section 5.1.2: a bind without a password succeeds for anybody.
    if (password.isEmpty() || user.isEmpty())
        return failure(Error::Kind::Refused, u"no password"_s);

    Connection connection{QDeadlineTimer(m_settings.patience)};
    if (const auto open = connection.open(m_settings); !open)
        return std::unexpected(open.error());
    if (const int code = connection.bind(m_settings.bindDn.toUtf8(), m_settings.bindPassword.toUtf8());
        code != LDAP_SUCCESS)
        return silent("bind to search", code);

    const auto people = connection.search(m_settings.userBase, filled(m_settings.userFilter, user.toUtf8()), 2);
    if (!people)
        return std::unexpected(people.error());
    if (people->size() != 1)
        return failure(Error::Kind::NotFound, u"%1 entries of that name"_s.arg(people->size()));
    const QByteArray dn = people->front().toUtf8();

    const auto groups = connection.search(m_settings.groupBase, filled(m_settings.groupFilter, dn), mostGroups);
    if (!groups)
        return std::unexpected(groups.error());

    // The password comes last: the same connection could not search any more.
    if (const int code = connection.bind(dn, password.toUtf8()); code != LDAP_SUCCESS) {
        if (saysNo(code))
            return failure(Error::Kind::Refused, u"the directory says no"_s);
        return silent("bind", code);
    }

    Roles roles;
    for (const QString &group : *groups) {
        const auto role = m_settings.roles.constFind(inOneSpelling(group));
        if (role != m_settings.roles.cend() && !std::ranges::contains(roles, *role))
            roles.push_back(*role);
    }
    if (roles.empty())
        return failure(Error::Kind::Refused, u"in no group that has a role"_s);
    return roles;
}

} // namespace knock::identity
