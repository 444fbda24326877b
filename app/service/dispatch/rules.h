// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/pageevent.h"
#include "app/service/dispatch/knockpattern.h"

#include <chrono>
#include <functional>

namespace knock::dispatch {

/// What an agency may set about the rules.
struct Rules {
    /// Presses count as an answer from the prompt's start until this long after its end.
    std::chrono::milliseconds answerWindow = std::chrono::seconds(10);
    KnockPattern knock;
    /// As many presses in one window are more than an answer needs: a phone in a pocket, or somebody in a panic.
    qsizetype trainLength = 7;
    /// How keys answer a question: 1 for yes and 2 for no, or any key once for yes and twice for no.
    enum class Answers { ByKey, ByCount };
    Answers answers = Answers::ByKey;
    /// Presses farther apart than this are no longer one count.
    std::chrono::milliseconds countPause = std::chrono::seconds(3);
    /// Callers who wait are asked to press keys as well; a knock then lifts the call.
    bool askWhileWaiting = false;
    std::chrono::seconds inviteLifetime = std::chrono::hours(2);
    /// A second wish for a text within this time is a slipped finger, not a wish.
    std::chrono::milliseconds textPause = std::chrono::seconds(5);
    /// By then the gateways have said what became of a text; until they have, there is no second one.
    std::chrono::milliseconds textPatience = std::chrono::minutes(2);
    QString countryCode = QStringLiteral("82"); ///< of numbers that say none
    QString linkBase; ///< the caller page's address, with its closing slash
    QString language = QStringLiteral("ko"); ///< of texts, when the seat does not say (BCP 47)
    /// The text that carries the link.
    std::function<QString(LinkKind kind, const QString &language, const QString &link)> composeText
        = [](LinkKind, const QString &, const QString &link) { return link; };
    std::function<QString()> makeToken; ///< see invite.h
    QString packBase; ///< the address of the page for the units, to its closing slash; empty: there is none
    std::chrono::seconds packLifetime = std::chrono::hours(1);
    bool tellsCad = false; ///< orders are handed to the dispatch system of the agency
};

} // namespace knock::dispatch
