// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/glyph.h"

#include "app/core/logging.h"

#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

namespace knock::ui {

namespace {

QLatin1StringView fileOf(Glyph glyph)
{
    switch (glyph) {
    case Glyph::Alert:
        return "alert"_L1;
    case Glyph::Lost:
        return "lost"_L1;
    case Glyph::Ringing:
        return "ringing"_L1;
    case Glyph::Late:
        return "late"_L1;
    case Glyph::Mine:
        return "mine"_L1;
    case Glyph::Others:
        return "others"_L1;
    case Glyph::AfterCall:
        return "aftercall"_L1;
    case Glyph::Missed:
        return "missed"_L1;
    case Glyph::Closed:
        return "closed"_L1;
    case Glyph::Done:
        return "done"_L1;
    case Glyph::Next:
        return "next"_L1;
    case Glyph::Ahead:
        return "ahead"_L1;
    case Glyph::Failed:
        return "failed"_L1;
    case Glyph::Order:
        return "order"_L1;
    case Glyph::Link:
        return "link"_L1;
    case Glyph::Chat:
        return "chat"_L1;
    case Glyph::Ask:
        return "ask"_L1;
    case Glyph::HangUp:
        return "hangup"_L1;
    case Glyph::Camera:
        return "camera"_L1;
    case Glyph::Blank:
        return "blank"_L1;
    case Glyph::Phone:
        return "phone"_L1;
    case Glyph::GoTo:
        return "goto"_L1;
    case Glyph::Warning:
        return "warning"_L1;
    case Glyph::Help:
        return "help"_L1;
    case Glyph::Tear:
        return "tear"_L1;
    case Glyph::Dock:
        return "dock"_L1;
    case Glyph::Left:
        return "left"_L1;
    case Glyph::Sent:
        return "sent"_L1;
    case Glyph::Delivered:
        return "delivered"_L1;
    case Glyph::Read:
        return "read"_L1;
    case Glyph::Disguise:
        return "disguise"_L1;
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

QPixmap glyphPixmap(Glyph glyph, const QColor &colour, int size, qreal pixelRatio)
{
    const int pixels = std::max(1, qRound(size * pixelRatio));
    const QString key
        = u"knock/%1/%2/%3/%4"_s.arg(fileOf(glyph), colour.name(QColor::HexArgb)).arg(pixels).arg(pixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;

    QSvgRenderer drawing(u":/icons/"_s + fileOf(glyph) + u".svg"_s);
    if (!drawing.isValid())
        qCCritical(lcUi) << "No drawing for" << fileOf(glyph);
    pixmap = QPixmap(pixels, pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    drawing.render(&painter);
    // The files are black; only their shape counts.
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(pixmap.rect(), colour);
    painter.end();
    pixmap.setDevicePixelRatio(pixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

void paintGlyph(QPainter &painter, const QRect &rect, Glyph glyph, const QColor &colour)
{
    const int size = std::min(rect.width(), rect.height());
    const QRect square(rect.left() + (rect.width() - size) / 2, rect.top() + (rect.height() - size) / 2, size, size);
    painter.drawPixmap(square, glyphPixmap(glyph, colour, size, painter.device()->devicePixelRatioF()));
}

QIcon glyphIcon(Glyph glyph, const QColor &colour)
{
    QIcon icon;
    for (const qreal ratio : {1.0, 2.0})
        icon.addPixmap(glyphPixmap(glyph, colour, 24, ratio));
    return icon;
}

} // namespace knock::ui
