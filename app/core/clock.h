// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>

namespace knock {

/// The only way to ask what time it is. Tests and the trainer bring their own.
class Clock
{
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual QDateTime now() const = 0; ///< UTC
};

/// The computer's clock.
class WallClock final : public Clock
{
public:
    [[nodiscard]] QDateTime now() const override { return QDateTime::currentDateTimeUtc(); }
};

} // namespace knock
