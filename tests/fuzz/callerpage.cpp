// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/visit.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/manualclock.h"

using namespace knock;

// Each line is a message of the same page, half a second after the one before.
void knock::fuzz::read(QByteArrayView input)
{
    test::ManualClock clock;
    caller::Visit visit({1}, {2}, LinkKind::Live, clock);
    while (!input.isEmpty()) {
        const auto outcome = visit.take(cutLine(input).toByteArray());
        if (outcome.end)
            return;
        if (const auto *located = outcome.input ? std::get_if<dispatch::Located>(&*outcome.input) : nullptr)
            require(located->fix.isValid() && located->incident == visit.incident());
        if (const auto *said = outcome.input ? std::get_if<dispatch::Said>(&*outcome.input) : nullptr)
            require(!said->text.isEmpty() && said->text.size() <= Message::longest
                    && said->phrase.size() <= Message::longestPhrase);
        if (const auto *opened = outcome.input ? std::get_if<dispatch::Opened>(&*outcome.input) : nullptr)
            require(opened->language.size() <= 35);
        if (const auto *seen = outcome.input ? std::get_if<dispatch::Seen>(&*outcome.input) : nullptr)
            require(!seen->message.isEmpty() && seen->message.size() <= 64);
        clock.advance(std::chrono::milliseconds(500));
    }
}
