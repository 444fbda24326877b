// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/core/incident.h"
#include "app/core/logging.h"
#include "app/core/tally.h"
#include "app/service/dispatch/callerhistory.h"
#include "app/service/dispatch/effect.h"
#include "app/service/dispatch/input.h"
#include "app/service/dispatch/phoneplaces.h"
#include "app/service/dispatch/rules.h"

#include <QHash>
#include <QSet>

namespace knock::dispatch {

/// Every open incident and the rules by which it changes.
///
/// Holds no socket, no timer and no thread: the same inputs at the same times give the same outcomes. An input costs
/// the same however many incidents are open.
class IncidentBook
{
public:
    IncidentBook(const Clock &clock, Rules rules);

    /// Takes up what the journal holds, event by event, before the first input.
    void restore(const Event &event);
    /// Before the first input: what became true in the last day, of closed incidents too.
    void remember(const Event &event) { m_history.take(event); }
    /// Numbers never repeat: the next incident comes after `last`.
    void continueAfter(IncidentId last);
    /// After restore(): what the stop of the service itself made true (lines, pages and texts underway are
    /// gone), and what the outside must be told again (links that still hold).
    [[nodiscard]] Outcome resume();

    [[nodiscard]] Outcome take(const Input &input);
    [[nodiscard]] bool isOpen(IncidentId incident) const { return m_incidents.contains(incident); }
    /// None for a line that is no open incident's.
    [[nodiscard]] IncidentId incidentOn(LineId line) const { return m_lines.value(line); }
    /// The one line on which \a seat hears and speaks to a caller now; none while nobody is on it or it is held.
    [[nodiscard]] LineId lineOf(SeatId seat) const;

private:
    Outcome took(const Rang &input);
    Outcome took(const Pressed &input);
    Outcome took(const PressedToo &input);
    Outcome took(const PromptBegan &input);
    Outcome took(const PromptPlayed &input);
    Outcome took(const LocatedByCall &input);
    Outcome took(const PlaceReferred &input);
    Outcome took(const LocatedByPhone &input);
    Outcome took(const SaidByCall &input);
    Outcome took(const Dialled &input);
    Outcome took(const LineAnswered &input);
    Outcome took(const TransferRefused &input);
    Outcome took(const LineWentAway &input);
    Outcome took(const RecordingOpened &input);
    Outcome took(const RecordingClosed &input);
    Outcome took(const TextAccepted &input);
    Outcome took(const TextDelayed &input);
    Outcome took(const TextDelivered &input);
    Outcome took(const TextFailed &input);
    Outcome took(const Fetched &input);
    Outcome took(const Opened &input);
    Outcome took(const FaceShown &input);
    Outcome took(const PermissionSaid &input);
    Outcome took(const Left &input);
    Outcome took(const Located &input);
    Outcome took(const Said &input);
    Outcome took(const Seen &input);
    Outcome took(const FileCame &input);
    Outcome took(const CameraOffered &input);
    Outcome took(const CameraWithdrawn &input);
    Outcome took(const CameraAnswered &input);
    Outcome took(const CandidateFound &input);
    Outcome took(const PictureSeen &input);
    Outcome took(const PictureLost &input);
    Outcome took(const CadTook &input);
    Outcome took(const CadFailed &input);
    Outcome took(const PackFetched &input);
    Outcome took(const Recalled &input);
    Outcome took(const SeatFellSilent &input);
    Outcome took(const Asked &input);

    std::expected<Outcome, Error> grant(const Incident &incident, const AnswerCall &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const HoldCall &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const ResumeCall &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const HandOverCall &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const TransferCall &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const CallBack &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const AskToPress &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const ConfirmSilentCall &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const DismissKnock &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const MarkCodedTalk &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const AskQuestion &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const SendInvite &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const SendMessage &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const ReadMessage &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const TellTyping &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const AskCamera &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const OrderUnit &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const WriteNote &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const Classify &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const PromoteFix &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const PlaceCaller &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const HangUp &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const CloseIncident &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const ReopenIncident &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const LookUp &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const ReadFile &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const SharePack &command, SeatId seat);
    std::expected<Outcome, Error> grant(const Incident &incident, const EndPack &command, SeatId seat);

    /// One person speaks to one caller: whoever \a seat spoke to is held.
    std::vector<Event> holdOther(SeatId seat) const;
    void followVoices(const Event &event);
    /// What a press says to the question that was asked last, if anything.
    std::optional<QuestionAnswered> answerBy(const Incident &incident, const Pressed &pressed) const;
    /// Just asked to press keys: the line is kept until there was time to.
    bool isGuarded(const Incident &incident) const;
    /// What is known of an order already: that it was taken, or failed.
    [[nodiscard]] bool isSettled(IncidentId incident, quint64 order) const;
    /// Orders of which nobody knows whether the dispatch system has them.
    [[nodiscard]] std::vector<Event> lostOrders(const Incident &incident) const;
    /// The page for the units, if its link still holds.
    [[nodiscard]] std::optional<AdmitPack> stillShown(const Incident &incident) const;
    /// Until when the incident's link holds. Who opened it in time may come back after a dead zone, however late.
    [[nodiscard]] bool isTextUnderway(const Incident &incident) const;
    std::optional<AdmitToken> stillAdmitted(const Incident &incident) const;
    /// What did not outlast a time in which nobody minded the incident: its line, its page, a text under way.
    [[nodiscard]] std::vector<Event> endUnminded(const Incident &incident, LineEnd how) const;
    Outcome stopCamera(const Incident &incident, VisitId visit);
    const Incident *findOpen(IncidentId incident, const char *what) const;
    const Incident *findByLine(LineId line, const char *what) const;
    void forget(IncidentId incident);

    const Clock &m_clock;
    Rules m_rules;
    quint64 m_last = 0;
    QHash<IncidentId, Incident> m_incidents; ///< the open ones
    CallerHistory m_history;
    PhonePlaces m_phones;
    QHash<LineId, IncidentId> m_lines;
    QHash<IncidentId, LineId> m_lineOf;
    QHash<SeatId, IncidentId> m_spoken; ///< to whom each seat speaks
    QHash<IncidentId, QSet<VisitId>> m_visits;
    QHash<IncidentId, VisitId> m_camera; ///< whose pictures are being shown
    Tally m_nowhere{lcDispatch, "a location which no map can show"};
    Tally m_linesTooMany{lcDispatch, "a line of a chat which has too many"};
};

} // namespace knock::dispatch
