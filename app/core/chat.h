// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QString>

namespace knock {

/// One line of the hidden chat.
struct Message {
    enum class Author { Caller, Operator };

    static constexpr qsizetype longest = 1000; ///< characters; longer lines are refused, never cut

    QString id; ///< made by the author's side, so that a line sent again is still one line
    Author author = Author::Caller;
    QString text;
    QDateTime at;
    bool operator==(const Message &) const = default;
};

} // namespace knock
