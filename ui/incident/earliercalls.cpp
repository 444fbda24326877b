// SPDX-License-Identifier: Apache-2.0
#include "ui/incident/earliercalls.h"

#include "app/workstation/desk/numbers.h"
#include "ui/kit/evengrid.h"
#include "ui/kit/keybutton.h"
#include "ui/kit/measured.h"

using namespace Qt::StringLiterals;

namespace knock::ui {

EarlierCalls::EarlierCalls(desk::Desk &desk, Ticker &ticker, QAction *next, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_ticker(ticker)
    , m_grid(new EvenGrid(this))
{
    m_grid->addWidget(new KeyButton(next, this));
    hide();
}

void EarlierCalls::follow()
{
    const Incident *incident = m_desk.pastOf();
    const std::vector<EarlierCall> calls
        = incident && incident->earlier ? incident->earlier->calls : std::vector<EarlierCall>();
    if (calls != m_calls)
        renew(calls);
    for (size_t i = 0; i < m_calls.size(); ++i) {
        m_buttons[i]->setText(textOf(m_calls[i]));
        m_buttons[i]->setAccessibleName(tr("Earlier call %1").arg(m_buttons[i]->text()));
        m_buttons[i]->setChecked(m_calls[i].incident == m_desk.selected());
    }
    setVisible(!m_calls.empty());
}

void EarlierCalls::renew(const std::vector<EarlierCall> &calls)
{
    for (QPushButton *button : std::exchange(m_buttons, {})) {
        m_grid->removeWidget(button);
        button->hide();
        button->deleteLater(); // it may be the one that is being clicked
    }
    m_calls = calls;
    for (const EarlierCall &call : m_calls) {
        auto *button = new QPushButton(this);
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);
        keepTargetHeight({button});
        connect(button, &QPushButton::clicked, this, [this, incident = call.incident] {
            m_desk.lookUp(incident);
            follow(); // what is checked is what is in hand, not what was clicked
        });
        m_grid->addWidget(button);
        m_buttons.push_back(button);
    }
}

QString EarlierCalls::textOf(const EarlierCall &call) const
{
    const QDateTime at = call.at.toLocalTime();
    const QString clock = at.toString(u"HH:mm"_s);
    const QString when = at.date() == m_ticker.now().toLocalTime().date() ? clock : tr("yesterday %1").arg(clock);
    const QString what = call.silent ? tr("silent") : call.abandoned ? tr("given up") : tr("answered");
    Incident incident;
    incident.id = call.incident;
    incident.arrived = call.at;
    return u"%1 %2 · %3"_s.arg(when, what, desk::incidentNumber(incident));
}

} // namespace knock::ui
