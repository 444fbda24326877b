// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/shell/references.h"

#include <cstdlib>
#include <QBuffer>
#include <QDir>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QGuiApplication>

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

/// What the look of letters depends on.
QByteArray penOf()
{
    const QFont font = QGuiApplication::font();
    const QFontMetricsF metrics(font);
    const double width = metrics.horizontalAdvance(u"Silent caller 말없는 신고 112"_s);
    return u"Qt %1, %2 %3, %4 x %5\n"_s.arg(QLatin1StringView(qVersion()), QFontInfo(font).family())
        .arg(font.pointSizeF())
        .arg(width)
        .arg(metrics.height())
        .toUtf8();
}

bool isRenewed() { return qEnvironmentVariableIsSet("KNOCK_RENEW_REFERENCES"); }

} // namespace

References::References(QString folder)
    : m_folder(std::move(folder))
{
    QFile pen(QDir(m_folder).filePath(u"pen.txt"_s));
    if (isRenewed()) {
        m_isComparable = QDir().mkpath(m_folder) && pen.open(QIODevice::WriteOnly) && pen.write(penOf()) > 0;
        return;
    }
    const QByteArray reference = pen.open(QIODevice::ReadOnly) ? pen.readAll() : QByteArray();
    m_isComparable = reference.isEmpty() || reference == penOf();
    if (!m_isComparable)
        qInfo() << "Screens are not compared: letters are drawn with" << penOf() << "and were drawn with" << reference;
}

QString References::compare(const QString &name, const QImage &screen) const
{
    const QByteArray bytes = small(screen);
    const QString path = QDir(m_folder).filePath(name + u".jpg"_s);
    QFile file(path);
    if (isRenewed()) {
        const bool isKept = m_isComparable && file.open(QIODevice::WriteOnly) && file.write(bytes) > 0;
        return isKept ? QString() : u"%1 cannot be written"_s.arg(path);
    }
    if (!m_isComparable)
        return {};
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
