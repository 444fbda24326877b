// SPDX-License-Identifier: Apache-2.0
#include "tests/backend/visitor.h"

using namespace Qt::StringLiterals;
using namespace knock;
using backend::Credentials;
using backend::Person;
using test::note;
using test::Visitor;

using Why = std::optional<Error::Kind>;

/// Who sits at the desk.
class tst_LinkGate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void somebodyMustSignIn()
    {
        Visitor visitor;
        visitor.door.password = u"right"_s;
        visitor.door.tell(note(1));
        visitor.link.open();
        QTRY_COMPARE(visitor.wanted.count(), 1);
        QCOMPARE(visitor.wanted.takeFirst().front().value<Why>(), Why());
        visitor.link.send(HangUp{{17}});
        QCOMPARE(visitor.refused().size(), 1u);
        visitor.told.clear();

        visitor.link.signIn({u"kim"_s, u"wrong"_s, {}});
        QTRY_COMPARE(visitor.wanted.count(), 1);
        QCOMPARE(visitor.wanted.front().front().value<Why>(), Why(Error::Kind::Refused));
        QVERIFY(visitor.told.empty());
        visitor.link.signIn({u"kim"_s, u"right"_s, u"123456"_s});

        QVERIFY(visitor.isBack(1));
        QCOMPARE(visitor.door.heardOf<wire::SignIn>().back(),
                 (wire::SignIn{u"kim"_s, u"right"_s, u"123456"_s, u"A-12"_s}));
        QCOMPARE(visitor.admitted.front().front().value<Person>(), (Person{u"kim"_s, {Role::CallTaker}}));
        QCOMPARE(visitor.told, std::vector{note(1)});
        QCOMPARE(visitor.lost.count(), 0);
    }

    void whoeverIsKnownSignsInByThemselvesButOnce()
    {
        Visitor visitor(Visitor::pace(), Credentials{u"kiosk"_s, u"right"_s, {}});
        visitor.door.password = u"right"_s;

        QVERIFY(visitor.comeIn());
        QCOMPARE(visitor.wanted.count(), 0);

        Visitor other(Visitor::pace(), Credentials{u"kiosk"_s, u"wrong"_s, {}});
        other.door.password = u"right"_s;
        other.link.open();
        QTRY_COMPARE(other.wanted.count(), 1);
        QCOMPARE(other.wanted.front().front().value<Why>(), Why(Error::Kind::Refused));
        QCOMPARE(other.door.heardOf<wire::SignIn>().size(), 1u);
    }

    void aSessionThatIsOverIsSaid()
    {
        Visitor visitor(Visitor::pace());
        QVERIFY(visitor.comeIn());

        visitor.door.password = u"right"_s;
        visitor.door.say(wire::SignInWanted{Error::Kind::Expired});

        QTRY_COMPARE(visitor.wanted.count(), 1);
        QCOMPARE(visitor.wanted.front().front().value<Why>(), Why(Error::Kind::Expired));
        visitor.link.send(HangUp{{17}});
        QCOMPARE(visitor.refused().front().why.kind, Error::Kind::Expired);
        visitor.door.session = u"secret-2"_s;
        visitor.link.signIn({u"kim"_s, u"right"_s, {}});
        QVERIFY(visitor.isBack(2));
        QCOMPARE(visitor.admitted.count(), 2);
    }

    void whoLeavesLeavesNothingBehind()
    {
        Visitor visitor;
        visitor.door.password = u"right"_s;
        visitor.link.open();
        QTRY_COMPARE(visitor.wanted.count(), 1);
        visitor.link.signIn({u"kim"_s, u"right"_s, {}});
        QVERIFY(visitor.isBack(1));
        visitor.wanted.clear();

        visitor.link.signOut();

        QCOMPARE(visitor.wanted.count(), 1);
        QCOMPARE(visitor.wanted.front().front().value<Why>(), Why());
        QTRY_COMPARE(visitor.door.desks, 2);
        QTRY_COMPARE(visitor.door.heardOf<wire::Hello>().size(), 2u);
        QCOMPARE(visitor.door.heardOf<wire::Hello>().back(), wire::Hello{});
        QCOMPARE(visitor.lost.count(), 0);
    }

    void aLockedSeatAsksForNothingAndIsToldAll()
    {
        Visitor visitor;
        QVERIFY(visitor.comeIn());
        visitor.door.password = u"right"_s;

        visitor.link.lock();
        QCOMPARE(visitor.locked.count(), 1);
        QTRY_COMPARE(visitor.door.heardOf<wire::LockSeat>().size(), 1u);
        visitor.link.send(HangUp{{17}});
        QCOMPARE(visitor.refused().size(), 1u);
        visitor.door.tell(note(1));
        QTRY_COMPARE(visitor.told.back(), note(1));
        visitor.link.unlock(u"wrong"_s);
        QTRY_COMPARE(visitor.stillLocked.count(), 1);
        visitor.link.unlock(u"right"_s);

        QTRY_COMPARE(visitor.unlocked.count(), 1);
        QCOMPARE(visitor.locked.count(), 1);
        visitor.link.send(HangUp{{17}});
        QTRY_COMPARE(visitor.door.taken.size(), 1u);
    }

    void aLockOutOfReachIsOneAllTheSame()
    {
        Visitor visitor;
        QVERIFY(visitor.comeIn());
        visitor.door.password = u"right"_s;
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"out of reach"_s));
        visitor.door.close();
        QTRY_COMPARE(visitor.lost.count(), 1);

        visitor.link.lock();
        QCOMPARE(visitor.locked.count(), 1);
        visitor.link.unlock(u"right"_s);
        QCOMPARE(visitor.stillLocked.front().front().value<Error::Kind>(), Error::Kind::Unreachable);
        visitor.door.listen();

        QVERIFY(visitor.isBack(2));
        QTRY_COMPARE(visitor.door.heardOf<wire::LockSeat>().size(), 1u);
        visitor.link.unlock(u"right"_s);
        QTRY_COMPARE(visitor.unlocked.count(), 1);
        QCOMPARE(visitor.admitted.count(), 1);
    }

    void otherRolesOpenNoLock()
    {
        Visitor visitor;
        QVERIFY(visitor.comeIn());
        visitor.link.lock();
        QTRY_COMPARE(visitor.door.heardOf<wire::LockSeat>().size(), 1u);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"out of reach"_s));

        visitor.door.roles = {Role::Supervisor};
        visitor.door.cut();

        QVERIFY(visitor.isBack(2));
        QCOMPARE(visitor.admitted.back().front().value<Person>(), (Person{u"kim"_s, {Role::Supervisor}}));
        QCOMPARE(visitor.locked.count(), 2); // said after who it is
        visitor.link.send(HangUp{{17}});
        QCOMPARE(visitor.refused().size(), 1u);
    }

    void whoSignsInOutOfReachIsTold()
    {
        Visitor visitor;
        visitor.door.close();
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"out of reach"_s));
        visitor.link.open();
        QTRY_COMPARE(visitor.lost.count(), 1);

        visitor.link.signIn({u"kim"_s, u"right"_s, {}});

        QCOMPARE(visitor.wanted.front().front().value<Why>(), Why(Error::Kind::Unreachable));
    }
};

QTEST_GUILESS_MAIN(tst_LinkGate)
#include "tst_linkgate.moc"
