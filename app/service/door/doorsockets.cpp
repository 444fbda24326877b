// SPDX-License-Identifier: Apache-2.0
// Sockets from the wish for one to its end: a part of Door.
#include "app/service/door/door.h"
#include "app/wire/mediaframe.h"

namespace knock::door {

namespace {

constexpr quint32 mostWords = 32 * 1024 * 1024; // bytes that may wait; what a feed sends stays far below
constexpr quint32 mostMedia = 4 * 1024 * 1024; // likewise, with the picture that is one too many
constexpr quint32 longestVoice = 1 + 2 * wire::VoiceFrame::most;

} // namespace

void Door::admit(web::SocketId socket, const web::Request &request)
{
    // Only browsers say whose page they show, and no page is a desk.
    if (!request.origin.isEmpty()) {
        m_server.refuse(socket, 403);
    } else if (request.target == "/media") {
        admitMedia(socket, request);
    } else if (request.target == "/desk") {
        makeRoom();
        m_desks.emplace(socket,
                        Desk{.socket = socket,
                             .address = request.peer,
                             .certified = request.clientName,
                             .out = Outflow([this, socket](const QByteArray &text) { post(socket, text); }),
                             .heard = std::chrono::steady_clock::now()});
        m_server.accept(socket, {.queue = mostWords, .sent = web::Telling::InTime});
    } else {
        m_server.refuse(socket, 404);
    }
}

/// Nobody who only holds sockets open keeps a desk outside.
void Door::makeRoom()
{
    const auto isStranger = [](const auto &entry) { return !entry.second.seat; };
    if (size_t(std::ranges::count_if(m_desks, isStranger)) >= m_configuration.strangers)
        turnAway(std::ranges::find_if(m_desks, isStranger)->second, Error::Kind::Full);
}

void Door::admitMedia(web::SocketId socket, const web::Request &request)
{
    constexpr QByteArrayView scheme = "Bearer ";
    const auto person = request.authorization.startsWith(scheme)
        ? m_signIn->check(request.authorization.sliced(scheme.size()))
        : failure(Error::Kind::Refused);
    Desk *desk = person ? deskOf(person->session) : nullptr;
    if (!desk || !desk->seat->seesCallers) {
        m_server.refuse(socket, 403);
        return;
    }
    endMedia(*desk->seat);
    desk->seat->mediaSocket = socket;
    desk->seat->media
        = std::make_unique<MediaWay>([this, socket](const QByteArray &bytes) { m_server.sendBinary(socket, bytes); });
    m_mediaSockets.insert(socket, desk->socket);
    m_server.accept(socket, {.frames = web::Frames::TextAndBinary, .queue = mostMedia, .message = longestVoice});
}

void Door::hear(web::SocketId socket, const QByteArray &text)
{
    if (m_mediaSockets.contains(socket)) {
        m_broken.add();
        m_server.close(socket);
        close(socket);
        return;
    }
    const auto found = m_desks.find(socket);
    if (found == m_desks.end())
        return;
    Desk &desk = found->second;
    desk.heard = std::chrono::steady_clock::now();
    if (desk.rate.count(messagesPerSecond, desk.heard).count() > 0)
        turnAway(desk, Error::Kind::Full);
    else if (const auto message = wire::decodeFromSeat(text))
        take(desk, *message);
    else
        turnAway(desk, Error::Kind::Malformed);
}

void Door::hearVoice(web::SocketId socket, const QByteArray &bytes)
{
    const auto found = m_mediaSockets.constFind(socket);
    if (found == m_mediaSockets.cend())
        return;
    const Seat &seat = *m_desks.at(*found).seat;
    const auto frame = wire::decodeMedia(bytes);
    const auto *voice = frame ? std::get_if<wire::VoiceFrame>(&*frame) : nullptr;
    if (!voice || voice->speaker != wire::Speaker::Operator) {
        m_broken.add();
        m_server.close(socket);
        close(socket);
    } else if (seat.voice) {
        seat.voice->toCaller.put(voice->samples);
    }
}

void Door::goneOut(web::SocketId socket, quint64 bytes)
{
    if (const auto media = m_mediaSockets.constFind(socket); media != m_mediaSockets.cend()) {
        m_desks.at(*media).seat->media->gone(bytes);
    } else if (const auto desk = m_desks.find(socket); desk != m_desks.end()) {
        desk->second.out.gone(bytes);
        if (desk->second.seat)
            desk->second.seat->feed.goOn();
    }
}

void Door::close(web::SocketId socket)
{
    if (const auto media = m_mediaSockets.constFind(socket); media != m_mediaSockets.cend())
        endMedia(*m_desks.at(*media).seat);
    else
        endDesk(socket);
}

void Door::endMedia(Seat &seat)
{
    if (!seat.media)
        return;
    m_server.close(seat.mediaSocket);
    m_mediaSockets.remove(seat.mediaSocket);
    seat.media.reset();
}

void Door::endDesk(web::SocketId socket)
{
    const auto desk = m_desks.find(socket);
    if (desk == m_desks.end())
        return;
    sendPosted();
    m_server.close(socket);
    leaveSeat(desk->second);
    m_desks.erase(desk);
}

void Door::turnAway(Desk &desk, Error::Kind why)
{
    if (why != Error::Kind::Refused) // whose line was cut has another socket before the old one has ended
        m_broken.add();
    say(desk, wire::TurnedAway{why});
    endDesk(desk.socket);
}

void Door::lookAround()
{
    const Time now = std::chrono::steady_clock::now();
    std::vector<web::SocketId> silent;
    for (const auto &[socket, desk] : m_desks) {
        if (now - desk.heard > (desk.hello ? m_configuration.silence : m_configuration.firstWord))
            silent.push_back(socket);
    }
    for (const web::SocketId socket : silent)
        endDesk(socket);
}

} // namespace knock::door
