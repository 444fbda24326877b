// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QElapsedTimer>

namespace knock::telephony {

/// Counts what strangers can cause as often as they like, and logs it at most once a second.
class Tally
{
public:
    explicit Tally(const char *what)
        : m_what(what)
    {
    }

    void add();

private:
    const char *m_what;
    QElapsedTimer m_sinceLine;
    quint64 m_count = 0;
};

} // namespace knock::telephony
