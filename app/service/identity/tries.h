// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QHash>

namespace knock::identity {

/// How often in a row somebody was wrong. From the fifth time on each failure brings a wait: 1, 2, 4 ... minutes, at
/// most 30.
struct Tries {
    static constexpr int free = 5;

    int failures = 0;
    QDateTime waitsUntil; ///< invalid: no need to wait
    bool noted = false; ///< that somebody tried during this wait is in the audit

    /// A wait longer than the longest one comes from a clock that was set back, and is none.
    [[nodiscard]] bool mustWait(const QDateTime &now) const;
    void fail(const QDateTime &now);
};

/// Tries of whoever has no account here: network addresses and names of nobody. Kept in memory, bounded: what failed
/// least recently is forgotten first.
class TryBook
{
public:
    explicit TryBook(qsizetype most)
        : m_most(most)
    {
    }

    [[nodiscard]] bool mustWait(const QString &key, const QDateTime &now) const;
    void fail(const QString &key, const QDateTime &now);
    void succeed(const QString &key) { m_tries.remove(key); }
    /// True once in each wait.
    [[nodiscard]] bool takeNote(const QString &key);
    [[nodiscard]] qsizetype size() const { return m_tries.size(); }

private:
    struct Entry {
        Tries tries;
        QDateTime last;
    };

    void forgetOne();

    qsizetype m_most;
    QHash<QString, Entry> m_tries;
};

} // namespace knock::identity
