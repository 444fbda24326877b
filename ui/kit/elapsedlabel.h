// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/kit/ticker.h"

#include <QLabel>

namespace knock::ui {

/// "02:41", or "1:02:41" from an hour on. A time before \a from is 00:00: clocks of two computers may differ.
[[nodiscard]] QString elapsedText(const QDateTime &from, const QDateTime &to);

/// As above, for how long something is. Less than nothing is 00:00.
[[nodiscard]] QString elapsedText(std::chrono::milliseconds duration);

/// \a font with digits of one width, so that a running clock does not tremble.
[[nodiscard]] QFont tabular(QFont font);

/// How long ago something was.
class ElapsedLabel final : public QLabel
{
    Q_OBJECT
public:
    explicit ElapsedLabel(Ticker &ticker, QWidget *parent = nullptr);

    /// Empty for an invalid time.
    void setSince(const QDateTime &since);
    /// Stands still at \a until.
    void setSpan(const QDateTime &since, const QDateTime &until);

private:
    void show(const QDateTime &now);

    Ticker &m_ticker;
    QDateTime m_since;
    QDateTime m_until;
};

} // namespace knock::ui
