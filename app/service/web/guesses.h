// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <QDateTime>
#include <QHash>
#include <QString>

namespace knock::web {

/// Who asks for tokens that do not exist, and how long the answer to that may wait. Many honest phones may be behind
/// the same address: whoever shows a token that exists is not asked about here.
class Guesses final
{
public:
    static constexpr int unhurried = 20; ///< that wait for nothing: an old link, opened again and again
    static constexpr qsizetype mostAddresses = 4096;

    explicit Guesses(std::chrono::milliseconds longestWait);

    /// Counts one more wrong token that \a peer has shown and says how long the answer waits. It is forgotten again,
    /// one in six seconds.
    [[nodiscard]] std::chrono::milliseconds count(const QString &peer, const QDateTime &now);

    [[nodiscard]] qsizetype addresses() const { return m_guessers.size(); }

private:
    struct Guesser {
        double guesses = 0;
        QDateTime at;
    };
    void forget(const QDateTime &now);

    std::chrono::milliseconds m_longestWait;
    QHash<QString, Guesser> m_guessers;
};

} // namespace knock::web
