// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/location.h"

#include <optional>
#include <QCoreApplication>
#include <vector>

namespace knock::ui {

/// Two sources that cannot both be right about where the caller is. A person decides, the map only says so.
class Disagreement
{
    Q_DECLARE_TR_FUNCTIONS(Disagreement)
public:
    /// The widest among the \a newest fixes of each source.
    [[nodiscard]] static std::optional<Disagreement> among(const std::vector<Fix> &newest);

    [[nodiscard]] const Fix &one() const { return m_one; } ///< of the two the first in the list
    [[nodiscard]] const Fix &other() const { return m_other; }
    [[nodiscard]] Metres apart() const { return m_apart; } ///< from centre to centre
    /// "Sources differ by 1.2 km: browser, AML"
    [[nodiscard]] QString text() const;

private:
    Fix m_one;
    Fix m_other;
    Metres m_apart;
};

} // namespace knock::ui
