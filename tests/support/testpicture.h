// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <QColor>
#include <QFile>
#include <QJsonArray>

namespace knock::test {

/// What the demonstration phone's camera sees in tests: four quarters, each of one colour, so that a picture of it can
/// be told from any other, from its mirror image and from its blur.
struct TestPicture {
    static constexpr int width = 640;
    static constexpr int height = 480;

    /// Top left, top right, bottom left, bottom right; Y, Cb, Cr (BT.601, studio range).
    static constexpr std::array<std::array<quint8, 3>, 4> colours{
        {{81, 90, 240}, {145, 54, 34}, {41, 240, 110}, {210, 16, 146}}};

    /// A YUV4MPEG2 film of it, as Chromium takes one for its camera.
    static bool write(const QString &path)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            return false;
        QByteArray frame = "FRAME\n";
        for (int plane = 0; plane < 3; ++plane) {
            const int step = plane == 0 ? 1 : 2;
            for (int y = 0; y < height; y += step) {
                for (int x = 0; x < width; x += step)
                    frame += char(colours[quarter(x, y)][size_t(plane)]);
            }
        }
        file.write("YUV4MPEG2 W640 H480 F15:1 Ip A1:1 C420jpeg\n");
        for (int i = 0; i < 5; ++i)
            file.write(frame);
        return file.error() == QFile::NoError;
    }

    /// Whether \a seen, the colours in the middle of the four quarters as "#rrggbb", are this picture's.
    static bool isSeenIn(const QJsonArray &seen)
    {
        static const std::array<QColor, 4> expected{QColor(255, 0, 0), QColor(0, 255, 0), QColor(0, 0, 255),
                                                    QColor(255, 255, 0)};
        if (seen.size() != 4)
            return false;
        for (qsizetype i = 0; i < 4; ++i) {
            const QColor colour(seen[i].toString());
            const QColor &wanted = expected[size_t(i)];
            constexpr int tolerance = 60; // two lossy codecs and two colour conversions lie between
            if (!colour.isValid() || qAbs(colour.red() - wanted.red()) > tolerance
                || qAbs(colour.green() - wanted.green()) > tolerance || qAbs(colour.blue() - wanted.blue()) > tolerance)
                return false;
        }
        return true;
    }

private:
    static size_t quarter(int x, int y) { return size_t((y >= height / 2 ? 2 : 0) + (x >= width / 2 ? 1 : 0)); }
};

} // namespace knock::test
