// SPDX-License-Identifier: Apache-2.0
#include "tests/service/telephony/telephonefixture.h"

#include <QDir>
#include <QNetworkDatagram>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <sys/socket.h>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using knock::test::SipPeer;
using knock::test::TelephoneFixture;

/// The messages of RFC 4475 and RFC 5118, which are no part of this project: KNOCK_TORTURE names a folder with the
/// folders rfc4475 and rfc5118, a file for each message.
class tst_Torture : public TelephoneFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { end(); }
    void isAnsweredRightly_data();
    void isAnsweredRightly();
    void knowsEveryFile();

private:
    [[nodiscard]] bool isAlive();

    QDir m_folder;
};

namespace {

enum class Form { Valid, Invalid, Answer };

/// By the paragraphs of the RFC: whether the message is valid, and what it is answered with by UDP and by TCP; nothing
/// stands for silence, which by TCP mostly means that the connection is closed.
struct Case {
    const char *folder;
    const char *file;
    Form form;
    const char *udp;
    const char *tcp;
};

constexpr Case cases[] = {
    {"rfc4475", "badaspec.dat", Form::Invalid, "200", "200"},
    {"rfc4475", "badbranch.dat", Form::Valid, "200", "200"},
    {"rfc4475", "baddate.dat", Form::Invalid, "180", "180"},
    {"rfc4475", "baddn.dat", Form::Invalid, "200", "200"},
    {"rfc4475", "badinv01.dat", Form::Invalid, "180", ""},
    {"rfc4475", "badvers.dat", Form::Invalid, "505", ""},
    {"rfc4475", "bcast.dat", Form::Answer, "", ""},
    {"rfc4475", "bext01.dat", Form::Valid, "420", "420"},
    {"rfc4475", "bigcode.dat", Form::Answer, "", ""},
    {"rfc4475", "clerr.dat", Form::Invalid, "400", ""},
    {"rfc4475", "cparam01.dat", Form::Valid, "405", "405"},
    {"rfc4475", "cparam02.dat", Form::Valid, "405", "405"},
    {"rfc4475", "dblreq.dat", Form::Valid, "405", "405"},
    {"rfc4475", "esc01.dat", Form::Valid, "180", "180"},
    {"rfc4475", "esc02.dat", Form::Valid, "501", "501"},
    {"rfc4475", "escnull.dat", Form::Valid, "405", "405"},
    {"rfc4475", "escruri.dat", Form::Invalid, "180", "180"},
    {"rfc4475", "insuf.dat", Form::Invalid, "400", "400"},
    {"rfc4475", "intmeth.dat", Form::Valid, "501", "501"},
    {"rfc4475", "inv2543.dat", Form::Valid, "400", ""},
    {"rfc4475", "invut.dat", Form::Valid, "415", "415"},
    {"rfc4475", "longreq.dat", Form::Valid, "180", ""},
    {"rfc4475", "ltgtruri.dat", Form::Invalid, "416", ""},
    {"rfc4475", "lwsdisp.dat", Form::Valid, "200", "200"},
    {"rfc4475", "lwsruri.dat", Form::Invalid, "400", ""},
    {"rfc4475", "lwsstart.dat", Form::Invalid, "400", ""},
    {"rfc4475", "mcl01.dat", Form::Invalid, "400", "400"},
    {"rfc4475", "mismatch01.dat", Form::Invalid, "400", "400"},
    {"rfc4475", "mismatch02.dat", Form::Invalid, "400", "400"},
    {"rfc4475", "mpart01.dat", Form::Valid, "404", "404"},
    {"rfc4475", "multi01.dat", Form::Invalid, "400", "400"},
    {"rfc4475", "ncl.dat", Form::Invalid, "400", "400"},
    {"rfc4475", "noreason.dat", Form::Answer, "", ""},
    {"rfc4475", "novelsc.dat", Form::Valid, "416", "416"},
    {"rfc4475", "quotbal.dat", Form::Invalid, "180", "180"},
    {"rfc4475", "regaut01.dat", Form::Valid, "405", "405"},
    {"rfc4475", "regbadct.dat", Form::Invalid, "405", "405"},
    {"rfc4475", "regescrt.dat", Form::Valid, "405", "405"},
    {"rfc4475", "scalar02.dat", Form::Invalid, "400", "400"},
    {"rfc4475", "scalarlg.dat", Form::Answer, "", ""},
    {"rfc4475", "sdp01.dat", Form::Valid, "180", "180"},
    {"rfc4475", "semiuri.dat", Form::Valid, "200", "200"},
    {"rfc4475", "transports.dat", Form::Valid, "200", "200"},
    {"rfc4475", "trws.dat", Form::Invalid, "400", ""},
    {"rfc4475", "unkscm.dat", Form::Valid, "416", "416"},
    {"rfc4475", "unksm2.dat", Form::Valid, "400", ""},
    {"rfc4475", "unreason.dat", Form::Answer, "", ""},
    {"rfc4475", "wsinv.dat", Form::Valid, "481", "481"},
    {"rfc4475", "zeromf.dat", Form::Valid, "200", "200"},
    {"rfc5118", "ipv4-mapped-ipv6", Form::Valid, "488", "488"},
    {"rfc5118", "ipv6-bad", Form::Invalid, "405", "405"},
    {"rfc5118", "ipv6-bug-abnf-3-colons", Form::Invalid, "200", "200"},
    {"rfc5118", "ipv6-correct-abnf-2-colons", Form::Valid, "200", "200"},
    {"rfc5118", "ipv6-good", Form::Valid, "405", "405"},
    {"rfc5118", "ipv6-in-sdp", Form::Valid, "488", "488"},
    {"rfc5118", "mult-ip-in-header", Form::Valid, "481", "481"},
    {"rfc5118", "mult-ip-in-sdp", Form::Valid, "180", "180"},
    {"rfc5118", "port-ambiguous", Form::Valid, "405", "405"},
    {"rfc5118", "port-unambiguous", Form::Valid, "405", "405"},
    {"rfc5118", "via-received-param-no-delim", Form::Valid, "200", "200"},
    {"rfc5118", "via-received-param-with-delim", Form::Valid, "481", "481"},
};

QByteArray statusIn(const QByteArray &answer)
{
    return answer.startsWith("SIP/2.0 ") ? answer.sliced(8, 3) : answer.left(20);
}

// Where an answer must go that keeps to RFC 3261, 18.2.2.
quint16 answerPortOf(const QByteArray &message)
{
    static const QRegularExpression via(
        u"^v(?:ia)?\\s*:\\s*SIP\\s*/[^/]+/\\s*\\w+\\s+(?:\\[[^\\]]*\\]|[^\\s:;,]+)\\s*:\\s*(\\d+)"_s,
        QRegularExpression::MultilineOption | QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = via.match(QString::fromLatin1(message));
    return match.hasMatch() ? match.captured(1).toUShort() : quint16(5060);
}

QByteArray answerByUdp(quint16 port, const QByteArray &message, const std::function<bool()> &isAlive)
{
    // The port is the one the message names, so the address must be one that nobody else uses.
    QUdpSocket socket;
    bool isBound = false;
    for (int attempt = 0; attempt < 20 && !isBound; ++attempt) {
        const quint32 address = 0x7f400000U | QRandomGenerator::global()->bounded(0x3fffffU);
        isBound = socket.bind(QHostAddress(address), answerPortOf(message));
    }
    if (!isBound) {
        return "no port";
    }
    socket.writeDatagram(message, QHostAddress::LocalHost, port);
    // What comes in order goes in order: the ping is answered after the message.
    if (!isAlive()) {
        return "dead";
    }
    QTest::qWait(0);
    return socket.hasPendingDatagrams() ? statusIn(socket.receiveDatagram().data()) : QByteArray();
}

QByteArray answerByTcp(quint16 port, const QByteArray &message, const std::function<bool()> &isAlive)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    if (!socket.waitForConnected()) {
        return "no connection";
    }
    socket.write(message);
    socket.flush();
    // The service reads to this end, then closes its own.
    shutdown(static_cast<int>(socket.socketDescriptor()), SHUT_WR);
    if (socket.state() != QAbstractSocket::UnconnectedState && !socket.waitForDisconnected(10'000)) {
        return "open";
    }
    return isAlive() ? statusIn(socket.readAll()) : "dead"_ba;
}

} // namespace

void tst_Torture::initTestCase()
{
    m_folder.setPath(qEnvironmentVariable("KNOCK_TORTURE"));
    if (!qEnvironmentVariableIsSet("KNOCK_TORTURE") || !m_folder.exists(u"rfc4475"_s)) {
        QSKIP("KNOCK_TORTURE names no folder with the messages of RFC 4475 and RFC 5118");
    }
}

void tst_Torture::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!Dropped [^0-9]*: [0-9]+$)"_s));
    begin({.port = 0});
}

bool tst_Torture::isAlive()
{
    SipPeer peer(SipPeer::Transport::Udp, m_telephony->port());
    peer.request("OPTIONS");
    return !peer.wait("SIP/2.0 200").isEmpty();
}

void tst_Torture::isAnsweredRightly_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<bool>("byTcp");
    QTest::addColumn<QByteArray>("answer");
    for (const Case &one : cases) {
        const QString file = QLatin1StringView(one.folder) + u'/' + QLatin1StringView(one.file);
        const char *form = one.form == Form::Valid ? "valid" : one.form == Form::Invalid ? "invalid" : "an answer";
        QTest::addRow("%s, %s, UDP", one.file, form) << file << false << QByteArray(one.udp);
        QTest::addRow("%s, %s, TCP", one.file, form) << file << true << QByteArray(one.tcp);
    }
}

void tst_Torture::isAnsweredRightly()
{
    QFETCH(const QString, file);
    QFETCH(const bool, byTcp);
    QFETCH(const QByteArray, answer);
    QFile stored(m_folder.filePath(file));
    QVERIFY2(stored.open(QIODevice::ReadOnly), qPrintable(stored.errorString()));
    const QByteArray message = stored.readAll();
    const std::function<bool()> alive = [this] { return isAlive(); };

    const QByteArray given
        = byTcp ? answerByTcp(m_telephony->port(), message, alive) : answerByUdp(m_telephony->port(), message, alive);

    qInfo("%-40s %s", QTest::currentDataTag(), given.isEmpty() ? "-" : given.constData());
    QCOMPARE(given, answer);
    QCOMPARE(m_seat->all<Rang>().size(), size_t(answer == "180" ? 1 : 0));
}

void tst_Torture::knowsEveryFile()
{
    for (const QString &folder : {u"rfc4475"_s, u"rfc5118"_s}) {
        for (const QString &file : QDir(m_folder.filePath(folder)).entryList(QDir::Files)) {
            const bool isKnown = std::ranges::any_of(cases, [&](const Case &one) {
                return folder == QLatin1StringView(one.folder) && file == QLatin1StringView(one.file);
            });
            QVERIFY2(isKnown, qPrintable(folder + u'/' + file));
        }
    }
}

QTEST_GUILESS_MAIN(tst_Torture)
#include "tst_torture.moc"
