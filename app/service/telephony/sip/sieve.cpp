// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/sieve.h"

#include "app/service/telephony/sip/badrequest.h"

namespace knock::telephony {

namespace {

// Enough for every broken telephone of a network, too few to be of use to somebody who writes the address of another.
constexpr int mostAnswersInSecond = 20;
constexpr size_t keepAliveLength = 4;

QByteArray randomName() { return QByteArray::number(rand_u64(), 16) + QByteArray::number(rand_u64(), 16); }

bool isReadable(mbuf &datagram)
{
    sip_msg *message = nullptr;
    const size_t begin = datagram.pos;
    const bool isRead = sip_msg_decode(&message, &datagram) == 0;
    mem_deref(message);
    mbuf_set_pos(&datagram, begin);
    return isRead;
}

void replace(mbuf &datagram, QByteArrayView bytes)
{
    const size_t begin = datagram.pos;
    mbuf_set_end(&datagram, begin);
    mbuf_write_mem(&datagram, reinterpret_cast<const uint8_t *>(bytes.data()), static_cast<size_t>(bytes.size()));
    mbuf_set_pos(&datagram, begin);
}

} // namespace

Sieve::Sieve()
    : m_ownCallId(randomName())
    , m_branches(randomName().first(8))
    , m_answers(mostAnswersInSecond)
{
}

Sieve::~Sieve() = default;

void Sieve::findSocket(sip &stack)
{
    sa address{};
    sip_transp_laddr(&stack, &address, SIP_TRANSP_UDP, nullptr);
    const QByteArray message = "OPTIONS sip:knock@localhost SIP/2.0\r\n"
                               "Via: SIP/2.0/UDP localhost;branch=z9hG4bK"
        + m_ownCallId + "\r\nFrom: <sip:knock@localhost>;tag=1\r\nTo: <sip:knock@localhost>\r\nCall-ID: " + m_ownCallId
        + "\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";
    udp_send_anon(&address, buffer(message).get());
}

bool Sieve::finds(const sip_msg &request)
{
    if (request.tp != SIP_TRANSP_UDP || view(request.callid) != m_ownCallId) {
        return false;
    }
    if (m_helper == nullptr) {
        m_socket = static_cast<udp_sock *>(request.sock);
        const auto send = [](int *error, sa *target, mbuf *datagram, void *self) {
            return static_cast<Sieve *>(self)->sent(*target, *datagram, *error);
        };
        const auto receive = [](sa *source, mbuf *datagram, void *self) {
            return static_cast<Sieve *>(self)->received(*source, *datagram);
        };
        udp_register_helper(std::out_ptr(m_helper), m_socket, 0, send, receive, this);
    }
    return true;
}

// True keeps the datagram from the stack.
bool Sieve::received(const sa &source, mbuf &datagram)
{
    if (mbuf_get_left(&datagram) <= keepAliveLength) {
        return true;
    }
    if (const auto withBranch = m_branches.lend(view(&datagram))) {
        replace(datagram, *withBranch);
    }
    if (isReadable(datagram)) {
        return false;
    }
    m_unreadable.add();
    if (const auto answer = answerToUnreadable(view(&datagram)); answer && m_answers.take()) {
        udp_send(m_socket, &source, buffer(*answer).get());
    }
    return true;
}

// True says that it has been sent. The stack keeps what it sends to send it again, so a copy is changed.
bool Sieve::sent(const sa &target, mbuf &datagram, int &error)
{
    const auto original = m_branches.takeBack(view(&datagram));
    if (original) {
        error = udp_send_helper(m_socket, &target, buffer(*original).get(), m_helper.get());
    }
    return original.has_value();
}

} // namespace knock::telephony
