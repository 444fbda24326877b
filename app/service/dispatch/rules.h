// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <QString>

namespace knock::dispatch {

/// What an agency may set about the rules.
struct Rules {
    /// Presses count as an answer from the prompt's start until this long after its end.
    std::chrono::milliseconds answerWindow = std::chrono::seconds(10);
    int pressesForKnock = 2;
    std::chrono::seconds inviteLifetime = std::chrono::hours(2);
    /// A second wish for a text within this time is a slipped finger, not a wish.
    std::chrono::milliseconds textPause = std::chrono::seconds(5);
    QString linkBase; ///< the caller page's address, with its closing slash
    std::function<QString(const QString &link)> composeText = [](const QString &link) { return link; };
    std::function<QString()> makeToken; ///< see invite.h
};

} // namespace knock::dispatch
