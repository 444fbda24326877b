// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <QString>

namespace knock::dispatch {

/// Which presses in an answer window an agency takes for a knock: so many of any keys, or one row of given keys.
class KnockPattern
{
public:
    /// Any two keys, as the Korean police teach it.
    KnockPattern() = default;
    /// "any x2" (1 to 9), or the keys themselves: "55".
    [[nodiscard]] static Result<KnockPattern> parse(const QString &text);

    /// \a keys are those of one window, in order. Keys before and after a given row do not spoil it.
    [[nodiscard]] bool isMetBy(QStringView keys) const
    {
        return m_row.isEmpty() ? keys.size() >= m_presses : keys.contains(m_row);
    }

private:
    qsizetype m_presses = 2;
    QString m_row;
};

} // namespace knock::dispatch
