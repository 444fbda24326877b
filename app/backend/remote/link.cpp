// SPDX-License-Identifier: Apache-2.0
#include "app/backend/remote/link.h"

#include "app/backend/remote/socket.h"
#include "app/core/logging.h"

using namespace Qt::StringLiterals;

namespace knock::backend {

namespace {

constexpr qsizetype mostAsked = 1024 * 1024; // bytes of wishes that nobody has taken yet
constexpr int mostOnTheirWay = 10000; // to a desk that does not take what it is told
constexpr int busy = 200; // of these

} // namespace

Link::Link(const RemoteSettings &settings, const Pace &pace, std::function<void(const EncodedFrame &)> show)
    : m_settings(settings)
    , m_pace(pace)
    , m_media(settings, pace, std::move(show), this)
    , m_backOff(pace)
    , m_retry(this)
    , m_beat(this)
    , m_silence(this)
    , m_signsInItself(settings.self.has_value())
{
    m_retry.setSingleShot(true);
    m_silence.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Link::attempt);
    connect(&m_silence, &QTimer::timeout, this, [this] { cut(u"the door says nothing"_s); });
    connect(&m_beat, &QTimer::timeout, this, [this] {
        if (!m_life.hasExpired(m_pace.life.count()))
            say(wire::Beat{});
    });
    connect(&m_media, &MediaLink::opened, this, [this] {
        for (const IncidentId incident : std::as_const(m_watched))
            wantKeyFrame(incident);
    });
}

void Link::open()
{
    m_life.start();
    attempt();
}

/// A workstation that shows no life, or has not taken yet what it was told, would only be told in vain.
void Link::attempt()
{
    if (m_life.hasExpired(m_pace.life.count()) || isBusy()) {
        m_retry.start(m_pace.firstPause);
        return;
    }
    m_socket = makeSocket(m_settings, this);
    connect(m_socket, &QWebSocket::connected, this, &Link::greet);
    connect(m_socket, &QWebSocket::textMessageReceived, this, &Link::hear);
    connect(m_socket, &QWebSocket::disconnected, this, [this] { cut(u"the door hung up"_s); });
    connect(m_socket, &QWebSocket::errorOccurred, this, [this] { cut(m_socket->errorString()); });
    m_silence.start(m_pace.patience);
    m_socket->open(m_settings.url);
}

void Link::cut(const QString &why)
{
    drop(m_socket);
    m_media.close();
    m_beat.stop();
    m_silence.stop();
    m_stage = Stage::Away;
    m_isFollowing = false;
    if (!std::exchange(m_hasComplained, true))
        qCWarning(lcService) << "The service is out of reach, and is tried again:" << why;
    lose(m_heard.isValid() ? m_heard : m_clock.now());
    m_retry.start(m_backOff.next());
}

void Link::lose(const QDateTime &since)
{
    if (!std::exchange(m_isLost, true))
        Q_EMIT lost(since);
}

void Link::say(const wire::FromSeat &message) { m_socket->sendTextMessage(QString::fromUtf8(wire::encode(message))); }

/// What was not told whole is asked for anew: part of it could be missed, or come twice.
void Link::greet()
{
    m_beat.start(m_pace.beat);
    say(wire::Hello{.session = m_session, .run = m_isWhole ? m_run : QString(), .after = m_isWhole ? m_after : 0});
}

void Link::hear(const QString &text)
{
    m_silence.start(m_pace.patience);
    m_heard = m_clock.now();
    const auto message = wire::decodeToSeat(text.toUtf8());
    if (!message || !mayCome(*message)) {
        m_backOff.slowDown();
        cut(message ? u"the door breaks the rules"_s : message.error().detail);
        return;
    }
    std::visit([this](const auto &said) { take(said); }, *message);
}

bool Link::mayCome(const wire::ToSeat &message) const
{
    const auto is
        = [&]<typename... T>(std::type_identity<T>...) { return (std::holds_alternative<T>(message) || ...); };
    using std::type_identity;
    if (is(type_identity<wire::SignInWanted>(), type_identity<wire::TurnedAway>(), type_identity<wire::Beat>()))
        return true;
    if (is(type_identity<wire::Welcome>()))
        return !isSeated();
    if (is(type_identity<wire::Told>(), type_identity<wire::CaughtUp>()))
        return m_isFollowing;
    return isSeated();
}

void Link::take(const wire::TurnedAway &message)
{
    m_backOff.slowDown();
    cut(message.why == Error::Kind::Malformed ? u"it is of another version"_s : u"it turns this desk away"_s);
}

void Link::take(const wire::Welcome &welcome)
{
    if (welcome.resumed && (!m_isWhole || welcome.run != m_run)) {
        m_backOff.slowDown();
        cut(u"the door goes on with what was not begun"_s);
        return;
    }
    m_stage = Stage::Seated;
    m_isFollowing = welcome.resumed;
    m_seat = welcome.seat;
    Q_EMIT seated(m_seat);
    const bool isSameStay = welcome.session == m_session && welcome.run == m_run;
    admit(welcome);
    m_run = welcome.run;
    askAgain(welcome, isSameStay);
    for (const IncidentId incident : std::as_const(m_watched))
        say(wire::Watch{incident, true});
    if (m_hasVoice)
        say(wire::Headset{true});
    openMedia();
}

/// What was taken is an event, or will be one. What was not is asked once more while that is still meant; after a new
/// start of the service nobody can know.
void Link::askAgain(const wire::Welcome &welcome, bool isSameStay)
{
    const std::deque<Asked> asked = std::exchange(m_asked, {});
    m_askedBytes = 0;
    m_lastAsk = welcome.taken;
    for (const Asked &wish : asked) {
        if (isSameStay && wish.id <= welcome.taken)
            continue;
        if (isSameStay && !wish.age.hasExpired(m_pace.askPatience.count()))
            ask(wish.command, wish.age);
        else
            refuse(wish.command, {Error::Kind::Unreachable, u"the service was out of reach"_s});
    }
}

/// Ids have no gaps; nobody has seen those which were not taken.
void Link::ask(const Command &command, const QElapsedTimer &age)
{
    const quint64 id = m_lastAsk + 1;
    const QByteArray bytes = wire::encode(wire::FromSeat(wire::Ask{id, command}));
    if (m_askedBytes + bytes.size() > mostAsked) {
        refuse(command, {Error::Kind::Full, u"the service does not take what it is asked"_s});
        return;
    }
    m_lastAsk = id;
    m_askedBytes += bytes.size();
    m_asked.push_back({id, command, bytes.size(), age});
    m_socket->sendTextMessage(QString::fromUtf8(bytes));
}

void Link::take(const wire::Taken &message)
{
    while (!m_asked.empty() && m_asked.front().id <= message.id) {
        m_askedBytes -= m_asked.front().bytes;
        m_asked.pop_front();
    }
}

void Link::take(const wire::StartingOver &)
{
    m_isFollowing = true;
    m_isWhole = false;
    m_after = 0;
    Q_EMIT startingOver();
}

void Link::take(const wire::Told &message)
{
    if (message.sequence <= m_after)
        return;
    m_after = message.sequence;
    tell(message.event);
    if (m_onTheirWay > mostOnTheirWay)
        cut(u"this desk does not keep up"_s);
}

void Link::tell(const Event &told)
{
    ++m_onTheirWay;
    Q_EMIT event(told);
}

void Link::take(const wire::Behind &)
{
    m_stage = Stage::Seated;
    lose(m_clock.now());
}

void Link::take(const wire::CaughtUp &)
{
    m_isWhole = true;
    m_stage = Stage::There;
    m_backOff.reset();
    if (std::exchange(m_hasComplained, false))
        qCInfo(lcService) << "The service is in reach again";
    m_isLost = false;
    Q_EMIT caughtUp();
}

bool Link::isBusy() const { return m_onTheirWay > busy; }

void Link::take(const wire::Sound &message)
{
    if (isBusy())
        return;
    ++m_onTheirWay;
    Q_EMIT sound(message.sound);
}

void Link::take(const wire::Camera &message)
{
    if (isBusy())
        return;
    ++m_onTheirWay;
    Q_EMIT camera(message.camera);
}

void Link::take(const wire::Typing &message)
{
    if (isBusy())
        return;
    ++m_onTheirWay;
    Q_EMIT typing(message.incident);
}

void Link::take(const wire::Viewers &message)
{
    Q_EMIT viewers(message.incident, int(std::min<quint64>(message.seats, std::numeric_limits<int>::max())));
}

void Link::take(const wire::Earlier &message) { Q_EMIT earlier(message.incident, message.events); }

void Link::send(const Command &command)
{
    if (m_stage != Stage::There) {
        const bool isOutside = m_stage == Stage::Outside;
        refuse(command,
               isOutside ? Error{Error::Kind::Expired, u"nobody is signed in"_s}
                         : Error{Error::Kind::Unreachable, u"the service is out of reach"_s});
        return;
    }
    if (m_isLocked) {
        refuse(command, {Error::Kind::Refused, u"the seat is locked"_s});
        return;
    }
    QElapsedTimer age;
    age.start();
    ask(command, age);
}

void Link::refuse(const Command &command, const Error &why)
{
    tell(std::visit(
        [&](const auto &wish) -> Event { return Refused{wish.incident, m_seat, wish.name, why, m_clock.now()}; },
        command));
}

void Link::beat() { m_life.start(); }

void Link::watch(IncidentId incident, bool on)
{
    if (on == m_watched.contains(incident))
        return;
    if (on)
        m_watched.insert(incident);
    else
        m_watched.remove(incident);
    if (isSeated())
        say(wire::Watch{incident, on});
    openMedia();
}

void Link::wantKeyFrame(IncidentId incident)
{
    if (isSeated())
        say(wire::WantKeyFrame{incident});
}

void Link::setVoice(const std::shared_ptr<VoicePort> &port)
{
    m_media.setVoice(port);
    const bool hasVoice = port != nullptr;
    if (std::exchange(m_hasVoice, hasVoice) == hasVoice)
        return;
    if (isSeated())
        say(wire::Headset{hasVoice});
    openMedia();
}

void Link::openMedia()
{
    if (isSeated() && (m_hasVoice || !m_watched.isEmpty()))
        m_media.open(m_session);
}

} // namespace knock::backend
