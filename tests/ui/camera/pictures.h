// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <QImage>
#include <QVideoFrame>

namespace knock::test {

/// A picture whose brightness at each pixel is what \a light says; grey, or of the one colour \a u, \a v.
inline QVideoFrame picture(QSize size, const std::function<int(int, int)> &light, int u = 128, int v = 128)
{
    QVideoFrameFormat format(size, QVideoFrameFormat::Format_YUV420P);
    format.setColorSpace(QVideoFrameFormat::ColorSpace_BT601);
    format.setColorRange(QVideoFrameFormat::ColorRange_Video);
    QVideoFrame frame(format);
    if (!frame.map(QVideoFrame::WriteOnly))
        return {};
    for (int y = 0; y < size.height(); ++y) {
        for (int x = 0; x < size.width(); ++x)
            frame.bits(0)[y * frame.bytesPerLine(0) + x] = static_cast<uchar>(light(x, y));
    }
    for (int y = 0; y < size.height() / 2; ++y) {
        std::fill_n(frame.bits(1) + y * frame.bytesPerLine(1), size.width() / 2, static_cast<uchar>(u));
        std::fill_n(frame.bits(2) + y * frame.bytesPerLine(2), size.width() / 2, static_cast<uchar>(v));
    }
    frame.unmap();
    return frame;
}

/// Black and white stripes as fine as the strokes of writing.
inline QVideoFrame stripes(QSize size = {640, 480})
{
    return picture(size, [](int x, int y) { return (x / 8 + y / 8) % 2 == 0 ? 16 : 235; });
}

inline QVideoFrame plain(int light)
{
    return picture({640, 480}, [light](int, int) { return light; });
}

/// Four quarters of other greys each, from the upper left one as one reads.
inline QVideoFrame quarters()
{
    return picture({640, 480}, [](int x, int y) { return 16 + 73 * ((y >= 240 ? 2 : 0) + (x >= 320 ? 1 : 0)); });
}

/// Which of quarters() are seen in the middle of the quarters of \a image, read the same way.
inline QString quartersIn(const QImage &image)
{
    QString seen;
    for (const QPoint &at : {QPoint(1, 1), QPoint(3, 1), QPoint(1, 3), QPoint(3, 3)})
        seen += QString::number(
            qRound(qGray(image.pixel(image.width() * at.x() / 4, image.height() * at.y() / 4)) / 85.));
    return seen;
}

/// The largest step between two pixels beside each other.
inline int sharpness(const QImage &image)
{
    int largest = 0;
    for (int y = 0; y < image.height(); y += 3) {
        for (int x = 1; x < image.width(); ++x)
            largest = std::max(largest, std::abs(qGray(image.pixel(x, y)) - qGray(image.pixel(x - 1, y))));
    }
    return largest;
}

} // namespace knock::test
