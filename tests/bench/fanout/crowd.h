// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace knock::bench {

/// What the desks were told between Crowd::count() and Crowd::end().
struct Told {
    std::vector<double> delays; ///< ms, from the sending of each fix until each desk had it
    std::vector<double> lateness; ///< ms, of each fix behind its time: more than a few says that the machine is full
    size_t sent = 0;
    size_t skipped = 0; ///< of all, because the page had not got rid of the one before
    size_t lacking = 0; ///< fixes, once for each desk that was not told
    size_t behind = 0; ///< times that a desk was told so
    double bytes = 0; ///< of one such message on average
};

/// Callers' browsers and desks, which come from many addresses of this computer, on two threads of their own.
class Crowd
{
public:
    struct Doors {
        uint16_t callers = 0;
        uint16_t desks = 0;
    };

    Crowd(Doors doors, int desks);
    ~Crowd();
    Crowd(const Crowd &) = delete;
    Crowd &operator=(const Crowd &) = delete;

    /// Waits until all desks have been told everything.
    [[nodiscard]] bool signIn();
    /// Waits until every page is open, and every desk has been told of each.
    [[nodiscard]] bool open(const std::vector<std::string> &tokens);
    /// From now on each page sends a fix a second, one after the other at an even pace.
    void begin();
    /// Fixes that are sent from now on count.
    void count();
    /// Fixes that are sent later count no more. Sends none either, and waits for what is under way.
    [[nodiscard]] Told end();

    [[nodiscard]] double processor() const; ///< seconds that its threads have used

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace knock::bench
