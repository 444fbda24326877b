// SPDX-License-Identifier: Apache-2.0
#include "app/wire/mediaframe.h"

#include <limits>
#include <QtEndian>

namespace knock::wire {

namespace {

constexpr char picture = 1;
constexpr qsizetype pictureHeader = 1 + 8 + 8 + 1 + 1;

template <typename T>
T numberAt(const QByteArray &bytes, qsizetype at)
{
    return qFromBigEndian<T>(bytes.constData() + at);
}

template <typename T>
void put(QByteArray &bytes, T value)
{
    const T inOrder = qToBigEndian(value);
    bytes.append(reinterpret_cast<const char *>(&inOrder), sizeof inOrder);
}

Result<MediaFrame> decodePicture(const QByteArray &bytes)
{
    if (bytes.size() <= pictureHeader)
        return failure(Error::Kind::Malformed, QStringLiteral("a picture without a picture"));
    const auto at = numberAt<quint64>(bytes, 9);
    const auto codec = static_cast<quint8>(bytes.at(17));
    const auto isWhole = static_cast<quint8>(bytes.at(18));
    if (at > quint64(std::numeric_limits<qint64>::max()) || codec > 2 || isWhole > 1)
        return failure(Error::Kind::Malformed, QStringLiteral("the header of a picture"));
    return EncodedFrame{.incident = {numberAt<quint64>(bytes, 1)},
                        .codec = EncodedFrame::Codec(codec),
                        .key = isWhole == 1,
                        .at = std::chrono::microseconds(qint64(at)),
                        .bytes = bytes.sliced(pictureHeader)};
}

Result<MediaFrame> decodeVoice(const QByteArray &bytes)
{
    const auto size = size_t(bytes.size()) - 1;
    if (size == 0 || size % sizeof(qint16) != 0 || size / sizeof(qint16) > VoiceFrame::most)
        return failure(Error::Kind::Malformed, QStringLiteral("the length of a voice"));
    VoiceFrame voice{.speaker = Speaker(bytes.at(0)), .samples = std::vector<qint16>(size / sizeof(qint16))};
    qFromBigEndian<qint16>(bytes.constData() + 1, qsizetype(voice.samples.size()), voice.samples.data());
    return voice;
}

} // namespace

QByteArray encode(const EncodedFrame &frame)
{
    QByteArray bytes;
    bytes.reserve(pictureHeader + frame.bytes.size());
    bytes.append(picture);
    put(bytes, frame.incident.value);
    put(bytes, quint64(frame.at.count()));
    put(bytes, quint8(frame.codec));
    put(bytes, quint8(frame.key));
    return bytes + frame.bytes;
}

QByteArray encode(Speaker speaker, std::span<const qint16> samples)
{
    QByteArray bytes(1 + qsizetype(samples.size_bytes()), Qt::Uninitialized);
    bytes[0] = char(speaker);
    qToBigEndian<qint16>(samples.data(), qsizetype(samples.size()), bytes.data() + 1);
    return bytes;
}

Result<MediaFrame> decodeMedia(const QByteArray &bytes)
{
    if (bytes.startsWith(picture))
        return decodePicture(bytes);
    if (bytes.startsWith(char(Speaker::Caller)) || bytes.startsWith(char(Speaker::Operator)))
        return decodeVoice(bytes);
    return failure(Error::Kind::Malformed, QStringLiteral("an unknown kind of media"));
}

} // namespace knock::wire
