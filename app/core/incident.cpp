// SPDX-License-Identifier: Apache-2.0
#include "app/core/incident.h"

#include <algorithm>
#include <map>
#include <ranges>

namespace knock {

IncidentId incidentOf(const Event &event)
{
    return std::visit([](const auto &e) { return e.incident; }, event);
}

QLatin1StringView nameOf(const Event &event)
{
    return std::visit([](const auto &e) { return e.name; }, event);
}

namespace {

Incident::Order *orderOf(Incident &incident, quint64 number)
{
    return number >= 1 && number <= incident.orders.size() ? &incident.orders[size_t(number) - 1] : nullptr;
}

constexpr size_t mostFixes = 2000;

/// Drops the older half, but none that is the newest of its source. The journal has them all.
void dropOld(std::vector<Fix> &fixes)
{
    std::map<Fix::Source, size_t> newest;
    for (size_t i = 0; i < fixes.size(); ++i) {
        const auto [known, isFirst] = newest.emplace(fixes[i].source, i);
        if (!isFirst && fixes[known->second].at <= fixes[i].at)
            known->second = i;
    }
    std::vector<Fix> kept;
    kept.reserve(mostFixes);
    for (size_t i = 0; i < fixes.size(); ++i) {
        if (i >= fixes.size() / 2 || newest.at(fixes[i].source) == i)
            kept.push_back(std::move(fixes[i]));
    }
    fixes = std::move(kept);
}

} // namespace

void apply(Incident &incident, const Event &event)
{
    Incident &i = incident;
    std::visit(
        Overloaded{
            [&](const CallArrived &e) {
                i.id = e.incident;
                i.number = e.number;
                i.arrived = e.at;
                i.earlier = e.earlier;
            },
            [&](const CallAnswered &e) {
                i.line = Incident::Line::Connected;
                i.seat = e.seat;
                i.answered = e.at;
            },
            [&](const CallHeld &) { i.held = true; },
            [&](const CallResumed &e) {
                i.held = false;
                i.seat = e.seat;
            },
            [&](const CallHandedOver &e) {
                i.held = true;
                i.seat = e.to;
            },
            [&](const TransferBegan &e) { i.transfer = e; },
            [&](const TransferFailed &) { i.transfer.reset(); },
            [&](const CallBackBegan &e) {
                i.line = Incident::Line::CallingBack;
                i.lineEnd.reset();
                i.seat = e.seat;
                i.callBacks.push_back(e);
            },
            [&](const CallBackAnswered &e) {
                i.line = Incident::Line::Connected;
                i.answered = i.answered.value_or(e.at);
            },
            [&](const RecordingBegan &e) { i.recordings.push_back({e, std::nullopt}); },
            [&](const RecordingEnded &e) {
                const auto of = [](const Incident::Recording &r) { return r.began.file; };
                const auto recording = std::ranges::find(i.recordings, e.file, of);
                if (recording != i.recordings.end())
                    recording->ended = e;
            },
            [&](const PromptStarted &e) {
                i.prompting = true;
                i.isAsking = false;
                i.prompted = i.prompted.value_or(e.at);
                i.promptEnded.reset();
                i.windowEnds.reset();
                i.windowKeys.clear();
                i.firstWindowKey.reset();
            },
            [&](const PromptEnded &e) {
                i.prompting = false;
                i.promptEnded = e.at;
                i.windowEnds = e.windowEnds;
            },
            [&](const KeyPressed &e) {
                i.presses.push_back({e.press, e.key, {e.carrier}, e.level, e.prompted, e.at});
                if (e.prompted) {
                    i.windowKeys += e.key;
                    i.firstWindowKey = i.firstWindowKey.value_or(e.at);
                }
            },
            [&](const PressCorroborated &e) {
                // Late by a second at most, so it is among the last.
                const auto press = std::ranges::find(i.presses | std::views::reverse, e.press, &Press::number);
                if (press != i.presses.rend()) {
                    press->carriers.push_back(e.carrier);
                    press->level = press->level ? press->level : e.level;
                }
            },
            [&](const KnockHeard &e) {
                i.knock = i.knock == Incident::Knock::Confirmed ? i.knock : Incident::Knock::Heard;
                i.heard = e;
            },
            [&](const SilentCallConfirmed &e) {
                i.knock = Incident::Knock::Confirmed;
                i.confirmed = e.at;
            },
            [&](const KnockDismissed &) {
                i.knock = Incident::Knock::Dismissed;
                // Judged presses are spent: another alert needs as many new ones.
                i.windowKeys.clear();
                i.firstWindowKey.reset();
            },
            [&](const CodedTalkMarked &e) {
                i.knock = Incident::Knock::Confirmed;
                i.confirmed = e.at;
                i.codedTalk = e;
            },
            [&](const QuestionAsked &e) {
                i.questions.push_back({e, std::nullopt});
                i.isAsking = true;
                i.windowEnds.reset();
                i.windowKeys.clear();
                i.firstWindowKey.reset();
            },
            [&](const QuestionAnswered &e) {
                const auto question = std::ranges::find(i.questions | std::views::reverse, e.question,
                                                        [](const auto &q) { return q.asked.question; });
                if (question != i.questions.rend())
                    question->answered = e;
            },
            [&](const LineEnded &e) {
                i.isAsking = false;
                i.line = Incident::Line::Ended;
                i.lineEnd = e.how;
                i.held = false;
                i.transfer.reset();
                i.prompting = false;
            },
            [&](const InviteSent &e) {
                i.invite = e;
                i.inviteDelayed.reset();
                i.inviteAccepted.reset();
                i.inviteDelivered.reset();
                i.inviteFailed.reset();
            },
            [&](const InviteAccepted &e) {
                i.inviteAccepted = e.at;
                i.gateway = e.gateway;
                i.inviteDelayed.reset();
                i.inviteFailed.reset();
            },
            [&](const InviteDelayed &e) { i.inviteDelayed = e; },
            [&](const InviteDelivered &e) { i.inviteDelivered = e.at; },
            [&](const InviteFailed &e) {
                i.inviteDelayed.reset();
                i.inviteFailed = e.why;
            },
            [&](const LinkFetched &e) {
                auto &first = e.byRobot ? i.previewed : i.fetched;
                first = first.value_or(e.at);
            },
            [&](const PageOpened &e) {
                i.opened = i.opened.value_or(e.at);
                i.language = e.language;
                i.present = true;
                i.face = PageFace::Plain;
                i.left.reset();
            },
            [&](const PageChanged &e) {
                i.face = e.face;
                if (e.face != PageFace::Plain)
                    i.disguised = i.disguised.value_or(e.at);
            },
            [&](const PageLeft &e) {
                i.present = false;
                i.camera = false;
                i.left = e;
            },
            [&](const PermissionDecided &e) { (e.permission == Permission::Location ? i.location : i.cameraUse) = e; },
            [&](const CallerLocated &e) {
                if (i.fixes.size() >= mostFixes)
                    dropOld(i.fixes);
                i.fixes.push_back(e.fix);
                i.located = i.located.value_or(e.at);
            },
            [&](const CameraStarted &e) {
                i.live = i.live.value_or(e.at);
                i.camera = true;
                i.path = e.path;
            },
            [&](const CameraStopped &) { i.camera = false; },
            [&](const CameraAsked &e) { i.wish = e; },
            [&](const FileKept &e) { i.files.push_back(e); },
            [&](const MessageSent &e) { i.chat.push_back(e.message); },
            [&](const MessageSeen &e) {
                const auto line = std::ranges::find(i.chat | std::views::reverse, e.message, &Message::id);
                if (line != i.chat.rend()) {
                    line->delivered = line->delivered.value_or(e.at);
                    if (e.read)
                        line->read = line->read.value_or(e.at);
                }
            },
            [&](const UnitOrdered &e) { i.orders.push_back({e, std::nullopt, std::nullopt}); },
            [&](const OrderTaken &e) {
                if (Incident::Order *order = orderOf(i, e.order))
                    order->taken = e.at;
            },
            [&](const OrderFailed &e) {
                if (Incident::Order *order = orderOf(i, e.order))
                    order->failed = e.why;
            },
            [&](const NoteWritten &e) { i.notes.push_back(e); },
            [&](const Classified &e) { i.classified = e; },
            [&](const FixPromoted &e) { i.promoted = e.source; },
            [&](const ClaimReturned &) {
                i.held = true;
                i.seat = {};
            },
            [&](const IncidentClosed &e) {
                i.closed = e;
                i.pack.reset();
            },
            [&](const IncidentReopened &e) {
                i.closed.reset();
                i.reopened = e;
                i.seat = e.seat;
            },
            [&](const PackShared &e) {
                i.pack = e;
                i.packOpened.reset();
            },
            [&](const PackOpened &e) { i.packOpened = e.at; },
            [&](const PackEnded &) { i.pack.reset(); },
            [](const Refused &) {},
        },
        event);
}

} // namespace knock
