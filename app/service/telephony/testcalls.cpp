// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/testcalls.h"

#include "app/core/logging.h"

#include <QCryptographicHash>

namespace knock::telephony {

namespace {

constexpr size_t mostCalls = 10;
constexpr qsizetype mostRemembered = 1000;

bool isTest(const pl &uri)
{
    constexpr QByteArrayView test("urn:service:test.sos");
    const QByteArrayView address = view(uri);
    const bool begins
        = address.size() >= test.size() && address.first(test.size()).compare(test, Qt::CaseInsensitive) == 0;
    return begins && (address.size() == test.size() || address[test.size()] == '.');
}

// By address and name, for many callers may come by one controller; a hash, for nobody needs to know who they were.
QByteArray markOf(const sip_msg &invite)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    char address[64] = "";
    sa_ntop(&invite.src, address, sizeof address);
    hash.addData(QByteArrayView(address));
    hash.addData(view(invite.from.auri));
    return hash.result();
}

Refusal busy() { return {.code = 486, .reason = "Busy Here", .headers = {}}; }

} // namespace

bool TestCalls::isOne(const sip_msg &invite) { return isTest(invite.ruri) || isTest(invite.to.auri); }

std::optional<Refusal> TestCalls::take(sipsess_sock *sessions, const sip_msg &invite)
{
    if (m_calls.size() >= mostCalls || !mayCall(invite)) {
        return busy();
    }
    const quint64 id = ++m_last;
    auto call = std::make_unique<TestCall>(m_configuration, [this, id] { m_calls.erase(id); });
    if (auto refusal = call->answer(sessions, invite)) {
        return refusal;
    }
    qCInfo(lcTelephony) << "A test call is answered";
    m_calls.emplace(id, std::move(call));
    return std::nullopt;
}

bool TestCalls::mayCall(const sip_msg &invite)
{
    const uint64_t now = tmr_jiffies();
    m_recent.removeIf([now](const auto &entry) { return entry.value() <= now; });
    const QByteArray caller = markOf(invite);
    if (m_recent.contains(caller) || m_recent.size() >= mostRemembered) {
        return false;
    }
    m_recent.insert(caller, now + static_cast<uint64_t>(m_configuration.testCallPause.count()));
    return true;
}

} // namespace knock::telephony
