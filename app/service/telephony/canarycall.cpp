// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/canarycall.h"

#include "app/service/hearing/g711.h"
#include "app/service/hearing/keypad.h"

#include <cmath>
#include <QtEndian>

using namespace std::chrono_literals;

namespace knock::telephony {

namespace {

constexpr int samplesInPacket = 160;
constexpr auto packetTime = 20ms;
constexpr quint8 soundType = 0; // PCMU
constexpr quint8 eventType = 101;
constexpr int packetsInTone = 5;
constexpr int packetsInEvent = 5;
constexpr int endings = 3; // RFC 4733, 2.5.1.4

QByteArray toneOf(char digit)
{
    constexpr double loudness = 5000; // about -13 dBm0 each
    QByteArray sound;
    for (size_t row = 0; row < hearing::rows; ++row) {
        for (size_t column = hearing::rows; column < hearing::keypadTones.size(); ++column) {
            if (hearing::keyOf(row, column) != digit) {
                continue;
            }
            for (int n = 0; n < packetsInTone * samplesInPacket; ++n) {
                const double sum = std::sin(hearing::turn(hearing::keypadTones[row]) * n)
                    + std::sin(hearing::turn(hearing::keypadTones[column]) * n);
                const auto sample = static_cast<qint16>(loudness * sum);
                sound += static_cast<char>(hearing::encoded(sample, hearing::Law::Mu));
            }
        }
    }
    return sound;
}

} // namespace

CanaryCall::CanaryCall(const Configuration &configuration, Listener listener)
    : m_configuration(configuration)
    , m_listener(std::move(listener))
    , m_timestamp(rand_u32())
{
}

bool CanaryCall::openSound()
{
    sa address{};
    sa_set_str(&address, m_configuration.address.toString().toLatin1().constData(), 0);
    const auto ignore = [](const sa *, const rtp_header *, mbuf *, void *) { };
    int error = rtp_listen(std::out_ptr(m_rtp), IPPROTO_UDP, &address, m_configuration.firstRtpPort,
                           m_configuration.lastRtpPort, false, ignore, nullptr, this);
    if (error == 0) {
        error = sdp_session_alloc(std::out_ptr(m_sound), &address);
    }
    if (error == 0) {
        error = sdp_media_add(&m_audio, m_sound.get(), sdp_media_audio, sa_port(rtp_local(m_rtp.get())),
                              sdp_proto_rtpavp);
    }
    if (error == 0) {
        error
            |= sdp_format_add(nullptr, m_audio, false, "0", "PCMU", 8000, 1, nullptr, nullptr, nullptr, false, nullptr);
        error |= sdp_format_add(nullptr, m_audio, false, "101", "telephone-event", 8000, 1, nullptr, nullptr, nullptr,
                                false, "0-15");
    }
    return error == 0;
}

bool CanaryCall::begin(sipsess_sock *sessions, const QByteArray &target)
{
    mbuf *text = nullptr;
    if (!openSound() || sdp_encode(&text, m_sound.get(), true) != 0) {
        return false;
    }
    const Held<mbuf> description(text);
    return sipsess_connect(std::out_ptr(m_session), sessions, target.constData(), nullptr, "sip:canary@knock.invalid",
                           "canary", nullptr, 0, "application/sdp", description.get(), nullptr, nullptr, false, nullptr,
                           &CanaryCall::described, nullptr, &CanaryCall::established, nullptr, nullptr,
                           &CanaryCall::closed, this, nullptr)
        == 0;
}

int CanaryCall::described(const sip_msg *answer, void *argument)
{
    auto *call = static_cast<CanaryCall *>(argument);
    if (sdp_decode(call->m_sound.get(), buffer(view(answer->mb)).get(), false) != 0) {
        return EPROTO;
    }
    call->m_peer = *sdp_media_raddr(call->m_audio);
    return 0;
}

void CanaryCall::established(const sip_msg *, void *argument)
{
    auto *call = static_cast<CanaryCall *>(argument);
    call->sendNext();
    const auto answered = call->m_listener.answered;
    answered();
}

void CanaryCall::closed(int, const sip_msg *, void *argument)
{
    const auto ended = static_cast<CanaryCall *>(argument)->m_listener.ended;
    ended();
}

void CanaryCall::press(Carrier carrier, char digit)
{
    switch (carrier) {
    case Carrier::Tone:
        queueTone(digit);
        break;
    case Carrier::Event:
        queueEvent(digit);
        break;
    case Carrier::Info:
        sipsess_info(m_session.get(), "application/dtmf-relay",
                     buffer(QByteArray("Signal=") + digit + "\r\nDuration=160\r\n").get(), nullptr, nullptr);
        break;
    }
}

void CanaryCall::queueTone(char digit)
{
    const QByteArray sound = toneOf(digit);
    for (qsizetype at = 0; at < sound.size(); at += samplesInPacket) {
        m_packets.push_back({.type = soundType, .timestamp = 0, .payload = sound.sliced(at, samplesInPacket)});
    }
}

// Every packet of a press has the time of its beginning.
void CanaryCall::queueEvent(char digit)
{
    for (int n = 1; n <= packetsInEvent + endings; ++n) {
        const bool isEnd = n > packetsInEvent;
        QByteArray payload(4, '\0');
        payload[0] = static_cast<char>(digit - '0');
        payload[1] = static_cast<char>(isEnd ? 0x8a : 0x0a); // 10 dB below the loudest
        qToBigEndian(static_cast<quint16>(samplesInPacket * std::min(n, packetsInEvent)), payload.data() + 2);
        m_packets.push_back({.type = eventType, .marker = n == 1, .timestamp = m_timestamp, .payload = payload});
    }
}

void CanaryCall::sendNext()
{
    Packet packet{.type = soundType, .payload = QByteArray(samplesInPacket, '\xff')};
    if (!m_packets.empty()) {
        packet = m_packets.front();
        m_packets.pop_front();
    }
    const quint32 timestamp = packet.type == eventType ? packet.timestamp : m_timestamp;
    const Held<mbuf> bytes(mbuf_alloc(RTP_HEADER_SIZE + samplesInPacket));
    if (bytes && m_peer) {
        bytes->pos = bytes->end = RTP_HEADER_SIZE;
        mbuf_write_mem(bytes.get(), reinterpret_cast<const uint8_t *>(packet.payload.constData()),
                       static_cast<size_t>(packet.payload.size()));
        mbuf_set_pos(bytes.get(), RTP_HEADER_SIZE);
        rtp_send(m_rtp.get(), &*m_peer, false, packet.marker, packet.type, timestamp, bytes.get());
    }
    m_timestamp += samplesInPacket;
    m_pace.set(packetTime, [this] { sendNext(); });
}

} // namespace knock::telephony
