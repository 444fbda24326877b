// SPDX-License-Identifier: Apache-2.0
// A WebSocket from the wish for it to its end: a part of Connection.
#include "app/service/web/protocols.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace knock::web {

namespace {

constexpr auto forever = std::chrono::steady_clock::time_point::max();

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
    m_commons.reports.socketWanted(id, describe());
    m_order.expires_after(m_commons.limits.request);
    co_await m_order.async_wait(quietly);
    if (!m_accepted) {
        m_commons.waiting.erase(m_id);
        if (!m_cut && co_await write(m_response.value_or(Response{503, {}, {}, {}}), false))
            co_await sayGoodbye();
        co_return;
    }

    auto &stream = m_protocols->stream;
    m_protocols->bottom().expires_never(); // the WebSocket keeps its own time
    stream.set_option(websocket::stream_base::timeout{m_commons.limits.request, m_commons.limits.idle, true});
    stream.read_message_max(m_commons.limits.message);
    m_protocols->buffer.max_size(size_t{m_commons.limits.header} + m_commons.limits.message);
    stream.auto_fragment(false);
    stream.text(true);
    auto [error] = co_await stream.async_accept(m_protocols->request, quietly);
    if (!error && !m_cut) {
        m_talking = true;
        net::co_spawn(m_commons.io, writeTexts(shared_from_this()), net::detached);
        co_await readMessages(id);
        m_talking = false;
        m_outgoing.cancel();
    }
    m_commons.waiting.erase(m_id);
    m_commons.reports.closed(id);
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
        if (!m_closing && !stream.got_text() && !m_takesBinary) {
            m_commons.complain("a message that is not text");
            endTalk(websocket::close_code::unknown_data);
        }
        if (!m_closing) {
            // One message at a time: however fast a client writes, it can fill no queue of ours.
            m_handled = false;
            const auto &report = stream.got_text() ? m_commons.reports.textReceived : m_commons.reports.binaryReceived;
            report(id, bytes(beast::buffers_to_string(buffer.cdata())));
            while (!m_handled && !m_cut) {
                m_order.expires_at(forever);
                co_await m_order.async_wait(quietly);
            }
        }
        buffer.clear();
    }
}

net::awaitable<void> Connection::writeTexts(std::shared_ptr<Connection> self)
{
    auto &stream = self->m_protocols->stream;
    while (m_talking && !m_cut) {
        if (!m_queue.empty()) {
            const QByteArray text = std::move(m_queue.front());
            m_queue.pop_front();
            auto [error, size]
                = co_await stream.async_write(net::buffer(text.constData(), size_t(text.size())), quietly);
            m_queued -= static_cast<size_t>(text.size());
            if (error)
                cut();
        } else if (m_closing) {
            co_await stream.async_close(static_cast<websocket::close_code>(m_closeReason), quietly);
            co_return;
        } else {
            m_outgoing.expires_at(forever);
            co_await m_outgoing.async_wait(quietly);
        }
    }
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

void Connection::accept(Frames frames)
{
    m_takesBinary = frames == Frames::TextAndBinary;
    m_accepted = true;
    m_order.cancel();
}

void Connection::send(const QByteArray &text)
{
    if (m_closing || m_cut)
        return;
    m_queued += static_cast<size_t>(text.size());
    if (m_queued > m_commons.limits.queue) {
        m_commons.complain("it does not read what it is sent");
        cut();
        return;
    }
    m_queue.push_back(text);
    m_outgoing.cancel();
}

void Connection::close()
{
    if (!m_closing)
        endTalk(websocket::close_code::normal);
}

void Connection::handled()
{
    m_handled = true;
    m_order.cancel();
}

} // namespace knock::web
