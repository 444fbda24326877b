// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/ticker.h"

using namespace std::chrono_literals;

namespace knock::ui {

Ticker::Ticker(const Clock &clock)
    : m_clock(clock)
{
    // A coarse timer may drift by 50 ms and would now and then leave a second out.
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(1s);
    connect(&m_timer, &QTimer::timeout, this, &Ticker::tick);
    m_timer.start();
}

} // namespace knock::ui
