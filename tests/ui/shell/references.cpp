// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/shell/references.h"

#include <cstdlib>
#include <QBuffer>
#include <QDir>

using namespace Qt::StringLiterals;

namespace knock::test {

namespace {

int differenceOf(QRgb one, QRgb other)
{
    return std::max({std::abs(qRed(one) - qRed(other)), std::abs(qGreen(one) - qGreen(other)),
                     std::abs(qBlue(one) - qBlue(other))});
}

/// The mean of a tile's differences: a thin line that moved by a part of a pixel is no difference, a word is.
int differenceIn(const QImage &one, const QImage &other, QPoint at)
{
    int sum = 0;
    for (int y = at.y(); y < at.y() + References::tile; ++y) {
        for (int x = at.x(); x < at.x() + References::tile; ++x)
            sum += differenceOf(one.pixel(x, y), other.pixel(x, y));
    }
    return sum / (References::tile * References::tile);
}

QByteArray small(const QImage &screen)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    screen.scaled(References::size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).save(&buffer, "JPG", 90);
    return bytes;
}

} // namespace

QString References::compare(const QString &name, const QImage &screen) const
{
    const QByteArray bytes = small(screen);
    const QString path = QDir(m_folder).filePath(name + u".jpg"_s);
    QFile file(path);
    if (qEnvironmentVariableIsSet("KNOCK_RENEW_REFERENCES")) {
        const bool isKept = QDir().mkpath(m_folder) && file.open(QIODevice::WriteOnly) && file.write(bytes) > 0;
        return isKept ? QString() : u"%1 cannot be written"_s.arg(path);
    }
    // Both have lost the same to JPEG.
    const QImage seen = QImage::fromData(bytes).convertToFormat(QImage::Format_RGB32);
    const QImage reference = QImage(path).convertToFormat(QImage::Format_RGB32);
    if (reference.size() != size)
        return u"%1 is no reference"_s.arg(path);
    for (int y = 0; y < size.height(); y += tile) {
        for (int x = 0; x < size.width(); x += tile) {
            const int difference = differenceIn(reference, seen, {x, y});
            if (difference > tolerance)
                return u"%1 looks different at %2 %, %3 % of the screen (by %4 of %5 allowed)"_s.arg(name)
                    .arg(100 * x / size.width())
                    .arg(100 * y / size.height())
                    .arg(difference)
                    .arg(tolerance);
        }
    }
    return {};
}

} // namespace knock::test
