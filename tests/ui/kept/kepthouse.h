// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/house.h"
#include "tests/ui/camera/pictures.h"
#include "ui/kept/keptsheet.h"
#include "ui/picture/pixels.h"

#include <QBuffer>
#include <QDataStream>

namespace knock::test {

/// \a seconds of a quiet tone, 8000 samples in each (a WAV file: RIFF, PCM).
inline QByteArray tone(int seconds)
{
    const quint32 samples = 8000U * quint32(seconds);
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setByteOrder(QDataStream::LittleEndian);
    stream.writeRawData("RIFF", 4);
    stream << quint32(36 + 2 * samples);
    stream.writeRawData("WAVEfmt ", 8);
    stream << quint32(16) << quint16(1) << quint16(1) << quint32(8000) << quint32(16000) << quint16(2) << quint16(16);
    stream.writeRawData("data", 4);
    stream << quint32(2 * samples);
    for (quint32 i = 0; i < samples; ++i)
        stream << qint16(i % 20 * 10);
    return bytes;
}

/// \a seconds of stripes() that do not move, ten pictures in each (YUV4MPEG2).
inline QByteArray film(int seconds, QSize size = {320, 240})
{
    QVideoFrame frame = stripes(size);
    if (!frame.map(QVideoFrame::ReadOnly))
        return {};
    QByteArray picture = "FRAME\n";
    for (int plane = 0; plane < 3; ++plane) {
        const QSize part = plane == 0 ? size : size / 2;
        for (int y = 0; y < part.height(); ++y) {
            const auto *line = reinterpret_cast<const char *>(frame.bits(plane));
            picture.append(line + y * frame.bytesPerLine(plane), part.width());
        }
    }
    frame.unmap();
    const QByteArray head
        = QStringLiteral("YUV4MPEG2 W%1 H%2 F10:1 Ip A1:1 C420jpeg\n").arg(size.width()).arg(size.height()).toLatin1();
    return head + picture.repeated(10 * seconds);
}

inline QByteArray photo(QSize size = {640, 480}, const char *format = "JPG")
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    ui::imageOf(stripes(size)).save(&buffer, format, 90);
    return bytes;
}

/// A window with a call of which something is kept, and a service that has the files.
class KeptHouse
{
public:
    static constexpr IncidentId id{17};

    explicit KeptHouse(ui::Language::Tongue tongue = ui::Language::Tongue::English,
                       ui::Scheme scheme = ui::Scheme::Dark, backend::Gate *gate = nullptr)
        : house(tongue, scheme, {}, gate)
    {
        house.backend.open();
        house.story.ring(id);
        house.story.answer(id);
    }

    void record(const QString &file, std::chrono::milliseconds duration, bool isCut = false)
    {
        house.backend.tell(RecordingBegan{id, file, house.clock.now()});
        house.clock.advance(duration);
        house.backend.tell(RecordingEnded{id, file, {}, duration, isCut, house.clock.now()});
    }
    void keep(FileKind kind, const QString &file, quint64 size)
    {
        house.backend.tell(FileKept{id, kind, file, QString(64, QLatin1Char('0')), size, house.clock.now()});
    }
    [[nodiscard]] ui::KeptSheet *sheet() const { return house.window.findChild<ui::KeptSheet *>(); }

    /// Answers as the service would, with \a bytes, whatever is asked for and was not answered yet.
    void serve(const QByteArray &bytes)
    {
        while (true) {
            const auto asked = house.sent<ReadFile>();
            if (m_served == asked.size())
                return;
            const ReadFile part = asked.at(m_served++);
            house.backend.give({part.incident, part.file, part.from, quint64(bytes.size()),
                                bytes.sliced(qsizetype(part.from))
                                    .first(std::min(FilePiece::most, bytes.size() - qsizetype(part.from)))});
        }
    }
    void refuse(Error::Kind why)
    {
        ++m_served;
        house.story.refuse(id, ReadFile::name.toString(), why);
    }

    House house;

private:
    size_t m_served = 0;
};

} // namespace knock::test
