// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/testcall.h"

#include "app/service/telephony/sip/sdp.h"

using namespace std::chrono_literals;

namespace knock::telephony {

namespace {

constexpr int mostEchoed = 3;
constexpr auto longestSilence = 500ms;
constexpr qsizetype longestPayload = 1400;

Refusal refusal(quint16 code, const char *reason) { return {.code = code, .reason = reason, .headers = {}}; }

QByteArray descriptionIn(const sip_msg &message)
{
    const Part body{.type = view(message.ctyp.type).toByteArray() + "/" + view(message.ctyp.subtype).toByteArray(),
                    .parameters = view(message.ctyp.params).toByteArray(),
                    .id = {},
                    .content = view(message.mb).toByteArray()};
    return partsOf(body).transform(descriptionAmong).value_or(QByteArray());
}

// RFC 6849: the caller sends, we are its mirror. Media that is decoded and encoded again is the same for G.711.
bool wantsMirror(QByteArrayView offer)
{
    return offer.contains("a=loopback-source") && offer.contains("rtp-media-loopback");
}

} // namespace

TestCall::TestCall(const Configuration &configuration, std::function<void()> over)
    : m_configuration(configuration)
    , m_over(std::move(over))
{
}

std::optional<Refusal> TestCall::answer(sipsess_sock *sessions, const sip_msg &invite)
{
    if (!openSound(invite.dst)) {
        return refusal(503, "Service Unavailable");
    }
    const QByteArray offer = descriptionIn(invite);
    if (!offer.isEmpty() && !agree(offer, true)) {
        return refusal(488, "Not Acceptable Here");
    }
    if (wantsMirror(offer)) {
        sdp_media_set_lattr(m_audio, true, "loopback", "rtp-media-loopback");
        sdp_media_set_lattr(m_audio, true, "loopback-mirror", nullptr);
    }
    mbuf *text = nullptr;
    if (sdp_encode(&text, m_sound.get(), offer.isEmpty()) != 0) {
        return refusal(500, "Server Internal Error");
    }
    const Held<mbuf> description(text);
    const auto answered = [](const sip_msg *ack, void *call) {
        return static_cast<TestCall *>(call)->agree(descriptionIn(*ack), false) ? 0 : EPROTO;
    };
    const auto established = [](const sip_msg *, void *call) {
        static_cast<TestCall *>(call)->m_isEstablished = true;
        static_cast<TestCall *>(call)->wait();
    };
    const auto closed = [](int, const sip_msg *, void *call) {
        const auto over = static_cast<TestCall *>(call)->m_over;
        over();
    };
    const int error = sipsess_accept(std::out_ptr(m_session), sessions, &invite, 200, "OK", "112", "application/sdp",
                                     description.get(), nullptr, nullptr, false, nullptr, answered, established,
                                     nullptr, nullptr, closed, this, "%s", capabilities);
    return error == 0 ? std::nullopt : std::optional(refusal(500, "Server Internal Error"));
}

bool TestCall::openSound(const sa &local)
{
    sa address = local;
    sa_set_port(&address, 0);
    const auto handle = [](const sa *source, const rtp_header *header, mbuf *packet, void *call) {
        static_cast<TestCall *>(call)->echo(*source, *header, view(packet));
    };
    int error = rtp_listen(std::out_ptr(m_rtp), IPPROTO_UDP, &address, m_configuration.firstRtpPort,
                           m_configuration.lastRtpPort, false, handle, nullptr, this);
    if (error == 0) {
        error = sdp_session_alloc(std::out_ptr(m_sound), &address);
    }
    if (error == 0) {
        error = sdp_media_add(&m_audio, m_sound.get(), sdp_media_audio, sa_port(rtp_local(m_rtp.get())),
                              sdp_proto_rtpavp);
    }
    if (error != 0) {
        return false;
    }
    sdp_media_set_alt_protos(m_audio, 1, "RTP/AVPF");
    error |= sdp_format_add(nullptr, m_audio, false, "8", "PCMA", 8000, 1, nullptr, nullptr, nullptr, false, nullptr);
    error |= sdp_format_add(nullptr, m_audio, false, "0", "PCMU", 8000, 1, nullptr, nullptr, nullptr, false, nullptr);
    return error == 0;
}

bool TestCall::agree(QByteArrayView description, bool isOffer)
{
    return sdp_decode(m_sound.get(), buffer(cleaned(description)).get(), isOffer) == 0 && sdp_media_rport(m_audio) != 0
        && sdp_media_rformat(m_audio, nullptr) != nullptr;
}

void TestCall::wait()
{
    m_silence.set(longestSilence, [this] { end(); });
}

void TestCall::end()
{
    m_session.reset(); // says BYE
    const auto over = m_over;
    over();
}

// As much goes out as came in, so nobody is flooded by it.
void TestCall::echo(const sa &source, const rtp_header &header, QByteArrayView payload)
{
    if (!m_isEstablished || m_echoed == mostEchoed || payload.size() > longestPayload
        || sdp_media_format(m_audio, true, nullptr, header.pt, nullptr, -1, -1) == nullptr) {
        return;
    }
    const Held<mbuf> packet(mbuf_alloc(RTP_HEADER_SIZE + longestPayload));
    packet->pos = packet->end = RTP_HEADER_SIZE;
    mbuf_write_mem(packet.get(), reinterpret_cast<const uint8_t *>(payload.data()),
                   static_cast<size_t>(payload.size()));
    mbuf_set_pos(packet.get(), RTP_HEADER_SIZE);
    rtp_send(m_rtp.get(), &source, false, header.m, header.pt, header.ts, packet.get());
    ++m_echoed;
    if (m_echoed < mostEchoed) {
        wait();
    } else {
        m_silence.set(0ms, [this] { end(); });
    }
}

} // namespace knock::telephony
