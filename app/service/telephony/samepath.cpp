// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/samepath.h"

#include <array>

namespace knock::telephony {

namespace {

constexpr size_t longestAddress = 80;

QByteArray endOf(const sip_msg &request)
{
    std::array<char, longestAddress> text{};
    re_snprintf(text.data(), text.size(), "%J", &request.src);
    return QByteArray(text.data());
}

} // namespace

SamePath::SamePath(const sip_msg &request)
{
    const sip_hdr *contact = sip_msg_hdr(&request, SIP_HDR_CONTACT);
    sip_addr address{};
    if (request.tp != SIP_TRANSP_TLS || contact == nullptr || sip_msg_hdr(&request, SIP_HDR_RECORD_ROUTE) != nullptr
        || sip_addr_decode(&address, &contact->val) != 0) {
        return;
    }
    const QByteArrayView user = view(address.uri.user);
    m_replacement
        = "<sip:" + (user.isEmpty() ? QByteArray() : user.toByteArray() + '@') + endOf(request) + ";transport=tls>";
    m_contact = const_cast<sip_hdr *>(contact); // libre itself writes to messages it hands out as constant
    m_written = m_contact->val;
    m_contact->val = {.p = m_replacement.constData(), .l = static_cast<size_t>(m_replacement.size())};
}

SamePath::~SamePath()
{
    if (m_contact != nullptr) {
        m_contact->val = m_written;
    }
}

} // namespace knock::telephony
