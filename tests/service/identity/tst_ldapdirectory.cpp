// SPDX-License-Identifier: Apache-2.0
#include "app/service/identity/ldapdirectory.h"
#include "tests/service/identity/identityhouse.h"
#include "tests/service/identity/realslapd.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::identity;
using namespace knock::test;

namespace {

using Kind = std::optional<Error::Kind>;

} // namespace

/// Against a real OpenLDAP server.
class tst_LdapDirectory : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(); }
    void cleanupTestCase() { m_slapd.reset(); }
    void letsInWhoIsInAGroup_data();
    void letsInWhoIsInAGroup();
    void refuses_data();
    void refuses();
    void readsGroupsHoweverTheyAreSpelled();
    void trustsNoUnknownCertificate_data();
    void trustsNoUnknownCertificate();
    void trustsNoOtherName();
    void saysThatItMayNotSearch();
    void saysThatNobodyListens();
    void doesNotWaitForEver_data();
    void doesNotWaitForEver();
    void doesNotWaitForASilentServer_data();
    void doesNotWaitForASilentServer();
    void signsIn();
    void settingsMustBeMeant_data();
    void settingsMustBeMeant();

private:
    LdapDirectory::Settings settings(const QString &url) const
    {
        LdapDirectory::Settings settings;
        settings.url = url;
        settings.caFile = m_slapd->caFile();
        settings.bindDn = QString::fromLatin1(RealSlapd::searcherDn);
        settings.bindPassword = QString::fromLatin1(RealSlapd::searcherPassword);
        settings.userBase = u"ou=people,dc=knock,dc=test"_s;
        settings.groupBase = u"ou=groups,dc=knock,dc=test"_s;
        settings.roles = {{u"cn=takers,ou=groups,dc=knock,dc=test"_s, Role::CallTaker},
                          {u"cn=leads,ou=groups,dc=knock,dc=test"_s, Role::Supervisor}};
        settings.patience = 10s;
        return settings;
    }
    static Result<Roles> verify(const LdapDirectory::Settings &settings, const QString &user, const QString &password)
    {
        return LdapDirectory::make(settings).and_then(
            [&](const std::shared_ptr<const Directory> &directory) { return directory->verify(user, password); });
    }
    void rowsOfUrls() const
    {
        QTest::addColumn<QString>("url");
        QTest::newRow("ldaps") << m_slapd->ldapsUrl();
        QTest::newRow("StartTLS") << m_slapd->ldapUrl();
    }

    std::unique_ptr<RealSlapd> m_slapd;
};

void tst_LdapDirectory::initTestCase()
{
    if (const QString missing = RealSlapd::missing(); !missing.isEmpty())
        QSKIP(qPrintable(missing + u" is not installed"_s));
    m_slapd = std::make_unique<RealSlapd>();
    const QByteArray trouble = m_slapd->start();
    QVERIFY2(trouble.isEmpty(), trouble.constData());
}

void tst_LdapDirectory::letsInWhoIsInAGroup_data() { rowsOfUrls(); }

void tst_LdapDirectory::letsInWhoIsInAGroup()
{
    QFETCH(const QString, url);

    QCOMPARE(verify(settings(url), u"kim"_s, u"correct horse"_s), Result<Roles>(Roles{Role::CallTaker}));
    const auto lee = verify(settings(url), u"lee"_s, u"battery staple"_s);
    QVERIFY2(lee, qPrintable(lee ? QString() : lee.error().detail));
    QCOMPARE(lee->size(), 2UZ);
    QVERIFY(std::ranges::contains(*lee, Role::CallTaker) && std::ranges::contains(*lee, Role::Supervisor));
}

void tst_LdapDirectory::refuses_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    QTest::addColumn<Error::Kind>("kind");
    QTest::newRow("wrong password") << u"kim"_s << u"correct horsf"_s << Error::Kind::Refused;
    QTest::newRow("another's password") << u"kim"_s << u"battery staple"_s << Error::Kind::Refused;
    QTest::newRow("no password") << u"kim"_s << QString() << Error::Kind::Refused;
    QTest::newRow("has no password") << u"choi"_s << u"correct horse"_s << Error::Kind::Refused;
    QTest::newRow("no group") << u"park"_s << u"in no group"_s << Error::Kind::Refused;
    QTest::newRow("nobody") << u"jung"_s << u"correct horse"_s << Error::Kind::NotFound;
    QTest::newRow("no name") << QString() << u"correct horse"_s << Error::Kind::Refused;
    QTest::newRow("anybody") << u"*"_s << u"correct horse"_s << Error::Kind::NotFound;
    QTest::newRow("filter") << u"kim)(objectClass=*"_s << u"correct horse"_s << Error::Kind::NotFound;
    QTest::newRow("zero") << QString(u"kim"_s + QChar(0)) << u"correct horse"_s << Error::Kind::NotFound;
}

void tst_LdapDirectory::refuses()
{
    QFETCH(const QString, user);
    QFETCH(const QString, password);
    QFETCH(const Error::Kind, kind);

    QCOMPARE(why(verify(settings(m_slapd->ldapsUrl()), user, password)), Kind(kind));
}

void tst_LdapDirectory::readsGroupsHoweverTheyAreSpelled()
{
    auto other = settings(m_slapd->ldapsUrl());
    other.roles = {{u"CN=Takers, OU=groups , dc=knock,DC=test"_s, Role::Auditor}};

    QCOMPARE(verify(other, u"kim"_s, u"correct horse"_s), Result<Roles>(Roles{Role::Auditor}));
}

void tst_LdapDirectory::trustsNoUnknownCertificate_data() { rowsOfUrls(); }

void tst_LdapDirectory::trustsNoUnknownCertificate()
{
    QFETCH(const QString, url);
    auto other = settings(url);
    other.caFile = LdapDirectory::Settings().caFile;

    QCOMPARE(why(verify(other, u"kim"_s, u"correct horse"_s)), Kind(Error::Kind::Unreachable));
}

void tst_LdapDirectory::trustsNoOtherName()
{
    const auto url = m_slapd->ldapsUrl().replace("127.0.0.1"_L1, "localhost"_L1);

    QCOMPARE(why(verify(settings(url), u"kim"_s, u"correct horse"_s)), Kind(Error::Kind::Unreachable));
}

void tst_LdapDirectory::saysThatItMayNotSearch()
{
    auto other = settings(m_slapd->ldapsUrl());
    other.bindPassword = u"may not search"_s;

    const auto verified = verify(other, u"kim"_s, u"correct horse"_s);

    QCOMPARE(why(verified), Kind(Error::Kind::Unreachable));
    QVERIFY(verified.error().detail.contains("bind to search"_L1));
    QVERIFY(!verified.error().detail.contains("may not"_L1));
}

void tst_LdapDirectory::saysThatNobodyListens()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const QString url = u"ldaps://127.0.0.1:%1"_s.arg(server.serverPort());
    server.close();

    QCOMPARE(why(verify(settings(url), u"kim"_s, u"correct horse"_s)), Kind(Error::Kind::Unreachable));
}

void tst_LdapDirectory::doesNotWaitForEver_data() { rowsOfUrls(); }

void tst_LdapDirectory::doesNotWaitForEver()
{
    QFETCH(const QString, url);
    auto other = settings(url);
    other.patience = 500ms;
    QElapsedTimer time;
    m_slapd->stand();

    time.start();
    const auto verified = verify(other, u"kim"_s, u"correct horse"_s);
    m_slapd->goOn();

    QCOMPARE(why(verified), Kind(Error::Kind::Unreachable));
    QCOMPARE_LT(time.elapsed(), 3000);
}

void tst_LdapDirectory::doesNotWaitForASilentServer_data()
{
    QTest::addColumn<QString>("scheme");
    QTest::newRow("ldaps") << u"ldaps"_s;
    QTest::newRow("StartTLS") << u"ldap"_s;
}

void tst_LdapDirectory::doesNotWaitForASilentServer()
{
    QFETCH(const QString, scheme);
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    auto other = settings(u"%1://127.0.0.1:%2"_s.arg(scheme).arg(server.serverPort()));
    other.patience = 500ms;

    QElapsedTimer time;
    time.start();
    QCOMPARE(why(verify(other, u"kim"_s, u"correct horse"_s)), Kind(Error::Kind::Unreachable));
    QCOMPARE_LT(time.elapsed(), 3000);
}

void tst_LdapDirectory::signsIn()
{
    IdentityHouse house;
    const auto directory = LdapDirectory::make(settings(m_slapd->ldapsUrl()));
    QVERIFY(directory);
    const auto service = house.service(*directory);

    const auto session = signIn(*service, {u"Lee"_s, u"battery staple"_s, {}, {}, u"desk 2"_s});

    QVERIFY(session);
    QCOMPARE(session->user, u"lee"_s);
    QCOMPARE(session->roles.size(), 2UZ);
    QCOMPARE(why(signIn(*service, {u"lee"_s, u"wrong"_s, {}, {}, {}})), Kind(Error::Kind::Refused));
}

void tst_LdapDirectory::settingsMustBeMeant_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("filter");
    QTest::addColumn<bool>("good");
    QTest::newRow("ldaps") << u"ldaps://dc.example"_s << u"(uid=%1)"_s << true;
    QTest::newRow("StartTLS") << u"ldap://dc.example:3389"_s << u"(&(objectClass=person)(uid=%1))"_s << true;
    QTest::newRow("socket") << u"ldapi:///"_s << u"(uid=%1)"_s << false;
    QTest::newRow("web") << u"https://dc.example"_s << u"(uid=%1)"_s << false;
    QTest::newRow("no host") << u"ldaps://"_s << u"(uid=%1)"_s << false;
    QTest::newRow("none") << QString() << u"(uid=%1)"_s << false;
    QTest::newRow("filter finds everybody") << u"ldaps://dc.example"_s << u"(uid=*)"_s << false;
}

void tst_LdapDirectory::settingsMustBeMeant()
{
    QFETCH(const QString, url);
    QFETCH(const QString, filter);
    auto other = settings(url);
    other.userFilter = filter;

    QTEST(LdapDirectory::make(other).has_value(), "good");
    other.roles.clear();
    QVERIFY(!LdapDirectory::make(other));
}

QTEST_GUILESS_MAIN(tst_LdapDirectory)
#include "tst_ldapdirectory.moc"
