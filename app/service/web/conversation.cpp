// SPDX-License-Identifier: Apache-2.0
// A WebSocket from the wish for it to its end: a part of Connection.
#include "app/service/web/protocols.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace knock::web {

namespace {

constexpr auto forever = std::chrono::steady_clock::time_point::max();
constexpr size_t tellingEvery = 16 * 1024; // bytes, while more is to go out
constexpr size_t keptCapacity = 16 * 1024; // of the buffer for messages, while none is there

} // namespace

net::awaitable<void> Connection::talk()
{
    if (m_protocols->buffer.size() > 0) {
        m_commons.complain("frames before the WebSocket was accepted");
        co_return;
    }
    m_id = enlist();
    m_response.reset();
    const SocketId id{m_id};
    m_commons.outbox.say(
        [&reports = m_commons.reports, id, request = describe()] { reports.socketWanted(id, request); });
    m_order.expires_after(m_commons.limits.request);
    co_await m_order.async_wait(quietly);
    if (!m_terms) {
        m_commons.waiting.erase(m_id);
        if (!m_cut && co_await write(m_response.value_or(Response{503, {}, {}, {}}), false))
            co_await sayGoodbye();
        co_return;
    }

    auto &stream = m_protocols->stream;
    m_protocols->bottom().expires_never(); // the WebSocket keeps its own time
    stream.set_option(websocket::stream_base::timeout{m_commons.limits.request, m_commons.limits.idle, true});
    stream.read_message_max(m_terms->message);
    m_protocols->buffer.max_size(size_t{m_commons.limits.header} + m_terms->message);
    stream.auto_fragment(false);
    stream.control_callback([this](websocket::frame_type, beast::string_view) { countControlFrame(); });
    auto [error] = co_await stream.async_accept(m_protocols->request, quietly);
    if (!error && !m_cut) {
        m_talking = true;
        m_progress = std::make_shared<Progress>();
        ++m_commons.tally.sockets;
        net::co_spawn(m_commons.io, writeMessages(id, shared_from_this()), net::detached);
        co_await readMessages(id);
        --m_commons.tally.sockets;
        m_talking = false;
        m_outgoing.cancel();
    }
    m_commons.waiting.erase(m_id);
    m_commons.outbox.say([&reports = m_commons.reports, id] { reports.closed(id); });
}

net::awaitable<void> Connection::readMessages(SocketId id)
{
    auto &[stream, buffer, request] = *m_protocols;
    while (!m_cut) {
        auto [error, size] = co_await stream.async_read(buffer, quietly);
        if (error == websocket::condition::protocol_violation)
            m_commons.complain("no WebSocket frames, or no valid text in them");
        else if (error == websocket::error::message_too_big || error == websocket::error::buffer_overflow)
            m_commons.complain("too long a message");
        if (error)
            co_return;
        co_await awaitTurn();
        co_await awaitHand();
        if (m_cut)
            co_return;
        if (!m_closing && !stream.got_text() && m_terms->frames == Frames::Text) {
            m_commons.complain("a message that is not text");
            endTalk(websocket::close_code::unknown_data);
        }
        if (!m_closing)
            hand(id, {static_cast<const char *>(buffer.cdata().data()), static_cast<qsizetype>(buffer.size())});
        buffer.clear();
        if (buffer.capacity() > keptCapacity)
            buffer.shrink_to_fit();
    }
}

void Connection::hand(SocketId id, const QByteArray &message)
{
    m_hand->state = Hand::Full;
    const Reports &reports = m_commons.reports;
    const auto &received = m_protocols->stream.got_text() ? reports.textReceived : reports.binaryReceived;
    const auto word = [&received, id, message, hand = m_hand] { received(id, message, hand); };
    if (m_terms->mayWait && m_terms->mayWait(message))
        m_commons.outbox.sayInTime(word);
    else
        m_commons.outbox.say(word);
}

net::awaitable<void> Connection::awaitTurn()
{
    // Nobody is cut off for haste: what it sends meanwhile waits on its own side of the line.
    while (!m_cut) {
        const auto wait = m_messages.count(m_commons.limits.messages, std::chrono::steady_clock::now());
        if (wait.count() <= 0)
            co_return;
        m_order.expires_after(wait);
        co_await m_order.async_wait(quietly);
    }
}

/// One message in hand and one that is read: however fast a client writes, it can fill no queue of ours. Whoever writes
/// slowly, as nearly all do, costs no word between the threads about it.
net::awaitable<void> Connection::awaitHand()
{
    auto full = Hand::Full;
    if (!m_hand->state.compare_exchange_strong(full, Hand::Awaited))
        co_return;
    m_commons.outbox.flush(); // whoever has more to say does not wait for others
    while (m_hand->state != Hand::Empty && !m_cut) {
        m_order.expires_at(forever);
        co_await m_order.async_wait(quietly);
    }
}

void Connection::countControlFrame()
{
    const auto wait = m_controlFrames.count(m_commons.limits.messages, std::chrono::steady_clock::now());
    if (wait.count() <= 0 || m_cut)
        return;
    m_commons.complain("too many pings");
    m_cut = true;
    // The rest not in the midst of reading, which is where this is called.
    net::post(m_commons.io, [self = shared_from_this()] { self->cut(); });
}

net::awaitable<void> Connection::writeMessages(SocketId id, std::shared_ptr<Connection> self)
{
    auto &stream = self->m_protocols->stream;
    while (m_talking && !m_cut) {
        if (!m_queue.empty()) {
            const Message message = std::move(m_queue.front());
            m_queue.pop_front();
            const auto size = static_cast<size_t>(message.bytes.size());
            stream.text(message.isText);
            m_protocols->tls().setMoreFollows(!m_queue.empty());
            auto [error, written] = co_await stream.async_write(net::buffer(message.bytes.constData(), size), quietly);
            m_queued -= size;
            if (error)
                cut();
            else
                tellSent(id, size);
        } else if (m_closing) {
            co_await stream.async_close(static_cast<websocket::close_code>(m_closeReason), quietly);
            co_return;
        } else {
            m_outgoing.expires_at(forever);
            co_await m_outgoing.async_wait(quietly);
        }
    }
}

/// What goes out together is told together; soon when it is much, for more of it may wait to be told so.
void Connection::tellSent(SocketId id, size_t bytes)
{
    m_progress->bytes += bytes;
    m_untold += bytes;
    const bool isMuch = m_untold >= tellingEvery;
    if (!m_talking || m_terms->sent == Telling::Never || (!isMuch && !m_queue.empty()))
        return;
    m_untold = 0;
    if (!m_progress->isReported.exchange(true))
        m_commons.outbox.sayInTime(
            [&reports = m_commons.reports, id, progress = m_progress] { reports.sent(id, progress); });
    if (isMuch || m_terms->sent == Telling::AtOnce)
        m_commons.outbox.flush();
}

void Connection::endTalk(quint16 why)
{
    m_closing = true;
    m_closeReason = why;
    m_outgoing.cancel();
    // A client that neither reads nor says goodbye is not waited for; one that broke the rules hardly so.
    const auto patience = why == websocket::close_code::normal ? m_commons.limits.request : goodbye;
    m_farewell.expires_after(std::min<std::chrono::milliseconds>(patience, m_commons.limits.request));
    m_farewell.async_wait([weak = weak_from_this()](const boost::system::error_code &cancelled) {
        if (const auto self = weak.lock(); self && !cancelled)
            self->cut();
    });
}

void Connection::accept(const Terms &terms)
{
    m_terms = terms;
    if (m_terms->queue == 0)
        m_terms->queue = m_commons.limits.queue;
    if (m_terms->message == 0)
        m_terms->message = m_commons.limits.message;
    m_order.cancel();
}

void Connection::send(const Message &message)
{
    if (m_closing || m_cut || !m_terms)
        return;
    m_queued += static_cast<size_t>(message.bytes.size());
    if (m_queued > m_terms->queue) {
        m_commons.complain("it does not read what it is sent");
        cut();
        return;
    }
    m_queue.push_back(message);
    m_outgoing.cancel();
}

void Connection::close()
{
    if (!m_closing)
        endTalk(websocket::close_code::normal);
}

void Connection::handled() { m_order.cancel(); }

} // namespace knock::web
