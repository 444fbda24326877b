// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/fakebackend.h"
#include "tests/support/manualclock.h"

namespace knock::test {

/// Tells a backend the events of a call, in few words and at the clock's time.
class Story
{
public:
    Story(FakeBackend &backend, const Clock &clock)
        : m_backend(backend)
        , m_clock(clock)
    {
    }

    void ring(IncidentId id, const QString &number = QStringLiteral("01012345678"))
    {
        m_backend.tell(CallArrived{id, number, m_clock.now()});
    }
    void answer(IncidentId id, SeatId seat = {1}) { m_backend.tell(CallAnswered{id, seat, m_clock.now()}); }
    void prompt(IncidentId id) { m_backend.tell(PromptStarted{id, {1}, m_clock.now()}); }
    void listen(IncidentId id) { m_backend.tell(PromptEnded{id, m_clock.now(), m_clock.now().addSecs(4)}); }
    void press(IncidentId id, QChar key)
    {
        m_backend.tell(KeyPressed{id, ++m_presses, key, Carrier::Event, Dbm0{-12}, true, m_clock.now()});
    }
    void knock(IncidentId id)
    {
        press(id, u'5');
        press(id, u'9');
        m_backend.tell(KnockHeard{id, QStringLiteral("59"), std::chrono::milliseconds(1600), false, m_clock.now()});
    }
    void confirm(IncidentId id) { m_backend.tell(SilentCallConfirmed{id, {1}, m_clock.now()}); }
    void dismiss(IncidentId id) { m_backend.tell(KnockDismissed{id, {1}, m_clock.now()}); }
    void mark(IncidentId id, SeatId seat = {1}) { m_backend.tell(CodedTalkMarked{id, seat, m_clock.now()}); }
    void order(IncidentId id, const QString &unit) { m_backend.tell(UnitOrdered{id, unit, {1}, m_clock.now()}); }
    void invite(IncidentId id, LinkKind kind = LinkKind::Live, const QString &language = {})
    {
        const QString link = QStringLiteral("https://127.0.0.1:8443/#Zk3nq0Yw7s2cB4tLx9Pm1A");
        m_backend.tell(InviteSent{id, QStringLiteral("Zk3nq0Yw7s2cB4tLx9Pm1A"), QStringLiteral("01012345678"),
                                  QStringLiteral("Your parcel: ") + link, link, m_clock.now(),
                                  m_clock.now().addSecs(3600), kind, language});
    }
    void accept(IncidentId id) { m_backend.tell(InviteAccepted{id, QStringLiteral("outbox"), m_clock.now()}); }
    void failInvite(IncidentId id) { m_backend.tell(InviteFailed{id, Error::Kind::Unreachable, m_clock.now()}); }
    void deliver(IncidentId id) { m_backend.tell(InviteDelivered{id, m_clock.now()}); }
    void fetch(IncidentId id, bool byRobot = false) { m_backend.tell(LinkFetched{id, byRobot, m_clock.now()}); }
    void open(IncidentId id, const QString &language = {}) { m_backend.tell(PageOpened{id, m_clock.now(), language}); }
    void turn(IncidentId id, PageFace face) { m_backend.tell(PageChanged{id, face, m_clock.now()}); }
    void leave(IncidentId id, bool fled = false) { m_backend.tell(PageLeft{id, m_clock.now(), fled}); }
    void decide(IncidentId id, Permission permission, Decision decision)
    {
        m_backend.tell(PermissionDecided{id, permission, decision, m_clock.now()});
    }
    void locate(IncidentId id, Fix::Source source = Fix::Source::Browser)
    {
        m_backend.tell(CallerLocated{id, {37.5, 127.0, {12}, source, m_clock.now(), {}, {}}, m_clock.now()});
    }
    void show(IncidentId id, PicturePath path = PicturePath::Stream)
    {
        m_backend.tell(CameraStarted{id, m_clock.now(), path});
    }
    void askCamera(IncidentId id, CameraWish wish) { m_backend.tell(CameraAsked{id, wish, {1}, m_clock.now()}); }
    void keep(IncidentId id, FileKind kind = FileKind::Snapshot)
    {
        m_backend.tell(FileKept{id, kind, QStringLiteral("17-1.jpg"),
                                QStringLiteral("3f2a91c04d7e5b6a3f2a91c04d7e5b6a3f2a91c04d7e5b6a3f2a91c04d7e5b6a"),
                                1234567, m_clock.now()});
    }
    void say(IncidentId id, const QString &message, const QString &text,
             Message::Author author = Message::Author::Caller, const QString &phrase = {})
    {
        m_backend.tell(MessageSent{id, {message, author, text, m_clock.now(), phrase}});
    }
    void see(IncidentId id, const QString &message, bool read)
    {
        m_backend.tell(MessageSeen{id, message, read, m_clock.now()});
    }
    void end(IncidentId id, LineEnd how = LineEnd::HungUp) { m_backend.tell(LineEnded{id, how, m_clock.now()}); }
    void close(IncidentId id) { m_backend.tell(IncidentClosed{id, CloseReason::Other, {}, {1}, m_clock.now()}); }
    void refuse(IncidentId id, const QString &asked, Error::Kind why = Error::Kind::Refused)
    {
        m_backend.tell(Refused{id, {1}, asked, {why, {}}, m_clock.now()});
    }

private:
    FakeBackend &m_backend;
    const Clock &m_clock;
    quint64 m_presses = 0;
};

} // namespace knock::test
