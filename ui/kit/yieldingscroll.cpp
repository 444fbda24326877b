// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/yieldingscroll.h"

#include <algorithm>
#include <QEvent>
#include <QScrollBar>

namespace knock::ui {

YieldingScroll::YieldingScroll(QWidget *content, const QList<QWidget *> &inSight, QWidget *parent)
    : QScrollArea(parent)
    , m_inSight(inSight.begin(), inSight.end())
{
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    content->installEventFilter(this);
    setWidget(content);
    m_needed = content->sizeHint().height();
}

QSize YieldingScroll::sizeHint() const { return {widget()->sizeHint().width(), m_needed}; }

QSize YieldingScroll::minimumSizeHint() const
{
    constexpr int lines = 6;
    return {widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width(),
            std::min(m_needed, lines * fontMetrics().height())};
}

void YieldingScroll::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    fitSoon();
}

bool YieldingScroll::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == widget() && (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Resize))
        fitSoon();
    return QScrollArea::eventFilter(watched, event);
}

void YieldingScroll::fit()
{
    m_isFitting = false;
    // Of the width without the bar: it is not to stay for the height that it costs itself.
    const int needed
        = widget()->hasHeightForWidth() ? widget()->heightForWidth(width()) : widget()->sizeHint().height();
    if (std::exchange(m_needed, needed) != needed)
        updateGeometry();
    // Once it is there, a bar takes the width for which it is needed: one that came too early would stay.
    setVerticalScrollBarPolicy(height() >= needed ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    for (QWidget *part : m_inSight) {
        if (part && part->isVisible())
            ensureWidgetVisible(part, 0, 0);
    }
}

/// In the middle of a layout no other one may be asked for.
void YieldingScroll::fitSoon()
{
    if (!std::exchange(m_isFitting, true))
        QMetaObject::invokeMethod(this, &YieldingScroll::fit, Qt::QueuedConnection);
}

} // namespace knock::ui
