// SPDX-License-Identifier: Apache-2.0
#include "tests/service/identity/identityhouse.h"

#include <QFile>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::identity;
using namespace knock::test;

namespace {

using Kind = std::optional<Error::Kind>;

} // namespace

class tst_Sessions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_service.reset(); }
    void aTokenIsKnownAndNoOther();
    void theTokenIsNotInTheFile();
    void seatsAreTheLowestFree();
    void aSessionOutlivesTheService();
    void endsWithItsShift();
    void endsByItsOwnWish();
    void isRevoked();
    void allOfAPersonAreRevoked();
    void isLockedAndUnlocked();
    void aLockKeepsWhoeverGuesses();
    void nobodyElsewhereKeepsADeskLocked();
    void writesOnceAMinuteThatItWasSeen();
    void anotherProcessEndsIt();
    void anotherProcessChangesItsRoles();
    void anotherProcessRemovesItsPerson();
    void twoServicesGiveNoSeatTwice();
    void saysThatTheFileCannotBeWritten();

private:
    Session enterAs(const QString &user)
    {
        const auto session = signIn(*m_service, {user, IdentityHouse::password, {}, {}, u"desk"_s});
        if (!session)
            qFatal("Nobody is let in.");
        return *session;
    }
    /// What the service tells of sessions from here on.
    void listen()
    {
        connect(m_service.get(), &Identity::ended, this,
                [this](const Session &session, SignOut how) { m_ended.emplace_back(session.id, how); });
        connect(m_service.get(), &Identity::changed, this,
                [this](const Session &session) { m_changed.push_back(session); });
    }

    std::unique_ptr<IdentityHouse> m_house;
    std::unique_ptr<Identity> m_service;
    std::vector<std::pair<qint64, SignOut>> m_ended;
    std::vector<Session> m_changed;
};

void tst_Sessions::init()
{
    QTest::failOnWarning();
    m_ended.clear();
    m_changed.clear();
    m_house = std::make_unique<IdentityHouse>();
    m_service = m_house->service();
    m_house->add(*m_service, u"kim"_s);
    m_house->add(*m_service, u"lee"_s, {Role::Supervisor});
    (void)entriesOf(*m_service);
    listen();
}

void tst_Sessions::aTokenIsKnownAndNoOther()
{
    const Session session = enterAs(u"kim"_s);

    Session expected = session;
    expected.token.clear();
    QCOMPARE(m_service->check(session.token), Result<Session>(expected));
    QCOMPARE(m_service->sessions().value(), std::vector{expected});
    for (const QByteArray &other : {QByteArray(), session.token.chopped(1), session.token + 'A', QByteArray(43, 'A')})
        QCOMPARE(why(m_service->check(other)), Kind(Error::Kind::Expired));
}

void tst_Sessions::theTokenIsNotInTheFile()
{
    const Session session = enterAs(u"kim"_s);
    const QByteArray bytes
        = QByteArray::fromBase64(session.token, QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    QCOMPARE(bytes.size(), 32);

    for (const QString &part : {u""_s, u"-wal"_s}) {
        QFile file(m_house->path() + part);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray all = file.readAll();
        QVERIFY(!all.isEmpty());
        QVERIFY(!all.contains(session.token));
        QVERIFY(!all.contains(bytes));
        QVERIFY(!all.contains(IdentityHouse::password.toUtf8()));
    }
}

void tst_Sessions::seatsAreTheLowestFree()
{
    const Session first = enterAs(u"kim"_s);
    const Session second = enterAs(u"kim"_s);
    const Session third = enterAs(u"lee"_s);
    QCOMPARE(first.seat, SeatId{1});
    QCOMPARE(second.seat, SeatId{2});
    QCOMPARE(third.seat, SeatId{3});

    QVERIFY(m_service->signOut(second.token));
    QCOMPARE(enterAs(u"lee"_s).seat, SeatId{2});
    QVERIFY(m_service->signOut(first.token));
    QCOMPARE(enterAs(u"lee"_s).seat, SeatId{1});
    QCOMPARE(enterAs(u"lee"_s).seat, SeatId{4});
}

void tst_Sessions::aSessionOutlivesTheService()
{
    enterAs(u"kim"_s);
    const Session session = enterAs(u"lee"_s);
    QVERIFY(m_service->lock(session.token));

    m_service = m_house->service();

    const auto again = m_service->check(session.token);
    QVERIFY(again);
    QCOMPARE(again->seat, SeatId{2});
    QCOMPARE(again->user, u"lee"_s);
    QCOMPARE(again->roles, Roles{Role::Supervisor});
    QVERIFY(again->locked);
}

void tst_Sessions::endsWithItsShift()
{
    const Session session = enterAs(u"kim"_s);
    m_house->clock.advance(12h - 1ms);
    QVERIFY(m_service->check(session.token));

    m_house->clock.advance(1ms);
    QCOMPARE(why(m_service->check(session.token)), Kind(Error::Kind::Expired));

    QTRY_COMPARE(m_ended, (std::vector{std::pair(session.id, SignOut::Expired)}));
    QVERIFY(only<SignedOut>(entriesOf(*m_service))
            == (std::vector{SignedOut{SeatId{1}, u"kim"_s, SignOut::Expired, m_house->clock.now()}}));
    QCOMPARE(enterAs(u"lee"_s).seat, SeatId{1});
}

void tst_Sessions::endsByItsOwnWish()
{
    const Session session = enterAs(u"kim"_s);

    QVERIFY(m_service->signOut(session.token));

    QCOMPARE(why(m_service->check(session.token)), Kind(Error::Kind::Expired));
    QCOMPARE(why(m_service->signOut(session.token)), Kind(Error::Kind::Expired));
    QCOMPARE(m_ended, (std::vector{std::pair(session.id, SignOut::Left)}));
    QVERIFY(only<SignedOut>(entriesOf(*m_service))
            == (std::vector{SignedOut{SeatId{1}, u"kim"_s, SignOut::Left, m_house->clock.now()}}));
}

void tst_Sessions::isRevoked()
{
    const Session session = enterAs(u"kim"_s);
    const Session other = enterAs(u"kim"_s);
    (void)entriesOf(*m_service);

    QVERIFY(m_service->revoke(session.id, u"lee"_s));

    QCOMPARE(why(m_service->check(session.token)), Kind(Error::Kind::Expired));
    QVERIFY(m_service->check(other.token));
    QCOMPARE(why(m_service->revoke(session.id, u"lee"_s)), Kind(Error::Kind::NotFound));
    QCOMPARE(m_ended, (std::vector{std::pair(session.id, SignOut::Revoked)}));
    const QDateTime now = m_house->clock.now();
    QVERIFY(entriesOf(*m_service)
            == (std::vector<Audit>{SignedOut{SeatId{1}, u"kim"_s, SignOut::Revoked, now},
                                   UserChanged{u"lee"_s, u"kim"_s, u"sessionRevoked"_s, now}}));
}

void tst_Sessions::allOfAPersonAreRevoked()
{
    enterAs(u"kim"_s);
    const Session other = enterAs(u"lee"_s);
    enterAs(u"kim"_s);

    QCOMPARE(m_service->revokeAll(u"Kim"_s, u"lee"_s), Result<int>(2));
    QCOMPARE(m_service->revokeAll(u"kim"_s, u"lee"_s), Result<int>(0));

    QCOMPARE(m_service->sessions()->size(), 1UZ);
    QCOMPARE(m_service->sessions()->front().id, other.id);
    QCOMPARE(m_ended.size(), 2UZ);
}

void tst_Sessions::isLockedAndUnlocked()
{
    const Session session = enterAs(u"kim"_s);
    (void)entriesOf(*m_service);

    QVERIFY(m_service->lock(session.token));
    QVERIFY(m_service->lock(session.token));
    QVERIFY(m_service->check(session.token)->locked);
    QCOMPARE(why(unlock(*m_service, session.token, u"wrong"_s)), Kind(Error::Kind::Refused));
    QVERIFY(m_service->check(session.token)->locked);
    const auto unlocked = unlock(*m_service, session.token, IdentityHouse::password);

    QVERIFY(unlocked);
    QVERIFY(!unlocked->locked);
    QVERIFY(!m_service->check(session.token)->locked);
    const QDateTime now = m_house->clock.now();
    QVERIFY(
        entriesOf(*m_service)
        == (std::vector<Audit>{SeatLocked{SeatId{1}, u"kim"_s, now}, SignInFailed{u"kim"_s, Error::Kind::Refused, now},
                               SeatUnlocked{SeatId{1}, u"kim"_s, now}}));
    QCOMPARE(m_changed.size(), 2UZ);
    QVERIFY(m_changed.front().locked);
    QVERIFY(!m_changed.back().locked);
}

void tst_Sessions::aLockKeepsWhoeverGuesses()
{
    const Session session = enterAs(u"kim"_s);
    QVERIFY(m_service->lock(session.token));
    for (int i = 0; i < 5; ++i)
        QCOMPARE(why(unlock(*m_service, session.token, u"wrong"_s)), Kind(Error::Kind::Refused));

    QCOMPARE(why(unlock(*m_service, session.token, IdentityHouse::password)), Kind(Error::Kind::Full));
    m_house->clock.advance(1min);
    QVERIFY(unlock(*m_service, session.token, IdentityHouse::password));
}

void tst_Sessions::nobodyElsewhereKeepsADeskLocked()
{
    const Session session = enterAs(u"kim"_s);
    QVERIFY(m_service->lock(session.token));
    for (int i = 0; i < 5; ++i)
        QVERIFY(!signIn(*m_service, {u"kim"_s, u"wrong"_s, {}, u"192.0.2.9"_s, {}}));

    QVERIFY(unlock(*m_service, session.token, IdentityHouse::password));
}

void tst_Sessions::writesOnceAMinuteThatItWasSeen()
{
    const Session session = enterAs(u"kim"_s);
    const auto lastSeen = [this] { return m_service->sessions()->front().lastSeen; };
    const QDateTime began = m_house->clock.now();

    m_house->clock.advance(59s);
    QVERIFY(m_service->check(session.token));
    m_house->clock.advance(1s);
    QVERIFY(m_service->check(session.token)); // had the first one written, this one would not

    QTRY_COMPARE(lastSeen(), began.addDuration(1min));
}

void tst_Sessions::anotherProcessEndsIt()
{
    const Session session = enterAs(u"kim"_s);
    const auto other = m_house->service();

    QVERIFY(other->revoke(session.id, u"root"_s));

    QCOMPARE(why(m_service->check(session.token)), Kind(Error::Kind::Expired));
    QTRY_COMPARE(m_ended, (std::vector{std::pair(session.id, SignOut::Revoked)}));
}

void tst_Sessions::anotherProcessChangesItsRoles()
{
    const Session session = enterAs(u"kim"_s);
    const auto other = m_house->service();

    QVERIFY(other->users().setRoles(u"kim"_s, {Role::Auditor}, u"root"_s, m_house->clock.now()));

    QCOMPARE(m_service->check(session.token)->roles, Roles{Role::Auditor});
    QTRY_COMPARE(m_changed.size(), 1UZ);
    QCOMPARE(m_changed.front().roles, Roles{Role::Auditor});
    QVERIFY(m_ended.empty());
}

void tst_Sessions::anotherProcessRemovesItsPerson()
{
    const Session session = enterAs(u"kim"_s);
    const auto other = m_house->service();

    QVERIFY(other->users().remove(u"kim"_s, u"root"_s, m_house->clock.now()));

    QCOMPARE(why(m_service->check(session.token)), Kind(Error::Kind::Expired));
    QTRY_COMPARE(m_ended, (std::vector{std::pair(session.id, SignOut::Revoked)}));
    QCOMPARE(why(signIn(*m_service, {u"kim"_s, IdentityHouse::password, {}, {}, {}})), Kind(Error::Kind::Refused));
}

void tst_Sessions::twoServicesGiveNoSeatTwice()
{
    const auto other = m_house->service();
    std::vector<Session> sessions;
    int answers = 0;
    for (Identity *service : {m_service.get(), other.get()}) {
        connect(service, &Identity::answered, this, [&](quint64, const Result<Session> &session) {
            ++answers;
            if (session)
                sessions.push_back(*session);
        });
    }
    for (int i = 0; i < 10; ++i)
        m_house->add(*m_service, u"user%1"_s.arg(i));

    for (quint64 i = 0; i < 10; ++i) {
        const Shown shown{u"user%1"_s.arg(i), IdentityHouse::password, {}, u"192.0.2.%1"_s.arg(i), {}};
        m_service->signIn(i, shown);
        other->signIn(100 + i, shown);
    }
    QTRY_COMPARE(answers, 20);

    QCOMPARE(sessions.size(), 20UZ);
    QSet<quint64> seats;
    for (const Session &session : sessions) {
        seats.insert(session.seat.value);
        QVERIFY(m_service->check(session.token));
        QVERIFY(other->check(session.token));
    }
    QCOMPARE(seats.size(), 20);
    QVERIFY(!seats.contains(0) && !seats.contains(21));
}

void tst_Sessions::saysThatTheFileCannotBeWritten()
{
    const Session session = enterAs(u"kim"_s);
    auto file = UserFile::open(m_house->path());
    QVERIFY(file);
    QVERIFY(file->run("CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT raise(ABORT, 'full'); END"));

    QCOMPARE(why(signIn(*m_service, {u"lee"_s, IdentityHouse::password, {}, {}, {}})), Kind(Error::Kind::Broken));
    QCOMPARE(why(m_service->signOut(session.token)), Kind(Error::Kind::Broken));
    QVERIFY(m_service->check(session.token));

    QVERIFY(file->run("DROP TRIGGER full"));
    QVERIFY(signIn(*m_service, {u"lee"_s, IdentityHouse::password, {}, {}, {}}));
}

QTEST_GUILESS_MAIN(tst_Sessions)
#include "tst_sessions.moc"
