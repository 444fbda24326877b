// SPDX-License-Identifier: Apache-2.0
#include "ui/picture/picture.h"

#include "ui/picture/pixels.h"

#include <algorithm>
#include <QPainter>
#include <QPalette>

namespace knock::ui {

namespace {

/// Where a side \a length long begins in one of \a room, its point \a centre (a share of it) being in the middle as
/// far as no gap opens.
int beginning(int length, int room, double centre)
{
    if (length <= room)
        return (room - length) / 2;
    return std::clamp(qRound(room / 2. - centre * length), room - length, 0);
}

} // namespace

void Picture::take(const QVideoFrame &frame)
{
    m_newest = frame;
    if (!isFrozen())
        paintAnew();
}

void Picture::clear()
{
    m_newest = {};
    m_frozen = {};
    paintAnew();
}

void Picture::freeze()
{
    m_frozen = m_newest;
    Q_EMIT changed();
}

void Picture::thaw()
{
    m_frozen = {};
    paintAnew();
}

void Picture::setBlurred(bool isBlurred)
{
    if (std::exchange(m_isBlurred, isBlurred) != isBlurred)
        paintAnew();
}

void Picture::setBlanked(bool isBlanked)
{
    if (std::exchange(m_isBlanked, isBlanked) != isBlanked)
        Q_EMIT changed();
}

void Picture::setOld(bool isOld)
{
    if (std::exchange(m_isOld, isOld) != isOld)
        Q_EMIT changed();
}

void Picture::setView(const View &view)
{
    if (view == m_view)
        return;
    m_view = view;
    paintAnew();
    Q_EMIT viewChanged();
}

void Picture::turn()
{
    View view = m_view;
    view.turns = (view.turns + 1) % 4;
    view.centre = {1 - m_view.centre.y(), m_view.centre.x()};
    setView(view);
}

void Picture::zoomBy(int steps, const QRect &area, QPoint point)
{
    const QRect before = wholeIn(area);
    if (before.isEmpty())
        return;
    View view = m_view;
    for (; steps > 0; --steps)
        view.zoom = std::min(view.zoom * 2, mostZoom);
    for (; steps < 0; ++steps)
        view.zoom = std::max(view.zoom / 2, 1);
    const QPointF away = QPointF(point - area.center());
    const double grows = double(view.zoom) / m_view.zoom;
    const QSizeF size = QSizeF(before.size()) * grows;
    const QPointF at = QPointF(point - before.topLeft());
    view.centre = {std::clamp(at.x() / before.width() - away.x() / size.width(), 0., 1.),
                   std::clamp(at.y() / before.height() - away.y() / size.height(), 0., 1.)};
    if (view.zoom == 1)
        view.centre = View().centre;
    setView(view);
}

void Picture::dragBy(QPoint distance, const QRect &area)
{
    const QRect whole = wholeIn(area);
    if (whole.isEmpty())
        return;
    // From where it is, not from where it was once wished to be: no way back is lost at an edge.
    const auto moved = [](int begins, int length, int room, int by) {
        const double middle = (room / 2. - begins - by) / length;
        const double edge = std::min(0.5, room / 2. / length);
        return std::clamp(middle, edge, 1 - edge);
    };
    View view = m_view;
    view.centre = {moved(whole.x() - area.x(), whole.width(), area.width(), distance.x()),
                   moved(whole.y() - area.y(), whole.height(), area.height(), distance.y())};
    setView(view);
}

QRect Picture::wholeIn(const QRect &area) const
{
    if (seen().size().isEmpty() || area.isEmpty())
        return {};
    const QSize upright = m_view.turns % 2 == 0 ? seen().size() : seen().size().transposed();
    const QSize size = upright.scaled(area.size(), Qt::KeepAspectRatio) * m_view.zoom;
    return {area.topLeft()
                + QPoint(beginning(size.width(), area.width(), m_view.centre.x()),
                         beginning(size.height(), area.height(), m_view.centre.y())),
            size};
}

QRect Picture::rectIn(const QRect &area) const
{
    return seen().isValid() && !m_isBlanked ? wholeIn(area) & area : QRect();
}

void Picture::paint(QPainter &painter, const QRect &area, const QPalette &palette)
{
    const QRect rect = rectIn(area);
    if (rect.isEmpty())
        return;
    if (m_image.isNull()) {
        m_image = m_isBlurred ? coarseImageOf(seen()) : imageOf(seen());
        if (m_view.turns != 0)
            m_image = m_image.transformed(QTransform().rotate(90 * m_view.turns));
    }
    const QRect whole = wholeIn(area);
    const double across = double(m_image.width()) / whole.width();
    const double down = double(m_image.height()) / whole.height();
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(
        QRectF(rect), m_image,
        {(rect.x() - whole.x()) * across, (rect.y() - whole.y()) * down, rect.width() * across, rect.height() * down});
    if (m_isOld && !isFrozen()) {
        QColor veil = palette.color(QPalette::Base);
        veil.setAlpha(150);
        painter.fillRect(rect, veil);
    }
}

void Picture::paintAnew()
{
    m_image = {};
    Q_EMIT changed();
}

} // namespace knock::ui
