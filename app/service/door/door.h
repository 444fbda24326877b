// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/core/linesound.h"
#include "app/core/logging.h"
#include "app/core/tally.h"
#include "app/core/voiceport.h"
#include "app/service/dispatch/adapter.h"
#include "app/service/door/feed.h"
#include "app/service/door/mediaway.h"
#include "app/service/door/signin.h"
#include "app/service/web/rate.h"
#include "app/service/web/server.h"
#include "app/wire/seat.h"

#include <memory>
#include <QHash>
#include <QTimer>
#include <set>

namespace knock::door {

struct Configuration {
    web::Configuration web; ///< its limits and its TLS are set by the door
    QStringList hostNames; ///< for the certificate that is made where there is none
    QString journal; ///< the file
    std::shared_ptr<store::Sealer> sealer = {}; ///< of the journal, if it has one
    std::chrono::milliseconds firstWord{20000}; ///< within which a desk says hello
    std::chrono::milliseconds silence{15000}; ///< after which a socket ends
    size_t strangers = 500; ///< sockets at which nobody has signed in; for one more the oldest ends
};

/// Where desks come in: app/wire/SEATS.md. Turns what they ask for into inputs, and tells each what is its to see.
///
/// Performs no effect.
class Door final : public dispatch::Adapter
{
    Q_OBJECT
public:
    static constexpr quint32 messagesPerSecond = 50; ///< of one desk, and five seconds' worth at once
    static constexpr size_t mostWatched = 100; ///< cameras of one desk
    static constexpr qsizetype mostEarlier = 3'900'000; ///< bytes of a record that is looked up; desks take 4 MB
    static constexpr quint64 mostMissed = 100'000; ///< sequences; whoever lacks more is told everything anew

    Door(const Configuration &configuration, std::unique_ptr<SignIn> signIn, const Clock &clock);
    ~Door() override;

    [[nodiscard]] Result<> start() override;
    void perform(const knock::dispatch::Effect &) override { }

    [[nodiscard]] quint16 port() const { return m_server.port(); }
    struct Seats {
        size_t connected = 0;
        size_t behind = 0; ///< of these: they do not read as fast as there is something to tell
    };
    [[nodiscard]] Seats seats() const;

    /// See web::Server.
    [[nodiscard]] web::Server &server() { return m_server; }

    // What the service tells.
    void tell(const knock::Event &event, quint64 sequence, const QByteArray &body);
    void tellHealth(const knock::Health &health);
    void tellSound(const knock::LineSound &sound);
    void tellCamera(const knock::CameraHealth &camera);
    void tellTyping(knock::IncidentId incident);
    void tellViewers(knock::IncidentId incident, int seats);
    void tellEarlier(knock::IncidentId incident, const std::vector<knock::Event> &events, knock::SeatId seat);
    void tellPiece(const knock::FilePiece &piece, knock::SeatId seat);
    void tellFrame(const knock::EncodedFrame &frame);

Q_SIGNALS:
    void seen(knock::SeatId seat); ///< it is alive
    void refused(const knock::dispatch::Asked &asked, const knock::Error &why);
    void watched(knock::SeatId seat, knock::IncidentId incident, bool on);
    void left(knock::SeatId seat); ///< it shows nothing and has no headset any more
    void voice(knock::SeatId seat, const std::shared_ptr<knock::VoicePort> &port); ///< its headset; null: none
    void keyFrameWanted(knock::IncidentId incident);

private:
    using Time = std::chrono::steady_clock::time_point;

    /// Somebody who has signed in.
    struct Seat {
        Person person; ///< with its token
        bool seesCallers = false;
        Feed feed;
        std::set<IncidentId> watched = {};
        std::shared_ptr<VoicePort> voice = {};
        web::SocketId mediaSocket = {};
        std::unique_ptr<MediaWay> media = {}; ///< null: there is no such socket
    };

    /// One socket for words.
    struct Desk {
        web::SocketId socket;
        QString address;
        QString certified; ///< the workstation's name, as its certificate says; empty: it showed none
        Outflow out;
        Time heard; ///< when it last said something
        web::Rate rate = {};
        std::optional<wire::Hello> hello = {};
        quint64 ticket = 0; ///< of the password that is being looked at; 0: none is
        std::optional<Seat> seat = {};
    };

    /// What outlives the sockets of a session.
    struct Stay {
        quint64 taken = 0; ///< the last Ask
        bool seesCallers = false;
        std::optional<Feed::Opening> opening = {};
    };

    struct Reading {
        web::SocketId socket;
        store::Reader::Wish wish;
        int attempts = 0;
    };

    // doorsockets.cpp
    void admit(web::SocketId socket, const web::Request &request);
    void admitMedia(web::SocketId socket, const web::Request &request);
    void makeRoom();
    void hear(web::SocketId socket, const QByteArray &text);
    void hearVoice(web::SocketId socket, const QByteArray &bytes);
    void goneOut(web::SocketId socket, quint64 bytes);
    void close(web::SocketId socket);
    void lookAround();
    void turnAway(Desk &desk, Error::Kind why);
    void endDesk(web::SocketId socket);
    void endMedia(Seat &seat);

    // doortalk.cpp
    void take(Desk &desk, const wire::FromSeat &message);
    void took(Desk &desk, const wire::Hello &hello);
    void took(Desk &desk, const wire::SignIn &signIn);
    void took(Desk &desk, const wire::Beat &);
    void took(Desk &desk, Seat &seat, const wire::LeaveSeat &);
    void took(Desk &desk, Seat &seat, const wire::LockSeat &);
    void took(Desk &desk, Seat &seat, const wire::UnlockSeat &unlock);
    void took(Desk &desk, Seat &seat, const wire::Ask &ask);
    void took(Desk &desk, Seat &seat, const wire::Watch &watch);
    void took(Desk &desk, Seat &seat, const wire::WantKeyFrame &wish);
    void took(Desk &desk, Seat &seat, const wire::Headset &headset);
    void answered(quint64 ticket, const Result<Person> &person);
    void openSeat(Desk &desk, const Person &person);
    void setLocked(Desk &desk, bool locked);
    void changed(const Person &person);
    void ended(qint64 session);
    void expire(Desk &desk, std::optional<Error::Kind> why);
    void leaveSeat(Desk &desk);
    [[nodiscard]] Desk *deskOf(qint64 session);

    // door.cpp
    [[nodiscard]] Desk *deskAt(SeatId seat);
    void post(web::SocketId socket, const QByteArray &text);
    void sendPosted();
    static void say(Desk &desk, const wire::ToSeat &message);
    void read(web::SocketId socket, const store::Reader::Wish &wish);
    void tookPage(quint64 ticket, const Result<store::Reader::Page> &page);
    void wantKeyFrame(IncidentId incident);
    void carryVoices();
    void tellViewersTo(Desk &desk);
    /// \a tell for the feeds of those who may see callers.
    void tellAll(const std::function<void(Feed &)> &tell);

    const Configuration m_configuration;
    const Clock &m_clock;
    const QString m_run; ///< another one at each start
    const std::unique_ptr<SignIn> m_signIn;
    std::map<web::SocketId, Desk> m_desks; ///< oldest first
    QHash<web::SocketId, web::SocketId> m_mediaSockets; ///< and that of the desk
    std::map<qint64, Stay> m_stays; ///< by session
    QHash<web::SocketId, QList<QByteArray>> m_posted; ///< goes out when this turn of the event loop is over
    Recent m_recent;
    std::map<Health::Part, Health> m_health; ///< as last told
    std::map<IncidentId, int> m_viewers; ///< that show a camera which anybody shows
    QHash<IncidentId, Time> m_keyFramesWanted; ///< when last
    std::map<quint64, Reading> m_readings; ///< by ticket
    quint64 m_lastTicket = 0;
    QTimer m_look;
    QTimer m_voices; ///< runs while there may be a headset
    Tally m_broken{lcService, "a desk that breaks the rules"};
    store::Reader m_reader;
    web::Server m_server; ///< last: it ends before what it reports to
};

} // namespace knock::door
