// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <numbers>
#include <QByteArray>
#include <QtEndian>
#include <vector>

namespace knock::test {

struct WavForm {
    quint16 code = 1;
    quint16 channels = 1;
    quint32 rate = 8000;
    quint16 bits = 16;
    bool extraChunk = true; ///< between format and samples, of an odd length; some programs stumble over it
};

template <typename T>
QByteArray littleEndian(T value)
{
    QByteArray bytes(sizeof(T), '\0');
    qToLittleEndian(value, bytes.data());
    return bytes;
}

[[nodiscard]] inline QByteArray wav(const std::vector<qint16> &samples, const WavForm &form = {})
{
    QByteArray data;
    for (const qint16 sample : samples) {
        data += littleEndian(sample);
    }
    const QByteArray format = littleEndian(form.code) + littleEndian(form.channels) + littleEndian(form.rate)
        + littleEndian(form.rate * 2) + littleEndian<quint16>(2) + littleEndian(form.bits);
    const QByteArray extra
        = form.extraChunk ? "LIST" + littleEndian<quint32>(3) + QByteArray("abc\0", 4) : QByteArray();
    const QByteArray chunks = "fmt " + littleEndian(static_cast<quint32>(format.size())) + format + extra + "data"
        + littleEndian(static_cast<quint32>(data.size())) + data;
    return "RIFF" + littleEndian(static_cast<quint32>(chunks.size() + 4)) + "WAVE" + chunks;
}

/// A tone that rises from 300 to 3000 Hz: each part of it is like no other.
[[nodiscard]] inline std::vector<qint16> chirp(int count)
{
    std::vector<qint16> samples;
    double phase = 0;
    for (int n = 0; n < count; ++n) {
        phase += 2 * std::numbers::pi * (300 + 2700.0 * n / count) / 8000;
        samples.push_back(static_cast<qint16>(12'000 * std::sin(phase)));
    }
    return samples;
}

} // namespace knock::test
