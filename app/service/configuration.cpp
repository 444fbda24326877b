// SPDX-License-Identifier: Apache-2.0
#include "app/service/configuration.h"

#include "app/service/cad/address.h"
#include "app/service/caller/relays.h"
#include "app/service/held/hosts.h"

#include <algorithm>
#include <functional>
#include <map>
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

/// What stands in an address and cannot be guessed.
bool isSecret(const QString &secret)
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

Result<> checkGateways(const Configuration &c)
{
    const auto wrong = [](const QString &what) { return failure(Error::Kind::Malformed, what); };
    const QStringList named{c.gateway, c.gateway2};
    if (!QStringList{u"outbox"_s, u"kannel"_s, u"http"_s}.contains(c.gateway))
        return wrong(u"setting \"gateway\" is none of outbox, kannel, http"_s);
    // Not the outbox, which would say that a text has arrived when no gateway took it.
    if (!QStringList{QString(), u"kannel"_s, u"http"_s}.contains(c.gateway2))
        return wrong(u"setting \"gateway2\" is neither kannel nor http"_s);
    if (named.count(u"kannel"_s) == 2)
        return wrong(u"setting \"gateway2\" is the same Kannel again"_s);
    if (named.contains(u"kannel"_s) && !c.kannelUrl.isValid())
        return wrong(u"setting \"kannelUrl\" is needed for the gateway kannel"_s);
    if (named.contains(u"http"_s) && c.smsHttp.isEmpty())
        return wrong(u"setting \"smsHttp\" is needed for the gateway http"_s);
    return {};
}

} // namespace

Result<Configuration> Configuration::fromSettings(const QVariantMap &settings)
{
    Configuration c;
    const std::map<QString, std::function<bool(const QVariant &)>> takers{
        {u"dataFolder"_s, [&](const QVariant &v) { return take(v, c.dataFolder); }},
        {u"resourceFolder"_s, [&](const QVariant &v) { return take(v, c.resourceFolder); }},
        {u"address"_s, [&](const QVariant &v) { return take(v, c.address); }},
        {u"sipPort"_s, [&](const QVariant &v) { return take(v, c.sipPort); }},
        {u"sipTlsPort"_s, [&](const QVariant &v) { return take(v, c.sipTlsPort.emplace()); }},
        {u"trunk"_s, [&](const QVariant &v) { return take(v, c.trunk); }},
        {u"trunkUser"_s, [&](const QVariant &v) { return take(v, c.trunk.user); }},
        {u"trunkPassword"_s, [&](const QVariant &v) { return take(v, c.trunk.password); }},
        {u"trunkRegister"_s, [&](const QVariant &v) { return take(v, c.trunk.registers, "yes"_L1, "no"_L1); }},
        {u"canary"_s, [&](const QVariant &v) { return take(v, c.canary); }},
        {u"webPort"_s, [&](const QVariant &v) { return take(v, c.webPort); }},
        {u"publicHost"_s, [&](const QVariant &v) { return take(v, c.publicHost); }},
        {u"language"_s, [&](const QVariant &v) { return take(v, c.language); }},
        {u"askWhileWaiting"_s, [&](const QVariant &v) { return take(v, c.askWhileWaiting, "yes"_L1, "no"_L1); }},
        {u"answers"_s, [&](const QVariant &v) { return take(v, c.answersByCount, "count"_L1, "key"_L1); }},
        {u"knock"_s, [&](const QVariant &v) { return take(v, c.knock); }},
        {u"tones"_s, [&](const QVariant &v) { return take(v, c.ear); }},
        {u"countryCode"_s, [&](const QVariant &v) { return take(v, c.countryCode) && isCountryCode(c.countryCode); }},
        {u"amlPort"_s, [&](const QVariant &v) { return take(v, c.amlPort); }},
        {u"amlKey"_s, [&](const QVariant &v) { return take(v, c.amlKey); }},
        {u"amlSmsSecret"_s, [&](const QVariant &v) { return take(v, c.amlSmsSecret); }},
        {u"heldHosts"_s, [&](const QVariant &v) { return take(v, c.heldHosts, held::isHost); }},
        {u"smsPreset"_s, [&](const QVariant &v) { return take(v, c.smsPreset); }},
        {u"disguise"_s, [&](const QVariant &v) { return take(v, c.disguise, "yes"_L1, "no"_L1); }},
        {u"turn"_s, [&](const QVariant &v) { return take(v, c.turn, caller::isRelay); }},
        {u"turnSecret"_s, [&](const QVariant &v) { return take(v, c.turnSecret); }},
        {u"gateway"_s, [&](const QVariant &v) { return take(v, c.gateway); }},
        {u"gateway2"_s, [&](const QVariant &v) { return take(v, c.gateway2); }},
        {u"kannelUrl"_s, [&](const QVariant &v) { return take(v, c.kannelUrl); }},
        {u"kannelUser"_s, [&](const QVariant &v) { return take(v, c.kannelUser); }},
        {u"kannelPassword"_s, [&](const QVariant &v) { return take(v, c.kannelPassword); }},
        {u"smsHttp"_s, [&](const QVariant &v) { return take(v, c.smsHttp); }},
        {u"cadUrl"_s, [&](const QVariant &v) { return take(v, c.cadUrl) && cad::isAddress(c.cadUrl); }},
        {u"cadSecret"_s, [&](const QVariant &v) { return take(v, c.cadSecret) && isSecret(c.cadSecret); }},
        {u"packPort"_s, [&](const QVariant &v) { return take(v, c.packPort); }},
        {u"packHost"_s, [&](const QVariant &v) { return take(v, c.packHost); }},
        {u"reportPort"_s, [&](const QVariant &v) { return take(v, c.reportPort); }},
        {u"reportSecret"_s, [&](const QVariant &v) { return take(v, c.reportSecret) && isSecret(c.reportSecret); }},
    };
    for (const auto &[name, value] : settings.asKeyValueRange()) {
        const auto taker = takers.find(name);
        if (taker == takers.end())
            return failure(Error::Kind::Malformed, u"unknown setting \"%1\""_s.arg(name));
        if (!taker->second(value))
            return failure(Error::Kind::Malformed, u"setting \"%1\" has an impossible value"_s.arg(name));
    }
    if (c.dataFolder.isEmpty() || c.resourceFolder.isEmpty())
        return failure(Error::Kind::Malformed, u"settings \"dataFolder\" and \"resourceFolder\" are needed"_s);
    if (const auto good = checkGateways(c); !good)
        return std::unexpected(good.error());
    if (c.amlPort && c.amlKey.isEmpty() && c.amlSmsSecret.isEmpty())
        return failure(Error::Kind::Malformed, u"setting \"amlKey\" or \"amlSmsSecret\" is needed for \"amlPort\""_s);
    if (c.turn.isEmpty() != c.turnSecret.isEmpty())
        return failure(Error::Kind::Malformed, u"settings \"turn\" and \"turnSecret\" are needed together"_s);
    if (c.cadUrl.isEmpty() != c.cadSecret.isEmpty())
        return failure(Error::Kind::Malformed, u"settings \"cadUrl\" and \"cadSecret\" are needed together"_s);
    if (c.trunk.registers && !c.trunk.exists())
        return failure(Error::Kind::Malformed, u"setting \"trunk\" is needed to register there"_s);
    if (c.language != "ko"_L1 && c.language != "en"_L1)
        return failure(Error::Kind::Malformed, u"setting \"language\" is neither ko nor en"_s);
    if (c.publicHost.isEmpty())
        c.publicHost = c.address.toString();
    if (c.packHost.isEmpty())
        c.packHost = c.publicHost;
    return c;
}

} // namespace knock::service
