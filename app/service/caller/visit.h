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
        std::optional<dispatch::Input> input = {};
        QByteArray reply = {}; ///< to the page; empty for none
        bool isTyping = false; ///< the person is writing
        bool isStill = false; ///< what was taken is a picture to be passed on
        std::optional<std::chrono::milliseconds> next = {}; ///< when the page may send its next still
        std::optional<std::chrono::milliseconds> ahead = {}; ///< the phone's clock, of the one here
        QString complaint = {}; ///< for the log, without personal data; empty for none
        bool end = false; ///< the page has broken the protocol and is to be cut off
    };

    Visit(VisitId id, IncidentId incident, LinkKind link, const Clock &clock);

    [[nodiscard]] Outcome take(const QByteArray &text);
    [[nodiscard]] Outcome takeStill(const QByteArray &bytes);

    [[nodiscard]] VisitId id() const { return m_id; }
    [[nodiscard]] IncidentId incident() const { return m_incident; }
    [[nodiscard]] LinkKind link() const { return m_link; }
    [[nodiscard]] bool hasOpened() const { return m_opened; }
    [[nodiscard]] bool hasFled() const { return m_fled; }

private:
    Outcome took(const Open &open);
    Outcome took(const PermissionRead &read);
    Outcome took(const FixRead &read);
    Outcome took(const Say &say);
    Outcome took(const SeenLine &seen);
    Outcome took(const Typing &);
    Outcome took(const Face &shown);
    Outcome took(const Offer &offer);
    Outcome took(const CameraOff &);
    Outcome took(const Flee &);
    Outcome took(const Ping &ping);
    Outcome fault(const QString &complaint);

    VisitId m_id;
    IncidentId m_incident;
    LinkKind m_link;
    const Clock &m_clock;
    bool m_opened = false;
    bool m_fled = false;
    int m_faults = 0;
    Allowance m_messages;
    Allowance m_offers;
    Allowance m_typing;
    QDateTime m_nextStill;
};

} // namespace knock::caller
