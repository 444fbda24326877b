// SPDX-License-Identifier: Apache-2.0
#include "app/service/configuration.h"

#include "app/service/cad/address.h"
#include "app/service/caller/relays.h"
#include "app/service/held/hosts.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace knock::service {

namespace {

bool take(const QVariant &value, QString &out)
{
    out = value.toString();
    return !out.isEmpty();
}

/// One of two words; true for \a yes.
bool take(const QVariant &value, bool &out, QLatin1StringView yes, QLatin1StringView no)
{
    out = value.toString() == yes;
    return out || value.toString() == no;
}

bool take(const QVariant &value, quint16 &out)
{
    bool isNumber = false;
    const uint port = value.toUInt(&isNumber);
    out = quint16(port);
    return isNumber && port <= 65535;
}

bool take(const QVariant &value, std::optional<quint16> &out) { return take(value, out.emplace()); }

bool take(const QVariant &value, QStringList &out, bool (*isGood)(const QString &))
{
    for (const QString &item : value.toString().split(u',', Qt::SkipEmptyParts))
        out << item.trimmed();
    return std::ranges::all_of(out, isGood);
}

bool isCountryCode(const QString &code)
{
    static const QRegularExpression form(u"\\A[1-9][0-9]{0,2}\\z"_s);
    return form.match(code).hasMatch();
}

bool isLanguage(const QString &language) { return language == "ko"_L1 || language == "en"_L1; }

/// What stands in an address and cannot be guessed.
bool isSecretText(const QString &secret)
{
    static const QRegularExpression form(u"\\A[A-Za-z0-9_-]{16,100}\\z"_s);
    return form.match(secret).hasMatch();
}

bool take(const QVariant &value, std::chrono::minutes &out)
{
    constexpr uint aDay = 24 * 60;
    bool isNumber = false;
    const uint minutes = value.toUInt(&isNumber);
    out = std::chrono::minutes(minutes);
    return isNumber && minutes <= aDay;
}

bool take(const QVariant &value, std::chrono::seconds &out)
{
    constexpr uint anHour = 60 * 60;
    bool isNumber = false;
    const uint seconds = value.toUInt(&isNumber);
    out = std::chrono::seconds(seconds);
    return isNumber && seconds <= anHour;
}

/// What is kept for less than a day was not kept.
bool take(const QVariant &value, std::chrono::days &out)
{
    constexpr uint aCentury = 36525;
    bool isNumber = false;
    const uint days = value.toUInt(&isNumber);
    out = std::chrono::days(days);
    return isNumber && days >= 1 && days <= aCentury;
}

bool take(const QVariant &value, QHostAddress &out) { return out.setAddress(value.toString()); }

bool take(const QVariant &value, dispatch::KnockPattern &out)
{
    const Result<dispatch::KnockPattern> pattern = dispatch::KnockPattern::parse(value.toString());
    out = pattern.value_or(out);
    return pattern.has_value();
}

bool take(const QVariant &value, hearing::KeyEar::Kind &out)
{
    bool isSpandsp = false;
    const bool isKnown = take(value, isSpandsp, "spandsp"_L1, "own"_L1);
    out = isSpandsp ? hearing::KeyEar::Kind::Spandsp : hearing::KeyEar::Kind::Own;
    return isKnown && hearing::KeyEar::exists(out);
}

// The user may have been named before.
bool take(const QVariant &value, telephony::Trunk &out)
{
    const Result<telephony::Trunk> trunk = telephony::Trunk::parse(value.toString());
    if (trunk) {
        out.host = trunk->host;
        out.parameters = trunk->parameters;
    }
    return trunk.has_value();
}

bool take(const QVariant &value, QUrl &out)
{
    out = QUrl(value.toString(), QUrl::StrictMode);
    return out.isValid() && (out.scheme() == "http"_L1 || out.scheme() == "https"_L1);
}

/// Of two groups that are the same one the later role would be the only one.
bool take(const QVariant &value, QHash<QString, Role> &out, Role role)
{
    const QString group = value.toString();
    const bool isNew = !out.contains(group);
    out.insert(group, role);
    return isNew && !group.isEmpty();
}

struct Setting {
    QString name;
    std::function<bool(const QVariant &)> take;
    QString allowed;
    bool isSecret = false;
};

constexpr bool secret = true;

/// All there are, and where they go in \a c, which outlives them.
std::vector<Setting> settingsOf(Configuration &c)
{
    const QString text = u"some text"_s;
    const QString port = u"a port from 0 to 65535"_s;
    const QString yesOrNo = u"yes or no"_s;
    const QString name = u"a distinguished name such as ou=people,dc=example"_s;
    const QString group = u"the distinguished name of a group, another one for each role"_s;
    const QString inAddress = u"16 to 100 letters, digits, hyphens and underscores"_s;
    return {
        {u"dataFolder"_s, [&](const QVariant &v) { return take(v, c.dataFolder); }, u"a folder"_s},
        {u"resourceFolder"_s, [&](const QVariant &v) { return take(v, c.resourceFolder); }, u"a folder"_s},
        {u"address"_s, [&](const QVariant &v) { return take(v, c.address); }, u"an IP address"_s},
        {u"sipPort"_s, [&](const QVariant &v) { return take(v, c.sipPort); }, port},
        {u"sipTlsPort"_s, [&](const QVariant &v) { return take(v, c.sipTlsPort); }, port},
        {u"trunk"_s, [&](const QVariant &v) { return take(v, c.trunk); },
         u"an address such as sip:pbx.example;transport=tcp"_s},
        {u"trunkUser"_s, [&](const QVariant &v) { return take(v, c.trunk.user); }, text},
        {u"trunkPassword"_s, [&](const QVariant &v) { return take(v, c.trunk.password); }, text, secret},
        {u"trunkRegister"_s, [&](const QVariant &v) { return take(v, c.trunk.registers, "yes"_L1, "no"_L1); }, yesOrNo},
        {u"canary"_s, [&](const QVariant &v) { return take(v, c.canary); }, u"minutes from 0 to 1440"_s},
        {u"webPort"_s, [&](const QVariant &v) { return take(v, c.webPort); }, port},
        {u"publicHost"_s, [&](const QVariant &v) { return take(v, c.publicHost); }, u"the name of a host"_s},
        {u"language"_s, [&](const QVariant &v) { return take(v, c.language) && isLanguage(c.language); },
         u"ko or en"_s},
        {u"askWhileWaiting"_s, [&](const QVariant &v) { return take(v, c.askWhileWaiting, "yes"_L1, "no"_L1); },
         yesOrNo},
        {u"answers"_s, [&](const QVariant &v) { return take(v, c.answersByCount, "count"_L1, "key"_L1); },
         u"key or count"_s},
        {u"knock"_s, [&](const QVariant &v) { return take(v, c.knock); }, u"any x2, or the keys, such as 55"_s},
        {u"tones"_s, [&](const QVariant &v) { return take(v, c.ear); },
         u"own, or spandsp where this program was built with it"_s},
        {u"countryCode"_s, [&](const QVariant &v) { return take(v, c.countryCode) && isCountryCode(c.countryCode); },
         u"one to three digits, the first of them not 0"_s},
        {u"amlPort"_s, [&](const QVariant &v) { return take(v, c.amlPort); }, port},
        {u"amlKey"_s, [&](const QVariant &v) { return take(v, c.amlKey); }, text, secret},
        {u"amlSmsSecret"_s, [&](const QVariant &v) { return take(v, c.amlSmsSecret); }, text, secret},
        {u"heldHosts"_s, [&](const QVariant &v) { return take(v, c.heldHosts, held::isHost); },
         u"hosts such as lis.example.com,lis2.example.com:8443"_s},
        {u"smsPreset"_s, [&](const QVariant &v) { return take(v, c.smsPreset); }, text},
        {u"disguise"_s, [&](const QVariant &v) { return take(v, c.disguise, "yes"_L1, "no"_L1); }, yesOrNo},
        {u"turn"_s, [&](const QVariant &v) { return take(v, c.turn, caller::isRelay); },
         u"relays such as turns:turn.example:443?transport=tcp, separated by commas"_s},
        {u"turnSecret"_s, [&](const QVariant &v) { return take(v, c.turnSecret); }, text, secret},
        {u"gateway"_s, [&](const QVariant &v) { return take(v, c.gateway); }, u"outbox, kannel or http"_s},
        {u"gateway2"_s, [&](const QVariant &v) { return take(v, c.gateway2); }, u"kannel or http"_s},
        {u"kannelUrl"_s, [&](const QVariant &v) { return take(v, c.kannelUrl); }, u"an http or https address"_s},
        {u"kannelUser"_s, [&](const QVariant &v) { return take(v, c.kannelUser); }, text},
        {u"kannelPassword"_s, [&](const QVariant &v) { return take(v, c.kannelPassword); }, text, secret},
        {u"smsHttp"_s, [&](const QVariant &v) { return take(v, c.smsHttp); }, u"a file"_s},
        {u"cadUrl"_s, [&](const QVariant &v) { return take(v, c.cadUrl) && cad::isAddress(c.cadUrl); },
         u"an https address without a user; http only to this machine"_s},
        {u"cadSecret"_s, [&](const QVariant &v) { return take(v, c.cadSecret) && isSecretText(c.cadSecret); },
         inAddress, secret},
        {u"packPort"_s, [&](const QVariant &v) { return take(v, c.packPort); }, port},
        {u"packHost"_s, [&](const QVariant &v) { return take(v, c.packHost); }, u"the name of a host"_s},
        {u"reportPort"_s, [&](const QVariant &v) { return take(v, c.reportPort); }, port},
        {u"reportSecret"_s, [&](const QVariant &v) { return take(v, c.reportSecret) && isSecretText(c.reportSecret); },
         inAddress, secret},
        {u"deskPort"_s, [&](const QVariant &v) { return take(v, c.deskPort); }, port},
        {u"deskAddress"_s, [&](const QVariant &v) { return take(v, c.deskAddress.emplace()); }, u"an IP address"_s},
        {u"deskHost"_s, [&](const QVariant &v) { return take(v, c.deskHost); }, u"the name of a host"_s},
        {u"deskAuthority"_s, [&](const QVariant &v) { return take(v, c.deskAuthority); }, u"a file"_s},
        {u"deskRevoked"_s, [&](const QVariant &v) { return take(v, c.deskRevoked); }, u"a file"_s},
        {u"ldapUrl"_s, [&](const QVariant &v) { return take(v, c.directory.url); },
         u"an address such as ldaps://ldap.example"_s},
        {u"ldapAuthority"_s, [&](const QVariant &v) { return take(v, c.directory.caFile); }, u"a file"_s},
        {u"ldapUser"_s, [&](const QVariant &v) { return take(v, c.directory.bindDn); }, name},
        {u"ldapPassword"_s, [&](const QVariant &v) { return take(v, c.directory.bindPassword); }, text, secret},
        {u"ldapPeople"_s, [&](const QVariant &v) { return take(v, c.directory.userBase); }, name},
        {u"ldapPerson"_s, [&](const QVariant &v) { return take(v, c.directory.userFilter); },
         u"a filter such as (uid=%1)"_s},
        {u"ldapGroups"_s, [&](const QVariant &v) { return take(v, c.directory.groupBase); }, name},
        {u"ldapMember"_s, [&](const QVariant &v) { return take(v, c.directory.groupFilter); },
         u"a filter such as (member=%1)"_s},
        {u"ldapCallTakers"_s, [&](const QVariant &v) { return take(v, c.directory.roles, Role::CallTaker); }, group},
        {u"ldapSupervisors"_s, [&](const QVariant &v) { return take(v, c.directory.roles, Role::Supervisor); }, group},
        {u"ldapTrainers"_s, [&](const QVariant &v) { return take(v, c.directory.roles, Role::Trainer); }, group},
        {u"ldapAdministrators"_s, [&](const QVariant &v) { return take(v, c.directory.roles, Role::Administrator); },
         group},
        {u"ldapAuditors"_s, [&](const QVariant &v) { return take(v, c.directory.roles, Role::Auditor); }, group},
        {u"adminPort"_s, [&](const QVariant &v) { return take(v, c.adminPort); }, port},
        {u"adminAddress"_s, [&](const QVariant &v) { return take(v, c.adminAddress); }, u"an IP address"_s},
        {u"adminToken"_s, [&](const QVariant &v) { return take(v, c.adminToken) && isSecretText(c.adminToken); },
         inAddress, secret},
        {u"masterKey"_s, [&](const QVariant &v) { return take(v, c.masterKey); }, u"a file"_s},
        {u"masterPassphrase"_s, [&](const QVariant &v) { return take(v, c.masterPassphrase); }, text, secret},
        {u"masterToken"_s, [&](const QVariant &v) { return take(v, c.masterToken.module); }, u"a PKCS #11 module"_s},
        {u"masterTokenKey"_s, [&](const QVariant &v) { return take(v, c.masterToken.object); },
         u"a key pair such as pkcs11:token=knock;object=master"_s},
        {u"masterTokenPin"_s,
         [&](const QVariant &v) {
             c.masterToken.pin = v.toString().toUtf8();
             return !c.masterToken.pin.isEmpty();
         },
         text, secret},
        {u"recordCamera"_s, [&](const QVariant &v) { return take(v, c.recordCamera, "yes"_L1, "no"_L1); }, yesOrNo},
        {u"keepRecords"_s, [&](const QVariant &v) { return take(v, c.spans.record); }, u"days from 1 to 36525"_s},
        {u"keepMedia"_s, [&](const QVariant &v) { return take(v, c.spans.media); }, u"days from 1 to 36525"_s},
        {u"controlSocket"_s, [&](const QVariant &v) { return take(v, c.controlSocket); }, u"a path"_s},
        {u"stopPatience"_s, [&](const QVariant &v) { return take(v, c.stopPatience); }, u"seconds from 0 to 3600"_s},
    };
}

std::vector<Objection> objectionsToGateways(const Configuration &c)
{
    std::vector<Objection> wrong;
    const QStringList named{c.gateway, c.gateway2};
    if (!QStringList{u"outbox"_s, u"kannel"_s, u"http"_s}.contains(c.gateway))
        wrong.push_back({u"gateway"_s, u"must be outbox, kannel or http"_s});
    // Not the outbox, which would say that a text has arrived when no gateway took it.
    if (!QStringList{QString(), u"kannel"_s, u"http"_s}.contains(c.gateway2))
        wrong.push_back({u"gateway2"_s, u"must be kannel or http"_s});
    if (named.count(u"kannel"_s) == 2)
        wrong.push_back({u"gateway2"_s, u"is the same Kannel again"_s});
    if (named.contains(u"kannel"_s) && !c.kannelUrl.isValid())
        wrong.push_back({u"kannelUrl"_s, u"is needed for the gateway kannel"_s});
    if (named.contains(u"http"_s) && c.smsHttp.isEmpty())
        wrong.push_back({u"smsHttp"_s, u"is needed for the gateway http"_s});
    return wrong;
}

/// What goes together, and what does not.
std::vector<Objection> objectionsTo(const Configuration &c)
{
    std::vector<Objection> wrong;
    const auto object = [&wrong](bool is, const QString &setting, const QString &what) {
        if (is)
            wrong.push_back({setting, what});
    };
    object(c.dataFolder.isEmpty(), u"dataFolder"_s, u"is needed"_s);
    object(c.resourceFolder.isEmpty(), u"resourceFolder"_s, u"is needed"_s);
    std::ranges::move(objectionsToGateways(c), std::back_inserter(wrong));
    object(c.amlPort && c.amlKey.isEmpty() && c.amlSmsSecret.isEmpty(), u"amlPort"_s,
           u"needs \"amlKey\" or \"amlSmsSecret\", too"_s);
    object(c.turnSecret.isEmpty() && !c.turn.isEmpty(), u"turn"_s, u"needs \"turnSecret\", too"_s);
    object(c.turn.isEmpty() && !c.turnSecret.isEmpty(), u"turnSecret"_s, u"needs \"turn\", too"_s);
    object(c.cadSecret.isEmpty() && !c.cadUrl.isEmpty(), u"cadUrl"_s, u"needs \"cadSecret\", too"_s);
    object(c.cadUrl.isEmpty() && !c.cadSecret.isEmpty(), u"cadSecret"_s, u"needs \"cadUrl\", too"_s);
    object(c.trunk.registers && !c.trunk.exists(), u"trunkRegister"_s, u"needs \"trunk\", too"_s);
    object(!c.masterPassphrase.isEmpty() && !c.masterToken.module.isEmpty(), u"masterPassphrase"_s,
           u"and \"masterToken\" cannot both be"_s);
    object(c.masterToken.module.isEmpty() != c.masterToken.object.isEmpty(), u"masterToken"_s,
           u"and \"masterTokenKey\" go together"_s);
    object(c.directory.url.isEmpty()
               && (!c.directory.roles.isEmpty() || !c.directory.userBase.isEmpty() || !c.directory.bindDn.isEmpty()),
           u"ldapUrl"_s, u"is needed for the other settings of the directory"_s);
    if (!c.directory.url.isEmpty()) {
        if (const auto directory = identity::LdapDirectory::make(c.directory); !directory)
            wrong.push_back({u"ldapUrl"_s, u"and what belongs to it cannot be meant: "_s + directory.error().detail});
    }
    object(c.spans.media > c.spans.record, u"keepMedia"_s,
           u"must not be longer than \"keepRecords\": nobody would know what it belongs to"_s);
    object(c.deskAuthority.isEmpty() && !c.deskRevoked.isEmpty(), u"deskRevoked"_s, u"needs \"deskAuthority\", too"_s);
    object(c.adminPort && !c.adminAddress.isLoopback() && c.adminToken.isEmpty(), u"adminAddress"_s,
           u"needs \"adminToken\", too: it is not this machine alone"_s);
    return wrong;
}

} // namespace

std::expected<Configuration, std::vector<Objection>> Configuration::check(const QVariantMap &settings)
{
    Configuration c;
    std::vector<Objection> wrong;
    const std::vector<Setting> known = settingsOf(c);
    for (const auto &[name, value] : settings.asKeyValueRange()) {
        const auto setting = std::ranges::find(known, name, &Setting::name);
        if (setting == known.end())
            wrong.push_back({name, u"is unknown"_s});
        else if (!setting->take(value))
            wrong.push_back({name, u"must be "_s + setting->allowed});
    }
    // What has been objected to already is not missing as well.
    for (const Objection &objection : objectionsTo(c)) {
        if (!std::ranges::contains(wrong, objection.setting, &Objection::setting))
            wrong.push_back(objection);
    }
    if (!wrong.empty())
        return std::unexpected(std::move(wrong));
    c.told = settings;
    if (c.publicHost.isEmpty())
        c.publicHost = c.address.toString();
    if (c.packHost.isEmpty())
        c.packHost = c.publicHost;
    if (c.deskHost.isEmpty())
        c.deskHost = c.publicHost;
    return c;
}

Result<Configuration> Configuration::fromSettings(const QVariantMap &settings)
{
    auto configuration = check(settings);
    if (configuration)
        return *std::move(configuration);
    const Objection &first = configuration.error().front();
    return failure(Error::Kind::Malformed, u"setting \"%1\" %2"_s.arg(first.setting, first.what));
}

bool Configuration::isSecret(const QString &setting)
{
    Configuration c;
    const std::vector<Setting> known = settingsOf(c);
    const auto found = std::ranges::find(known, setting, &Setting::name);
    return found != known.end() && found->isSecret;
}

QStringList Configuration::names()
{
    Configuration c;
    QStringList names;
    for (const Setting &setting : settingsOf(c))
        names << setting.name;
    return names;
}

} // namespace knock::service
