// SPDX-License-Identifier: Apache-2.0
#include "tests/backend/visitor.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace knock;
using backend::RemoteSettings;
using test::Authority;
using test::FakeDoor;
using test::Visitor;

/// Who is believed to be the service, and what the settings may be.
class tst_RemoteTls : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(); }
    void believesWhoIsVouchedFor_data();
    void believesWhoIsVouchedFor();
    void speaksNothingOlderThanTls13();
    void showsItsOwnCertificate();
    void settingsAreChecked_data();
    void settingsAreChecked();
    void anUnknownSettingIsLogged();
    void nothingSwitchesVerificationOff();

private:
    QString write(const QString &name, const QByteArray &pem) const
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly))
            return {};
        file.write(pem);
        return file.fileName();
    }
    /// Whether a desk with \a trust says hello to \a door.
    static bool isBelieved(FakeDoor &door, const QString &trust)
    {
        const auto settings
            = RemoteSettings::read({{u"url"_s, u"wss://localhost:%1/desk"_s.arg(door.port())}, {u"trust"_s, trust}});
        if (!settings)
            return false;
        backend::Link link(*settings, Visitor::pace(), [](const EncodedFrame &) { });
        QSignalSpy lost(&link, &backend::Link::lost);
        link.open();
        const bool isOver
            = QTest::qWaitFor([&] { return !door.heardOf<wire::Hello>().empty() || lost.count() > 0; }, 10000);
        return isOver && !door.heardOf<wire::Hello>().empty();
    }

    QTemporaryDir m_folder;
    Authority m_ours{"ours"};
    Authority m_theirs{"theirs"};
    QString m_trust;
};

void tst_RemoteTls::initTestCase() { m_trust = write(u"trust.pem"_s, m_ours.certificate().toPem()); }

void tst_RemoteTls::believesWhoIsVouchedFor_data()
{
    QTest::addColumn<bool>("ours");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<int>("days");
    QTest::addColumn<bool>("pinned");
    QTest::addColumn<bool>("believed");

    QTest::newRow("by our authority") << true << QByteArray("localhost") << 30 << false << true;
    QTest::newRow("by somebody else") << false << QByteArray("localhost") << 30 << false << false;
    QTest::newRow("of another host") << true << QByteArray("elsewhere.invalid") << 30 << false << false;
    QTest::newRow("run out") << true << QByteArray("localhost") << -1 << false << false;
    QTest::newRow("known itself") << false << QByteArray("localhost") << 30 << true << true;
    QTest::newRow("known itself, whatever its name") << false << QByteArray("elsewhere.invalid") << 30 << true << true;
    QTest::newRow("known itself, but run out") << false << QByteArray("localhost") << -1 << true << false;
}

void tst_RemoteTls::believesWhoIsVouchedFor()
{
    QFETCH(const bool, ours);
    QFETCH(const QByteArray, host);
    QFETCH(const int, days);
    QFETCH(const bool, pinned);
    QFETCH(const bool, believed);
    const Authority::Issued issued = (ours ? m_ours : m_theirs).issue(host, days);
    FakeDoor door(issued);
    if (!believed)
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"out of reach"_s));

    QCOMPARE(isBelieved(door, pinned ? write(u"pin.pem"_s, issued.certificate.toPem()) : m_trust), believed);
}

void tst_RemoteTls::speaksNothingOlderThanTls13()
{
    FakeDoor door(m_ours.issue("localhost"), QSsl::TlsV1_2);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"out of reach"_s));

    QVERIFY(!isBelieved(door, m_trust));
}

void tst_RemoteTls::showsItsOwnCertificate()
{
    const Authority::Issued own = m_ours.issue("workstation-12");

    const auto settings = RemoteSettings::read({{u"url"_s, u"wss://localhost/desk"_s},
                                                {u"certificate"_s, write(u"own.pem"_s, own.certificate.toPem())},
                                                {u"key"_s, write(u"own.key"_s, own.key.toPem())}});

    QVERIFY(settings);
    QCOMPARE(settings->tls.localCertificate(), own.certificate);
    QVERIFY(!settings->tls.privateKey().isNull());
}

void tst_RemoteTls::settingsAreChecked_data()
{
    QTest::addColumn<QVariantMap>("settings");

    const QString url = u"wss://desk.example/desk"_s;
    QTest::newRow("nothing") << QVariantMap{};
    QTest::newRow("in clear") << QVariantMap{{u"url"_s, u"ws://desk.example/desk"_s}};
    QTest::newRow("no host") << QVariantMap{{u"url"_s, u"wss:///desk"_s}};
    QTest::newRow("a password in the address") << QVariantMap{{u"url"_s, u"wss://kim:x@desk.example/desk"_s}};
    QTest::newRow("no such trust") << QVariantMap{{u"url"_s, url}, {u"trust"_s, u"/nowhere.pem"_s}};
    QTest::newRow("a certificate without its key") << QVariantMap{{u"url"_s, url}, {u"certificate"_s, m_trust}};
    QTest::newRow("a key that is none") << QVariantMap{
        {u"url"_s, url}, {u"certificate"_s, m_trust}, {u"key"_s, m_trust}};
}

void tst_RemoteTls::settingsAreChecked()
{
    QFETCH(const QVariantMap, settings);

    const auto read = RemoteSettings::read(settings);

    QVERIFY(!read);
    QCOMPARE(read.error().kind, Error::Kind::Malformed);
}

void tst_RemoteTls::anUnknownSettingIsLogged()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"no setting \"verify\""_s));

    QVERIFY(RemoteSettings::read({{u"url"_s, u"wss://desk.example"_s}, {u"verify"_s, u"no"_s}}));
}

void tst_RemoteTls::nothingSwitchesVerificationOff()
{
    for (const QVariantMap &settings :
         {QVariantMap{{u"url"_s, u"wss://desk.example"_s}},
          QVariantMap{{u"url"_s, u"wss://desk.example"_s}, {u"trust"_s, m_trust}, {u"user"_s, u"kim"_s}}}) {
        const auto read = RemoteSettings::read(settings);
        QVERIFY(read);
        QCOMPARE(read->tls.peerVerifyMode(), QSslSocket::VerifyPeer);
        QCOMPARE(read->tls.protocol(), QSsl::TlsV1_3OrLater);
        QCOMPARE(read->mediaUrl(), QUrl(u"wss://desk.example/media"_s));
    }
}

QTEST_GUILESS_MAIN(tst_RemoteTls)
#include "tst_remotetls.moc"
