// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/core/id.h"
#include "app/core/location.h"

#include <optional>

namespace knock {

/// Why a person closed an incident. The desk offers exactly these; a note may say more.
enum class CloseReason { HelpSent, Mistake, TestCall, NoNeed, HandedOver, Other };

/// How urgent a call is, as the Korean police class them: 0 at once and with everything at hand, 4 not at all.
enum class Priority { Code0, Code1, Code2, Code3, Code4 };

/// A person ordered a unit. Knock records the order; the dispatch system of the agency carries it out.
struct UnitOrdered {
    static constexpr QLatin1StringView name{"unitOrdered"};
    IncidentId incident;
    QString unit;
    SeatId seat;
    QDateTime at;
    bool operator==(const UnitOrdered &) const = default;
};

/// The dispatch system of the agency took an order.
struct OrderTaken {
    static constexpr QLatin1StringView name{"orderTaken"};
    IncidentId incident;
    quint64 order = 0; ///< which one of the incident, from 1
    QDateTime at;
    bool operator==(const OrderTaken &) const = default;
};

/// The dispatch system did not take an order, and is not asked again: a person must pass it on.
struct OrderFailed {
    static constexpr QLatin1StringView name{"orderFailed"};
    IncidentId incident;
    quint64 order = 0; ///< as above
    Error::Kind why = Error::Kind::Unreachable;
    QDateTime at;
    bool operator==(const OrderFailed &) const = default;
};

/// What an operator wrote down. It is never changed; a further note corrects it.
struct NoteWritten {
    static constexpr QLatin1StringView name{"noteWritten"};
    IncidentId incident;
    QString text;
    SeatId seat;
    QDateTime at;
    bool operator==(const NoteWritten &) const = default;
};

/// What kind of call it is and how urgent, as far as it has been judged. The last one holds.
struct Classified {
    static constexpr QLatin1StringView name{"classified"};
    IncidentId incident;
    QString category; ///< one of the agency's list; empty: not judged
    std::optional<Priority> priority;
    SeatId seat;
    QDateTime at;
    bool operator==(const Classified &) const = default;
};

/// A person decided which source says best where the caller is. The others stay.
struct FixPromoted {
    static constexpr QLatin1StringView name{"fixPromoted"};
    IncidentId incident;
    Fix::Source source = Fix::Source::Browser;
    SeatId seat;
    QDateTime at;
    bool operator==(const FixPromoted &) const = default;
};

struct IncidentClosed {
    static constexpr QLatin1StringView name{"incidentClosed"};
    IncidentId incident;
    CloseReason reason = CloseReason::Other;
    QString note;
    SeatId seat;
    QDateTime at;
    bool operator==(const IncidentClosed &) const = default;
};

/// A closed incident is open again. Its link holds as before, if its time is not over.
struct IncidentReopened {
    static constexpr QLatin1StringView name{"incidentReopened"};
    IncidentId incident;
    SeatId seat;
    QDateTime at;
    bool operator==(const IncidentReopened &) const = default;
};

/// A read-only page about the incident was made for the units on their way.
struct PackShared {
    static constexpr QLatin1StringView name{"packShared"};
    IncidentId incident;
    QString token; ///< 128 random bits, base64url
    QString link;
    SeatId seat;
    QDateTime at;
    QDateTime expires;
    bool operator==(const PackShared &) const = default;
};

/// Somebody looked at the page for the units. Told once for each link.
struct PackOpened {
    static constexpr QLatin1StringView name{"packOpened"};
    IncidentId incident;
    QDateTime at;
    bool operator==(const PackOpened &) const = default;
};

/// The page for the units is gone before its time.
struct PackEnded {
    static constexpr QLatin1StringView name{"packEnded"};
    IncidentId incident;
    SeatId seat;
    QDateTime at;
    bool operator==(const PackEnded &) const = default;
};

} // namespace knock
