// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/lossband.h"

#include "ui/kit/elapsedlabel.h"
#include "ui/kit/glyph.h"
#include "ui/kit/statecolours.h"

#include <QAccessibleAnnouncementEvent>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace knock::ui {

LossBand::LossBand(desk::Desk &desk, Ticker &ticker, QWidget *parent)
    : QFrame(parent)
    , m_desk(desk)
    , m_ticker(ticker)
    , m_glyph(new QLabel(this))
    , m_text(new QLabel(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 12, 6);
    row->setSpacing(8);
    row->addWidget(m_glyph, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    setAutoFillBackground(true);
    connect(&desk, &desk::Desk::lost, this, &LossBand::begin);
    connect(&desk, &desk::Desk::caughtUp, this, &LossBand::follow);
    connect(&ticker, &Ticker::ticked, this, &LossBand::follow);
    follow();
}

void LossBand::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        follow();
    else if (event->type() == QEvent::PaletteChange)
        paintColours();
}

void LossBand::begin()
{
    follow();
    QAccessibleAnnouncementEvent announcement(this, m_text->text());
    announcement.setPoliteness(QAccessible::AnnouncementPoliteness::Assertive);
    QAccessible::updateAccessibility(&announcement);
}

void LossBand::follow()
{
    const auto &since = m_desk.lostSince();
    if (since) {
        m_text->setText(
            tr("The service is out of reach. What you see is as it was at %1, %2 ago. Nothing you ask for is "
               "done or kept; order by radio. The desk comes back by itself.")
                .arg(since->toLocalTime().toString(u"HH:mm:ss"_s), elapsedText(*since, m_ticker.now())));
        setAccessibleName(tr("Service out of reach"));
        setAccessibleDescription(m_text->text());
        paintColours();
    }
    setVisible(since.has_value());
}

void LossBand::paintColours()
{
    const StateColours &colours = stateColours(parentWidget() ? parentWidget()->palette() : palette());
    QPalette own = palette();
    own.setColor(QPalette::Window, colours.alarmFill);
    own.setColor(QPalette::WindowText, colours.onAlarm);
    if (own != palette())
        setPalette(own);
    m_glyph->setPixmap(glyphPixmap(Glyph::Lost, colours.onAlarm, fontMetrics().height(), devicePixelRatioF()));
}

} // namespace knock::ui
