// SPDX-License-Identifier: Apache-2.0
#include "ui/incident/earliercalls.h"

#include "ui/kit/evengrid.h"
#include "ui/kit/keybutton.h"
#include "ui/kit/measured.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace knock::ui {

EarlierCalls::EarlierCalls(desk::Desk &desk, QAction *next, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_grid(new EvenGrid(this))
{
    m_grid->addWidget(new KeyButton(next, this));
    hide();
}

void EarlierCalls::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    follow();
}

void EarlierCalls::follow()
{
    const std::vector<EarlierCall> calls = callsToShow();
    if (calls != m_calls)
        renew(calls);
    for (size_t i = 0; i < m_calls.size(); ++i) {
        const EarlierCall &call = m_calls[i];
        const QString at = call.at.toLocalTime().toString(u"HH:mm"_s);
        const QString what = call.silent ? tr("silent") : call.abandoned ? tr("given up") : tr("answered");
        // Within a day the time of day is enough; the date is said to who asks.
        m_buttons[i]->setText(tr("%1 %2, no. %3").arg(at, what).arg(call.incident.value));
        m_buttons[i]->setToolTip(QLocale().toString(call.at.toLocalTime(), QLocale::ShortFormat));
        m_buttons[i]->setAccessibleName(tr("Earlier call %1").arg(m_buttons[i]->text()));
        const bool isShown = call.incident == m_desk.selected();
        m_buttons[i]->setChecked(isShown);
        QFont words = font();
        words.setBold(isShown);
        m_buttons[i]->setFont(words);
    }
    setVisible(!m_calls.empty());
}

std::vector<EarlierCall> EarlierCalls::callsToShow() const
{
    constexpr int letters = 26; // of one button, with its margins
    const Incident *incident = m_desk.pastOf();
    if (!incident || !incident->earlier)
        return {};
    const std::vector<EarlierCall> &all = incident->earlier->calls;
    const auto most = std::max<std::ptrdiff_t>(2, width() / (letters * fontMetrics().averageCharWidth()) - 1);
    const auto shown = std::min(most, std::ssize(all));
    const auto now = std::ranges::find(all, m_desk.selected(), &EarlierCall::incident);
    const auto end = now == all.end() ? all.begin() + shown : std::max(all.begin() + shown, now + 1);
    return {end - shown, end};
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

} // namespace knock::ui
