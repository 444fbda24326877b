// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/actions.h"

#include "ui/kit/statecolours.h"
#include "ui/shell/keymap.h"
#include "ui/shell/theme.h"

#include <algorithm>
#include <array>
#include <QCoreApplication>
#include <QWidget>

namespace knock::ui {

namespace {

const Incident *openInHand(const Situation &s)
{
    const Incident *incident = s.desk.current();
    return incident && incident->isOpen() ? incident : nullptr;
}

bool always(const Situation &) { return true; }

bool hasGate(const Situation &s) { return s.hasGate; }

bool hasKept(const Situation &s) { return s.hasKept; }

bool canAnswer(const Situation &s) { return !s.desk.ringing().empty(); }

bool isOnTheLine(const Situation &s)
{
    const Incident *incident = openInHand(s);
    return incident && incident->line == Incident::Line::Connected && !incident->held && s.desk.isMine(*incident);
}

bool isCallingBack(const Situation &s)
{
    const Incident *incident = openInHand(s);
    return incident && incident->line == Incident::Line::CallingBack && s.desk.isMine(*incident);
}

bool canHangUp(const Situation &s) { return isOnTheLine(s) || isCallingBack(s); }

/// Whoever is first takes a held call up, whosever it was.
bool canHold(const Situation &s)
{
    const Incident *incident = openInHand(s);
    return isOnTheLine(s) || (incident && incident->held);
}

bool canPassOn(const Situation &s) { return isOnTheLine(s) && !s.desk.current()->transfer; }

bool canCallBack(const Situation &s)
{
    const Incident *incident = openInHand(s);
    return incident && incident->line == Incident::Line::Ended && !incident->number.isEmpty();
}

bool canMute(const Situation &s) { return s.hasHeadset; }

bool canAsk(const Situation &s) { return isOnTheLine(s) && !s.desk.current()->prompting; }

/// What the strip shows; or the knock in hand that was dismissed, for a person may correct themselves.
bool canConfirm(const Situation &s)
{
    const Incident *incident = openInHand(s);
    return s.alertJudgeable || (incident && incident->knock == Incident::Knock::Dismissed);
}

bool canDismiss(const Situation &s) { return s.alertJudgeable; }

bool canGoToAlert(const Situation &s) { return s.alertElsewhere; }

bool canRead(const Situation &s) { return s.alertReadable; }

bool hasIncident(const Situation &s) { return openInHand(s); }

/// Also to who knocked while waiting and hung up before anybody answered.
bool canSendLink(const Situation &s)
{
    const Incident *incident = openInHand(s);
    return incident && incident->line != Incident::Line::Ringing && !incident->number.isEmpty();
}

bool canMarkCodedTalk(const Situation &s)
{
    const Incident *incident = openInHand(s);
    return incident && incident->answered && s.desk.isMine(*incident) && incident->knock != Incident::Knock::Confirmed;
}

bool hasAlerts(const Situation &s) { return s.severalAlerts; }

bool isAlarmed(const Situation &s) { return s.isAlarmed; }

bool canWrite(const Situation &s)
{
    const Incident *incident = openInHand(s);
    return incident && incident->invite;
}

/// Only the page of a live link has a camera.
bool canSteerCamera(const Situation &s)
{
    const Incident *incident = openInHand(s);
    return incident && incident->present && incident->invite && incident->invite->kind == LinkKind::Live;
}

bool hasPictures(const Situation &s)
{
    const Incident *incident = openInHand(s);
    return incident && incident->live;
}

bool canClose(const Situation &s)
{
    const Incident *incident = openInHand(s);
    return incident && incident->line != Incident::Line::Ringing;
}

bool canStep(const Situation &s) { return !s.desk.incidents().empty(); }

/// The ringing call in hand or whose past is in hand, or else one that knocks, or else the one that waits longest.
std::optional<Command> answer(const Situation &s)
{
    const std::set<IncidentId> &ringing = s.desk.ringing();
    if (ringing.empty())
        return std::nullopt;
    for (const IncidentId incident : {s.desk.selected(), s.desk.lookedUpFrom()}) {
        if (ringing.contains(incident))
            return AnswerCall{incident};
    }
    const auto knocking = std::ranges::find_if(ringing, [&](IncidentId id) { return s.desk.find(id)->hasAlert(); });
    return AnswerCall{knocking == ringing.end() ? *ringing.begin() : *knocking};
}

std::optional<Command> ask(const Situation &s) { return AskToPress{s.desk.selected()}; }

std::optional<Command> sendLink(const Situation &s) { return SendInvite{s.desk.selected()}; }

/// One key for what is most urgent to say; the kind of call stays as it was judged.
template <Priority priority>
std::optional<Command> prioritize(const Situation &s)
{
    const auto &classified = s.desk.current()->classified;
    return Classify{s.desk.selected(), classified ? classified->category : QString(), priority};
}

template <CameraWish wish>
std::optional<Command> askCamera(const Situation &s)
{
    return AskCamera{s.desk.selected(), wish};
}

std::optional<Command> hold(const Situation &s)
{
    const IncidentId incident = s.desk.selected();
    return s.desk.current()->held ? Command(ResumeCall{incident}) : Command(HoldCall{incident});
}

std::optional<Command> markCodedTalk(const Situation &s) { return MarkCodedTalk{s.desk.selected()}; }

std::optional<Command> hangUp(const Situation &s) { return HangUp{s.desk.selected()}; }

bool hasEarlierCall(const Situation &s) { return s.desk.earlierCall().isValid(); }

bool canReopen(const Situation &s) { return s.desk.current() && !s.desk.current()->isOpen(); }

std::optional<Command> reopen(const Situation &s) { return ReopenIncident{s.desk.selected()}; }

bool hasPack(const Situation &s)
{
    const Incident *incident = openInHand(s);
    return incident && incident->pack;
}

std::optional<Command> endPack(const Situation &s) { return EndPack{s.desk.selected()}; }

bool canPromote(const Situation &s)
{
    const Incident *incident = openInHand(s);
    return incident && !incident->fixes.empty();
}

/// The next of the sources that have spoken, after the one that is chosen now.
std::optional<Command> promote(const Situation &s)
{
    using enum Fix::Source;
    constexpr std::array sources{Browser, Cell, Sip, Aml, Typed};
    const Incident *incident = s.desk.current();
    const size_t first
        = incident->promoted ? size_t(std::ranges::find(sources, *incident->promoted) - sources.begin()) + 1 : 0;
    for (size_t i = 0; i < sources.size(); ++i) {
        const Fix::Source source = sources.at((first + i) % sources.size());
        if (std::ranges::contains(incident->fixes, source, &Fix::source))
            return PromoteFix{incident->id, source};
    }
    return std::nullopt;
}

constexpr auto rows = std::to_array<ActionRow>({
    {ActionId::Answer, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Answer"), Qt::Key_F2, Glyph::Ringing,
     canAnswer, answer},
    {ActionId::Ask, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Ask to press"), Qt::Key_F3, Glyph::Ask,
     canAsk, ask},
    {ActionId::Confirm, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Confirm silent call"), Qt::Key_F4,
     Glyph::Alert, canConfirm},
    {ActionId::Dismiss, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Not a knock"), Qt::SHIFT | Qt::Key_F4,
     Glyph::Failed, canDismiss},
    {ActionId::GoToAlert, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Go to the alert"),
     Qt::CTRL | Qt::Key_J, Glyph::GoTo, canGoToAlert},
    {ActionId::Seen, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Seen"), Qt::CTRL | Qt::Key_K, Glyph::Done,
     canRead},
    {ActionId::SendLink, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Send link"), Qt::Key_F5, Glyph::Link,
     canSendLink, sendLink},
    {ActionId::ChooseLink, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Choose a link"),
     Qt::SHIFT | Qt::Key_F5, std::nullopt, canSendLink},
    {ActionId::Order, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Order unit"), Qt::Key_F6, Glyph::Order,
     hasIncident},
    {ActionId::Question, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Ask a question"), Qt::Key_F7,
     std::nullopt, canAsk},
    {ActionId::Note, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Write a note"), Qt::CTRL | Qt::Key_E,
     std::nullopt, hasIncident},
    {ActionId::Category, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Kind of call"), Qt::CTRL | Qt::Key_D,
     std::nullopt, hasIncident},
    {ActionId::Code0, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Code 0"), Qt::CTRL | Qt::SHIFT | Qt::Key_0,
     std::nullopt, hasIncident, prioritize<Priority::Code0>},
    {ActionId::Code1, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Code 1"), Qt::CTRL | Qt::SHIFT | Qt::Key_1,
     std::nullopt, hasIncident, prioritize<Priority::Code1>},
    {ActionId::Code2, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Code 2"), Qt::CTRL | Qt::SHIFT | Qt::Key_2,
     std::nullopt, hasIncident, prioritize<Priority::Code2>},
    {ActionId::Code3, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Code 3"), Qt::CTRL | Qt::SHIFT | Qt::Key_3,
     std::nullopt, hasIncident, prioritize<Priority::Code3>},
    {ActionId::Code4, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Code 4"), Qt::CTRL | Qt::SHIFT | Qt::Key_4,
     std::nullopt, hasIncident, prioritize<Priority::Code4>},
    {ActionId::Chat, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Chat"), Qt::Key_F9, Glyph::Chat, canWrite},
    {ActionId::Phrases, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Phrase book"), Qt::SHIFT | Qt::Key_F9,
     std::nullopt, canWrite, nullptr, QT_TRANSLATE_NOOP("knock::ui::Actions", "Phrases")},
    {ActionId::BackCamera, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Back camera"), Qt::CTRL | Qt::Key_1,
     std::nullopt, canSteerCamera, askCamera<CameraWish::Back>, QT_TRANSLATE_NOOP("knock::ui::Actions", "Back")},
    {ActionId::FrontCamera, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Front camera"), Qt::CTRL | Qt::Key_2,
     std::nullopt, canSteerCamera, askCamera<CameraWish::Front>, QT_TRANSLATE_NOOP("knock::ui::Actions", "Front")},
    {ActionId::StopCamera, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "End the camera"),
     Qt::CTRL | Qt::Key_3, std::nullopt, canSteerCamera, askCamera<CameraWish::Off>,
     QT_TRANSLATE_NOOP("knock::ui::Actions", "End")},
    {ActionId::Snapshot, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Camera snapshot"), Qt::CTRL | Qt::Key_4,
     std::nullopt, canSteerCamera, askCamera<CameraWish::Snapshot>,
     QT_TRANSLATE_NOOP("knock::ui::Actions", "Snapshot")},
    {ActionId::Hold, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Hold or take up"), Qt::Key_F10,
     std::nullopt, canHold, hold},
    {ActionId::PassOn, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Pass on"), Qt::Key_F11, std::nullopt,
     canPassOn},
    {ActionId::CallBack, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Call back"), Qt::CTRL | Qt::Key_B,
     std::nullopt, canCallBack},
    {ActionId::Mute, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Microphone off or on"),
     Qt::CTRL | Qt::Key_M, std::nullopt, canMute},
    {ActionId::HangUp, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Hang up"), Qt::CTRL | Qt::Key_H,
     Glyph::HangUp, canHangUp, hangUp},
    {ActionId::Close, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Close"), Qt::Key_F12, Glyph::Closed,
     canClose},
    {ActionId::QueueUp, MenuId::View, QT_TRANSLATE_NOOP("knock::ui::Actions", "Row above in the queue"),
     Qt::CTRL | Qt::Key_Up, std::nullopt, canStep},
    {ActionId::QueueDown, MenuId::View, QT_TRANSLATE_NOOP("knock::ui::Actions", "Row below in the queue"),
     Qt::CTRL | Qt::Key_Down, std::nullopt, canStep},
    {ActionId::Find, MenuId::View, QT_TRANSLATE_NOOP("knock::ui::Actions", "Find in the queue"), Qt::CTRL | Qt::Key_F,
     std::nullopt, always},
    {ActionId::Missed, MenuId::View, QT_TRANSLATE_NOOP("knock::ui::Actions", "Missed calls, or all"),
     Qt::SHIFT | Qt::Key_F2, std::nullopt, always},
    {ActionId::Blur, MenuId::View, QT_TRANSLATE_NOOP("knock::ui::Actions", "Clear or blur the camera"), Qt::Key_Space,
     Glyph::Camera, always},
    {ActionId::Blank, MenuId::View, QT_TRANSLATE_NOOP("knock::ui::Actions", "Cover or show the camera"), Qt::Key_F8,
     Glyph::Blank, always},
    {ActionId::FollowCaller, MenuId::View, QT_TRANSLATE_NOOP("knock::ui::Actions", "Follow on the map"), Qt::Key_F,
     std::nullopt, always},
    {ActionId::LightScheme, MenuId::View, QT_TRANSLATE_NOOP("knock::ui::Actions", "Dark or light"),
     Qt::CTRL | Qt::Key_T, std::nullopt, always},
    {ActionId::Korean, MenuId::View, QT_TRANSLATE_NOOP("knock::ui::Actions", "한국어 / English"), Qt::CTRL | Qt::Key_L,
     std::nullopt, always},
    {ActionId::ResetLayout, MenuId::View, QT_TRANSLATE_NOOP("knock::ui::Actions", "Panes back in place"), std::nullopt,
     std::nullopt, always},
    {ActionId::Help, MenuId::Help, QT_TRANSLATE_NOOP("knock::ui::Actions", "Keys"), Qt::Key_F1, Glyph::Help, always},
    {ActionId::PutAway, MenuId::Help, QT_TRANSLATE_NOOP("knock::ui::Actions", "Put away what has been read"),
     Qt::Key_Escape, std::nullopt, always},
    {ActionId::CodedTalk, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Coded talk"), Qt::CTRL | Qt::Key_N,
     Glyph::Alert, canMarkCodedTalk, markCodedTalk},
    {ActionId::Alerts, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "List of alerts"),
     Qt::CTRL | Qt::SHIFT | Qt::Key_J, std::nullopt, hasAlerts, nullptr,
     QT_TRANSLATE_NOOP("knock::ui::Actions", "List")},
    {ActionId::Silence, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Silence the bell"), Qt::CTRL | Qt::Key_S,
     std::nullopt, isAlarmed},
    {ActionId::Promote, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Choose the next location source"),
     Qt::CTRL | Qt::Key_P, std::nullopt, canPromote, promote},
    {ActionId::FindAddress, MenuId::View, QT_TRANSLATE_NOOP("knock::ui::Actions", "Find an address"),
     Qt::CTRL | Qt::Key_G, std::nullopt, always},
    {ActionId::EarlierCall, MenuId::View, QT_TRANSLATE_NOOP("knock::ui::Actions", "Earlier call"), Qt::CTRL | Qt::Key_Y,
     std::nullopt, hasEarlierCall, nullptr, QT_TRANSLATE_NOOP("knock::ui::Actions", "Earlier")},
    {ActionId::SharePack, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Page for units: copy its link"),
     Qt::CTRL | Qt::Key_U, Glyph::Link, hasIncident},
    {ActionId::EndPack, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "End the page for units"),
     Qt::CTRL | Qt::SHIFT | Qt::Key_U, std::nullopt, hasPack, endPack},
    {ActionId::Reopen, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Re-open"),
     Qt::CTRL | Qt::SHIFT | Qt::Key_O, std::nullopt, canReopen, reopen},
    {ActionId::PlayKept, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Play what is kept"),
     Qt::CTRL | Qt::Key_O, std::nullopt, hasKept},
    {ActionId::TearOff, MenuId::View, QT_TRANSLATE_NOOP("knock::ui::Actions", "Tear a pane off, or put it back"),
     Qt::CTRL | Qt::SHIFT | Qt::Key_T, std::nullopt, always},
    {ActionId::LargerText, MenuId::View, QT_TRANSLATE_NOOP("knock::ui::Actions", "Larger letters"),
     Qt::CTRL | Qt::SHIFT | Qt::Key_PageUp, std::nullopt,
     [](const Situation &s) { return s.textSize < textSizes.back(); }},
    {ActionId::SmallerText, MenuId::View, QT_TRANSLATE_NOOP("knock::ui::Actions", "Smaller letters"),
     Qt::CTRL | Qt::SHIFT | Qt::Key_PageDown, std::nullopt,
     [](const Situation &s) { return s.textSize > textSizes.front(); }},
    {ActionId::ChangeKeys, MenuId::Help, QT_TRANSLATE_NOOP("knock::ui::Actions", "Change a key"),
     Qt::SHIFT | Qt::Key_F1, std::nullopt, always},
    {ActionId::Freeze, MenuId::View, QT_TRANSLATE_NOOP("knock::ui::Actions", "Freeze the picture, or go on"),
     Qt::CTRL | Qt::SHIFT | Qt::Key_F, std::nullopt, hasPictures},
    {ActionId::Turn, MenuId::View, QT_TRANSLATE_NOOP("knock::ui::Actions", "Turn the picture"), Qt::CTRL | Qt::Key_R,
     std::nullopt, hasPictures},
    {ActionId::Closer, MenuId::View, QT_TRANSLATE_NOOP("knock::ui::Actions", "Closer into the picture"),
     Qt::CTRL | Qt::Key_Plus, std::nullopt, hasPictures},
    {ActionId::Farther, MenuId::View, QT_TRANSLATE_NOOP("knock::ui::Actions", "Farther out of the picture"),
     Qt::CTRL | Qt::Key_Minus, std::nullopt, hasPictures},
    {ActionId::WholePicture, MenuId::View, QT_TRANSLATE_NOOP("knock::ui::Actions", "The whole picture"),
     Qt::CTRL | Qt::Key_0, std::nullopt, hasPictures},
    {ActionId::SecondScreen, MenuId::View, QT_TRANSLATE_NOOP("knock::ui::Actions", "Picture on another monitor"),
     Qt::SHIFT | Qt::Key_F8, std::nullopt, hasPictures},
    {ActionId::Lock, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Lock this seat"),
     Qt::CTRL | Qt::SHIFT | Qt::Key_L, std::nullopt, hasGate},
    {ActionId::SignOut, MenuId::Call, QT_TRANSLATE_NOOP("knock::ui::Actions", "Sign out"), std::nullopt, std::nullopt,
     hasGate},
});

bool mayRepeat(ActionId id) { return id == ActionId::QueueUp || id == ActionId::QueueDown; }

} // namespace

bool isTyped(QKeyCombination key)
{
    return !(key.keyboardModifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) && key.key() < Qt::Key_Escape;
}

Actions::Actions(std::function<Situation()> situation, QWidget *window)
    : QObject(window)
    , m_situation(std::move(situation))
{
    for (const ActionRow &row : rows) {
        auto *action = new QAction(this);
        // A pane on another monitor is a window of its own; the keys work there too.
        action->setShortcutContext(Qt::ApplicationShortcut);
        // A key that is held down is one wish, not twenty.
        action->setAutoRepeat(mayRepeat(row.id));
        connect(action, &QAction::triggered, this, [this, &row] {
            if (!row.command) {
                Q_EMIT wanted(row.id);
                return;
            }
            if (const auto command = row.command(m_situation()))
                Q_EMIT asked(*command);
        });
        m_actions.insert(row.id, action);
        window->addAction(action);
    }
    use({});
    retranslate();
}

void Actions::use(const KeyMap &keys)
{
    for (const ActionRow &row : rows) {
        const auto key = keys.of(row.id);
        m_actions.value(row.id)->setShortcut(key ? QKeySequence(*key) : QKeySequence());
    }
}

std::span<const ActionRow> Actions::table() { return rows; }

QString Actions::text(const ActionRow &row) { return QCoreApplication::translate("knock::ui::Actions", row.text); }

QString Actions::brief(const ActionRow &row)
{
    return row.brief ? QCoreApplication::translate("knock::ui::Actions", row.brief) : text(row);
}

void Actions::refresh()
{
    const Situation situation = m_situation();
    for (const ActionRow &row : rows)
        m_actions.value(row.id)->setEnabled(row.enabled(situation));
}

void Actions::retranslate()
{
    for (const ActionRow &row : rows) {
        m_actions.value(row.id)->setText(text(row));
        m_actions.value(row.id)->setIconText(brief(row));
    }
}

} // namespace knock::ui
