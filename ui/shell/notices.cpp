// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/notices.h"

#include "app/workstation/desk/numbers.h"
#include "ui/kit/keybutton.h"
#include "ui/kit/note.h"
#include "ui/kit/words.h"

#include <algorithm>
#include <QEvent>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace knock::ui {

namespace {

/// What the desk tells by itself is no wish of a person's, and of files the sheet speaks that shows them.
bool isWish(QAnyStringView command)
{
    return command != ReadMessage::name && command != TellTyping::name && command != ReadFile::name;
}

} // namespace

Notices::Notices(desk::Desk &desk, Ticker &ticker, const QAction *takeUp, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_ticker(ticker)
    , m_takeUp(takeUp)
    , m_note(new Note(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 0, 12, 4);
    column->addWidget(m_note);
    connect(takeUp, &QAction::changed, this, &Notices::showText);
    connect(&desk, &desk::Desk::sent, this, &Notices::takeWish);
    connect(&desk, &desk::Desk::refused, this, &Notices::refuse);
    connect(&desk, &desk::Desk::changed, this, [this](IncidentId, const Event &event) { take(event); });
    connect(&ticker, &Ticker::ticked, this, [this](const QDateTime &now) {
        if (!m_closeAsked.isValid() || m_closeAsked.addDuration(closing) > now)
            return;
        m_closeAsked = {};
        showText();
    });
    showText();
}

bool Notices::mayClose()
{
    const auto isMine = [this](const auto &entry) {
        const Incident &incident = entry.second;
        return incident.isOpen() && m_desk.isMine(incident)
            && (incident.line == Incident::Line::Connected || incident.line == Incident::Line::CallingBack);
    };
    if (m_closeAsked.isValid() || std::ranges::none_of(m_desk.incidents(), isMine))
        return true;
    m_closeAsked = m_ticker.now();
    showText();
    return false;
}

void Notices::tellKeys(std::vector<ActionId> rows)
{
    m_keyless = std::move(rows);
    showText();
}

bool Notices::putAway()
{
    const bool told = !text().isEmpty();
    m_refused.reset();
    m_held = {};
    m_returned = {};
    m_closeAsked = {};
    m_keyless.clear();
    showText();
    return told;
}

void Notices::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        showText();
}

/// Who answers puts the caller of before on hold without having asked for it.
void Notices::take(const Event &event)
{
    const auto *returned = std::get_if<ClaimReturned>(&event);
    if (returned && returned->seat == m_desk.seat()) {
        m_returned = returned->incident;
        showText();
    }
    const auto *held = std::get_if<CallHeld>(&event);
    if (!held || !m_answers || held->seat != m_desk.seat())
        return;
    m_held = held->incident;
    showText();
}

void Notices::takeWish(const Command &command)
{
    const auto name = std::visit([](const auto &c) { return c.name; }, command);
    if (!isWish(name))
        return;
    m_answers = name == AnswerCall::name;
    putAway();
}

void Notices::refuse(const Refused &refusal)
{
    if (!isWish(refusal.asked))
        return;
    m_refused = refusal;
    m_isLost = m_desk.lostSince().has_value();
    showText();
}

void Notices::showText()
{
    m_note->say(Note::Tone::Warning, Glyph::Warning, text());
    setVisible(!text().isEmpty());
}

QString Notices::text() const
{
    if (m_closeAsked.isValid())
        return tr("A caller is on the line with you. Close the window once more within 10 seconds to leave.");
    if (m_refused) {
        const QString words = refusal();
        const Incident *incident = m_desk.find(m_refused->incident);
        return incident && incident->id != m_desk.selected()
            ? tr("Incident %1: %2").arg(desk::incidentNumber(*incident), words)
            : words;
    }
    if (const Incident *returned = m_desk.find(m_returned); returned && returned->held) {
        return tr("Incident %1 went back to the queue: this seat gave no sign of life for 45 seconds.")
            .arg(desk::incidentNumber(*returned));
    }
    const Incident *held = m_desk.find(m_held);
    if (held && held->held) {
        return tr("Incident %1 is on hold since you answered another call. %2 takes it up again, when it is in hand.")
            .arg(desk::incidentNumber(*held), keyText(m_takeUp));
    }
    if (m_keyless.empty())
        return {};
    QStringList names;
    for (const ActionRow &row : Actions::table()) {
        if (std::ranges::contains(m_keyless, row.id))
            names.append(Actions::text(row));
    }
    return tr("The settings give these a key that is taken or kept, so they have their own again: %1.")
        .arg(names.join(u", "_s));
}

QString Notices::refusal() const
{
    const QString &asked = m_refused->asked;
    if (m_isLost) {
        return asked == OrderUnit::name ? tr("NOT ORDERED: the service is out of reach. Order by radio.")
                                        : tr("Not done: the service is out of reach. Ask again when it is back.");
    }
    const Incident *incident = m_desk.find(m_refused->incident);
    if (asked == AnswerCall::name && incident && incident->seat.isValid())
        return tr("Not answered: seat %1 took the call.").arg(incident->seat.value);
    if (asked == AnswerCall::name && incident && incident->isMissed())
        return tr("Not answered: the caller gave up. The call is among the missed ones.");
    return Words::of(*m_refused);
}

} // namespace knock::ui
