// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <deque>
#include <QHash>
#include <QString>

namespace knock::sms {

/// How many texts one number may get. Keeps a number no longer than a day, and never more than mostNumbers.
class NumberLimit
{
public:
    using Time = std::chrono::steady_clock::time_point; ///< which nobody can set back

    static constexpr size_t mostShortly = 5; ///< in ten minutes
    static constexpr size_t mostDaily = 20;
    static constexpr qsizetype mostNumbers = 10'000;

    /// Counts one more text, or says that it is too much.
    [[nodiscard]] bool admit(const QString &number, Time now);
    /// The newest text has not been sent after all.
    void giveBack(const QString &number);

private:
    QHash<QString, std::deque<Time>> m_texts;
};

} // namespace knock::sms
