// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <QDateTime>
#include <QString>

namespace knock {

/// One line of the hidden chat.
struct Message {
    enum class Author { Caller, Operator };

    static constexpr qsizetype longest = 1000; ///< characters; longer lines are refused, never cut
    static constexpr qsizetype longestPhrase = 40;

    QString id; ///< made by the author's side, so that a line sent again is still one line
    Author author = Author::Caller;
    QString text;
    QDateTime at;
    QString phrase = {}; ///< which one of the phrase book, so that each side reads its own language; else empty
    std::optional<QDateTime> delivered = {}; ///< by MessageSeen
    std::optional<QDateTime> read = {}; ///< by MessageSeen
    bool operator==(const Message &) const = default;
};

} // namespace knock
