// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/stack.h"

#include "app/core/logging.h"
#include "app/core/tally.h"
#include "app/service/telephony/exchange.h"

#include <cstring>
#include <mutex>
#include <tuple>

#define DEBUG_MODULE "knock"
#define DEBUG_LEVEL 4
#include <re_dbg.h>

using namespace Qt::StringLiterals;

namespace knock::telephony {

namespace {

// libre keeps its handlers in an array by file descriptor: this is the highest one it can use, at two for each line.
constexpr int mostDescriptors = 8192;

// What libre says may carry a piece of a packet, so only the name of its module is of use to the log.
void complaint(int, const char *text, size_t length, void *)
{
    const QByteArrayView said(text, static_cast<qsizetype>(strnlen(text, length)));
    if (said.startsWith("tcp: sock_bind")) {
        return; // whoever asked for the port is told
    }
    thread_local Tally complaints(lcTelephony, "a packet or connection libre complained of");
    complaints.add();
    qCDebug(lcTelephony) << "libre:" << said.left(said.indexOf(':'));
}

void setUpLibrary()
{
    // Never closed again: other threads of the program may still use what it set up in OpenSSL.
    static std::once_flag once;
    std::call_once(once, [] {
        libre_init();
        dbg_init(DBG_WARNING, DBG_NONE);
        dbg_handler_set(complaint, nullptr);
    });
}

} // namespace

Stack::Stack(Configuration configuration, Recordings recordings, Listener listener)
    : m_configuration(std::move(configuration))
    , m_recordings(std::move(recordings))
    , m_listener(std::move(listener))
{
}

Stack::~Stack()
{
    if (m_thread.joinable()) {
        // The queue is a pipe of fixed size, and the loop empties it.
        while (m_isLooping && mqueue_push(m_queue, static_cast<int>(Post::Stop), nullptr) == EAGAIN) {
            std::this_thread::yield();
        }
        m_thread.join();
    }
    mem_deref(m_queue);
}

Result<> Stack::start()
{
    setUpLibrary();
    Started started;
    std::future<Result<quint16>> port = started.get_future();
    m_thread = std::thread(&Stack::run, this, std::move(started));
    const Result<quint16> bound = port.get();
    if (!bound) {
        m_thread.join();
        return std::unexpected(bound.error());
    }
    m_port = *bound;
    return {};
}

void Stack::take(int id, void *data, void *argument)
{
    auto *exchange = static_cast<Exchange *>(argument);
    const std::unique_ptr<Order> order(static_cast<Order *>(data));
    switch (static_cast<Post>(id)) {
    case Post::Perform:
        exchange->perform(*order);
        break;
    case Post::StopTaking:
        exchange->stopTaking();
        break;
    case Post::HangUp:
        exchange->hangUp();
        break;
    case Post::ReloadCertificate:
        exchange->reloadCertificate();
        break;
    case Post::Stop:
        exchange->close();
        break;
    }
}

bool Stack::post(Post what, Order *order)
{
    if (mqueue_push(m_queue, static_cast<int>(what), order) == 0) {
        return true;
    }
    qCWarning(lcTelephony) << "The telephone thread does not take orders";
    m_listener.failed({.kind = Error::Kind::Full, .detail = u"the telephone thread does not take orders"_s});
    return false;
}

void Stack::push(const Order &order)
{
    auto copy = std::make_unique<Order>(order);
    if (post(Post::Perform, copy.get())) {
        copy.release();
    }
}

void Stack::stopTaking() { std::ignore = post(Post::StopTaking); }

void Stack::hangUp() { std::ignore = post(Post::HangUp); }

void Stack::reloadCertificate() { std::ignore = post(Post::ReloadCertificate); }

Result<quint16> Stack::setUp(Exchange &exchange)
{
    fd_setsize(mostDescriptors);
    poll_method_set(METHOD_EPOLL);
    if (mqueue_alloc(&m_queue, take, &exchange) != 0) {
        return failure(Error::Kind::Broken, u"no queue to the telephone thread"_s);
    }
    return exchange.open();
}

void Stack::run(Started started)
{
    re_thread_init();
    {
        Exchange exchange(m_configuration, m_recordings, m_listener);
        const Result<quint16> port = setUp(exchange);
        m_tlsPort = exchange.tlsPort();
        m_isLooping = port.has_value();
        started.set_value(port);
        if (port) {
            if (const int error = re_main(nullptr); error != 0) {
                qCWarning(lcTelephony) << "The telephone thread ended:" << qt_error_string(error);
                m_listener.failed({.kind = Error::Kind::Broken, .detail = u"the telephone thread ended"_s});
            }
        }
        m_isLooping = false;
    }
    re_thread_close();
}

} // namespace knock::telephony
