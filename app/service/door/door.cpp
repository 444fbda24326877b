// SPDX-License-Identifier: Apache-2.0
#include "app/service/door/door.h"

#include "app/service/web/certificate.h"
#include "app/wire/mediaframe.h"

#include <algorithm>
#include <QRandomGenerator>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace knock::door {

Door::Door(const Configuration &configuration, std::unique_ptr<SignIn> signIn, const Clock &clock)
    : m_configuration(configuration)
    , m_clock(clock)
    , m_run(QString::number(QRandomGenerator::system()->generate64(), 16))
    , m_signIn(std::move(signIn))
{
    connect(&m_server, &web::Server::requested, this,
            [this](web::RequestId id, const web::Request &) { m_server.respond(id, {404, {}, {}, {}}); });
    connect(&m_server, &web::Server::socketWanted, this, &Door::admit);
    connect(&m_server, &web::Server::textReceived, this, &Door::hear);
    connect(&m_server, &web::Server::binaryReceived, this, &Door::hearVoice);
    connect(&m_server, &web::Server::sent, this, &Door::goneOut);
    connect(&m_server, &web::Server::closed, this, &Door::close);
    connect(&m_reader, &store::Reader::page, this, &Door::tookPage);
    connect(m_signIn.get(), &SignIn::answered, this, &Door::answered);
    // Later: they may be said in the midst of a question about the same desk.
    connect(m_signIn.get(), &SignIn::changed, this, &Door::changed, Qt::QueuedConnection);
    connect(m_signIn.get(), &SignIn::ended, this, &Door::ended, Qt::QueuedConnection);
    connect(&m_look, &QTimer::timeout, this, &Door::lookAround);
    connect(&m_voices, &QTimer::timeout, this, &Door::carryVoices);
    m_voices.setTimerType(Qt::PreciseTimer);
    m_voices.setInterval(20ms);
}

Door::~Door() = default;

Result<> Door::start()
{
    web::Configuration web = m_configuration.web;
    web.minimumTls = web::TlsVersion::Tls13;
    web.limits.body = 0; // nobody sends one
    web.limits.perAddress = 1000; // a whole room may come through one gateway, and all at once
    web.limits.handshakesPerAddress = 200;
    web.limits.total = 4000;
    if (const auto read = m_reader.open(m_configuration.journal, m_configuration.sealer); !read)
        return read;
    const auto certified = web::ensureCertificate(web.certificateFile, web.keyFile, m_configuration.hostNames, m_clock);
    if (!certified)
        return certified;
    m_look.start(std::clamp<std::chrono::milliseconds>(m_configuration.silence / 10, 10ms, 1s));
    return m_server.start(web);
}

Door::Seats Door::seats() const
{
    Seats seats;
    for (const auto &[socket, desk] : m_desks) {
        seats.connected += desk.seat ? 1 : 0;
        seats.behind += desk.seat && desk.seat->feed.isBehind() ? 1 : 0;
    }
    return seats;
}

/// A commit of the journal brings many events at once. Together they go to the network's thread, and on from there.
void Door::post(web::SocketId socket, const QByteArray &text)
{
    if (m_posted.isEmpty())
        QMetaObject::invokeMethod(this, &Door::sendPosted, Qt::QueuedConnection);
    m_posted[socket].append(text);
}

void Door::sendPosted()
{
    for (const auto &[socket, texts] : std::exchange(m_posted, {}).asKeyValueRange())
        m_server.send(socket, texts);
}

void Door::say(Desk &desk, const wire::ToSeat &message) { desk.out.send(wire::encode(message)); }

void Door::tell(const Event &event, quint64 sequence, const QByteArray &body)
{
    const auto *refusal = std::get_if<Refused>(&event);
    m_recent.put({sequence, wire::told(sequence, body), refusal ? refusal->seat : SeatId()});
    const Recent::Entry &entry = m_recent.newest();
    for (auto &[socket, desk] : m_desks) {
        if (desk.seat)
            desk.seat->feed.tell(entry);
    }
}

void Door::tellAll(const std::function<void(Feed &)> &tell)
{
    for (auto &[socket, desk] : m_desks) {
        if (desk.seat && desk.seat->seesCallers)
            tell(desk.seat->feed);
    }
}

void Door::tellHealth(const Health &part)
{
    m_health.insert_or_assign(part.part, part);
    const QByteArray message = wire::encode(wire::ToSeat(wire::PartHealth{part}));
    for (auto &[socket, desk] : m_desks) {
        if (desk.seat)
            desk.seat->feed.pass(Feed::Passing::Health, quint64(part.part), message);
    }
}

void Door::tellSound(const LineSound &sound)
{
    const QByteArray message = wire::encode(wire::ToSeat(wire::Sound{sound}));
    tellAll([&](Feed &feed) { feed.pass(Feed::Passing::Sound, sound.incident.value, message); });
}

void Door::tellCamera(const CameraHealth &camera)
{
    const QByteArray message = wire::encode(wire::ToSeat(wire::Camera{camera}));
    tellAll([&](Feed &feed) { feed.pass(Feed::Passing::Camera, camera.incident.value, message); });
}

void Door::tellTyping(IncidentId incident)
{
    const QByteArray message = wire::encode(wire::ToSeat(wire::Typing{incident}));
    tellAll([&](Feed &feed) { feed.mention(message); });
}

void Door::tellViewers(IncidentId incident, int seats)
{
    if (seats == 0)
        m_viewers.erase(incident);
    else
        m_viewers.insert_or_assign(incident, seats);
    const QByteArray message = wire::encode(wire::ToSeat(wire::Viewers{incident, quint64(seats)}));
    tellAll([&](Feed &feed) { feed.pass(Feed::Passing::Viewers, incident.value, message); });
}

/// Of incidents which the desk knows.
void Door::tellViewersTo(Desk &desk)
{
    for (const auto &[incident, seats] : m_viewers) {
        if (desk.seat->seesCallers)
            say(desk, wire::Viewers{incident, quint64(seats)});
    }
}

Door::Desk *Door::deskAt(SeatId seat)
{
    const auto desk = std::ranges::find_if(
        m_desks, [seat](const auto &entry) { return entry.second.seat && entry.second.seat->person.seat == seat; });
    return desk == m_desks.end() ? nullptr : &desk->second;
}

void Door::tellEarlier(IncidentId incident, const std::vector<Event> &events, SeatId seat)
{
    Desk *desk = deskAt(seat);
    if (!desk)
        return;
    const QByteArray message = wire::encode(wire::ToSeat(wire::Earlier{incident, events}));
    if (message.size() <= mostEarlier)
        desk->out.send(message);
    else
        Q_EMIT refused({seat, LookUp{incident}}, {Error::Kind::Full, u"more than a desk takes at once"_s});
}

/// A desk asks for one after the other, so no more of them wait here than it has asked for.
void Door::tellPiece(const FilePiece &piece, SeatId seat)
{
    if (Desk *desk = deskAt(seat))
        say(*desk, wire::Piece{piece});
}

void Door::tellFrame(const EncodedFrame &frame)
{
    QByteArray message;
    for (auto &[socket, desk] : m_desks) {
        if (!desk.seat || !desk.seat->media || !desk.seat->watched.contains(frame.incident))
            continue;
        if (message.isEmpty())
            message = wire::encode(frame);
        if (!desk.seat->media->show(frame, message, std::chrono::steady_clock::now()))
            wantKeyFrame(frame.incident);
    }
}

/// However many seats want one, and however often: a whole picture is many times as large as another.
void Door::wantKeyFrame(IncidentId incident)
{
    constexpr auto pause = 1s;
    const Time now = std::chrono::steady_clock::now();
    m_keyFramesWanted.removeIf([=](const auto &entry) { return now - entry.value() >= pause; });
    if (m_keyFramesWanted.contains(incident))
        return;
    m_keyFramesWanted.insert(incident, now);
    Q_EMIT keyFrameWanted(incident);
}

/// All that waits, so that no delay gathers when the timer is late.
void Door::carryVoices()
{
    std::array<qint16, VoiceWay::most> samples;
    for (auto &[socket, desk] : m_desks) {
        if (!desk.seat || !desk.seat->voice || !desk.seat->media)
            continue;
        const size_t count = desk.seat->voice->fromCaller.take(samples);
        if (count > 0)
            desk.seat->media->speak(wire::encode(wire::Speaker::Caller, std::span(samples).first(count)),
                                    std::chrono::steady_clock::now());
    }
}

void Door::read(web::SocketId socket, const store::Reader::Wish &wish)
{
    m_readings.emplace(++m_lastTicket, Reading{socket, wish});
    m_reader.read(wish, m_lastTicket);
}

void Door::tookPage(quint64 ticket, const Result<store::Reader::Page> &page)
{
    constexpr int most = 3;
    const auto reading = m_readings.find(ticket);
    if (reading == m_readings.end())
        return;
    auto &[socket, wish, attempts] = reading->second;
    if (!page && ++attempts < most) {
        QTimer::singleShot(1s, this, [this, ticket] {
            if (const auto again = m_readings.find(ticket); again != m_readings.end())
                m_reader.read(again->second.wish, ticket);
        });
        return;
    }
    if (!page)
        qCWarning(lcService) << "A desk is not told what the journal does not give:" << page.error().detail;
    Seat &seat = *m_desks.at(socket).seat;
    m_readings.erase(reading);
    seat.feed.take(page);
}

} // namespace knock::door
