// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/controlroom.h"

#include <chrono>
#include <optional>
#include <QJsonValue>
#include <vector>

namespace knock::bench {

/// Pictures as they come to whoever looks at them.
struct Watched {
    std::vector<double> ages; ///< ms
    std::vector<double> heights; ///< pixels
    double perSecond = 0;
};

/// How long pictures are given to find their pace, and then watched.
struct Span {
    std::chrono::seconds settle;
    std::chrono::seconds time;
};

/// What \a expression is on the phone's page, if it says so in time.
[[nodiscard]] std::optional<QJsonValue> valueOf(demonstration::Phone &phone, const QString &expression);

/// A camera from one browser to another one at the far end of the line, with nothing between them and with whatever
/// browsers do by themselves: what a service in the middle is measured by.
[[nodiscard]] std::optional<Watched> watchPair(test::ControlRoom &room, test::LossyLine &line,
                                               const test::LossyLine::Quality &quality, Span span);

} // namespace knock::bench
