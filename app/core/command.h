// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/event.h"

namespace knock {

/// Takes a ringing call.
struct AnswerCall {
    IncidentId incident;
    bool operator==(const AnswerCall &) const = default;
};

/// Plays the recorded request to press keys, and opens the answer window.
struct AskToPress {
    IncidentId incident;
    bool operator==(const AskToPress &) const = default;
};

struct ConfirmSilentCall {
    IncidentId incident;
    bool operator==(const ConfirmSilentCall &) const = default;
};

struct DismissKnock {
    IncidentId incident;
    bool operator==(const DismissKnock &) const = default;
};

/// Texts the caller's phone the link to the caller's page.
struct SendInvite {
    IncidentId incident;
    bool operator==(const SendInvite &) const = default;
};

/// Says one line to the caller's page.
struct SendMessage {
    IncidentId incident;
    QString id; ///< see Message::id
    QString text;
    bool operator==(const SendMessage &) const = default;
};

struct OrderUnit {
    IncidentId incident;
    QString unit;
    bool operator==(const OrderUnit &) const = default;
};

struct HangUp {
    IncidentId incident;
    bool operator==(const HangUp &) const = default;
};

struct CloseIncident {
    IncidentId incident;
    CloseReason reason = CloseReason::Other;
    QString note;
    bool operator==(const CloseIncident &) const = default;
};

/// Everything an operator can ask for. Never answered: what comes of it is an Event.
using Command = std::variant<AnswerCall, AskToPress, ConfirmSilentCall, DismissKnock, SendInvite, SendMessage,
                             OrderUnit, HangUp, CloseIncident>;

} // namespace knock
