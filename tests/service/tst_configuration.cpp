// SPDX-License-Identifier: Apache-2.0
#include "app/service/configuration.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::service;

/// What may be set about locations, texts and the caller's page, and what may not.
class tst_Configuration : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void isQuietUnlessItIsTold();
    void takesLocationsFromOutside();
    void takesRelaysAndTheFaceOfThePage();
    void takesAnotherEar();
    void keepsCamerasUnlessItIsTold();
    void takesTwoGateways();
    void takesADispatchSystem();
    void takesAPageForTheUnits();
    void takesADirectoryOfPeople();
    void letsOnlyThisMachineAskHowItIs();
    void waitsAsLongAsItIsTold();
    void tellsEverythingThatIsWrong();
    void knowsWhatIsASecret();
    void refuses_data();
    void refuses();

private:
    [[nodiscard]] static Result<Configuration> with(QVariantMap settings)
    {
        settings.insert({{u"dataFolder"_s, u"/d"_s}, {u"resourceFolder"_s, u"/r"_s}});
        return Configuration::fromSettings(settings);
    }
};

void tst_Configuration::isQuietUnlessItIsTold()
{
    const auto configuration = with({});

    QVERIFY(configuration);
    QVERIFY(!configuration->amlPort);
    QVERIFY(configuration->heldHosts.isEmpty());
    QCOMPARE(configuration->countryCode, u"82"_s);
}

void tst_Configuration::takesLocationsFromOutside()
{
    const auto configuration = with({{u"amlPort"_s, u"8444"_s},
                                     {u"amlKey"_s, u"key"_s},
                                     {u"countryCode"_s, u"33"_s},
                                     {u"heldHosts"_s, u"lis.example.com, lis2.example.com:8443"_s}});

    QVERIFY(configuration);
    QCOMPARE(configuration->amlPort, quint16(8444));
    QCOMPARE(configuration->countryCode, u"33"_s);
    QCOMPARE(configuration->heldHosts, (QStringList{u"lis.example.com"_s, u"lis2.example.com:8443"_s}));
}

void tst_Configuration::takesRelaysAndTheFaceOfThePage()
{
    const QString both = u"turns:turn.example:443?transport=tcp, turn:192.0.2.7:3478"_s;
    const auto configuration = with({{u"turn"_s, both}, {u"turnSecret"_s, u"secret"_s}, {u"disguise"_s, u"yes"_s}});

    QVERIFY(configuration);
    QCOMPARE(configuration->turn, (QStringList{u"turns:turn.example:443?transport=tcp"_s, u"turn:192.0.2.7:3478"_s}));
    QCOMPARE(configuration->turnSecret, u"secret"_s);
    QVERIFY(configuration->disguise);
    QVERIFY(!with({})->disguise);
}

void tst_Configuration::takesAnotherEar()
{
    using hearing::KeyEar;
    QCOMPARE(with({})->ear, KeyEar::Kind::Own);
    const auto configuration = with({{u"tones"_s, u"spandsp"_s}});
    QCOMPARE(configuration.has_value(), KeyEar::exists(KeyEar::Kind::Spandsp));
    if (configuration)
        QCOMPARE(configuration->ear, KeyEar::Kind::Spandsp);
    QVERIFY(!with({{u"tones"_s, u"both"_s}}));
}

void tst_Configuration::keepsCamerasUnlessItIsTold()
{
    QVERIFY(with({})->recordCamera);
    QVERIFY(!with({{u"recordCamera"_s, u"no"_s}})->recordCamera);
}

void tst_Configuration::takesTwoGateways()
{
    const auto configuration = with({{u"gateway"_s, u"http"_s},
                                     {u"gateway2"_s, u"http"_s},
                                     {u"smsHttp"_s, u"/etc/knock/sms.json"_s},
                                     {u"reportPort"_s, u"0"_s},
                                     {u"reportSecret"_s, u"0123456789abcdef"_s}});

    QVERIFY2(configuration, configuration ? "" : qPrintable(configuration.error().detail));
    QCOMPARE(configuration->gateway2, u"http"_s);
    QCOMPARE(configuration->reportPort, quint16(0));
}

void tst_Configuration::takesADispatchSystem()
{
    for (const QString &url : {u"https://cad.example/orders?a=b"_s, u"http://127.0.0.1:8080/"_s, u"http://[::1]/"_s}) {
        const auto configuration = with({{u"cadUrl"_s, url}, {u"cadSecret"_s, u"0123456789abcdef"_s}});
        QVERIFY2(configuration, qPrintable(url));
        QCOMPARE(configuration->cadUrl.toString(), url);
    }
    QVERIFY(with({})->cadUrl.isEmpty());
}

void tst_Configuration::takesAPageForTheUnits()
{
    QVERIFY(!with({})->packPort);
    const auto configuration = with({{u"packPort"_s, u"8444"_s}, {u"publicHost"_s, u"knock.example"_s}});
    QVERIFY(configuration);
    QCOMPARE(configuration->packPort, quint16(8444));
    QCOMPARE(configuration->packHost, u"knock.example"_s);
    QCOMPARE(with({{u"packHost"_s, u"units.example"_s}})->packHost, u"units.example"_s);
}

void tst_Configuration::takesADirectoryOfPeople()
{
    const QVariantMap settings{{u"ldapUrl"_s, u"ldaps://ldap.example"_s},
                               {u"ldapPeople"_s, u"ou=people,dc=example"_s},
                               {u"ldapCallTakers"_s, u"cn=call-takers,dc=example"_s},
                               {u"ldapAuditors"_s, u"cn=auditors,dc=example"_s}};
    const auto configuration = with(settings);

    QVERIFY(configuration);
    QCOMPARE(configuration->directory.url, u"ldaps://ldap.example"_s);
    QCOMPARE(configuration->directory.userBase, u"ou=people,dc=example"_s);
    QCOMPARE(configuration->directory.roles,
             (QHash<QString, Role>{{u"cn=call-takers,dc=example"_s, Role::CallTaker},
                                   {u"cn=auditors,dc=example"_s, Role::Auditor}}));
    QVariantMap twice = settings;
    twice[u"ldapAuditors"_s] = settings[u"ldapCallTakers"_s];
    QVERIFY(!with(twice));
    QVariantMap nowhere = settings;
    nowhere.remove(u"ldapUrl"_s);
    QCOMPARE(with(nowhere).error().detail, u"setting \"ldapUrl\" is needed for the other settings of the directory"_s);
}

void tst_Configuration::letsOnlyThisMachineAskHowItIs()
{
    QVERIFY(!with({})->adminPort);
    QVERIFY(with({{u"adminPort"_s, u"9443"_s}})->adminAddress.isLoopback());
    const QVariantMap elsewhere{{u"adminPort"_s, u"9443"_s}, {u"adminAddress"_s, u"192.0.2.7"_s}};
    QVERIFY(!with(elsewhere));
    QVariantMap guarded = elsewhere;
    guarded.insert(u"adminToken"_s, u"0123456789abcdef"_s);
    QVERIFY(with(guarded));
}

void tst_Configuration::waitsAsLongAsItIsTold()
{
    QCOMPARE(with({})->stopPatience, std::chrono::seconds(60));
    QCOMPARE(with({{u"stopPatience"_s, u"0"_s}})->stopPatience, std::chrono::seconds(0));
}

void tst_Configuration::tellsEverythingThatIsWrong()
{
    const auto configuration = Configuration::check({{u"dataFolder"_s, u"/d"_s},
                                                     {u"webPort"_s, u"70000"_s},
                                                     {u"language"_s, u"fr"_s},
                                                     {u"webport"_s, u"1"_s},
                                                     {u"turn"_s, u"turn:turn.example"_s},
                                                     {u"gateway"_s, u"http"_s}});

    QVERIFY(!configuration);
    const std::vector<Objection> expected{{u"language"_s, u"must be ko or en"_s},
                                          {u"webPort"_s, u"must be a port from 0 to 65535"_s},
                                          {u"webport"_s, u"is unknown"_s},
                                          {u"resourceFolder"_s, u"is needed"_s},
                                          {u"smsHttp"_s, u"is needed for the gateway http"_s},
                                          {u"turn"_s, u"needs \"turnSecret\", too"_s}};
    QCOMPARE(configuration.error().size(), expected.size());
    for (size_t i = 0; i < expected.size(); ++i) {
        QCOMPARE(configuration.error()[i].setting, expected[i].setting);
        QCOMPARE(configuration.error()[i].what, expected[i].what);
    }
}

void tst_Configuration::knowsWhatIsASecret()
{
    QStringList secrets;
    for (const QString &name : Configuration::names()) {
        if (Configuration::isSecret(name))
            secrets << name;
    }
    secrets.sort();
    QCOMPARE(secrets,
             (QStringList{u"adminToken"_s, u"amlKey"_s, u"amlSmsSecret"_s, u"cadSecret"_s, u"kannelPassword"_s,
                          u"ldapPassword"_s, u"masterPassphrase"_s, u"masterTokenPin"_s, u"reportSecret"_s,
                          u"trunkPassword"_s, u"turnSecret"_s}));
    QVERIFY(!Configuration::isSecret(u"unknown"_s));
}

void tst_Configuration::refuses_data()
{
    QTest::addColumn<QVariantMap>("settings");
    QTest::addColumn<QString>("named");
    const auto row = [](const QString &name, const QString &value) {
        QTest::newRow(qPrintable(name + u' ' + value)) << QVariantMap{{name, value}} << name;
    };
    row(u"amlPort"_s, u"70000"_s);
    row(u"amlPort"_s, u"off"_s);
    row(u"amlPort"_s, u"8444"_s); // without a key or a secret
    row(u"amlKey"_s, {});
    row(u"ldapUrl"_s, u"ldap.example"_s);
    row(u"ldapUrl"_s, u"ldaps://ldap.example"_s); // no group has a role
    row(u"countryCode"_s, u"+82"_s);
    row(u"countryCode"_s, u"0"_s);
    row(u"countryCode"_s, u"8200"_s);
    row(u"heldHosts"_s, u"https://lis.example.com/"_s);
    row(u"heldHosts"_s, u"*"_s);
    row(u"disguise"_s, u"maybe"_s);
    row(u"recordCamera"_s, u"true"_s);
    row(u"turn"_s, u"https://turn.example"_s);
    row(u"turn"_s, u"turn:turn.example"_s); // without a secret
    row(u"turnSecret"_s, u"secret"_s); // without a server
    row(u"cadUrl"_s, u"https://cad.example/orders"_s); // without a secret
    row(u"cadUrl"_s, u"http://cad.example/orders"_s);
    row(u"cadUrl"_s, u"https://user@cad.example/orders"_s);
    row(u"cadSecret"_s, u"0123456789abcdef"_s); // without an address
    row(u"cadSecret"_s, u"short"_s);
    row(u"packPort"_s, u"70000"_s);
    row(u"packHost"_s, {});
    row(u"adminPort"_s, u"70000"_s);
    row(u"adminAddress"_s, u"localhost"_s);
    row(u"adminToken"_s, u"short"_s);
    row(u"stopPatience"_s, u"3601"_s);
    row(u"stopPatience"_s, u"long"_s);
    row(u"gateway"_s, u"pigeon"_s);
    row(u"gateway2"_s, u"outbox"_s); // which would say that the text has arrived
    row(u"reportPort"_s, u"70000"_s);
    row(u"reportSecret"_s, u"short"_s);
    row(u"reportSecret"_s, u"not/for/an/address"_s);
    QTest::newRow("no Kannel") << QVariantMap{{u"gateway2"_s, u"kannel"_s}} << u"kannelUrl"_s;
    QTest::newRow("no description") << QVariantMap{{u"gateway"_s, u"http"_s}} << u"smsHttp"_s;
    QTest::newRow("one Kannel twice") << QVariantMap{{u"gateway"_s, u"kannel"_s},
                                                     {u"gateway2"_s, u"kannel"_s},
                                                     {u"kannelUrl"_s, u"http://127.0.0.1:13013"_s}}
                                      << u"gateway2"_s;
}

void tst_Configuration::refuses()
{
    QFETCH(const QVariantMap, settings);
    QFETCH(const QString, named);

    const auto configuration = with(settings);

    QVERIFY(!configuration);
    QVERIFY2(configuration.error().detail.contains(named), qPrintable(configuration.error().detail));
}

QTEST_GUILESS_MAIN(tst_Configuration)
#include "tst_configuration.moc"
