// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"

#include <QObject>
#include <QTimer>

namespace knock::ui {

/// One tick a second for every clock on the screen, so that they all change together.
class Ticker final : public QObject
{
    Q_OBJECT
public:
    explicit Ticker(const Clock &clock);

    [[nodiscard]] const Clock &clock() const { return m_clock; }
    [[nodiscard]] QDateTime now() const { return m_clock.now(); }
    void tick() { Q_EMIT ticked(now()); }

Q_SIGNALS:
    void ticked(const QDateTime &now);

private:
    const Clock &m_clock;
    QTimer m_timer;
};

} // namespace knock::ui
