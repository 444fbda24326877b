// SPDX-License-Identifier: Apache-2.0
#include "tests/service/web/attacker.h"
#include "tests/service/web/serverhouse.h"

#include <QProcess>
#include <QStandardPaths>
#include <QtEndian>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::web;
using knock::test::Attacker;

namespace {

/// A ClientHello of TLS 1.2 (RFC 5246, 7.4.1.2) that knows \a suite and nothing else.
QByteArray helloWith(quint16 suite, const QByteArray &compressions = QByteArray(1, '\0'))
{
    const auto number = [](qsizetype value, int bytes) {
        QByteArray big(8, '\0');
        qToBigEndian(static_cast<quint64>(value), big.data());
        return big.last(bytes);
    };
    const auto extension = [&number](qsizetype kind, const QByteArray &content) {
        return number(kind, 2) + number(content.size(), 2) + content;
    };
    const QByteArray extensions = extension(10, QByteArray::fromHex("0006001700180019")) // groups
        + extension(11, QByteArray::fromHex("0100")) // points
        + extension(13, QByteArray::fromHex("0008040305030403 0201")); // signatures
    const QByteArray body = QByteArray::fromHex("0303") + QByteArray(32, 'r') + number(0, 1) + number(2, 2)
        + number(suite, 2) + number(compressions.size(), 1) + compressions + number(extensions.size(), 2) + extensions;
    const QByteArray handshake = number(1, 1) + number(body.size(), 3) + body;
    return QByteArray::fromHex("160301") + number(handshake.size(), 2) + handshake;
}

} // namespace

/// What a stranger's scanner would find: by openssl s_client, and by hand where it knows no such weak thing any more.
class tst_TlsProbes final : public knock::test::ServerHouse
{
    Q_OBJECT
private Q_SLOTS:
    void speaksOnlyWhatIsGood_data();
    void speaksOnlyWhatIsGood();
    void refusesWeakSuites_data();
    void refusesWeakSuites();
    void refusesRenegotiation();
    void compressesNothing();

private:
    /// What openssl s_client says of a connection made with \a options, on which it is told \a input.
    QByteArray probe(const QStringList &options, const QByteArray &input = "Q\n") const;
    QByteArray answerTo(const QByteArray &hello) const;
};

QByteArray tst_TlsProbes::probe(const QStringList &options, const QByteArray &input) const
{
    QProcess client;
    client.setProcessChannelMode(QProcess::MergedChannels);
    client.start(u"openssl"_s, u"s_client -connect 127.0.0.1:%1"_s.arg(m_server->port()).split(u' ') + options);
    client.write(input);
    // Not closeWriteChannel(): it would end before it has renegotiated.
    return QTest::qWaitFor([&client] { return client.state() == QProcess::NotRunning; }, 15'000) ? client.readAll()
                                                                                                 : QByteArray();
}

QByteArray tst_TlsProbes::answerTo(const QByteArray &hello) const
{
    Attacker client(m_server->port());
    return client.say(hello) ? client.hear() : QByteArray();
}

void tst_TlsProbes::speaksOnlyWhatIsGood_data()
{
    QTest::addColumn<TlsVersion>("minimum");
    QTest::addColumn<QString>("options");
    QTest::addColumn<QByteArray>("agreed"); // empty: nothing
    const QString weakly = u" -cipher ALL:@SECLEVEL=0"_s;
    QTest::newRow("TLS 1.0") << TlsVersion::Tls12 << u"-tls1"_s + weakly << QByteArray();
    QTest::newRow("TLS 1.1") << TlsVersion::Tls12 << u"-tls1_1"_s + weakly << QByteArray();
    QTest::newRow("TLS 1.2") << TlsVersion::Tls12 << u"-tls1_2"_s << QByteArray("TLSv1.2");
    QTest::newRow("TLS 1.3") << TlsVersion::Tls12 << u"-tls1_3"_s << QByteArray("TLSv1.3");
    QTest::newRow("TLS 1.0 of a desk") << TlsVersion::Tls13 << u"-tls1"_s + weakly << QByteArray();
    QTest::newRow("TLS 1.1 of a desk") << TlsVersion::Tls13 << u"-tls1_1"_s + weakly << QByteArray();
    QTest::newRow("TLS 1.2 of a desk") << TlsVersion::Tls13 << u"-tls1_2"_s << QByteArray();
    QTest::newRow("TLS 1.3 of a desk") << TlsVersion::Tls13 << u"-tls1_3"_s << QByteArray("TLSv1.3");
    QTest::newRow("static RSA") << TlsVersion::Tls12 << u"-tls1_2 -cipher kRSA:@SECLEVEL=0"_s << QByteArray();
    QTest::newRow("SHA-1") << TlsVersion::Tls12 << u"-tls1_2 -cipher SHA1:@SECLEVEL=0"_s << QByteArray();
    QTest::newRow("no encryption") << TlsVersion::Tls12 << u"-tls1_2 -cipher eNULL:@SECLEVEL=0"_s << QByteArray();
    QTest::newRow("no authentication") << TlsVersion::Tls12 << u"-tls1_2 -cipher aNULL:@SECLEVEL=0"_s << QByteArray();
}

void tst_TlsProbes::speaksOnlyWhatIsGood()
{
    if (QStandardPaths::findExecutable(u"openssl"_s).isEmpty())
        QSKIP("openssl is not there.");
    QFETCH(const TlsVersion, minimum);
    QFETCH(const QString, options);
    QFETCH(const QByteArray, agreed);
    Configuration own = configuration();
    own.minimumTls = minimum;
    start(own);
    if (agreed.isEmpty())
        expectComplaint();

    const QByteArray said = probe(options.split(u' '));

    QVERIFY2(said.contains("CONNECTED"), said.constData());
    QVERIFY2(said.contains("New, (NONE), Cipher is (NONE)") == agreed.isEmpty(), said.constData());
    QVERIFY2(agreed.isEmpty() || said.contains("New, " + agreed), said.constData());
    QTRY_COMPARE(m_server->counters().handshakesFailed, agreed.isEmpty() ? 1 : 0);
}

void tst_TlsProbes::refusesWeakSuites_data()
{
    QTest::addColumn<quint16>("suite");
    QTest::addColumn<bool>("isWeak");
    const auto row
        = [](const char *name, quint16 suite, bool isWeak = true) { QTest::newRow(name) << suite << isWeak; };
    // Names and numbers: IANA, TLS Cipher Suites. That of the first rows shows that this probe can be answered.
    row("ECDHE_ECDSA_AES_128_GCM", 0xc02b, false);
    row("ECDHE_ECDSA_AES_256_GCM", 0xc02c, false);
    row("ECDHE_ECDSA_CHACHA20", 0xcca9, false);
    row("RSA_NULL_MD5", 0x0001);
    row("RSA_NULL_SHA", 0x0002);
    row("RSA_NULL_SHA256", 0x003b);
    row("ECDHE_ECDSA_NULL_SHA", 0xc006);
    row("ECDHE_RSA_NULL_SHA", 0xc010);
    row("RSA_EXPORT_RC4_40_MD5", 0x0003);
    row("RSA_EXPORT_DES40_CBC_SHA", 0x0008);
    row("DHE_RSA_EXPORT_DES40_CBC_SHA", 0x0014);
    row("RSA_RC4_128_MD5", 0x0004);
    row("RSA_RC4_128_SHA", 0x0005);
    row("ECDHE_ECDSA_RC4_128_SHA", 0xc007);
    row("ECDHE_RSA_RC4_128_SHA", 0xc011);
    row("RSA_DES_CBC_SHA", 0x0009);
    row("RSA_3DES_EDE_CBC_SHA", 0x000a);
    row("ECDHE_ECDSA_3DES_EDE_CBC_SHA", 0xc008);
    row("ECDHE_RSA_3DES_EDE_CBC_SHA", 0xc012);
    row("RSA_AES_128_CBC_SHA", 0x002f);
    row("RSA_AES_256_CBC_SHA", 0x0035);
    row("RSA_AES_128_GCM", 0x009c);
    row("RSA_AES_256_GCM", 0x009d);
    row("ECDHE_ECDSA_AES_128_CBC_SHA", 0xc009);
    row("ECDHE_ECDSA_AES_256_CBC_SHA", 0xc00a);
    row("ECDHE_RSA_AES_128_CBC_SHA", 0xc013);
    row("ECDHE_RSA_AES_256_CBC_SHA", 0xc014);
    row("ECDHE_ECDSA_AES_128_CBC_SHA256", 0xc023);
    row("DH_anon_AES_128_CBC_SHA", 0x0034);
    row("DH_anon_AES_128_GCM", 0x00a6);
    row("ECDH_anon_AES_128_CBC_SHA", 0xc018);
}

void tst_TlsProbes::refusesWeakSuites()
{
    QFETCH(const quint16, suite);
    QFETCH(const bool, isWeak);
    start();
    if (isWeak)
        expectComplaint();

    const QByteArray answer = answerTo(helloWith(suite));

    // A record with an alert (handshake_failure), or one with a ServerHello.
    if (isWeak)
        QCOMPARE(answer.toHex(), "15030300020228");
    else
        QVERIFY(answer.startsWith(QByteArray::fromHex("160303")) && answer.at(5) == 2);
}

void tst_TlsProbes::refusesRenegotiation()
{
    if (QStandardPaths::findExecutable(u"openssl"_s).isEmpty())
        QSKIP("openssl is not there.");
    start();

    const QByteArray said = probe({u"-tls1_2"_s}, "R\n");

    QVERIFY2(said.contains("RENEGOTIATING"), said.constData());
    QVERIFY2(said.contains("no renegotiation"), said.constData());
    QVERIFY2(said.contains("Secure Renegotiation IS supported"),
             said.constData()); // RFC 5746: nobody can splice one in either
}

void tst_TlsProbes::compressesNothing()
{
    start();

    const QByteArray answer = answerTo(helloWith(0xc02b, QByteArray::fromHex("0100"))); // DEFLATE (RFC 3749), or none

    const qsizetype session = 5 + 4 + 2 + 32; // what stands before the session's length in the ServerHello
    QVERIFY(answer.size() > session);
    QCOMPARE(answer.at(session + 1 + answer.at(session) + 2), '\0');
}

QTEST_GUILESS_MAIN(tst_TlsProbes)
#include "tst_tlsprobes.moc"
