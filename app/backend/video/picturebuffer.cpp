// SPDX-License-Identifier: Apache-2.0
#include "app/backend/video/picturebuffer.h"

#include <QAbstractVideoBuffer>
#include <QVideoFrameFormat>
extern "C" {
#include <libavutil/frame.h>
}

namespace knock::video {

namespace {

/// How the pixels lie once they are ready to be shown; none if they are of a kind no desk expects.
QVideoFrameFormat::PixelFormat pixelFormatOf(int format)
{
    switch (format) {
    case AV_PIX_FMT_YUV420P:
    case AV_PIX_FMT_YUVJ420P:
    case AV_PIX_FMT_YUVJ444P: // see thin()
        return QVideoFrameFormat::Format_YUV420P;
    case AV_PIX_FMT_YUVJ422P:
        return QVideoFrameFormat::Format_YUV422P;
    default:
        return QVideoFrameFormat::Format_Invalid;
    }
}

/// Leaves every fourth sample of colour: a still may have them all, which no format of a QVideoFrame has in planes.
void thin(AVFrame &frame)
{
    for (const int plane : {1, 2}) {
        for (int line = 0; line < frame.height; line += 2) {
            uint8_t *samples = frame.data[plane] + ptrdiff_t{line} * frame.linesize[plane];
            for (int column = 0; column < frame.width; column += 2)
                samples[column / 2] = samples[column];
        }
        frame.linesize[plane] *= 2;
    }
}

QVideoFrameFormat formatOf(const AVFrame &frame)
{
    const bool isFullRange = frame.format != AV_PIX_FMT_YUV420P || frame.color_range == AVCOL_RANGE_JPEG;
    QVideoFrameFormat format(QSize(frame.width, frame.height), pixelFormatOf(frame.format));
    format.setColorSpace(frame.colorspace == AVCOL_SPC_BT709 ? QVideoFrameFormat::ColorSpace_BT709
                                                             : QVideoFrameFormat::ColorSpace_BT601);
    format.setColorRange(isFullRange ? QVideoFrameFormat::ColorRange_Full : QVideoFrameFormat::ColorRange_Video);
    return format;
}

/// Planes of an AVFrame, which the decoder may still read as a reference: never to be written.
class PictureBuffer final : public QAbstractVideoBuffer
{
public:
    explicit PictureBuffer(FramePointer frame)
        : m_frame(std::move(frame))
        , m_format(formatOf(*m_frame))
    {
    }

    [[nodiscard]] QVideoFrameFormat format() const override { return m_format; }

    [[nodiscard]] MapData map(QVideoFrame::MapMode mode) override
    {
        MapData data;
        if (mode != QVideoFrame::ReadOnly)
            return data;
        data.planeCount = 3;
        for (int plane = 0; plane < data.planeCount; ++plane) {
            const bool isWhole = plane == 0 || m_format.pixelFormat() == QVideoFrameFormat::Format_YUV422P;
            const int lines = isWhole ? m_frame->height : (m_frame->height + 1) / 2;
            data.data[plane] = m_frame->data[plane];
            data.bytesPerLine[plane] = m_frame->linesize[plane];
            data.dataSize[plane] = m_frame->linesize[plane] * lines;
        }
        return data;
    }

private:
    FramePointer m_frame;
    QVideoFrameFormat m_format;
};

} // namespace

void FreeFrame::operator()(AVFrame *frame) const { av_frame_free(&frame); }

std::optional<QVideoFrame> pictureOf(FramePointer frame)
{
    if (pixelFormatOf(frame->format) == QVideoFrameFormat::Format_Invalid)
        return std::nullopt;
    if (frame->format == AV_PIX_FMT_YUVJ444P) {
        if (av_frame_make_writable(frame.get()) != 0)
            return std::nullopt;
        thin(*frame);
    }
    const int64_t at = frame->pts;
    QVideoFrame picture(std::make_unique<PictureBuffer>(std::move(frame)));
    picture.setStartTime(at);
    return picture;
}

} // namespace knock::video
