// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/demonstration/phone.h"
#include "tests/support/rawcaller.h"
#include "tests/support/stage.h"

#include <map>

namespace knock::bench {

/// One silent call worked at the desk, and what its steps took, in milliseconds by the name of the figure.
class Call
{
public:
    explicit Call(test::Stage &stage);

    /// From the ring to the alert and the text; false when a step did not come.
    [[nodiscard]] bool workTheLine(int number);
    enum class By { Event, Info, Tone };
    /// From the ring to the alert alone, with both keys pressed while the prompt is heard.
    [[nodiscard]] bool knock(int number, By carrier);
    /// From the page to the first picture.
    [[nodiscard]] bool workThePage();
    [[nodiscard]] bool close();

    [[nodiscard]] const std::map<QString, double> &took() const { return m_took; }

private:
    [[nodiscard]] bool answer(int number);
    [[nodiscard]] qint64 at(const QString &what, const QString &name = {});

    test::Stage &m_stage;
    const size_t m_from; ///< where this call's lines begin
    std::unique_ptr<test::RawCaller> m_caller;
    demonstration::Phone m_phone;
    std::map<QString, double> m_took;
};

} // namespace knock::bench
