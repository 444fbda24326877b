// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend/backend.h"
#include "app/core/incident.h"

#include <map>
#include <QHash>
#include <set>

namespace knock::desk {

/// All the workstation knows: every open incident, and which one is in hand.
///
/// Models follow changed() and selectionChanged(); panes change nothing but through send(), select() and lookUp(). A
/// closed incident is kept while it is selected and then forgotten.
///
/// A loss of the service changes nothing of what is known. When the service tells all anew, the first events of an
/// incident are those that are known already; only what follows them has become true meanwhile.
class Desk final : public QObject
{
    Q_OBJECT
public:
    explicit Desk(backend::Backend &backend);

    [[nodiscard]] const Incident *find(IncidentId incident) const;
    /// In the order of arrival.
    [[nodiscard]] const std::map<IncidentId, Incident> &incidents() const { return m_incidents; }
    /// Calls nobody has answered yet, the longest waiting first.
    [[nodiscard]] const std::set<IncidentId> &ringing() const { return m_ringing; }
    [[nodiscard]] IncidentId longestWaiting() const { return m_ringing.empty() ? IncidentId() : *m_ringing.begin(); }
    [[nodiscard]] SeatId seat() const { return m_backend.seat(); }
    /// Where people sign in; null: nobody has to.
    [[nodiscard]] backend::Gate *gate() const { return m_backend.gate(); }
    /// True for an incident this seat answered.
    [[nodiscard]] bool isMine(const Incident &incident) const;

    [[nodiscard]] IncidentId selected() const { return m_selected; }
    /// The incident in hand, or null.
    [[nodiscard]] const Incident *current() const { return find(m_selected); }
    void select(IncidentId incident);
    /// Selects \a incident, open or not, as soon as the service has told what became true of it.
    void lookUp(IncidentId incident);
    /// What was in hand before what is in hand was looked up; none when it was not. Whoever asks for something to be
    /// done for the incident in hand has taken it up, and does not just look at it any more.
    [[nodiscard]] IncidentId lookedUpFrom() const { return m_lookedUpFrom.value_or(IncidentId()); }
    /// Whose number's past is of interest now: that from which another was looked up, else what is in hand, else the
    /// call that waits longest; or null.
    [[nodiscard]] const Incident *pastOf() const;
    /// The newest earlier call of that number; the next older one while one of them is in hand, and after the last the
    /// newest again. None when there is none.
    [[nodiscard]] IncidentId earlierCall() const;
    [[nodiscard]] bool isLookedUp() const { return m_lookedUpFrom.has_value(); } ///< what is in hand
    /// Selects what was in hand before, be it nothing. False: what is in hand was not looked up.
    bool leaveLookedUp();

    /// Refused by the desk itself while the service is out of reach.
    void send(const Command &command);
    /// Asks for a part of a file that is kept, and nothing else: what is looked up stays so. pieceCame() or refused().
    void read(const ReadFile &part);
    /// Since when all of this is old, for the service is out of reach; none while it is there.
    [[nodiscard]] const std::optional<QDateTime> &lostSince() const { return m_lostSince; }
    /// Says that a person's program is here and works: to be called at least every second.
    void stay(const QDateTime &now);
    void showVideo(IncidentId incident, QVideoSink *sink) { m_backend.showVideo(incident, sink); }
    /// How many seats show the incident's camera, this one included; 0 while the service has not said.
    [[nodiscard]] int viewers(IncidentId incident) const { return m_viewers.value(incident); }

Q_SIGNALS:
    /// \a event has been applied to \a incident.
    void changed(knock::IncidentId incident, const knock::Event &event);
    void selectionChanged(knock::IncidentId incident);
    void sent(const knock::Command &command); ///< this seat asks for something
    void refused(const knock::Refused &refused); ///< one of this seat's own wishes
    void healthChanged(const knock::Health &health);
    void failedAfterwards(const knock::OrderFailed &failed); ///< of an incident that was closed and forgotten
    void sounded(const knock::LineSound &sound); ///< of an incident the desk knows
    void pictured(const knock::CameraHealth &health); ///< how the pictures of an incident that the desk knows arrive
    void viewersChanged(knock::IncidentId incident);
    void pieceCame(const knock::FilePiece &piece); ///< for read()
    void typing(knock::IncidentId incident); ///< the caller is writing; said again every few seconds
    void caughtUp();
    void lost(); ///< caughtUp() says that it is over

private:
    void give(const Command &command);
    void take(const Event &event);
    void takeRefusal(const Refused &refusal);
    void follow(const Event &event);
    void turnTo(IncidentId incident);
    void showLookedUp(IncidentId incident);
    void takeEarlier(IncidentId incident, const std::vector<Event> &events);
    void sortIn(const Incident &incident);
    [[nodiscard]] bool isWhole(IncidentId incident) const;
    void forgetClosed();
    [[nodiscard]] bool isToldAgain(IncidentId incident);
    void resume();
    void closeUntold();
    void forgetIfClosed(IncidentId incident);

    backend::Backend &m_backend;
    std::map<IncidentId, Incident> m_incidents;
    std::set<IncidentId> m_ringing;
    IncidentId m_selected;
    IncidentId m_wanted; ///< is selected when the service tells of it
    std::optional<IncidentId> m_lookedUpFrom; ///< as there; may be nothing
    std::optional<QDateTime> m_lostSince;
    QHash<IncidentId, quint64> m_told; ///< how many events of each incident are known
    std::optional<QHash<IncidentId, quint64>> m_toldAgain; ///< while the service tells all anew
    QHash<IncidentId, int> m_viewers;
    std::set<IncidentId> m_reopened; ///< by another seat, and what became true of them before is not told yet
    QDateTime m_stayed; ///< when the last sign of life was given
};

} // namespace knock::desk
