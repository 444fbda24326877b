// SPDX-License-Identifier: Apache-2.0
#include "tests/service/identity/identityhouse.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::identity;
using namespace knock::test;

/// The way of entries to the journal: none is lost, none is given twice in one run.
class tst_UsersAudit : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_service.reset(); }
    void tellsThatSomethingWaits();
    void givesAnEntryOnce();
    void givesAgainWhatWasNotKept();
    void forgetsWhatIsKept();
    void takesWhatWasChangedWhileItWasDown();
    void takesWhatAnotherProcessChanges();
    void givesMuchInParts();

private:
    std::unique_ptr<IdentityHouse> m_house;
    std::unique_ptr<Identity> m_service;
};

void tst_UsersAudit::init()
{
    QTest::failOnWarning();
    m_house = std::make_unique<IdentityHouse>();
    m_service = m_house->service();
}

void tst_UsersAudit::tellsThatSomethingWaits()
{
    m_house->add(*m_service, u"kim"_s);
    QSignalSpy waits(m_service.get(), &Identity::auditWaits);
    QVERIFY(waits.wait());

    waits.clear();
    QVERIFY(signIn(*m_service, {u"kim"_s, IdentityHouse::password, {}, {}, {}}));

    QCOMPARE_GE(waits.count(), 1);
    QCOMPARE(entriesOf(*m_service).size(), 2UZ);
}

void tst_UsersAudit::givesAnEntryOnce()
{
    m_house->add(*m_service, u"kim"_s);
    QCOMPARE(entriesOf(*m_service).size(), 1UZ);

    QCOMPARE(entriesOf(*m_service).size(), 0UZ);
    m_house->add(*m_service, u"lee"_s);
    QCOMPARE(entriesOf(*m_service).size(), 1UZ);
}

void tst_UsersAudit::givesAgainWhatWasNotKept()
{
    m_house->add(*m_service, u"kim"_s);
    QCOMPARE(entriesOf(*m_service).size(), 1UZ);

    m_service = m_house->service();

    QCOMPARE(entriesOf(*m_service).size(), 1UZ);
}

void tst_UsersAudit::forgetsWhatIsKept()
{
    m_house->add(*m_service, u"kim"_s);
    const auto departing = m_service->takeAudit();
    m_house->add(*m_service, u"lee"_s);

    QVERIFY(m_service->tookAudit(departing->upTo));

    m_service = m_house->service();
    const auto rest = only<UserChanged>(entriesOf(*m_service));
    QCOMPARE(rest.size(), 1UZ);
    QCOMPARE(rest.front().user, u"lee"_s);
}

void tst_UsersAudit::takesWhatWasChangedWhileItWasDown()
{
    m_service.reset();
    m_house->add(*m_house->service(), u"kim"_s);

    m_service = m_house->service();
    QSignalSpy waits(m_service.get(), &Identity::auditWaits);

    QVERIFY(waits.wait());
    QCOMPARE(entriesOf(*m_service).size(), 1UZ);
}

void tst_UsersAudit::takesWhatAnotherProcessChanges()
{
    const auto other = m_house->service();
    QSignalSpy waits(m_service.get(), &Identity::auditWaits);
    QVERIFY(waits.wait());
    waits.clear();

    m_house->add(*other, u"kim"_s);

    QVERIFY(waits.wait());
    QCOMPARE(entriesOf(*m_service).size(), 1UZ);
}

void tst_UsersAudit::givesMuchInParts()
{
    auto file = UserFile::open(m_house->path());
    QVERIFY(file);
    const auto entered = file->transact([&]() -> Result<> {
        for (int i = 0; i < 2500; ++i) {
            if (const auto done = enter(*file, SignInFailed{{}, Error::Kind::Refused, m_house->clock.now()}); !done)
                return done;
        }
        return {};
    });
    QVERIFY(entered);

    size_t taken = 0;
    size_t largest = 0;
    connect(m_service.get(), &Identity::auditWaits, this, [&] {
        const auto departing = m_service->takeAudit();
        taken += departing->entries.size();
        largest = std::max(largest, departing->entries.size());
        QVERIFY(m_service->tookAudit(departing->upTo));
    });

    QTRY_COMPARE(taken, 2500UZ);
    QCOMPARE(largest, 1000UZ);
}

QTEST_GUILESS_MAIN(tst_UsersAudit)
#include "tst_usersaudit.moc"
