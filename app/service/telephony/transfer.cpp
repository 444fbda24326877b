// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/transfer.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace knock::telephony {

namespace {

/// The status a NOTIFY reports, as `SIP/2.0 180 Ringing` (RFC 3420); 0 when it reports none.
int statusIn(const sip_msg &notify)
{
    static const QRegularExpression status(u"^SIP/2\\.0 ([1-6][0-9]{2})(?![0-9])"_s);
    if (msg_ctype_cmp(&notify.ctyp, "message", "sipfrag")) {
        const QByteArrayView body = view(notify.mb);
        return status.match(QString::fromLatin1(body.first(qMin<qsizetype>(body.size(), 100)))).captured(1).toInt();
    }
    return 0;
}

bool isLastWord(const sip_msg &notify)
{
    const sip_hdr *state = sip_msg_hdr(&notify, SIP_HDR_SUBSCRIPTION_STATE);
    return state != nullptr && view(state->val).toByteArray().toLower().startsWith("terminated");
}

Error refused(int status)
{
    const bool isUnknown = status == 404 || status == 410 || status == 484 || status == 604;
    return {.kind = isUnknown ? Error::Kind::NotFound : Error::Kind::Refused,
            .detail = u"the other number is not reached: %1"_s.arg(status)};
}

Error silent() { return {.kind = Error::Kind::Unreachable, .detail = u"nothing is heard of the transfer"_s}; }

} // namespace

Transfer::Transfer(sip &stack, sip_dialog &dialog, const Trunk &trunk, std::chrono::milliseconds patience, Ended ended)
    : m_stack(stack)
    , m_dialog(static_cast<sip_dialog *>(mem_ref(&dialog)))
    , m_trunk(trunk)
    , m_patience(patience)
    , m_ended(std::move(ended))
{
}

Transfer::~Transfer() { mem_deref(m_request); }

bool Transfer::begin(const QByteArray &target, bool isTrunk)
{
    m_target = target;
    m_mayAuthenticate = isTrunk;
    sip_auth_alloc(std::out_ptr(m_auth), &Trunk::credentials, const_cast<Trunk *>(&m_trunk), false);
    return m_auth && send() == 0;
}

// The subscription is named after the number of the request that made it (RFC 3515, 2.4.6).
int Transfer::send()
{
    m_event = QByteArray::number(sip_dialog_lseq(m_dialog.get()));
    const auto contact = [](sip_transp transport, const sa *local, const sa *, mbuf *request, void *) {
        sip_contact here{};
        sip_contact_set(&here, "112", local, transport);
        return mbuf_printf(request, "%H", sip_contact_print, &here);
    };
    const auto answer = [](int error, const sip_msg *message, void *self) {
        static_cast<Transfer *>(self)->answered(error, message);
    };
    // RFC 3892: who asks for it.
    const QByteArray by = m_trunk.exists() ? "Referred-By: <" + m_trunk.identityOf(u"112"_s) + ">\r\n" : QByteArray();
    return sip_drequestf(&m_request, &m_stack, true, "REFER", m_dialog.get(), 0, m_auth.get(), contact, answer, this,
                         "Refer-To: <%s>\r\n%sContent-Length: 0\r\n\r\n", m_target.constData(), by.constData());
}

void Transfer::answered(int error, const sip_msg *answer)
{
    if (error != 0 || answer == nullptr) {
        end(std::unexpected(silent()));
        return;
    }
    if (answer->scode < 200) {
        return;
    }
    const bool isChallenge = answer->scode == 401 || answer->scode == 407;
    // libre does not answer a second challenge with the same words, unless the first has grown old.
    if (isChallenge && m_mayAuthenticate && sip_auth_authenticate(m_auth.get(), answer) == 0 && send() == 0) {
        return;
    }
    if (answer->scode >= 300) {
        end(std::unexpected(Error{.kind = Error::Kind::Refused,
                                  .detail = u"the caller's side does not pass calls on: %1"_s.arg(answer->scode)}));
        return;
    }
    waitForWord();
}

void Transfer::waitForWord()
{
    if (!m_isOver) {
        m_silence.set(m_patience, [this] { end(std::unexpected(silent())); });
    }
}

bool Transfer::take(const sip_msg &notify)
{
    const sip_hdr *header = sip_msg_hdr(&notify, SIP_HDR_EVENT);
    sipevent_event event{};
    if (header == nullptr || sipevent_event_decode(&event, &header->val) != 0
        || pl_strcasecmp(&event.event, "refer") != 0 || (pl_isset(&event.id) && view(event.id) != m_event)) {
        return false;
    }
    if (!sip_dialog_rseq_valid(m_dialog.get(), &notify)) {
        sip_treply(nullptr, &m_stack, &notify, 500, "Out Of Order");
        return true;
    }
    sip_treply(nullptr, &m_stack, &notify, 200, "OK");
    const int status = statusIn(notify);
    if (status >= 300) {
        end(std::unexpected(refused(status)));
    } else if (status >= 200) {
        const Ended ended = m_ended;
        ended({});
    } else if (isLastWord(notify)) {
        end(std::unexpected(silent()));
    } else {
        waitForWord();
    }
    return true;
}

void Transfer::end(const Result<> &result)
{
    m_silence.stop();
    if (!std::exchange(m_isOver, true)) {
        const Ended ended = m_ended;
        ended(result);
    }
}

} // namespace knock::telephony
