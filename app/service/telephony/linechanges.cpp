// SPDX-License-Identifier: Apache-2.0
#include "app/core/logging.h"
#include "app/service/telephony/line.h"
#include "app/service/telephony/samepath.h"
#include "app/service/telephony/sip/request.h"

#include <QCryptographicHash>

namespace knock::telephony {

namespace {

std::chrono::milliseconds now() { return std::chrono::milliseconds(tmr_jiffies()); }

void reply(sip &stack, const sip_msg &request, const Refusal &refusal)
{
    sip_treplyf(nullptr, nullptr, &stack, &request, false, refusal.code, refusal.reason, "%sContent-Length: 0\r\n\r\n",
                refusal.headers.constData());
}

Refusal later() { return {.code = 500, .reason = "Server Internal Error", .headers = "Retry-After: 2\r\n"}; }

} // namespace

bool Line::takes(sip &stack, const sip_msg &request)
{
    if (pl_strcmp(&request.met, "ACK") == 0) {
        return takesAck(request);
    }
    const bool isInvite = pl_strcmp(&request.met, "INVITE") == 0;
    const bool isMessage = pl_strcmp(&request.met, "MESSAGE") == 0;
    if (!isInvite && !isMessage && pl_strcmp(&request.met, "UPDATE") != 0) {
        return false;
    }
    if (!sip_dialog_rseq_valid(sipsess_dialog(m_session.get()), &request)) {
        reply(stack, request, {.code = 500, .reason = "Out Of Order", .headers = {}});
    } else if (isMessage) {
        reply(stack, request, say(request));
    } else if (const auto refusal = change(stack, request, isInvite)) {
        qCDebug(lcTelephony) << "Line" << m_id.value << "stays as it is:" << refusal->code << refusal->reason;
        reply(stack, request, *refusal);
    }
    return true;
}

// The caller changes its sound in the call, or says that the call still stands. Refusing this does not end the call.
std::optional<Refusal> Line::change(sip &stack, const sip_msg &request, bool isInvite)
{
    const Result<QByteArray> offer = descriptionOf(request);
    if (!offer) {
        return refusalFor(offer.error());
    }
    locate(request);
    const bool isWaiting = !m_isAnswered || (m_standing && m_awaitsDescription);
    if (isWaiting && (isInvite || !offer->isEmpty())) {
        return later();
    }
    if (auto tooShort = m_timer.take(request)) {
        return tooShort;
    }
    if (!offer->isEmpty() && !m_sound.takeOffer(*offer)) {
        return Refusal{.code = 488, .reason = "Not Acceptable Here", .headers = {}};
    }
    Held<mbuf> description;
    if (isInvite || !offer->isEmpty()) {
        description = m_sound.description(offer->isEmpty());
        if (!description) {
            return later();
        }
    }
    const SamePath samePath(request);
    sip_dialog_update(sipsess_dialog(m_session.get()), &request);
    accept(stack, request, isInvite, description.get());
    m_awaitsDescription = isInvite && offer->isEmpty();
    return std::nullopt;
}

void Line::accept(sip &stack, const sip_msg &request, bool isInvite, mbuf *description)
{
    sip_contact contact{};
    sip_contact_set(&contact, user, &request.dst, request.tp);
    const QByteArray timer = m_timer.headers();
    const QByteArray body = description == nullptr ? QByteArray() : view(description).toByteArray();
    mbuf *answer = nullptr;
    sip_treplyf(nullptr, isInvite ? &answer : nullptr, &stack, &request, true, 200, "OK",
                "%H%s%s%sContent-Length: %zu\r\n\r\n%s", sip_contact_print, &contact, capabilities, timer.constData(),
                body.isEmpty() ? "" : "Content-Type: application/sdp\r\n", static_cast<size_t>(body.size()),
                body.constData());
    m_timer.restart(now());
    if (answer != nullptr) {
        m_standing = std::make_unique<StandingAnswer>(stack, request, Held<mbuf>(answer), [this] { lose(); });
    }
}

bool Line::takesAck(const sip_msg &ack)
{
    if (!m_standing || !m_standing->isAcknowledgedBy(ack)) {
        return false;
    }
    m_standing.reset();
    if (std::exchange(m_awaitsDescription, false)) {
        answered(&ack, this);
    }
    return true;
}

Refusal Line::say(const sip_msg &message)
{
    if (!m_messages.take()) {
        return {.code = 503, .reason = "Service Unavailable", .headers = "Retry-After: 1\r\n"};
    }
    const Result<QString> text = textOf(message);
    if (!text) {
        return refusalFor(text.error());
    }
    // Sent again, perhaps by another way, it is still the same line.
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(view(message.callid));
    hash.addData(QByteArray::number(message.cseq.num));
    hash.addData(view(message.from.tag));
    const QString id = QString::fromLatin1(hash.result().first(16).toHex());
    m_keeper.heard(dispatch::SaidByCall{.line = m_id, .id = id, .text = *text});
    return {.code = 200, .reason = "OK", .headers = {}};
}

void Line::tick()
{
    m_sound.tick();
    if (m_timer.isOver(now())) {
        qCInfo(lcTelephony) << "Line" << m_id.value << "was not refreshed";
        lose();
        return;
    }
    if (m_timer.isOurTurn(now())) {
        const Held<mbuf> description = m_sound.description(true);
        sipsess_modify(m_session.get(), description.get());
    }
}

void Line::lose()
{
    m_session.reset();
    m_keeper.gone(m_id, LineEnd::Lost);
}

} // namespace knock::telephony
