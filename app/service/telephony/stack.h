// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/core/linesound.h"
#include "app/core/linetape.h"
#include "app/core/voiceport.h"
#include "app/service/dispatch/effect.h"
#include "app/service/dispatch/input.h"
#include "app/service/telephony/configuration.h"
#include "app/service/telephony/voice/prompt.h"

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <thread>

struct mqueue;

namespace knock::telephony {

class Exchange;

/// Who speaks on a line from now on; nobody without a port.
struct SetVoice {
    LineId line;
    std::shared_ptr<VoicePort> port;
};

/// An order to a line, as it travels to libre's thread.
using Order = std::variant<dispatch::AnswerLine, dispatch::PlayPrompt, dispatch::AskWhileWaiting, dispatch::RecordLine,
                           SetVoice, dispatch::TransferLine, dispatch::DialLine, dispatch::ReleaseLine>;

/// libre's thread and its lifetime. Values go in through libre's own queue and come out through the functions
/// of a Listener.
class Stack final
{
public:
    /// Called on that thread.
    struct Listener {
        std::function<void(const dispatch::Input &)> input;
        std::function<void(LineId, const LineSound &)> sound;
        std::function<void(LineId, const LineTape &)> taped;
        std::function<void(const Error &)> failed;
        std::function<void(const Result<> &)> registered; ///< what came of telling the trunk where we are
        std::function<void(const Result<> &)> canary; ///< what came of a call to ourselves
    };

    Stack(Configuration configuration, Recordings recordings, Listener listener);
    /// Ends every call politely and waits for the thread.
    ~Stack();
    Q_DISABLE_COPY_MOVE(Stack)

    /// Returns when the ports are bound, or why they cannot be.
    [[nodiscard]] Result<> start();
    void push(const Order &order);
    /// See Telephony; each takes its turn among the orders.
    void stopTaking();
    void hangUp();
    void reloadCertificate();
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] quint16 tlsPort() const { return m_tlsPort; }

private:
    enum class Post : int { Perform, StopTaking, HangUp, ReloadCertificate, Stop };
    using Started = std::promise<Result<quint16>>;

    void run(Started started);
    Result<quint16> setUp(Exchange &exchange);
    [[nodiscard]] bool post(Post what, Order *order = nullptr);
    static void take(int id, void *data, void *argument);

    const Configuration m_configuration;
    const Recordings m_recordings;
    const Listener m_listener;
    mqueue *m_queue = nullptr; ///< made on libre's thread before start() returns
    quint16 m_port = 0;
    quint16 m_tlsPort = 0; ///< set before start() returns
    std::atomic<bool> m_isLooping = false;
    std::thread m_thread;
};

} // namespace knock::telephony
