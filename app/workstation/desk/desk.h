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
/// Models follow changed() and selectionChanged(); panes change nothing but through send() and select(). A closed
/// incident is kept while it is selected and then forgotten.
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
    [[nodiscard]] SeatId seat() const { return m_backend.seat(); }
    /// True for an incident this seat answered.
    [[nodiscard]] bool isMine(const Incident &incident) const;

    [[nodiscard]] IncidentId selected() const { return m_selected; }
    /// The incident in hand, or null.
    [[nodiscard]] const Incident *current() const { return find(m_selected); }
    void select(IncidentId incident);

    /// Refused by the desk itself while the service is out of reach.
    void send(const Command &command);
    /// Since when all of this is old, for the service is out of reach; none while it is there.
    [[nodiscard]] const std::optional<QDateTime> &lostSince() const { return m_lostSince; }
    /// Says that a person's program is here and works: to be called at least every second.
    void stay(const QDateTime &now);
    void showVideo(IncidentId incident, QVideoSink *sink) { m_backend.showVideo(incident, sink); }

Q_SIGNALS:
    /// \a event has been applied to \a incident.
    void changed(knock::IncidentId incident, const knock::Event &event);
    void selectionChanged(knock::IncidentId incident);
    void sent(const knock::Command &command); ///< this seat asks for something
    void refused(const knock::Refused &refused); ///< one of this seat's own wishes
    void healthChanged(const knock::Health &health);
    void sounded(const knock::LineSound &sound); ///< of an incident the desk knows
    void typing(knock::IncidentId incident); ///< the caller is writing; said again every few seconds
    void caughtUp();
    void lost(); ///< caughtUp() says that it is over

private:
    void take(const Event &event);
    void follow(const Event &event);
    [[nodiscard]] bool isToldAgain(IncidentId incident);
    void resume();
    void closeUntold();
    void forgetIfClosed(IncidentId incident);

    backend::Backend &m_backend;
    std::map<IncidentId, Incident> m_incidents;
    std::set<IncidentId> m_ringing;
    IncidentId m_selected;
    std::optional<QDateTime> m_lostSince;
    QHash<IncidentId, quint64> m_told; ///< how many events of each incident are known
    std::optional<QHash<IncidentId, quint64>> m_toldAgain; ///< while the service tells all anew
    QDateTime m_stayed; ///< when the last sign of life was given
};

} // namespace knock::desk
