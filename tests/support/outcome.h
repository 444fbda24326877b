// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/dispatch/effect.h"

#include <algorithm>

namespace knock::test {

/// Whether an event of kind \a T is among the outcome's.
template <typename T>
bool has(const dispatch::Outcome &outcome)
{
    return std::ranges::any_of(outcome.events, [](const Event &e) { return std::holds_alternative<T>(e); });
}

/// The first event of kind \a T; its absence ends the test program.
template <typename T>
T first(const dispatch::Outcome &outcome)
{
    for (const Event &event : outcome.events) {
        if (const T *found = std::get_if<T>(&event))
            return *found;
    }
    qFatal("the event has not happened");
}

/// The first effect of kind \a T; its absence ends the test program.
template <typename T>
T effect(const dispatch::Outcome &outcome)
{
    for (const dispatch::Effect &effect : outcome.effects) {
        if (const T *found = std::get_if<T>(&effect))
            return *found;
    }
    qFatal("the effect has not been ordered");
}

/// How many effects of kind \a T the outcome has.
template <typename T>
int count(const dispatch::Outcome &outcome)
{
    return int(std::ranges::count_if(outcome.effects, [](const auto &e) { return std::holds_alternative<T>(e); }));
}

} // namespace knock::test
