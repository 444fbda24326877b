// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <deque>
#include <mutex>
#include <optional>
#include <QtTypes>
#include <vector>

namespace knock::media {

/// What became of the packets of a stream since it began (RFC 3550, 6.4.1): a lost one that was sent again is a lost
/// one, for the network lost it.
struct PacketCount {
    qint64 lost = 0;
    qint64 came = 0;
};

/// The share of the packets that were lost in the last seconds, when told the count every second.
class LossRate
{
public:
    /// In percent.
    [[nodiscard]] double take(PacketCount count);

private:
    std::deque<PacketCount> m_counts{{}};
};

/// When a picture was taken, by its stream's own count (RFC 3550, 5.1), and when it was whole here.
struct Arrival {
    using Time = std::chrono::milliseconds;
    quint32 taken = 0;
    Time at{0}; ///< since 1970
};

/// What the phone's clock said at a moment of the stream's count (RFC 3550, 6.4.1).
struct SenderReport {
    quint64 ntp = 0; ///< seconds since 1900 and their 2^32nd parts
    quint32 count = 0;
};

/// How long the pictures were under way by the phone's clock, in the mean; none without pictures.
[[nodiscard]] std::optional<Arrival::Time> delayOf(const std::vector<Arrival> &arrivals, const SenderReport &report);

/// Told by a streaming thread, asked by another one.
class Arrivals
{
public:
    void add(const Arrival &arrival);
    /// The last ones since it was asked last.
    [[nodiscard]] std::vector<Arrival> take();

private:
    std::mutex m_mutex;
    std::vector<Arrival> m_arrivals;
};

} // namespace knock::media
