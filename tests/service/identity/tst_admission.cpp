// SPDX-License-Identifier: Apache-2.0
#include "app/service/identity/onetimecode.h"
#include "tests/service/identity/identityhouse.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::identity;
using namespace knock::test;

namespace {

using Kind = std::optional<Error::Kind>;

/// Knows one person, or does not answer.
class SmallDirectory final : public Directory
{
public:
    [[nodiscard]] Result<Roles> verify(const QString &user, const QString &password) const override
    {
        if (user == "away"_L1)
            return failure(Error::Kind::Unreachable, u"away"_s);
        if (user != "lee"_L1)
            return failure(Error::Kind::NotFound);
        if (password != "theirs"_L1)
            return failure(Error::Kind::Refused);
        return Roles{Role::Supervisor};
    }
};

} // namespace

class tst_Admission : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_service.reset(); }
    void letsInWhoShowsTheirPassword();
    void refusesWhatIsWrong_data();
    void refusesWhatIsWrong();
    void demandsTheCodeOfWhoNeedsOne();
    void takesACodeOnce();
    void demandsNoCodeAnyMore();
    void waitsAfterFiveFailures();
    void waitsForNobodysNameToo();
    void waitsForAnAddress();
    void aWaitIsOverAfterARestartOnlyInItsTime();
    void anAdministratorEndsAWait();
    void aSuccessForgetsFailures();
    void triesOneAtATimeForAName();
    void takesNoMoreThanItCanHold();
    void endsWhileItLooks();
    void makesAnOldHashBetter();
    void aPasswordChangedMeanwhileIsWrong();
    void asksTheDirectoryForWhoHasNoAccount();
    void saysThatTheDirectoryIsAway();
    void setsAPassword();

private:
    Result<Session> enterAs(const QString &user, const QString &password = IdentityHouse::password,
                            const QString &code = {}, const QString &address = u"192.0.2.1"_s)
    {
        return signIn(*m_service, {user, password, code, address, u"desk 1"_s});
    }
    void failAs(const QString &user, int times, const QString &address = u"192.0.2.9"_s)
    {
        for (int i = 0; i < times; ++i)
            QCOMPARE(why(enterAs(user, u"wrong"_s, {}, address)), Kind(Error::Kind::Refused));
    }
    QString codeNow(const QByteArray &secret) const
    {
        return QString::fromLatin1(codeOf(secret, stepAt(m_house->clock.now())));
    }
    std::vector<SignInFailed> failures() { return only<SignInFailed>(entriesOf(*m_service)); }

    std::unique_ptr<IdentityHouse> m_house;
    std::unique_ptr<Identity> m_service;
};

void tst_Admission::init()
{
    QTest::failOnWarning();
    m_house = std::make_unique<IdentityHouse>();
    m_service = m_house->service();
    m_house->add(*m_service, u"kim"_s, {Role::CallTaker, Role::Trainer});
    (void)entriesOf(*m_service);
}

void tst_Admission::letsInWhoShowsTheirPassword()
{
    const auto session = enterAs(u" Kim"_s);

    QVERIFY(session);
    QCOMPARE(session->user, u"kim"_s);
    QCOMPARE(session->roles, Roles({Role::CallTaker, Role::Trainer}));
    QCOMPARE(session->seat, SeatId{1});
    QCOMPARE(session->position, u"desk 1"_s);
    QCOMPARE(session->token.size(), 43);
    const QDateTime now = m_house->clock.now();
    QCOMPARE(session->ends, now.addDuration(12h));
    QVERIFY(entriesOf(*m_service)
            == (std::vector<Audit>{SignedIn{SeatId{1}, u"kim"_s, session->roles, u"desk 1"_s, now}}));
}

void tst_Admission::refusesWhatIsWrong_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QString>("entered");
    QTest::newRow("password") << u"kim"_s << u"correct horse batterY"_s << u"kim"_s;
    QTest::newRow("no password") << u"kim"_s << QString() << u"kim"_s;
    QTest::newRow("endless password") << u"kim"_s << QString(100'000, u'a') << u"kim"_s;
    QTest::newRow("nobody") << u"lee"_s << IdentityHouse::password << QString();
    QTest::newRow("password as the name") << IdentityHouse::password << u"kim"_s << QString();
    QTest::newRow("no name") << QString() << IdentityHouse::password << QString();
    QTest::newRow("endless name") << QString(100'000, u'k') << IdentityHouse::password << QString();
    QTest::newRow("no password yet") << u"new"_s << QString() << u"new"_s;
    QTest::newRow("no password yet, some shown") << u"new"_s << IdentityHouse::password << u"new"_s;
}

void tst_Admission::refusesWhatIsWrong()
{
    QFETCH(const QString, user);
    QFETCH(const QString, password);
    QFETCH(const QString, entered);
    QVERIFY(m_service->users().add(u"new"_s, {Role::CallTaker}, {}, u"root"_s, m_house->clock.now()));

    const auto session = enterAs(user, password);

    QCOMPARE(why(session), Kind(Error::Kind::Refused));
    QVERIFY(failures() == (std::vector{SignInFailed{entered, Error::Kind::Refused, m_house->clock.now()}}));
    QVERIFY(m_service->sessions()->empty());
}

void tst_Admission::demandsTheCodeOfWhoNeedsOne()
{
    const auto uri = m_service->users().demandCode(u"kim"_s, u"root"_s, m_house->clock.now());
    QVERIFY(uri);
    const QString code = codeNow(secretIn(*uri));

    QCOMPARE(why(enterAs(u"kim"_s)), Kind(Error::Kind::Refused));
    QCOMPARE(why(enterAs(u"kim"_s, IdentityHouse::password, u"000000"_s)), Kind(Error::Kind::Refused));
    QCOMPARE(why(enterAs(u"kim"_s, u"wrong"_s, code)), Kind(Error::Kind::Refused));
    QVERIFY(enterAs(u"kim"_s, IdentityHouse::password, code));
}

void tst_Admission::takesACodeOnce()
{
    const QByteArray secret
        = secretIn(m_service->users().demandCode(u"kim"_s, u"root"_s, m_house->clock.now()).value());
    const QString code = codeNow(secret);
    QVERIFY(enterAs(u"kim"_s, IdentityHouse::password, code));

    QCOMPARE(why(enterAs(u"kim"_s, IdentityHouse::password, code)), Kind(Error::Kind::Refused));
    m_service = m_house->service();
    QCOMPARE(why(enterAs(u"kim"_s, IdentityHouse::password, code)), Kind(Error::Kind::Refused));

    m_house->clock.advance(30s);
    QVERIFY(enterAs(u"kim"_s, IdentityHouse::password, codeNow(secret)));
}

void tst_Admission::demandsNoCodeAnyMore()
{
    QVERIFY(m_service->users().demandCode(u"kim"_s, u"root"_s, m_house->clock.now()));
    QVERIFY(m_service->users().demandNoCode(u"kim"_s, u"root"_s, m_house->clock.now()));

    QVERIFY(enterAs(u"kim"_s));
}

void tst_Admission::waitsAfterFiveFailures()
{
    failAs(u"kim"_s, 5);
    QCOMPARE(failures().size(), 5UZ);

    // Who knows the password waits as well; that somebody tried is entered once.
    QCOMPARE(why(enterAs(u"kim"_s)), Kind(Error::Kind::Full));
    QCOMPARE(why(enterAs(u"kim"_s)), Kind(Error::Kind::Full));
    QVERIFY(failures() == (std::vector{SignInFailed{u"kim"_s, Error::Kind::Full, m_house->clock.now()}}));

    m_house->clock.advance(1min);
    failAs(u"kim"_s, 1, u"192.0.2.8"_s);
    m_house->clock.advance(1min);
    QCOMPARE(why(enterAs(u"kim"_s)), Kind(Error::Kind::Full));
    m_house->clock.advance(1min);
    QVERIFY(enterAs(u"kim"_s));
}

void tst_Admission::waitsForNobodysNameToo()
{
    failAs(u"nobody"_s, 5);

    QCOMPARE(why(enterAs(u"nobody"_s)), Kind(Error::Kind::Full));
    QVERIFY(enterAs(u"kim"_s));
    m_house->clock.advance(1min);
    QCOMPARE(why(enterAs(u"nobody"_s)), Kind(Error::Kind::Refused));
}

void tst_Admission::waitsForAnAddress()
{
    for (int i = 0; i < 5; ++i)
        failAs(u"user%1"_s.arg(i), 1, u"192.0.2.66"_s);
    (void)failures();

    QCOMPARE(why(enterAs(u"kim"_s, IdentityHouse::password, {}, u"192.0.2.66"_s)), Kind(Error::Kind::Full));
    QCOMPARE(failures().size(), 1UZ);
    QVERIFY(enterAs(u"kim"_s, IdentityHouse::password, {}, u"192.0.2.1"_s));
    m_house->clock.advance(1min);
    QVERIFY(enterAs(u"kim"_s, IdentityHouse::password, {}, u"192.0.2.66"_s));
}

void tst_Admission::aWaitIsOverAfterARestartOnlyInItsTime()
{
    failAs(u"kim"_s, 5);
    m_service = m_house->service();

    QCOMPARE(why(enterAs(u"kim"_s)), Kind(Error::Kind::Full));
}

void tst_Admission::anAdministratorEndsAWait()
{
    failAs(u"kim"_s, 5);
    QVERIFY(m_service->users().unlock(u"kim"_s, u"root"_s, m_house->clock.now()));

    QVERIFY(enterAs(u"kim"_s));
}

void tst_Admission::aSuccessForgetsFailures()
{
    failAs(u"kim"_s, 4, u"192.0.2.1"_s);
    QVERIFY(enterAs(u"kim"_s));
    failAs(u"kim"_s, 4, u"192.0.2.1"_s);

    QVERIFY(enterAs(u"kim"_s));
}

void tst_Admission::triesOneAtATimeForAName()
{
    std::map<quint64, Result<Session>> answers;
    connect(m_service.get(), &Identity::answered, this,
            [&answers](quint64 ticket, const Result<Session> &session) { answers.emplace(ticket, session); });

    for (quint64 ticket = 1001; ticket <= 1003; ++ticket)
        m_service->signIn(ticket, {u"kim"_s, IdentityHouse::password, {}, u"192.0.2.1"_s, {}});
    QTRY_COMPARE(answers.size(), 3UZ);

    QVERIFY(answers.at(1001));
    QCOMPARE(why(answers.at(1002)), Kind(Error::Kind::Full));
    QCOMPARE(why(answers.at(1003)), Kind(Error::Kind::Full));
}

void tst_Admission::takesNoMoreThanItCanHold()
{
    std::map<std::optional<Error::Kind>, int> answers;
    connect(m_service.get(), &Identity::answered, this,
            [&answers](quint64, const Result<Session> &session) { ++answers[why(session)]; });

    for (quint64 i = 0; i < 100; ++i)
        m_service->signIn(i, {u"user%1"_s.arg(i), u"wrong"_s, {}, u"192.0.2.%1"_s.arg(i), {}});
    QTRY_COMPARE(answers[Error::Kind::Refused] + answers[Error::Kind::Full], 100);

    QCOMPARE(answers[Error::Kind::Refused], 18);
    QVERIFY(enterAs(u"kim"_s));
}

void tst_Admission::endsWhileItLooks()
{
    for (quint64 i = 0; i < 10; ++i)
        m_service->signIn(i, {u"user%1"_s.arg(i), u"wrong"_s, {}, {}, {}});

    m_service.reset();

    m_service = m_house->service();
    QVERIFY(enterAs(u"kim"_s));
}

void tst_Admission::makesAnOldHashBetter()
{
    const auto old = hashPassword("the password of old", {.kibibytes = 32, .passes = 1});
    QVERIFY(m_service->users().setPassword(u"kim"_s, *old, u"root"_s, m_house->clock.now()));

    QVERIFY(enterAs(u"kim"_s, u"the password of old"_s));

    const QByteArray better = m_service->users().find(u"kim"_s).value()->hash;
    QVERIFY(costs(better, IdentityHouse::cheap));
    QVERIFY(enterAs(u"kim"_s, u"the password of old"_s));
    QCOMPARE(m_service->users().find(u"kim"_s).value()->hash, better);
}

void tst_Admission::aPasswordChangedMeanwhileIsWrong()
{
    const auto session = answerTo(*m_service, [this](quint64 ticket) {
        m_service->signIn(ticket, {u"kim"_s, IdentityHouse::password, {}, {}, {}});
        const auto hash = hashPassword("another password", IdentityHouse::cheap);
        QVERIFY(m_service->users().setPassword(u"kim"_s, *hash, u"root"_s, m_house->clock.now()));
    });

    QCOMPARE(why(session), Kind(Error::Kind::Refused));
}

void tst_Admission::asksTheDirectoryForWhoHasNoAccount()
{
    m_service = m_house->service(std::make_shared<SmallDirectory>());

    const auto session = enterAs(u"lee"_s, u"theirs"_s);
    QVERIFY(session);
    QCOMPARE(session->user, u"lee"_s);
    QCOMPARE(m_service->check(session->token)->roles, Roles{Role::Supervisor});
    QVERIFY(enterAs(u"kim"_s));

    (void)failures();
    QCOMPARE(why(enterAs(u"lee"_s, u"not theirs"_s)), Kind(Error::Kind::Refused));
    QCOMPARE(why(enterAs(u"nobody"_s, u"theirs"_s)), Kind(Error::Kind::Refused));
    QCOMPARE(why(enterAs(u"kim"_s, u"theirs"_s)), Kind(Error::Kind::Refused));
    const auto told = failures();
    QCOMPARE(told.size(), 3UZ);
    QCOMPARE(told.at(0).user, u"lee"_s);
    QCOMPARE(told.at(1).user, QString());
    QCOMPARE(told.at(2).user, u"kim"_s);

    QVERIFY(m_service->lock(session->token));
    QCOMPARE(why(unlock(*m_service, session->token, u"not theirs"_s)), Kind(Error::Kind::Refused));
    QVERIFY(unlock(*m_service, session->token, u"theirs"_s));
}

void tst_Admission::saysThatTheDirectoryIsAway()
{
    m_service = m_house->service(std::make_shared<SmallDirectory>());

    for (int i = 0; i < 6; ++i)
        QCOMPARE(why(enterAs(u"away"_s)), Kind(Error::Kind::Unreachable));
}

void tst_Admission::setsAPassword()
{
    std::vector<Result<>> answers;
    connect(m_service.get(), &Identity::passwordSet, this,
            [&answers](quint64, const Result<> &done) { answers.push_back(done); });
    const auto session = enterAs(u"kim"_s);

    m_service->setPassword(1, u"kim"_s, u"short"_s, u"root"_s);
    m_service->setPassword(2, u"nobody"_s, u"an even better password"_s, u"root"_s);
    QTRY_COMPARE(answers.size(), 2UZ);
    QCOMPARE(why(answers.at(0)), Kind(Error::Kind::Malformed));
    QCOMPARE(why(answers.at(1)), Kind(Error::Kind::NotFound));
    QVERIFY(m_service->check(session->token));

    m_service->setPassword(3, u"kim"_s, u"an even better password"_s, u"root"_s);
    QTRY_COMPARE(answers.size(), 3UZ);
    QVERIFY(answers.at(2));
    QCOMPARE(why(m_service->check(session->token)), Kind(Error::Kind::Expired));
    QCOMPARE(why(enterAs(u"kim"_s)), Kind(Error::Kind::Refused));
    QVERIFY(enterAs(u"kim"_s, u"an even better password"_s));
}

QTEST_GUILESS_MAIN(tst_Admission)
#include "tst_admission.moc"
