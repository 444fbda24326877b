// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/demonstration/room.h"

#include <QFile>
#include <QRandomGenerator>
#include <QtEndian>

namespace knock::demonstration {

namespace {

constexpr quint32 sampleRate = 8'000;
constexpr quint32 bytesPerSample = 2;

template <typename Number>
void append(QByteArray &bytes, Number number)
{
    const Number little = qToLittleEndian(number);
    bytes.append(reinterpret_cast<const char *>(&little), sizeof(little));
}

QByteArray waveHeader(quint32 dataBytes)
{
    QByteArray header;
    header += "RIFF";
    append(header, quint32(36 + dataBytes));
    header += "WAVEfmt ";
    append(header, quint32(16));
    append(header, quint16(1)); // PCM
    append(header, quint16(1)); // one channel
    append(header, sampleRate);
    append(header, quint32(sampleRate * bytesPerSample));
    append(header, quint16(bytesPerSample));
    append(header, quint16(8 * bytesPerSample));
    header += "data";
    append(header, dataBytes);
    return header;
}

QByteArray secondOfHiss()
{
    constexpr int loudest = 24; // of 32767: about -63 dB
    QRandomGenerator noise(112);
    QByteArray samples;
    samples.reserve(sampleRate * bytesPerSample);
    for (quint32 i = 0; i < sampleRate; ++i)
        append(samples, qint16(noise.bounded(-loudest, loudest + 1)));
    return samples;
}

} // namespace

Result<> writeQuietRoom(const QString &path, std::chrono::seconds length)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return failure(Error::Kind::Full, file.errorString());
    const QByteArray second = secondOfHiss();
    file.write(waveHeader(quint32(length.count()) * sampleRate * bytesPerSample));
    for (auto written = std::chrono::seconds(0); written < length; ++written) {
        if (file.write(second) != second.size())
            return failure(Error::Kind::Full, file.errorString());
    }
    return file.flush() ? Result<>() : failure(Error::Kind::Full, file.errorString());
}

} // namespace knock::demonstration
