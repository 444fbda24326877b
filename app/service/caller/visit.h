// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/service/caller/protocol.h"
#include "app/service/dispatch/input.h"

#include <optional>

namespace knock::caller {

/// An allowance that refills with time.
class Allowance final
{
public:
    Allowance(double most, double perSecond);
    [[nodiscard]] bool take(const QDateTime &now);

private:
    double m_most;
    double m_perSecond;
    double m_left;
    QDateTime m_at;
};

/// One browser's stay on the caller's page: what its messages come to. Holds no socket.
class Visit final
{
public:
    /// What one message came to. At most one of each.
    struct Outcome {
        std::optional<dispatch::Input> input;
        QByteArray reply; ///< to the page; empty for none
        QString complaint; ///< for the log, without personal data; empty for none
        bool end = false; ///< the page has broken the protocol and is to be cut off
    };

    Visit(VisitId id, IncidentId incident, const Clock &clock);

    [[nodiscard]] Outcome take(const QByteArray &text);

    [[nodiscard]] VisitId id() const { return m_id; }
    [[nodiscard]] IncidentId incident() const { return m_incident; }
    [[nodiscard]] bool hasOpened() const { return m_opened; }

private:
    Outcome took(const Open &);
    Outcome took(const FixRead &read);
    Outcome took(const Say &say);
    Outcome took(const Offer &offer);
    Outcome took(const CameraOff &);
    Outcome took(const Ping &);
    Outcome fault(const QString &complaint);

    VisitId m_id;
    IncidentId m_incident;
    const Clock &m_clock;
    bool m_opened = false;
    int m_faults = 0;
    Allowance m_messages;
    Allowance m_offers;
};

} // namespace knock::caller
