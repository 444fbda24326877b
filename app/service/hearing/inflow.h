// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <QtTypes>
#include <span>
#include <vector>

namespace knock::hearing {

/// The caller's sound as one row of samples, 8000 a second, out of packets that may come in the wrong order, twice or
/// never (RFC 3550). Pure.
///
/// Made for ears that must not wait: a packet in its turn is passed on at once. One that came too early is held until
/// the next comes; then what is still missing is taken for lost and filled in.
class Inflow
{
public:
    Inflow();

    /// What can be heard now that a packet with this RTP timestamp has come: nothing, or some samples, valid until the
    /// next call.
    [[nodiscard]] std::span<const qint16> take(quint32 timestamp, std::span<const qint16> samples);

private:
    struct Held {
        quint32 timestamp = 0;
        std::vector<qint16> samples;
    };

    void append(std::span<const qint16> samples);
    void bridge(quint32 to);
    void passHeld();

    std::optional<quint32> m_next; ///< the timestamp that is due
    std::optional<Held> m_held;
    std::vector<qint16> m_out;
    std::vector<qint16> m_last; ///< the end of what was passed on, for filling in
};

} // namespace knock::hearing
