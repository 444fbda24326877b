// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <QtClassHelperMacros>
#include <vector>

namespace knock::web {

/// What the io thread has to say to the service's, in order. Each delivery wakes that thread, which costs more than
/// most of what is said; so what may wait a little goes with what else there is, unless there was nothing for a while.
///
/// Touched on the io thread alone.
class Outbox final
{
public:
    using Word = std::function<void()>; ///< said by calling it
    using Delivery = std::function<void(std::vector<Word> words)>;
    static constexpr std::chrono::milliseconds tenth{100};
    static constexpr size_t enough = 32; ///< words, for which no other is waited

    Outbox(boost::asio::io_context &io, Delivery deliver, std::chrono::milliseconds patience = tenth)
        : m_deliver(std::move(deliver))
        , m_patience(patience)
        , m_timer(io)
    {
    }
    Q_DISABLE_COPY_MOVE(Outbox)

    void say(Word word);
    /// Later by the patience at most, and at once after a pause as long as that.
    void sayInTime(Word word);
    /// Delivers what waits.
    void flush();
    /// What waits is of no interest any more.
    void end() { m_timer.cancel(); }

private:
    void awaitMore();

    const Delivery m_deliver;
    const std::chrono::milliseconds m_patience;
    std::vector<Word> m_words;
    std::chrono::steady_clock::time_point m_next; ///< when what may wait is delivered the next time
    boost::asio::steady_timer m_timer; ///< runs out then
    bool m_isTimed = false;
};

} // namespace knock::web
