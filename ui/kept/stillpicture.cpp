// SPDX-License-Identifier: Apache-2.0
#include "ui/kept/stillpicture.h"

#include <QBuffer>
#include <QFuture>
#include <QImageReader>
#include <QThreadPool>

namespace knock::ui {

namespace {

QImage decode(QByteArray bytes)
{
    // What a stranger sent is read by no more decoders than what the phone may send needs.
    const QByteArrayList formats{"jpeg", "png", "webp"};
    constexpr QSize most{2560, 1440};
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    if (!formats.contains(QImageReader::imageFormat(&buffer)))
        return {};
    QImageReader reader(&buffer);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (size.width() > most.width() || size.height() > most.height())
        reader.setScaledSize(size.scaled(most, Qt::KeepAspectRatio));
    return reader.read().convertToFormat(QImage::Format_RGB32);
}

} // namespace

void readPicture(const QByteArray &bytes, QObject *owner, std::function<void(const QImage &)> then)
{
    QtFuture::makeReadyValueFuture(bytes).then(QThreadPool::globalInstance(), decode).then(owner, std::move(then));
}

} // namespace knock::ui
