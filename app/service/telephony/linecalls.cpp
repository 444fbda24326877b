// SPDX-License-Identifier: Apache-2.0
// How a line begins from this side, and how its caller is passed on: a part of Line.
#include "app/core/logging.h"
#include "app/service/telephony/line.h"

using namespace Qt::StringLiterals;

namespace knock::telephony {

namespace {

constexpr char descriptionType[] = "application/sdp";

// The network is to know that this is no ordinary call (RFC 7090; RFC 7135), and whose number to show (RFC 3325).
constexpr char callBackHeaders[] = "P-Asserted-Identity: <%s>\r\n"
                                   "Priority: psap-callback\r\n"
                                   "Resource-Priority: esnet.0\r\n"
                                   "%s";

} // namespace

Result<> Line::dial(sipsess_sock *sessions, const sa &local, const QString &number)
{
    const Trunk &trunk = m_configuration.trunk;
    const Result<QByteArray> address = trunk.addressOf(number);
    if (!address) {
        return std::unexpected(address.error());
    }
    const Held<mbuf> description = m_sound.open(local) ? m_sound.description(true) : nullptr;
    if (!description) {
        return failure(Error::Kind::Full, u"no ports for the sound"_s);
    }
    m_number = number;
    m_isDialled = true;
    m_isByTrunk = true;
    const QByteArray from = trunk.identityOf(QLatin1StringView(user));
    const int error = sipsess_connect(std::out_ptr(m_session), sessions, address->constData(), nullptr,
                                      from.constData(), user, nullptr, 0, descriptionType, description.get(),
                                      &Trunk::credentials, const_cast<Trunk *>(&trunk), false, nullptr,
                                      &Line::answered, nullptr, &Line::pickedUp, &Line::informed, nullptr,
                                      &Line::closed, this, callBackHeaders, from.constData(), capabilities);
    if (error != 0) {
        return failure(Error::Kind::Unreachable, u"the trunk is not reached: %1"_s.arg(qt_error_string(error)));
    }
    m_ringLimit.set(m_configuration.longestRing, [this] {
        m_session.reset(); // says CANCEL
        m_keeper.gone(m_id, LineEnd::Unreached);
    });
    return {};
}

// Where a call was split on its way, the first to answer is the one; libre has taken its dialog.
void Line::pickedUp(const sip_msg *, void *argument)
{
    auto *line = static_cast<Line *>(argument);
    line->m_ringLimit.stop();
    line->m_isAnswered = true;
    line->m_sound.start();
    qCInfo(lcTelephony) << "Line" << line->m_id.value << "is answered by who was called";
    line->m_keeper.heard(dispatch::LineAnswered{.line = line->m_id});
}

void Line::rememberSide(const sip_msg &invite)
{
    sip_addr contact{};
    const sip_hdr *header = sip_msg_hdr(&invite, SIP_HDR_CONTACT);
    if (header != nullptr && sip_addr_decode(&contact, &header->val) == 0) {
        m_host = view(contact.uri.host).toByteArray();
        if (contact.uri.af == AF_INET6) {
            m_host = "[" + m_host + "]";
        }
        if (contact.uri.port != 0) {
            m_host += ":" + QByteArray::number(contact.uri.port);
        }
    }
    // Anybody else who asks for our word would be given something to guess it from.
    const std::optional<QHostAddress> trunk = m_configuration.trunk.address();
    sa host{};
    m_isByTrunk = trunk && sa_set_str(&host, trunk->toString().toLatin1().constData(), 0) == 0
        && sa_cmp(&host, &invite.src, SA_ADDR);
}

// Without a trunk of our own the caller's side is asked to find the number itself.
Result<QByteArray> Line::targetOf(const QString &number) const
{
    if (m_configuration.trunk.exists()) {
        return m_configuration.trunk.addressOf(number);
    }
    if (!isDialable(number) || m_host.isEmpty()) {
        return failure(Error::Kind::Malformed, u"there is no address for the number"_s);
    }
    return "sip:" + number.toLatin1() + "@" + m_host;
}

void Line::transfer(sip &stack, const QString &number)
{
    if (!m_isAnswered) {
        passedOn(failure(Error::Kind::Expired, u"nobody is on the line"_s));
        return;
    }
    const Result<QByteArray> target = targetOf(number);
    if (!target) {
        passedOn(std::unexpected(target.error()));
        return;
    }
    m_transfer = std::make_unique<Transfer>(stack, *sipsess_dialog(m_session.get()), m_configuration.trunk,
                                            m_configuration.longestTransfer,
                                            [this](const Result<> &result) { passedOn(result); });
    if (!m_transfer->begin(*target, m_isByTrunk)) {
        m_transfer.reset();
        passedOn(failure(Error::Kind::Broken, u"the transfer cannot be sent"_s));
    }
}

void Line::passedOn(const Result<> &result)
{
    if (!result) {
        m_keeper.heard(dispatch::TransferRefused{.line = m_id, .why = result.error()});
        return;
    }
    m_session.reset(); // says BYE
    m_keeper.gone(m_id, LineEnd::Transferred);
}

} // namespace knock::telephony
