// SPDX-License-Identifier: Apache-2.0
#include "tests/service/identity/identityhouse.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::identity;
using namespace knock::test;

namespace {

using Kind = std::optional<Error::Kind>;

} // namespace

/// Where there is no user yet.
class tst_FirstAdministrator : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_service.reset(); }
    void comesWithACode();
    void isOneOnly();
    void aWrongCodeIsAFailure();
    void needsAPassword();

private:
    Result<Session> redeem(const QString &code, const QString &password = IdentityHouse::password)
    {
        return answerTo(*m_service, [&](quint64 ticket) {
            m_service->redeem(ticket, {code, u"kim"_s, password, u"192.0.2.1"_s, u"desk 1"_s});
        });
    }

    std::unique_ptr<IdentityHouse> m_house;
    std::unique_ptr<Identity> m_service;
};

void tst_FirstAdministrator::init()
{
    QTest::failOnWarning();
    m_house = std::make_unique<IdentityHouse>();
    m_service = m_house->service();
}

void tst_FirstAdministrator::comesWithACode()
{
    const auto code = m_service->firstCode(u"root"_s);
    QVERIFY(code);

    const auto session = redeem(*code);
    QVERIFY(session);
    QCOMPARE(session->roles, Roles{Role::Administrator});
    QCOMPARE(m_service->check(session->token)->user, u"kim"_s);

    QCOMPARE(why(redeem(*code)), Kind(Error::Kind::Refused));
    QCOMPARE(why(m_service->firstCode(u"root"_s)), Kind(Error::Kind::Refused));
    QVERIFY(signIn(*m_service, {u"kim"_s, IdentityHouse::password, {}, {}, {}}));
}

void tst_FirstAdministrator::aWrongCodeIsAFailure()
{
    const auto code = m_service->firstCode(u"root"_s);

    for (int i = 0; i < 5; ++i)
        QCOMPARE(why(redeem(u"AAAA-BBBB"_s)), Kind(Error::Kind::Refused));
    QCOMPARE(why(redeem(*code)), Kind(Error::Kind::Full));
    QCOMPARE(only<SignInFailed>(entriesOf(*m_service)).size(), 5UZ);
    m_house->clock.advance(1min);
    QVERIFY(redeem(*code));
}

void tst_FirstAdministrator::needsAPassword()
{
    const auto code = m_service->firstCode(u"root"_s);

    QCOMPARE(why(redeem(*code, u"short"_s)), Kind(Error::Kind::Malformed));
    QVERIFY(redeem(*code));
}

void tst_FirstAdministrator::isOneOnly()
{
    const auto code = m_service->firstCode(u"root"_s);
    std::vector<Result<Session>> answers;
    connect(m_service.get(), &Identity::answered, this,
            [&answers](quint64, const Result<Session> &session) { answers.push_back(session); });

    for (quint64 i = 0; i < 3; ++i)
        m_service->redeem(i, {*code, u"user%1"_s.arg(i), IdentityHouse::password, {}, {}});
    QTRY_COMPARE(answers.size(), 3UZ);

    QCOMPARE(std::ranges::count_if(answers, [](const auto &answer) { return answer.has_value(); }), 1);
    QCOMPARE(m_service->users().list()->size(), 1UZ);
}

QTEST_GUILESS_MAIN(tst_FirstAdministrator)
#include "tst_firstadministrator.moc"
