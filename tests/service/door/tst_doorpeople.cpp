// SPDX-License-Identifier: Apache-2.0
#include "app/service/desks.h"
#include "app/service/identity/passwords.h"
#include "app/service/store/sqljournal.h"
#include "tests/service/door/testdesk.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace knock;

/// The door with the users it has in earnest.
class tst_DoorPeople : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_service.reset(); }

    void aUserSignsInAndIsKept();
    void whatAnAdministratorEndsIsEndedAtTheDesk();
    void aLockedSeatOpensWithThePassword();

private:
    /// The names of what the journal has kept of people.
    QStringList kept();
    std::unique_ptr<test::TestDesk> desk() const { return std::make_unique<test::TestDesk>(m_door->port()); }

    const WallClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<service::Service> m_service;
    identity::Identity *m_people = nullptr;
    door::Door *m_door = nullptr;
};

void tst_DoorPeople::init()
{
    QTest::failOnWarning();
    m_folder = std::make_unique<QTemporaryDir>();
    service::Configuration configuration;
    configuration.dataFolder = m_folder->path();
    configuration.deskPort = 0;
    configuration.publicHost = configuration.deskHost = u"localhost"_s;
    auto journal = std::make_unique<store::SqlJournal>();
    QVERIFY(journal->open(m_folder->filePath(u"journal.db"_s)));
    store::Journal &disk = *journal;
    const auto keeping = service::openKeeping(configuration);
    QVERIFY2(keeping, keeping ? "" : qPrintable(keeping.error().detail));
    auto desks = service::makeDesks(configuration, *keeping, m_clock);
    QVERIFY2(desks, desks ? "" : qPrintable(desks.error().detail));
    m_people = desks->people.get();
    m_door = desks->door.get();
    m_service = std::make_unique<service::Service>(m_clock, dispatch::Rules(), std::move(journal));
    service::join(*m_service, *m_door);
    service::passAudit(*m_people, disk, *m_service);
    QVERIFY(m_door->start());
    m_service->add(std::move(desks->door));
    desks->people.release()->setParent(m_service.get());
    const auto hash = identity::hashPassword("secret", {.kibibytes = 8192, .passes = 1});
    QVERIFY(hash);
    QVERIFY(m_people->users().add(u"kim"_s, {Role::CallTaker}, *hash, u"seo"_s, m_clock.now()));
    QVERIFY(m_service->resume());
}

QStringList tst_DoorPeople::kept()
{
    store::Reader reader;
    if (!reader.open(m_folder->filePath(u"journal.db"_s)))
        return {};
    QSignalSpy pages(&reader, &store::Reader::page);
    reader.read({}, 1);
    if (!pages.wait())
        return {};
    const auto page = pages.at(0).at(1).value<Result<store::Reader::Page>>();
    QStringList names;
    for (const store::Record &record : page->records) {
        if (record.type != ServiceStarted::name)
            names << record.type;
    }
    return names;
}

void tst_DoorPeople::aUserSignsInAndIsKept()
{
    const auto desk = this->desk();

    QVERIFY(desk->signIn(u"kim"_s));

    QCOMPARE(desk->welcome().user, u"kim"_s);
    QCOMPARE(desk->welcome().roles, Roles{Role::CallTaker});
    QTRY_COMPARE(kept(), (QStringList{UserChanged::name, SignedIn::name}));
    desk->cut();
    desk->come();
    QVERIFY(desk->hears<wire::CaughtUp>(2));
    QVERIFY(desk->welcome().resumed);
}

void tst_DoorPeople::whatAnAdministratorEndsIsEndedAtTheDesk()
{
    const auto desk = this->desk();
    QVERIFY(desk->signIn(u"kim"_s));

    QVERIFY(m_people->revokeAll(u"kim"_s, u"seo"_s));

    QVERIFY(desk->hears<wire::SignInWanted>(2));
    QCOMPARE(desk->all<wire::SignInWanted>().back().why, Error::Kind::Expired);
    QTRY_VERIFY(kept().contains(SignedOut::name));
}

void tst_DoorPeople::aLockedSeatOpensWithThePassword()
{
    const auto desk = this->desk();
    QVERIFY(desk->signIn(u"kim"_s));

    desk->say(wire::LockSeat{});
    QVERIFY(desk->hears<wire::SeatIsLocked>());
    desk->say(wire::UnlockSeat{u"wrong"_s});
    QVERIFY(desk->hears<wire::SeatIsLocked>(2));
    desk->say(wire::UnlockSeat{u"secret"_s});

    QVERIFY(desk->hears<wire::SeatIsOpen>());
    QTRY_VERIFY(kept().contains(SeatUnlocked::name));
}

QTEST_GUILESS_MAIN(tst_DoorPeople)
#include "tst_doorpeople.moc"
