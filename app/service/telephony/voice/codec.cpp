// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/voice/codec.h"

#include "app/service/hearing/g711.h"
#include "app/service/hearing/keypad.h"

#include <algorithm>
#include <array>
#include <opus.h>

using namespace Qt::StringLiterals;

namespace knock::telephony {

namespace {

constexpr int longestPacket = hearing::sampleRate * 120 / 1000; // samples; 120 ms is the most Opus puts into one

class G711 final : public Codec
{
public:
    explicit G711(hearing::Law law)
        : m_law(law)
    {
    }

    QByteArray encoded(std::span<const qint16> samples) override
    {
        QByteArray payload(static_cast<qsizetype>(samples.size()), Qt::Uninitialized);
        std::ranges::transform(samples, payload.begin(),
                               [this](qint16 sample) { return static_cast<char>(hearing::encoded(sample, m_law)); });
        return payload;
    }

    std::span<const qint16> decoded(QByteArrayView payload) override
    {
        const size_t count = std::min(m_samples.size(), static_cast<size_t>(payload.size()));
        std::transform(payload.begin(), payload.begin() + static_cast<qsizetype>(count), m_samples.begin(),
                       [this](char byte) { return hearing::decoded(static_cast<quint8>(byte), m_law); });
        return std::span(m_samples).first(count);
    }

private:
    const hearing::Law m_law;
    std::array<qint16, 2048> m_samples{};
};

struct DestroyOpus {
    void operator()(OpusEncoder *encoder) const { opus_encoder_destroy(encoder); }
    void operator()(OpusDecoder *decoder) const { opus_decoder_destroy(decoder); }
};

class Opus final : public Codec
{
public:
    Opus(OpusEncoder *encoder, OpusDecoder *decoder)
        : m_encoder(encoder)
        , m_decoder(decoder)
    {
    }

    quint32 stepsPerSample() const override { return 48000 / hearing::sampleRate; }

    QByteArray encoded(std::span<const qint16> samples) override
    {
        std::array<uchar, 400> payload;
        const opus_int32 size = opus_encode(m_encoder.get(), samples.data(), static_cast<int>(samples.size()),
                                            payload.data(), static_cast<opus_int32>(payload.size()));
        return {reinterpret_cast<const char *>(payload.data()), std::max<opus_int32>(size, 0)};
    }

    std::span<const qint16> decoded(QByteArrayView payload) override
    {
        const int count = opus_decode(m_decoder.get(), reinterpret_cast<const uchar *>(payload.data()),
                                      static_cast<opus_int32>(payload.size()), m_samples.data(), longestPacket, 0);
        return std::span(m_samples).first(static_cast<size_t>(std::max(count, 0)));
    }

private:
    std::unique_ptr<OpusEncoder, DestroyOpus> m_encoder;
    std::unique_ptr<OpusDecoder, DestroyOpus> m_decoder;
    std::array<qint16, longestPacket> m_samples{};
};

Result<std::unique_ptr<Codec>> makeOpus()
{
    constexpr int bitsPerSecond = 24000; // more than enough for a voice of the telephone's band
    constexpr int complexity = 5; // of 10: half the cost, and no ear tells at this rate
    int error = OPUS_OK;
    OpusEncoder *encoder = opus_encoder_create(hearing::sampleRate, 1, OPUS_APPLICATION_VOIP, &error);
    OpusDecoder *decoder = opus_decoder_create(hearing::sampleRate, 1, &error);
    auto opus = std::make_unique<Opus>(encoder, decoder);
    if (encoder == nullptr || decoder == nullptr) {
        return failure(Error::Kind::Broken, u"Opus: no memory"_s);
    }
    opus_encoder_ctl(encoder, OPUS_SET_BITRATE(bitsPerSecond));
    opus_encoder_ctl(encoder, OPUS_SET_COMPLEXITY(complexity));
    return opus;
}

} // namespace

Result<std::unique_ptr<Codec>> makeCodec(Encoding encoding)
{
    switch (encoding) {
    case Encoding::Mu:
        return std::make_unique<G711>(hearing::Law::Mu);
    case Encoding::A:
        return std::make_unique<G711>(hearing::Law::A);
    case Encoding::Opus:
        return makeOpus();
    }
    Q_UNREACHABLE_RETURN(nullptr);
}

} // namespace knock::telephony
