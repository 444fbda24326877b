// SPDX-License-Identifier: Apache-2.0
#include "app/service/vault/journalsealer.h"

#include "app/service/vault/cipher.h"
#include "app/service/vault/keystore.h"

using namespace Qt::StringLiterals;

namespace knock::vault {

namespace {

constexpr char version = 1;
// Whose key it is.
constexpr char ofItsIncident = 0;
constexpr char ofNoIncident = 1;

QByteArray boundTo(const store::Record &record, char whose)
{
    return "knock event 1"_ba + whose + bigEndian(record.sequence) + bigEndian(record.incident.value)
        + record.type.toUtf8();
}

} // namespace

Result<QByteArray> JournalSealer::seal(const store::Record &record)
{
    char whose = ofItsIncident;
    Result<Secret> key = m_keys.key(record.incident, Keep::Record);
    if (!key && key.error().kind == Error::Kind::Expired) {
        whose = ofNoIncident;
        key = m_keys.key({}, Keep::Record);
    }
    if (!key)
        return std::unexpected(key.error());
    return vault::seal(*key, record.body, boundTo(record, whose)).transform([whose](const QByteArray &sealed) {
        return QByteArray(1, version) + whose + sealed;
    });
}

Result<QByteArray> JournalSealer::open(const store::Record &record)
{
    const QByteArray &body = record.body;
    if (body.startsWith('{'))
        return body;
    if (body.size() < 2 || body.at(0) != version || body.at(1) < ofItsIncident || body.at(1) > ofNoIncident)
        return failure(Error::Kind::Broken, u"record %1 has no form that is known"_s.arg(record.sequence));

    const char whose = body.at(1);
    const Result<Secret> key = m_keys.find(whose == ofItsIncident ? record.incident : IncidentId{}, Keep::Record);
    if (!key)
        return std::unexpected(key.error());
    const Result<QByteArray> plain = unseal(*key, QByteArrayView(body).sliced(2), boundTo(record, whose));
    if (!plain)
        return failure(plain.error().kind, u"record %1: %2"_s.arg(record.sequence).arg(plain.error().detail));
    return plain;
}

} // namespace knock::vault
