// SPDX-License-Identifier: Apache-2.0
#include "ui/incident/incidentpane.h"

#include "app/workstation/desk/numbers.h"
#include "ui/incident/closeeditor.h"
#include "ui/incident/earliercalls.h"
#include "ui/incident/ladderview.h"
#include "ui/incident/linkeditor.h"
#include "ui/incident/ordereditor.h"
#include "ui/incident/phoneslip.h"
#include "ui/incident/stepwords.h"
#include "ui/incident/unitnotes.h"
#include "ui/incident/wordeditor.h"
#include "ui/kit/elapsedlabel.h"
#include "ui/kit/evengrid.h"
#include "ui/kit/keybutton.h"
#include "ui/kit/measured.h"
#include "ui/kit/note.h"
#include "ui/kit/words.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace knock::ui {

using desk::Step;

namespace {

QFont larger(QFont font, double by)
{
    font.setPointSizeF(font.pointSizeF() * by);
    font.setBold(true);
    return font;
}

} // namespace

IncidentPane::IncidentPane(desk::Desk &desk, Ticker &ticker, const Actions &actions, const QStringList &units,
                           QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_ticker(ticker)
    , m_ladder(desk, ticker.clock())
    , m_incident(new QLabel(this))
    , m_number(new QLabel(this))
    , m_line(new QLabel(this))
    , m_clock(new ElapsedLabel(ticker, this))
    , m_ladderView(new LadderView(m_ladder, ticker, this))
    , m_next(new Note(this))
    , m_trouble(new Note(this))
    , m_reopen(new KeyButton(actions.reopen, this))
    , m_past(new Note(this))
    , m_earlier(new EarlierCalls(desk, actions.earlierCall, this))
    , m_order(new OrderEditor(units, this))
    , m_close(new CloseEditor(this))
    , m_passOn(new WordEditor(this))
    , m_callBack(new WordEditor(this))
    , m_link(new LinkEditor(this))
    , m_phone(new PhoneSlip(this))
    , m_units(new UnitNotes(desk, ticker, this))
    , m_actions(actions)
{
    measureBy(this, [this] {
        m_incident->setFont(tabular(larger(font(), 1.2)));
        m_number->setFont(tabular(larger(font(), 1.2)));
        m_clock->setFont(tabular(larger(font(), 1.5)));
    });
    for (QLabel *label : {m_incident, m_number, m_line})
        label->setTextFormat(Qt::PlainText);
    m_line->setWordWrap(true);

    auto *head = new QHBoxLayout;
    head->setSpacing(16);
    head->addWidget(m_incident);
    head->addWidget(m_number);
    head->addWidget(m_line);
    head->addStretch(1);
    head->addWidget(m_clock);
    auto *buttons = new EvenGrid;
    for (QAction *action :
         {actions.order, actions.answer, actions.ask, actions.sendLink, actions.chat, actions.hangUp, actions.close}) {
        m_buttons.append(new KeyButton(action, this));
        buttons->addWidget(m_buttons.last());
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(4);
    column->addLayout(head);
    column->addWidget(m_ladderView);
    column->addLayout(buttons);
    for (QWidget *editor : editors())
        column->addWidget(editor);
    column->addWidget(m_next);
    auto *troubles = new QHBoxLayout;
    troubles->addWidget(m_trouble, 1);
    troubles->addWidget(m_reopen);
    column->addLayout(troubles);
    column->addWidget(m_units);
    column->addWidget(m_past);
    column->addWidget(m_earlier);
    column->addWidget(m_phone);

    connect(m_order, &OrderEditor::accepted, this, [this](const QString &unit) {
        leave(m_order);
        m_desk.send(OrderUnit{m_desk.selected(), unit});
    });
    connect(m_close, &CloseEditor::accepted, this, [this](CloseReason reason, const QString &note) {
        leave(m_close);
        m_desk.send(CloseIncident{m_desk.selected(), reason, note});
    });
    connect(m_passOn, &WordEditor::accepted, this, &IncidentPane::passOn);
    connect(m_callBack, &WordEditor::accepted, this, [this](const QString &reason) {
        leave(m_callBack);
        m_desk.send(CallBack{m_desk.selected(), reason});
    });
    connect(m_link, &LinkEditor::accepted, this, [this](LinkKind kind, const QString &language) {
        leave(m_link);
        m_desk.send(SendInvite{m_desk.selected(), kind, language});
    });
    connect(&desk, &desk::Desk::selectionChanged, this, &IncidentPane::changeIncident);
    connect(&desk, &desk::Desk::changed, this, &IncidentPane::followEvent);
    connect(&ticker, &Ticker::ticked, this, &IncidentPane::follow);
    nameEditors(false);
    follow();
}

void IncidentPane::openOrder()
{
    if (!m_desk.current())
        return;
    leaveAll();
    m_order->open();
}

void IncidentPane::openClose()
{
    const Incident *incident = m_desk.current();
    if (!incident)
        return;
    leaveAll();
    // Only what is certain is proposed; anything else a person must choose.
    m_close->open(incident->orders.empty() ? std::nullopt : std::optional(CloseReason::HelpSent));
}

void IncidentPane::openPassOn()
{
    leaveAll();
    m_passOn->open(false);
}

/// Ringing back is where a caller is given away: after a knock nobody does it without saying who wants it.
void IncidentPane::openCallBack()
{
    const Incident *incident = m_desk.current();
    if (!incident)
        return;
    leaveAll();
    const bool isUnsafe = incident->isContactUnsafe();
    nameEditors(isUnsafe);
    m_callBack->open(!isUnsafe);
}

void IncidentPane::openLink()
{
    const Incident *incident = m_desk.current();
    if (!incident)
        return;
    leaveAll();
    m_link->open(*incident);
}

void IncidentPane::sharePack() { m_units->share(); }

void IncidentPane::passOn(const QString &to)
{
    leave(m_passOn);
    m_passOn->reset();
    if (to.startsWith(u'#'))
        m_desk.send(HandOverCall{m_desk.selected(), {QStringView(to).sliced(1).toULongLong()}});
    else
        m_desk.send(TransferCall{m_desk.selected(), QString(to).remove(u'-').remove(u' ')});
}

QList<QWidget *> IncidentPane::inSight() const { return {m_units, m_trouble, m_next}; }

bool IncidentPane::putAway()
{
    for (QWidget *editor : editors()) {
        if (editor->isVisible()) {
            leave(editor);
            return true;
        }
    }
    return m_units->putAway();
}

void IncidentPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        nameEditors(m_desk.current() && m_desk.current()->isContactUnsafe());
        follow();
    }
}

/// An editor that was opened for one incident must not be sent for another.
void IncidentPane::changeIncident()
{
    leaveAll();
    m_close->reset();
    m_passOn->reset();
    m_callBack->reset();
    m_link->reset();
    follow();
}

/// Of the other calls this pane only says that one rings, and what its number did before.
void IncidentPane::followEvent(IncidentId incident)
{
    const IncidentId waiting = m_desk.longestWaiting();
    if (std::exchange(m_waiting, waiting) != waiting || incident == m_desk.selected())
        follow();
}

void IncidentPane::follow()
{
    m_ladder.refresh();
    setAccessibleName(tr("Incident in hand"));
    m_clock->setAccessibleName(tr("Time since the call came"));
    const Incident *incident = m_desk.current();
    if (!incident) {
        m_incident->setText(tr("No incident in hand"));
        m_number->clear();
        m_line->clear();
        m_clock->setSince({});
    } else {
        showHead(*incident);
    }
    if (incident && incident->isOpen())
        showWork(*incident);
    else
        showRest(incident ? StepWords::closed(*incident) : QString());
    m_reopen->setVisible(incident && !incident->isOpen());
    showPast(m_desk.isLookedUp() ? nullptr : m_desk.pastOf());
    m_earlier->follow();
}

void IncidentPane::showHead(const Incident &incident)
{
    const bool mine = m_desk.isMine(incident);
    m_incident->setText(tr("Incident %1").arg(desk::incidentNumber(incident)));
    m_number->setText(Words::number(mine ? desk::groupedNumber(incident.number) : desk::maskedNumber(incident.number)));
    m_line->setText(StepWords::line(incident, mine));
    m_clock->setSpan(incident.arrived, incident.closed ? incident.closed->at : QDateTime());
}

void IncidentPane::showWork(const Incident &incident)
{
    const Step step = m_ladder.nextStep();
    m_next->say(Note::Tone::Next, Glyph::Next, StepWords::next(step, incident, m_ticker.now()));
    const bool isLost = incident.isLostAfterKnock();
    const bool hasFled = incident.left && incident.left->fled;
    const bool isHidden = incident.present && incident.face != PageFace::Plain;
    m_trouble->say(isLost || hasFled ? Note::Tone::Alarm : Note::Tone::Warning,
                   isLost         ? Glyph::Lost
                       : hasFled  ? Glyph::Left
                       : isHidden ? Glyph::Disguise
                                  : Glyph::Warning,
                   StepWords::trouble(incident));
    const bool demonstration = incident.invite && incident.gateway == "outbox"_L1 && !incident.present && !hasFled;
    m_phone->showText(demonstration ? incident.invite->text : QString(),
                      demonstration ? incident.invite->link : QString());
    highlight(step);
}

/// Nothing is to be done here any more, but somebody else may be waiting.
void IncidentPane::showRest(const QString &closed)
{
    const bool ringing = !m_desk.ringing().empty();
    leaveAll();
    const QString lookedUp
        = m_desk.isLookedUp() ? tr("Looked up. Next: re-open it if it is not over, or put it away.") : QString();
    m_next->say(Note::Tone::Next, Glyph::Next, ringing ? tr("Next: answer the call that waits longest.") : lookedUp);
    m_trouble->say(Note::Tone::Plain, Glyph::Closed, closed);
    m_phone->showText({}, {});
    highlight(ringing ? Step::Answer : Step::None);
}

/// Also of the call that waits longest, while none is in hand.
void IncidentPane::showPast(const Incident *incident)
{
    const QString past = incident ? StepWords::past(*incident) : QString();
    const bool isSilent = incident && incident->earlier && incident->earlier->silent > 0;
    const bool isOther = incident && incident->id != m_desk.selected() && !past.isEmpty();
    m_past->say(isSilent ? Note::Tone::Warning : Note::Tone::Plain, Glyph::Warning,
                isOther ? tr("Incident %1: %2").arg(desk::incidentNumber(*incident), past) : past);
}

void IncidentPane::highlight(Step step)
{
    const QAction *next = nullptr;
    switch (step) {
    case Step::Answer:
        next = m_actions.answer;
        break;
    case Step::Ask:
        next = m_actions.ask;
        break;
    case Step::Order:
        next = m_actions.order;
        break;
    case Step::SendLink:
        next = m_actions.sendLink;
        break;
    case Step::Write:
        next = m_actions.chat;
        break;
    case Step::Close:
        next = m_actions.close;
        break;
    case Step::None:
    case Step::Listen:
    case Step::Judge:
    case Step::Wait:
        break;
    }
    for (KeyButton *button : std::as_const(m_buttons))
        button->setWeight(button->action() == next ? KeyButton::Weight::Accent : KeyButton::Weight::Plain);
}

void IncidentPane::nameEditors(bool isUnsafe)
{
    m_passOn->setWords({tr("Pass on to:"), tr("Telephone number, or #2 for seat 2"), tr("Pass on")});
    m_callBack->setWords(
        {isUnsafe ? tr("RINGING MAY GIVE THE CALLER AWAY. Supervisor's reason:") : tr("Call back, because:"),
         isUnsafe ? tr("Who allows it, and why") : tr("Need not be filled in"), tr("Call back")});
}

std::array<QWidget *, 5> IncidentPane::editors() const { return {m_order, m_close, m_passOn, m_callBack, m_link}; }

void IncidentPane::leaveAll()
{
    for (QWidget *editor : editors())
        leave(editor);
}

/// Hands the keyboard back to the window, so that the next key is not a letter in a field that is gone.
void IncidentPane::leave(QWidget *editor)
{
    // The window may not be the active one, and then the application has no focus to ask for.
    if (QWidget *focus = window()->focusWidget(); focus && editor->isAncestorOf(focus))
        focus->clearFocus();
    editor->hide();
}

} // namespace knock::ui
