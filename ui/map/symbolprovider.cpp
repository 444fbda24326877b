// SPDX-License-Identifier: Apache-2.0
#include "ui/map/symbolprovider.h"

#include <QPainter>
#include <QSvgRenderer>

namespace knock::ui {

using namespace Qt::StringLiterals;

SymbolProvider::SymbolProvider()
    : QQuickImageProvider(QQuickImageProvider::Image)
{
}

QImage SymbolProvider::requestImage(const QString &id, QSize *size, const QSize &requestedSize)
{
    QSvgRenderer renderer(u":/knock/map/symbols/%1.svg"_s.arg(id));
    const QSize wanted = requestedSize.isValid() && !requestedSize.isEmpty() ? requestedSize : renderer.defaultSize();
    QImage image(wanted, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    renderer.render(&painter);
    if (size)
        *size = wanted;
    return image;
}

} // namespace knock::ui
