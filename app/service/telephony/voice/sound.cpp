// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/voice/sound.h"

#include "app/core/clock.h"

#include <algorithm>
#include <array>
#include <utility>

namespace knock::telephony {

namespace {

constexpr size_t samplesInPacket = 160; // 20 ms
constexpr int ownEventType = 101;
constexpr size_t longestPacket = 2048;
constexpr size_t headerRoom = RTP_HEADER_SIZE;
constexpr qint64 samplesToTell = hearing::sampleRate / 5;
// As long as an answer may take, so that the prompt never speaks into it.
constexpr size_t betweenPrompts = size_t{12} * hearing::sampleRate;

// Formats 0 and 8 need no name in the description (RFC 3551, 6).
std::optional<Encoding> encodingOf(const sdp_format &format)
{
    if (format.name == nullptr) {
        return format.pt == 0 ? std::optional(Encoding::Mu)
            : format.pt == 8  ? std::optional(Encoding::A)
                              : std::nullopt;
    }
    if (str_casecmp(format.name, "PCMU") == 0) {
        return Encoding::Mu;
    }
    if (str_casecmp(format.name, "opus") == 0) {
        return Encoding::Opus;
    }
    return str_casecmp(format.name, "PCMA") == 0 ? std::optional(Encoding::A) : std::nullopt;
}

bool isEvent(const sdp_format &format)
{
    return format.name != nullptr && str_casecmp(format.name, "telephone-event") == 0;
}

} // namespace

Sound::Sound(Listener &listener, hearing::KeyEar::Kind ear, quint16 firstPort, quint16 lastPort)
    : m_listener(listener)
    , m_firstPort(firstPort)
    , m_lastPort(lastPort)
    , m_packet(mbuf_alloc(headerRoom + longestPacket))
    , m_timestamp(rand_u32())
    , m_ear(hearing::KeyEar::make(ear))
{
}

bool Sound::open(const sa &local)
{
    sa address = local;
    sa_set_port(&address, 0);
    const auto handle = [](const sa *source, const rtp_header *header, mbuf *packet, void *sound) {
        static_cast<Sound *>(sound)->received(*source, *header, view(packet));
    };
    int error
        = rtp_listen(std::out_ptr(m_rtp), IPPROTO_UDP, &address, m_firstPort, m_lastPort, false, handle, nullptr, this);
    if (error != 0) {
        return false;
    }
    auto *socket = static_cast<udp_sock *>(rtp_sock(m_rtp.get()));
    udp_rxsz_set(socket, longestPacket);
    m_cipher.attach(socket);
    error = sdp_session_alloc(std::out_ptr(m_session), &address);
    if (error == 0) {
        error = sdp_media_add(&m_audio, m_session.get(), sdp_media_audio, sa_port(rtp_local(m_rtp.get())),
                              sdp_proto_rtpavp);
    }
    if (error != 0) {
        return false;
    }
    sdp_media_set_alt_protos(m_audio, 4, "RTP/AVP", "RTP/AVPF", "RTP/SAVP", "RTP/SAVPF");
    error |= sdp_format_add(nullptr, m_audio, false, "8", "PCMA", 8000, 1, nullptr, nullptr, nullptr, false, nullptr);
    error |= sdp_format_add(nullptr, m_audio, false, "0", "PCMU", 8000, 1, nullptr, nullptr, nullptr, false, nullptr);
    error |= sdp_format_add(nullptr, m_audio, false, "107", "opus", 48000, 2, nullptr, nullptr, nullptr, false,
                            "useinbandfec=1");
    error |= sdp_format_add(nullptr, m_audio, false, "101", "telephone-event", 8000, 1, nullptr, nullptr, nullptr,
                            false, "0-15");
    error |= sdp_media_set_lattr(m_audio, true, "ptime", "20");
    return error == 0;
}

bool Sound::takeOffer(QByteArrayView description)
{
    addOtherClocks();
    return agree(description, true);
}

// Some phones count the time of keys in the clock of a codec we lack (RFC 4733, 2.1), which is as good here. Not in an
// offer of ours.
void Sound::addOtherClocks()
{
    if (std::exchange(m_knowsOtherClocks, true)) {
        return;
    }
    for (const uint32_t clock : {16'000U, 48'000U}) {
        sdp_format_add(nullptr, m_audio, false, nullptr, "telephone-event", clock, 1, nullptr, nullptr, nullptr, false,
                       "0-15");
    }
}

bool Sound::takeAnswer(QByteArrayView description) { return agree(description, false); }

bool Sound::agree(QByteArrayView description, bool isOffer)
{
    std::optional<Agreement> agreed;
    if (sdp_decode(m_session.get(), buffer(description).get(), isOffer) == 0) {
        agreed = agreement();
    }
    if (agreed && !m_cipher.agree(*m_audio)) {
        agreed.reset();
    }
    if (!agreed) {
        // The session has forgotten what was agreed on before.
        if (m_agreed) {
            sdp_decode(m_session.get(), buffer(m_description).get(), m_isOfferTheirs);
        }
        return false;
    }
    if (!m_codec || !m_agreed || m_agreed->encoding != agreed->encoding) {
        Result<std::unique_ptr<Codec>> codec = makeCodec(agreed->encoding);
        if (!codec) {
            return false;
        }
        m_codec = std::move(*codec);
    }
    if (!isOffer && agreed->eventTypes.any()) {
        agreed->ownEventType = ownEventType;
    }
    m_agreed = agreed;
    m_description = description.toByteArray();
    m_isOfferTheirs = isOffer;
    m_source.reset();
    return true;
}

std::optional<Sound::Agreement> Sound::agreement() const
{
    std::optional<Agreement> agreed;
    std::bitset<128> eventTypes;
    for (const le *entry = list_head(sdp_media_format_lst(m_audio, false)); entry != nullptr; entry = entry->next) {
        const auto &format = *static_cast<const sdp_format *>(entry->data);
        if (!format.sup || format.pt < 0 || format.pt > 127) {
            continue; // not one of ours
        }
        const std::optional<Encoding> encoding = encodingOf(format);
        if (encoding && !agreed) {
            agreed = Agreement{.encoding = *encoding, .audioType = static_cast<quint8>(format.pt)};
        }
        if (isEvent(format)) {
            eventTypes.set(static_cast<size_t>(format.pt));
        }
    }
    if (!agreed || sdp_media_rport(m_audio) == 0) {
        return std::nullopt;
    }
    agreed->eventTypes = eventTypes;
    agreed->peer = *sdp_media_raddr(m_audio);
    const bool hasAddress = sa_isset(&agreed->peer, SA_ALL) && !sa_is_any(&agreed->peer);
    agreed->mayTalk = hasAddress && (sdp_media_dir(m_audio) & SDP_SENDONLY) != 0;
    return agreed;
}

Held<mbuf> Sound::description(bool asOffer) const
{
    mbuf *text = nullptr;
    sdp_encode(&text, m_session.get(), asOffer);
    return Held<mbuf>(text);
}

void Sound::start()
{
    m_isStarted = true;
    if (std::exchange(m_waiting, std::nullopt)) {
        m_prompt = nullptr;
    }
}

void Sound::play(const Prompt &prompt)
{
    m_prompt = &prompt;
    m_played = 0;
}

void Sound::playToWaiting(const Prompt &prompt, const Prompt &ringBack)
{
    m_isStarted = true;
    m_waiting = Waiting{.prompt = &prompt, .ringBack = &ringBack};
    m_listener.promptBegan();
    play(prompt);
}

void Sound::tick()
{
    if (!m_isStarted || !m_agreed || !m_agreed->mayTalk) {
        return;
    }
    std::array<qint16, samplesInPacket> samples{};
    bool isOver = false;
    if (m_prompt != nullptr) {
        isOver = takePrompt(samples);
    } else if (m_waiting) {
        takeRingBack(samples);
    } else if (m_voice) {
        m_voice->toCaller.take(samples);
    }
    send(samples);
    if (m_tape) {
        if (const auto piece = m_tape->said(WallClock().now(), samples)) {
            m_listener.taped(*piece);
        }
    }
    if (isOver) {
        m_prompt = nullptr;
        m_listener.promptPlayed();
    } else if (m_waiting && m_waiting->rung >= betweenPrompts) {
        playToWaiting(*m_waiting->prompt, *m_waiting->ringBack);
    }
}

void Sound::finishRecording()
{
    if (m_tape) {
        m_listener.taped(m_tape->rest());
        m_tape.reset();
    }
}

bool Sound::takePrompt(std::span<qint16> samples)
{
    const std::span<const qint16> recorded = m_prompt->samples();
    const size_t count = std::min(samples.size(), recorded.size() - m_played);
    std::ranges::copy(recorded.subspan(m_played, count), samples.begin());
    m_played += count;
    return m_played == recorded.size();
}

void Sound::takeRingBack(std::span<qint16> samples)
{
    const std::span<const qint16> tone = m_waiting->ringBack->samples();
    for (qint16 &sample : samples) {
        sample = tone[m_waiting->rung++ % tone.size()];
    }
}

void Sound::send(std::span<const qint16> samples)
{
    const QByteArray payload = m_codec->encoded(samples);
    mbuf *packet = m_packet.get();
    packet->pos = headerRoom;
    packet->end = headerRoom;
    mbuf_write_mem(packet, reinterpret_cast<const uint8_t *>(payload.data()), static_cast<size_t>(payload.size()));
    mbuf_set_pos(packet, headerRoom);
    rtp_send(m_rtp.get(), m_source ? &*m_source : &m_agreed->peer, false, m_isFirst, m_agreed->audioType, m_timestamp,
             packet);
    m_isFirst = false;
    m_timestamp += static_cast<quint32>(samples.size()) * m_codec->stepsPerSample();
}

// Behind an address translator the packets come from elsewhere than the description says. The first to send is
// believed, until packets come from the very place described.
bool Sound::isFromCaller(const sa &source)
{
    const bool isDescribed = sa_cmp(&source, &m_agreed->peer, SA_ALL);
    if (!m_source || isDescribed) {
        m_source = source;
    }
    return sa_cmp(&source, &*m_source, SA_ALL);
}

void Sound::received(const sa &source, const rtp_header &header, QByteArrayView payload)
{
    if (!m_isStarted || !m_agreed) {
        return;
    }
    if (!isFromCaller(source)) {
        m_foreign.add();
        return;
    }
    if (m_agreed->eventTypes.test(header.pt) || header.pt == m_agreed->ownEventType) {
        heardKeys(header, payload);
    } else if (header.pt == m_agreed->audioType) {
        heardSound(header, payload);
    }
}

void Sound::heardKeys(const rtp_header &header, QByteArrayView payload)
{
    if (payload.size() < 4) {
        m_malformed.add();
        return;
    }
    const hearing::PacketStamp stamp{
        .source = header.ssrc, .timestamp = header.ts, .sequence = header.seq, .marker = header.m};
    for (const hearing::EventKey &pressed : m_presses.take(stamp, payload)) {
        m_listener.pressed(pressed.key, Carrier::Event, pressed.level, 0);
    }
}

void Sound::heardSound(const rtp_header &header, QByteArrayView payload)
{
    const std::span<const qint16> heard
        = m_inflow.take(header.ts / m_codec->stepsPerSample(), m_codec->decoded(payload));
    if (m_voice) {
        m_voice->fromCaller.put(heard);
    }
    if (m_tape) {
        m_tape->heard(heard);
    }
    m_heard += static_cast<qint64>(heard.size());
    m_ear->take(heard, [this](const hearing::KeyTone &tone) {
        if (tone.change == hearing::KeyTone::Change::Pressed) {
            const qint64 ago = (m_heard - tone.onset) * 1000 / hearing::sampleRate;
            m_listener.pressed(QLatin1Char(tone.key), Carrier::Tone, {tone.level}, ago);
        }
    });
    listen(heard);
}

void Sound::listen(std::span<const qint16> heard)
{
    m_activity.take(heard, [this](const hearing::LineMark &mark) {
        using Kind = hearing::LineMark::Kind;
        if (mark.kind != Kind::Silence) { // which the clock of the silence tells
            m_sound.marks.push_back(mark.kind == Kind::Speech       ? LineSound::Mark::Speech
                                        : mark.kind == Kind::Breath ? LineSound::Mark::Breath
                                                                    : LineSound::Mark::Knocking);
        }
    });
    m_sound.level = std::max(m_sound.level, Dbm0{m_activity.level()});
    if (m_heard - m_told >= samplesToTell) {
        m_told = m_heard;
        m_sound.silence = std::chrono::milliseconds(m_activity.silence());
        m_listener.sounded(std::exchange(m_sound, {}));
    }
}

} // namespace knock::telephony
