// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/voice/prompt.h"

#include "app/service/hearing/keypad.h"

#include <cmath>
#include <QFile>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace knock::telephony {

namespace {

constexpr qsizetype rate = 8000;
constexpr qsizetype longest = 60 * rate * 2; // bytes of samples
constexpr qsizetype chunkHeader = 8;

struct Format {
    quint16 code;
    quint16 channels;
    quint32 samplesPerSecond;
    quint16 bits;
};

Format formatIn(QByteArrayView chunk)
{
    return {.code = qFromLittleEndian<quint16>(chunk.data()),
            .channels = qFromLittleEndian<quint16>(chunk.data() + 2),
            .samplesPerSecond = qFromLittleEndian<quint32>(chunk.data() + 4),
            .bits = qFromLittleEndian<quint16>(chunk.data() + 14)};
}

Result<QByteArrayView> samplesIn(QByteArrayView wav)
{
    if (wav.size() < 12 || !wav.startsWith("RIFF") || wav.sliced(8, 4) != "WAVE") {
        return failure(Error::Kind::Malformed, u"the prompt is no WAV file"_s);
    }
    QByteArrayView left = wav.sliced(12);
    bool isOurs = false;
    while (left.size() >= chunkHeader) {
        const QByteArrayView name = left.first(4);
        const qsizetype said = qFromLittleEndian<quint32>(left.data() + 4);
        left = left.sliced(chunkHeader);
        const QByteArrayView chunk = left.first(qMin(said, left.size()));
        if (name == "fmt " && chunk.size() >= 16) {
            const Format format = formatIn(chunk);
            isOurs = format.code == 1 && format.channels == 1 && format.samplesPerSecond == rate && format.bits == 16;
        }
        if (name == "data") {
            if (!isOurs) {
                return failure(Error::Kind::Malformed, u"the prompt is not 8 kHz, mono, 16 bit PCM"_s);
            }
            return chunk;
        }
        // Chunks begin on even bytes.
        left = left.sliced(qMin(chunk.size() + chunk.size() % 2, left.size()));
    }
    return failure(Error::Kind::Malformed, u"the prompt has no samples"_s);
}

} // namespace

Result<Prompt> Prompt::read(const QString &file)
{
    QFile wav(file);
    if (!wav.open(QIODevice::ReadOnly)) {
        return failure(Error::Kind::NotFound, u"the prompt cannot be read: %1"_s.arg(wav.errorString()));
    }
    return parse(wav.read(longest + 4096));
}

Result<Prompt> Prompt::parse(QByteArrayView wav)
{
    const Result<QByteArrayView> samples = samplesIn(wav);
    if (!samples) {
        return std::unexpected(samples.error());
    }
    if (samples->size() > longest) {
        return failure(Error::Kind::Malformed, u"the prompt is longer than a minute"_s);
    }

    Prompt prompt;
    for (qsizetype at = 0; at + 1 < samples->size(); at += 2) {
        prompt.m_samples.push_back(qFromLittleEndian<qint16>(samples->data() + at));
    }
    return prompt;
}

Prompt Prompt::ringBack()
{
    constexpr int second = hearing::sampleRate;
    constexpr double loudness = 2000; // about -20 dBm0 each
    Prompt prompt;
    for (int n = 0; n < 3 * second; ++n) {
        const double tones = std::sin(hearing::turn(440) * n) + std::sin(hearing::turn(480) * n);
        prompt.m_samples.push_back(n < second ? static_cast<qint16>(loudness * tones) : qint16{0});
    }
    return prompt;
}

} // namespace knock::telephony
