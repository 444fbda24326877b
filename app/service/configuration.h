// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/service/dispatch/knockpattern.h"
#include "app/service/hearing/keyear.h"
#include "app/service/identity/ldapdirectory.h"
#include "app/service/retention/due.h"
#include "app/service/telephony/sip/trunk.h"
#include "app/service/vault/masterkey.h"

#include <chrono>
#include <optional>
#include <QHostAddress>
#include <QStringList>
#include <QUrl>
#include <QVariantMap>
#include <vector>

namespace knock::service {

/// What is wrong with one setting, or with what it stands beside.
struct Objection {
    QString setting; ///< its name
    QString what; ///< goes on after the name: "must be a port from 0 to 65535"; never holds the value
    bool operator==(const Objection &) const = default;
};

/// What a service is told before it starts; every value has been checked.
struct Configuration {
    QString dataFolder; ///< journal, certificate, endpoints.json
    QString resourceFolder; ///< resources/ of this program
    QHostAddress address = QHostAddress(QHostAddress::LocalHost);
    quint16 sipPort = 5060; ///< 0: any free one
    std::optional<quint16> sipTlsPort; ///< none: no calls over TLS; 0: any free one
    telephony::Trunk trunk; ///< settings "trunk" (an address), "trunkUser", "trunkPassword", "trunkRegister"
    std::chrono::minutes canary{5}; ///< between two calls to ourselves; 0: none
    quint16 webPort = 8443; ///< 0: any free one
    QString publicHost; ///< stands in the link; the address when empty
    QString language = QStringLiteral("ko"); ///< of the prompt and the text
    bool askWhileWaiting = false; ///< setting "yes" or "no"
    bool answersByCount = false; ///< setting "answers": "key" or "count"
    dispatch::KnockPattern knock; ///< setting "knock": "any x2", or the keys, as "55"
    hearing::KeyEar::Kind ear = hearing::KeyEar::Kind::Own; ///< setting "tones": "own" or "spandsp"
    QString countryCode = QStringLiteral("82"); ///< of numbers that say none
    std::optional<quint16>
        amlPort; ///< where phones' own locations come in; nothing listens unless it is set; 0: any free
    QString amlKey; ///< with which their forms are signed; no form is taken without
    QString amlSmsSecret; ///< which the gateway shows that passes on their SMS; no SMS is taken without
    QStringList heldHosts; ///< setting: "lis.example.com,lis2.example.com:8443"; nobody else is asked for a location
    QString smsPreset = QStringLiteral("neutral"); ///< the texts of resources/phrases/sms.json
    bool disguise = false; ///< how the caller's page begins; setting "yes" or "no"
    QStringList turn; ///< setting: "turns:turn.example:443?transport=tcp", several separated by commas
    QString turnSecret; ///< which these servers were told (coturn's static-auth-secret)
    QString gateway = QStringLiteral("outbox"); ///< or "kannel" or "http"
    QString gateway2; ///< asked when the first does not take a text: "kannel", "http", or nobody
    QUrl kannelUrl;
    QString kannelUser;
    QString kannelPassword;
    QString smsHttp; ///< the file that says how to ask gateways over HTTP; see sms/README.md
    std::optional<quint16> reportPort; ///< where gateways report what became of a text; as amlPort
    QUrl cadUrl; ///< the dispatch system of the agency; orders are only recorded without; see cad/README.md
    QString cadSecret; ///< with which orders are signed
    std::optional<quint16> packPort; ///< where the page for the units is; as amlPort
    QString packHost; ///< stands in its link; publicHost when empty
    std::optional<quint16> deskPort; ///< where desks come in that are elsewhere; as amlPort
    std::optional<QHostAddress> deskAddress; ///< of that port; the address when none
    QString deskHost; ///< stands in the certificate for it; publicHost when empty
    QString deskAuthority; ///< PEM; who signs the certificates of workstations. Empty: nobody shows one
    QString deskRevoked; ///< PEM; those of them which do not count any more
    /// Where people are known who have no account here: settings "ldapUrl" and the others of that name; the groups of
    /// the roles are "ldapCallTakers", "ldapSupervisors", "ldapTrainers", "ldapAdministrators", "ldapAuditors". Without
    /// an address: nowhere.
    identity::LdapDirectory::Settings directory;
    QString reportSecret; ///< stands in the address of reports; a new one at each start when empty

    /// What says how the service is; nothing listens unless the port is set; 0: any free one. See status/status.h
    std::optional<quint16> adminPort;
    QHostAddress adminAddress = QHostAddress(QHostAddress::LocalHost);
    QString adminToken; ///< shown by whoever asks there; needed where adminAddress is not this machine itself
    QString masterKey; ///< the file of the key that wraps all others; dataFolder/master.key when empty
    QString masterPassphrase; ///< from which that key is made; its file holds the salt then
    vault::Token
        masterToken; ///< which wraps it: settings "masterToken" (the module), "masterTokenKey", "masterTokenPin"
    bool recordCamera = true; ///< what callers' cameras show is kept as their sound is; setting "yes" or "no"
    retention::Spans spans; ///< settings "keepRecords", "keepMedia": days after an incident was closed
    QString controlSocket; ///< through which the service's own machine asks; none when empty
    std::chrono::seconds stopPatience{60}; ///< for lines that are open when the service is to end

    QVariantMap told; ///< the settings themselves

    /// Names as above; an unknown name or an impossible value is an Error that names it, the first one.
    [[nodiscard]] static Result<Configuration> fromSettings(const QVariantMap &settings);
    /// The same, with everything that is wrong.
    [[nodiscard]] static std::expected<Configuration, std::vector<Objection>> check(const QVariantMap &settings);
    /// Whether nobody may read the value of \a setting.
    [[nodiscard]] static bool isSecret(const QString &setting);
    /// Of all settings there are.
    [[nodiscard]] static QStringList names();
};

} // namespace knock::service
