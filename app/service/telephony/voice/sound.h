// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/linesound.h"
#include "app/core/logging.h"
#include "app/core/tally.h"
#include "app/core/voiceport.h"
#include "app/service/hearing/inflow.h"
#include "app/service/hearing/keyear.h"
#include "app/service/hearing/lineactivity.h"
#include "app/service/hearing/telephoneevent.h"
#include "app/service/telephony/sip/libre.h"
#include "app/service/telephony/voice/codec.h"
#include "app/service/telephony/voice/prompt.h"
#include "app/service/telephony/voice/soundcipher.h"
#include "app/service/telephony/voice/tape.h"

#include <bitset>
#include <optional>

namespace knock::telephony {

/// The sound of one call: what both sides agreed on (SDP) and the packets (RTP). Lives on libre's thread.
///
/// Sends a packet every 20 ms from start() on, silence when nothing is played: this keeps the way through address
/// translators open and lets the caller's phone know that somebody is there.
class Sound final
{
public:
    class Listener
    {
    public:
        virtual ~Listener() = default;
        /// The key went down so many milliseconds ago.
        virtual void pressed(QChar key, Carrier carrier, Dbm0 level, qint64 ago) = 0;
        /// Five times a second, while sound comes in.
        virtual void sounded(const LineSound &sound) = 0;
        virtual void promptBegan() = 0; ///< only of those played to who waits
        virtual void promptPlayed() = 0;
        virtual void taped(const LineTape &piece) = 0; ///< once a second, after record()
    };

    Sound(Listener &listener, hearing::KeyEar::Kind ear, quint16 firstPort, quint16 lastPort);
    Q_DISABLE_COPY_MOVE(Sound)

    /// Takes a pair of ports at the address the call came to.
    [[nodiscard]] bool open(const sa &local);
    /// Whether there is a way to talk: one of our codecs, an address to send to. If not, all stays as it was.
    [[nodiscard]] bool takeOffer(QByteArrayView description);
    [[nodiscard]] bool takeAnswer(QByteArrayView description);
    /// Ours, as an offer or as the answer to what was taken last; null when out of memory.
    [[nodiscard]] Held<mbuf> description(bool asOffer) const;

    /// The call is answered: whatever was played while it waited ends.
    void start();
    /// From its beginning, even when it is being played.
    void play(const Prompt &prompt);
    /// Over and over until start(), with \a ringBack between.
    void playToWaiting(const Prompt &prompt, const Prompt &ringBack);
    /// Whom the caller hears and is heard by, when no prompt is played; null: nobody.
    void setVoice(std::shared_ptr<VoicePort> voice) { m_voice = std::move(voice); }
    /// Both directions are told from now on.
    void record(const QDateTime &begin) { m_tape.emplace(begin); }
    /// The last piece, when the line goes.
    void finishRecording();
    void tick();

private:
    struct Agreement {
        Encoding encoding = Encoding::Mu;
        quint8 audioType = 0;
        std::bitset<128> eventTypes{}; ///< of whatever clock; none agreed: empty
        int ownEventType = -1; ///< the number in our offer, when the caller answered one
        sa peer{};
        bool mayTalk = false;
    };

    [[nodiscard]] bool agree(QByteArrayView description, bool isOffer);
    [[nodiscard]] std::optional<Agreement> agreement() const;
    void addOtherClocks();
    [[nodiscard]] bool isFromCaller(const sa &source);
    /// The next 20 ms; whether it is the end of the prompt.
    [[nodiscard]] bool takePrompt(std::span<qint16> samples);
    void takeRingBack(std::span<qint16> samples);
    void send(std::span<const qint16> samples);
    void received(const sa &source, const rtp_header &header, QByteArrayView payload);
    void heardKeys(const rtp_header &header, QByteArrayView payload);
    void heardSound(const rtp_header &header, QByteArrayView payload);
    void listen(std::span<const qint16> heard);

    Listener &m_listener;
    const quint16 m_firstPort;
    const quint16 m_lastPort;
    Held<struct rtp_sock> m_rtp;
    SoundCipher m_cipher;
    Held<sdp_session> m_session;
    sdp_media *m_audio = nullptr; ///< belongs to the session
    Held<mbuf> m_packet;

    std::optional<Agreement> m_agreed;
    std::unique_ptr<Codec> m_codec; ///< of what was agreed on
    QByteArray m_description; ///< the caller's, on which it was agreed
    bool m_isOfferTheirs = false;
    bool m_knowsOtherClocks = false;
    std::optional<sa> m_source; ///< where the caller's packets really come from
    quint32 m_timestamp = 0;
    bool m_isStarted = false;
    bool m_isFirst = true;

    const Prompt *m_prompt = nullptr; ///< while it plays
    size_t m_played = 0;
    struct Waiting {
        const Prompt *prompt = nullptr;
        const Prompt *ringBack = nullptr;
        size_t rung = 0; ///< samples since the last prompt
    };
    std::optional<Waiting> m_waiting;

    std::shared_ptr<VoicePort> m_voice;
    std::optional<Tape> m_tape;

    hearing::KeyPresses m_presses;
    hearing::Inflow m_inflow;
    std::unique_ptr<hearing::KeyEar> m_ear;
    hearing::LineActivity m_activity;
    LineSound m_sound; ///< since it was told last
    qint64 m_told = 0; ///< samples
    qint64 m_heard = 0; ///< samples
    Tally m_foreign{lcTelephony, "an RTP packet from a stranger"};
    Tally m_malformed{lcTelephony, "a key packet that is none"};
};

} // namespace knock::telephony
