// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <QString>
#include <vector>

namespace knock::test {

/// What became of each fault, printed as a table at the end.
class Outcomes
{
public:
    Outcomes() = default;
    ~Outcomes()
    {
        for (const auto &[fault, outcome] : m_rows)
            std::printf("fault  %-36s %s\n", qPrintable(fault), qPrintable(outcome));
        std::fflush(stdout);
    }
    Q_DISABLE_COPY_MOVE(Outcomes)

    void add(const QString &fault, const QString &outcome) { m_rows.emplace_back(fault, outcome); }

private:
    std::vector<std::pair<QString, QString>> m_rows;
};

} // namespace knock::test
