// SPDX-License-Identifier: Apache-2.0
#include "ui/picture/pictureview.h"

#include "ui/kit/elapsedlabel.h"
#include "ui/kit/statecolours.h"
#include "ui/picture/picture.h"

#include <QPainter>
#include <QWheelEvent>

namespace knock::ui {

PictureView::PictureView(Picture &picture, QWidget *parent)
    : QWidget(parent)
    , m_picture(picture)
{
    connect(&picture, &Picture::changed, this, qOverload<>(&QWidget::update));
}

void PictureView::say(const QString &instead, const QString &mark)
{
    if (instead == m_instead && mark == m_mark)
        return;
    m_instead = instead;
    m_mark = mark;
    update();
}

QRect PictureView::pictureRect() const { return m_picture.rectIn(rect()); }

void PictureView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().base());
    if (pictureRect().isEmpty()) {
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(rect().adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap, m_instead);
    } else {
        m_picture.paint(painter, rect(), palette());
        if (!m_mark.isEmpty())
            paintMark(painter);
        Q_EMIT painted();
    }
    if (parentWidget() && parentWidget()->hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

/// Around all of the picture, and in words in its corner.
void PictureView::paintMark(QPainter &painter)
{
    constexpr int thick = 4;
    const StateColours &colours = stateColours(palette());
    const QRect around = pictureRect();
    painter.setPen(QPen(colours.warning, thick));
    painter.drawRect(around.adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2));
    QFont font = tabular(this->font());
    font.setBold(true);
    painter.setFont(font);
    const QSize words = QFontMetrics(font).size(Qt::TextSingleLine, m_mark);
    const QRect band(around.topLeft(), words + QSize(16 + thick, 8 + thick));
    painter.fillRect(band & around, colours.window);
    painter.setPen(colours.warning);
    painter.drawText(band, Qt::AlignCenter, m_mark);
}

void PictureView::wheelEvent(QWheelEvent *event)
{
    constexpr int step = 120; // as QWheelEvent counts: eighths of a degree
    if (pictureRect().isEmpty()) {
        event->ignore();
        return;
    }
    m_wheel += event->angleDelta().y();
    m_picture.zoomBy(m_wheel / step, rect(), event->position().toPoint());
    m_wheel %= step;
}

void PictureView::mousePressEvent(QMouseEvent *event)
{
    m_hand = event->pos();
    event->setAccepted(event->button() == Qt::LeftButton);
}

void PictureView::mouseMoveEvent(QMouseEvent *event)
{
    m_picture.dragBy(event->pos() - std::exchange(m_hand, event->pos()), rect());
}

} // namespace knock::ui
