// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/location.h"

#include <chrono>
#include <QCoreApplication>

namespace knock::ui {

/// The words in which a fix is told.
class FixText
{
    Q_DECLARE_TR_FUNCTIONS(FixText)
public:
    /// From this age on a fix is said and drawn to be old.
    static constexpr std::chrono::seconds old{60};

    /// Never negative: a clock of the source that runs ahead makes the fix new, not unborn.
    [[nodiscard]] static std::chrono::seconds ageOf(const Fix &fix, const QDateTime &now);
    [[nodiscard]] static bool isOld(const Fix &fix, const QDateTime &now) { return ageOf(fix, now) > old; }

    [[nodiscard]] static QString source(Fix::Source source);
    [[nodiscard]] static QString oldWord();
    /// Of the source that a person decided for.
    [[nodiscard]] static QString chosenWord();
    [[nodiscard]] static QString distance(Metres metres);
    /// "420 m north-east (47°)"
    [[nodiscard]] static QString way(Metres metres, double bearing);
    [[nodiscard]] static QString age(std::chrono::seconds age);
    /// "browser · ±12 m · 3 s ago"
    [[nodiscard]] static QString line(const Fix &fix, const QDateTime &now);
    /// A sentence that stays true as time passes, for those who hear the map.
    [[nodiscard]] static QString spoken(const Fix &fix);
};

} // namespace knock::ui
