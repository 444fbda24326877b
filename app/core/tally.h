// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QElapsedTimer>
#include <QLoggingCategory>

namespace knock {

/// Counts what strangers can cause as often as they like, and logs it at most once a second.
class Tally
{
public:
    using Category = const QLoggingCategory &(*)();

    Tally(Category category, const char *what)
        : m_category(category)
        , m_what(what)
    {
    }

    void add();

private:
    const Category m_category;
    const char *const m_what;
    QElapsedTimer m_sinceLine;
    quint64 m_count = 0;
};

} // namespace knock
