// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/service/dispatch/effect.h"
#include "app/service/dispatch/input.h"
#include "app/service/telephony/configuration.h"
#include "app/service/telephony/prompt.h"

#include <atomic>
#include <functional>
#include <future>
#include <thread>

struct mqueue;

namespace knock::telephony {

class Exchange;

/// An order to a line, as it travels to libre's thread.
using Order
    = std::variant<dispatch::AnswerLine, dispatch::PlayPrompt, dispatch::AskWhileWaiting, dispatch::ReleaseLine>;

/// libre's thread and its lifetime. Values go in through libre's own queue and come out through two functions, which
/// are called on that thread.
class Stack final
{
public:
    using Tell = std::function<void(const dispatch::Input &)>;
    using Fail = std::function<void(const Error &)>;

    Stack(Configuration configuration, Recordings recordings, Tell tell, Fail fail);
    /// Ends every call politely and waits for the thread.
    ~Stack();
    Q_DISABLE_COPY_MOVE(Stack)

    /// Returns when the ports are bound, or why they cannot be.
    [[nodiscard]] Result<> start();
    void push(const Order &order);
    [[nodiscard]] quint16 port() const { return m_port; }

private:
    using Started = std::promise<Result<quint16>>;

    void run(Started started);
    Result<quint16> setUp(Exchange &exchange);

    const Configuration m_configuration;
    const Recordings m_recordings;
    const Tell m_tell;
    const Fail m_fail;
    mqueue *m_queue = nullptr; ///< made on libre's thread before start() returns
    quint16 m_port = 0;
    std::atomic<bool> m_isLooping = false;
    std::thread m_thread;
};

} // namespace knock::telephony
