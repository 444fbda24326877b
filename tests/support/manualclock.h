// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"

#include <chrono>

namespace knock::test {

/// A clock that stands until the test moves it.
class ManualClock final : public Clock
{
public:
    [[nodiscard]] QDateTime now() const override { return m_now; }
    void advance(std::chrono::milliseconds by) { m_now = m_now.addMSecs(by.count()); }

private:
    QDateTime m_now = QDateTime::fromString(QStringLiteral("2026-01-02T03:40:00.000Z"), Qt::ISODateWithMs);
};

} // namespace knock::test
