// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <chrono>
#include <memory>

namespace knock::test {

/// Two network name spaces of this process with a bad line between them, which nobody else sees or reaches.
///
/// The test stays on one side; what there() runs, and every thread and program it starts, lives on the other. Packets
/// go through TUN devices and a thread of this program, because not every kernel has an emulator of its own.
class LossyLine final
{
public:
    /// Where the two sides have each other.
    static constexpr auto hereAddress = "10.77.0.1";
    static constexpr auto thereAddress = "10.77.0.2";

    /// What becomes of packets, in both directions.
    struct Quality {
        double loss = 0; ///< share of the packets, from a fixed seed
        std::chrono::milliseconds delay{0}; ///< one way
        std::chrono::milliseconds jitter{0}; ///< at most, on top; packets stay in order
        int kbitPerSecond = 0; ///< 0: any
        bool passesUdp = true;
        bool isUp = true;
    };

    /// Moves the calling thread into a network of its own; to be called first of all in main(), before another thread
    /// lives. Fails where the system does not allow it.
    [[nodiscard]] static Result<std::unique_ptr<LossyLine>> open();
    ~LossyLine();

    void set(const Quality &quality);
    /// Packets that were let go, of both directions.
    [[nodiscard]] quint64 lost() const;

    /// Calls \a use with the calling thread on the other side.
    template <typename Use>
    void there(Use use)
    {
        enter(m_there);
        use();
        enter(m_here);
    }

private:
    class Carrier;

    LossyLine(int here, int there, std::unique_ptr<Carrier> carrier);
    static void enter(int network);

    int m_here;
    int m_there;
    std::unique_ptr<Carrier> m_carrier;
};

} // namespace knock::test
