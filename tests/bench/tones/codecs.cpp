// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/tones/codecs.h"

#include <memory>
#ifdef KNOCK_OPUS
#include <opus.h>
#endif
#ifdef KNOCK_AMR
#include <opencore-amrnb/interf_dec.h>
#include <opencore-amrnb/interf_enc.h>
#endif
#ifdef KNOCK_GSM
extern "C" {
#include <gsm.h>
}
#endif

using namespace Qt::StringLiterals;

namespace knock::bench {

namespace {

constexpr size_t packet = 160; // samples
using Packet = std::array<qint16, packet>;

/// Passes whole packets, one by one; \a onePacket gets a packet and whether it is lost, and gives what is played.
template <typename OnePacket>
Pcm byPackets(const Pcm &samples, double loss, OnePacket onePacket)
{
    sounds::Random random(115);
    Pcm played;
    for (size_t at = 0; at + packet <= samples.size(); at += packet) {
        Packet sent;
        std::copy_n(samples.begin() + static_cast<std::ptrdiff_t>(at), packet, sent.begin());
        const Packet heard = onePacket(sent, random.uniform() < loss);
        played.insert(played.end(), heard.begin(), heard.end());
    }
    return played;
}

/// What ITU-T G.711's A-law leaves of a sample: steps of 16 up to 512, and steps twice as wide with each doubling.
qint16 byALaw(qint16 sample)
{
    const int magnitude = std::min(std::abs(static_cast<int>(sample)), 32767);
    int step = 16;
    while (magnitude >= 32 * step) {
        step *= 2;
    }
    const int rounded = magnitude / step * step + step / 2;
    return static_cast<qint16>(sample < 0 ? -rounded : rounded);
}

Pcm aLaw(const Pcm &samples, double loss, bool repeats)
{
    Packet last{};
    return byPackets(samples, loss, [&](Packet sent, bool lost) {
        if (lost) {
            const Packet played = repeats ? last : Packet{};
            std::ranges::transform(last, last.begin(), [](qint16 sample) { return static_cast<qint16>(sample / 2); });
            return played;
        }
        std::ranges::transform(sent, last.begin(), byALaw);
        return last;
    });
}

#ifdef KNOCK_OPUS
Pcm opus(const Pcm &samples, double loss, int bitsPerSecond)
{
    int error = 0;
    const std::unique_ptr<OpusEncoder, decltype(&opus_encoder_destroy)> encoder(
        opus_encoder_create(sounds::sampleRate, 1, OPUS_APPLICATION_VOIP, &error), &opus_encoder_destroy);
    const std::unique_ptr<OpusDecoder, decltype(&opus_decoder_destroy)> decoder(
        opus_decoder_create(sounds::sampleRate, 1, &error), &opus_decoder_destroy);
    opus_encoder_ctl(encoder.get(), OPUS_SET_BITRATE(bitsPerSecond));
    return byPackets(samples, loss, [&](const Packet &sent, bool lost) {
        std::array<unsigned char, 1500> coded{};
        Packet played{};
        const int size = opus_encode(encoder.get(), sent.data(), packet, coded.data(), coded.size());
        const int count
            = opus_decode(decoder.get(), lost ? nullptr : coded.data(), lost ? 0 : size, played.data(), packet, 0);
        return count == static_cast<int>(packet) ? played : Packet{};
    });
}
#endif

#ifdef KNOCK_AMR
Pcm amr(const Pcm &samples, double loss, Mode mode)
{
    const std::unique_ptr<void, decltype(&Encoder_Interface_exit)> encoder(Encoder_Interface_init(0),
                                                                           &Encoder_Interface_exit);
    const std::unique_ptr<void, decltype(&Decoder_Interface_exit)> decoder(Decoder_Interface_init(),
                                                                           &Decoder_Interface_exit);
    return byPackets(samples, loss, [&](Packet sent, bool lost) {
        std::array<unsigned char, 64> coded{};
        Packet played{};
        Encoder_Interface_Encode(encoder.get(), mode, sent.data(), coded.data(), 0);
        if (lost) {
            coded[0] = 15 << 3; // no data
        }
        Decoder_Interface_Decode(decoder.get(), coded.data(), played.data(), lost ? 1 : 0);
        return played;
    });
}
#endif

#ifdef KNOCK_GSM
Pcm fullRate(const Pcm &samples, double loss)
{
    const std::unique_ptr<std::remove_pointer_t<gsm>, decltype(&gsm_destroy)> encoder(gsm_create(), &gsm_destroy);
    const std::unique_ptr<std::remove_pointer_t<gsm>, decltype(&gsm_destroy)> decoder(gsm_create(), &gsm_destroy);
    std::array<gsm_byte, sizeof(gsm_frame)> last{};
    return byPackets(samples, loss, [&](Packet sent, bool lost) {
        std::array<gsm_byte, sizeof(gsm_frame)> coded{};
        Packet played{};
        gsm_encode(encoder.get(), sent.data(), coded.data());
        last = lost ? last : coded;
        auto decoded = last;
        gsm_decode(decoder.get(), decoded.data(), played.data());
        return played;
    });
}
#endif

} // namespace

std::vector<Codec> codecs()
{
    std::vector<Codec> all{
        {u"A-law, silence for loss"_s, 0, [](const Pcm &samples, double loss) { return aLaw(samples, loss, false); }},
        {u"A-law, repetition for loss"_s, 0,
         [](const Pcm &samples, double loss) { return aLaw(samples, loss, true); }}};
#ifdef KNOCK_GSM
    all.push_back({u"GSM"_s, 0, fullRate});
#endif
#ifdef KNOCK_OPUS
    for (const int rate : {12000, 6000}) {
        all.push_back({u"Opus %1 bit/s"_s.arg(rate), 60,
                       [rate](const Pcm &samples, double loss) { return opus(samples, loss, rate); }});
    }
#endif
#ifdef KNOCK_AMR
    all.push_back({u"AMR 12.2"_s, 40, [](const Pcm &samples, double loss) { return amr(samples, loss, MR122); }});
    all.push_back({u"AMR 4.75"_s, 40, [](const Pcm &samples, double loss) { return amr(samples, loss, MR475); }});
#endif
    return all;
}

} // namespace knock::bench
