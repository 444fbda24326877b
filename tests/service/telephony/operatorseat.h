// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/telephony/telephony.h"

#include <QTest>
#include <vector>

namespace knock::test {

/// What stands on the other side of the adapter: remembers every input.
class OperatorSeat
{
public:
    explicit OperatorSeat(telephony::Telephony &telephony)
        : m_telephony(telephony)
    {
        QObject::connect(&telephony, &dispatch::Adapter::input, &telephony,
                         [this](const dispatch::Input &input) { inputs.push_back(input); });
    }

    template <typename T>
    [[nodiscard]] std::vector<T> all() const
    {
        std::vector<T> found;
        for (const dispatch::Input &input : inputs) {
            if (const T *one = std::get_if<T>(&input)) {
                found.push_back(*one);
            }
        }
        return found;
    }

    template <typename T>
    [[nodiscard]] bool wait(size_t count = 1, int milliseconds = 20'000) const
    {
        return QTest::qWaitFor([this, count] { return all<T>().size() >= count; }, milliseconds);
    }

    /// The line of the last ring.
    [[nodiscard]] LineId line() const
    {
        const auto rings = all<dispatch::Rang>();
        return rings.empty() ? LineId() : rings.back().line;
    }

    [[nodiscard]] QString keys() const
    {
        QString pressed;
        for (const dispatch::Pressed &press : all<dispatch::Pressed>()) {
            pressed += press.key;
        }
        return pressed;
    }

    void answer()
    {
        if (wait<dispatch::Rang>()) {
            m_telephony.perform(dispatch::AnswerLine{line()});
        }
    }
    void playPrompt() { m_telephony.perform(dispatch::PlayPrompt{line()}); }
    void release() { m_telephony.perform(dispatch::ReleaseLine{line()}); }

    std::vector<dispatch::Input> inputs;

private:
    telephony::Telephony &m_telephony;
};

} // namespace knock::test
