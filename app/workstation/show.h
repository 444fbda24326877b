// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/demonstration/autoplay.h"
#include "app/workstation/demonstration/demonstration.h"
#include "app/workstation/options.h"
#include "app/workstation/timeline.h"

namespace knock::workstation {

class Witness;

/// The built-in demonstration at this desk: begins when the service is ready; with --autoplay it also plays the
/// operator, and ends the program with 0 when the silent call was worked to its end.
class Show final : public QObject
{
    Q_OBJECT
public:
    Show(desk::Desk &desk, QWidget &window, Witness *witness, Timeline &timeline, const Options &options);

private:
    void begin();

    desk::Desk &m_desk;
    QWidget &m_window;
    Witness *m_witness;
    Timeline &m_timeline;
    const Options m_options;
    std::optional<demonstration::Demonstration> m_callers;
    std::optional<demonstration::Autoplay> m_operator;
};

} // namespace knock::workstation
