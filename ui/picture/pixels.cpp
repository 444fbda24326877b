// SPDX-License-Identifier: Apache-2.0
#include "ui/picture/pixels.h"

#include <algorithm>

namespace knock::ui {

namespace {

constexpr int coarseWidth = 20;

/// From YCbCr to RGB in 1/256 (ITU-R BT.601 and BT.709).
struct Matrix {
    int black;
    int luma;
    int redFromV;
    int greenFromU;
    int greenFromV;
    int blueFromU;
};

Matrix matrixOf(const QVideoFrameFormat &format)
{
    const bool isFull = format.colorRange() == QVideoFrameFormat::ColorRange_Full;
    if (format.colorSpace() == QVideoFrameFormat::ColorSpace_BT709)
        return isFull ? Matrix{0, 256, 403, -48, -120, 475} : Matrix{16, 298, 459, -55, -136, 541};
    return isFull ? Matrix{0, 256, 359, -88, -183, 454} : Matrix{16, 298, 409, -100, -208, 516};
}

QRgb colour(const Matrix &matrix, int y, int u, int v)
{
    const int light = (y - matrix.black) * matrix.luma + 128;
    const int blueness = u - 128;
    const int redness = v - 128;
    const auto part = [](int value) { return std::clamp(value >> 8, 0, 255); };
    return qRgb(part(light + matrix.redFromV * redness),
                part(light + matrix.greenFromU * blueness + matrix.greenFromV * redness),
                part(light + matrix.blueFromU * blueness));
}

/// The three planes of a mapped picture.
class Planes
{
public:
    explicit Planes(QVideoFrame &frame)
        : m_frame(frame)
        , m_isMapped(frame.pixelFormat() == QVideoFrameFormat::Format_YUV420P && frame.map(QVideoFrame::ReadOnly))
    {
    }
    ~Planes()
    {
        if (m_isMapped)
            m_frame.unmap();
    }
    Q_DISABLE_COPY_MOVE(Planes)

    [[nodiscard]] bool isReadable() const { return m_isMapped && m_frame.planeCount() == 3; }
    [[nodiscard]] const uchar *line(int plane, int y) const
    {
        return m_frame.bits(plane) + qsizetype(m_frame.bytesPerLine(plane)) * y;
    }
    /// The mean of \a area, looked at in every second line.
    [[nodiscard]] int mean(int plane, const QRect &area) const
    {
        int sum = 0;
        int count = 0;
        for (int y = area.top(); y <= area.bottom(); y += 2) {
            const uchar *const from = line(plane, y);
            for (int x = area.left(); x <= area.right(); ++x)
                sum += from[x];
            count += area.width();
        }
        return count == 0 ? 0 : sum / count;
    }

private:
    QVideoFrame &m_frame;
    bool m_isMapped;
};

/// What is no YCbCr; pixels that lie in one plane as an image has them need no conversion.
QImage otherImageOf(QVideoFrame &frame)
{
    const QImage::Format format = QVideoFrameFormat::imageFormatFromPixelFormat(frame.pixelFormat());
    if (format == QImage::Format_Invalid || !frame.map(QVideoFrame::ReadOnly))
        return frame.toImage();
    const QImage image = QImage(frame.bits(0), frame.width(), frame.height(), frame.bytesPerLine(0), format).copy();
    frame.unmap();
    return image;
}

/// The pixels of a plane \a size large that lie behind cell \a x, \a y of \a grid.
QRect cell(QSize size, QSize grid, int x, int y)
{
    const QPoint from(x * size.width() / grid.width(), y * size.height() / grid.height());
    const QPoint next((x + 1) * size.width() / grid.width(), (y + 1) * size.height() / grid.height());
    return QRect(from, QSize(std::max(1, next.x() - from.x()), std::max(1, next.y() - from.y())));
}

QSize coarseSize(QSize size)
{
    const int width = std::min(coarseWidth, size.width());
    return {width, std::clamp(width * size.height() / size.width(), 1, size.height())};
}

} // namespace

QImage imageOf(QVideoFrame frame)
{
    const Planes planes(frame);
    if (!planes.isReadable())
        return otherImageOf(frame);
    const Matrix matrix = matrixOf(frame.surfaceFormat());
    QImage image(frame.size(), QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y) {
        const uchar *const light = planes.line(0, y);
        const uchar *const blueness = planes.line(1, y / 2);
        const uchar *const redness = planes.line(2, y / 2);
        auto *const to = reinterpret_cast<QRgb *>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x)
            to[x] = colour(matrix, light[x], blueness[x / 2], redness[x / 2]);
    }
    return image;
}

QImage coarseImageOf(QVideoFrame frame)
{
    if (frame.size().isEmpty())
        return {};
    const QSize grid = coarseSize(frame.size());
    const Planes planes(frame);
    if (!planes.isReadable())
        return otherImageOf(frame).scaled(grid, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    const Matrix matrix = matrixOf(frame.surfaceFormat());
    const QSize half((frame.width() + 1) / 2, (frame.height() + 1) / 2);
    QImage image(grid, QImage::Format_RGB32);
    for (int y = 0; y < grid.height(); ++y) {
        for (int x = 0; x < grid.width(); ++x) {
            const QRect colours = cell(half, grid, x, y);
            image.setPixel(x, y,
                           colour(matrix, planes.mean(0, cell(frame.size(), grid, x, y)), planes.mean(1, colours),
                                  planes.mean(2, colours)));
        }
    }
    return image;
}

} // namespace knock::ui
