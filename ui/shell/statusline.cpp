// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/statusline.h"

#include "ui/kit/elapsedlabel.h"
#include "ui/kit/note.h"
#include "ui/kit/words.h"

#include <QEvent>
#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace knock::ui {

StatusLine::StatusLine(desk::Desk &desk, Ticker &ticker, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_ticker(ticker)
    , m_position(new QLabel(this))
    , m_waiting(new QLabel(this))
    , m_health(new Note(this))
    , m_clock(new QLabel(this))
{
    m_waiting->setFont(tabular(font()));
    m_clock->setFont(tabular(font()));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 2, 12, 2);
    row->setSpacing(24);
    row->addWidget(m_position);
    row->addWidget(m_waiting);
    row->addWidget(m_health, 1);
    row->addWidget(m_clock);
    connect(&desk, &desk::Desk::healthChanged, this, [this](const Health &health) {
        if (health.well)
            m_ill.remove(health.part);
        else
            m_ill.insert(health.part, health.why.kind);
        follow();
    });
    connect(&desk, &desk::Desk::changed, this, &StatusLine::followSoon);
    connect(&desk, &desk::Desk::lost, this, &StatusLine::follow);
    connect(&desk, &desk::Desk::caughtUp, this, &StatusLine::follow);
    connect(&ticker, &Ticker::ticked, this, &StatusLine::follow);
    follow();
}

void StatusLine::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        follow();
}

void StatusLine::follow()
{
    m_position->setText(tr("Position %1").arg(m_desk.seat().value));
    m_waiting->setText(waiting());
    m_clock->setText(m_ticker.now().toLocalTime().toString(u"HH:mm:ss"_s));
    if (const auto &since = m_desk.lostSince()) {
        m_health->say(Note::Tone::Alarm, Glyph::Lost,
                      tr("Service out of reach for %1").arg(elapsedText(*since, m_ticker.now())));
        return;
    }
    if (m_ill.isEmpty()) {
        m_health->say(Note::Tone::Plain, Glyph::Done, tr("All parts of the service work"));
        return;
    }
    QStringList ill;
    for (const auto &[part, why] : m_ill.asKeyValueRange())
        ill.append(tr("%1: %2").arg(Words::of(part), Words::of(why)));
    m_health->say(Note::Tone::Warning, Glyph::Warning, ill.join(u" · "_s));
}

/// However many events come at once, the words are made once.
void StatusLine::followSoon()
{
    if (std::exchange(m_isDue, true))
        return;
    const auto follow = [this] {
        m_isDue = false;
        m_waiting->setText(waiting());
    };
    QMetaObject::invokeMethod(this, follow, Qt::QueuedConnection);
}

QString StatusLine::waiting() const
{
    if (m_desk.ringing().empty())
        return tr("Nobody waits");
    const Incident *longest = m_desk.find(*m_desk.ringing().begin());
    return tr("%1 waiting, longest %2").arg(m_desk.ringing().size()).arg(elapsedText(longest->arrived, m_ticker.now()));
}

} // namespace knock::ui
