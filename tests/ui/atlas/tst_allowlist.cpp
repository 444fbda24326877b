// SPDX-License-Identifier: Apache-2.0
#include "ui/atlas/allowlist.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

using namespace Qt::StringLiterals;
using knock::ui::AllowList;

/// The second wall against leaks.
class tst_AllowList : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void allowsOnlyWhatIsNamed_data();
    void allowsOnlyWhatIsNamed();
    void refusesAForeignHostWithoutAskingForItsAddress();
    void refusesAForeignSocket();
    void letsLoopbackThrough();
    void warnsOnlySoOften();
};

namespace {

const QRegularExpression refusal(u"Refused a connection"_s);

} // namespace

void tst_AllowList::init() { QTest::failOnWarning(); }

void tst_AllowList::cleanup() { QNetworkProxyFactory::setApplicationProxyFactory(nullptr); }

void tst_AllowList::allowsOnlyWhatIsNamed_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("allowed");

    QTest::newRow("localhost") << u"localhost"_s << true;
    QTest::newRow("IPv4 loopback") << u"127.0.0.1"_s << true;
    QTest::newRow("another IPv4 loopback") << u"127.9.9.9"_s << true;
    QTest::newRow("IPv6 loopback") << u"::1"_s << true;
    QTest::newRow("IPv6 loopback in brackets") << u"[::1]"_s << true;
    QTest::newRow("named") << u"sms.police.example"_s << true;
    QTest::newRow("named, in capitals") << u"SMS.Police.Example"_s << true;
    QTest::newRow("named address") << u"192.0.2.7"_s << true;
    QTest::newRow("a tile server") << u"c.tile.openstreetmap.org"_s << false;
    QTest::newRow("another address") << u"192.0.2.8"_s << false;
    QTest::newRow("any address") << u"0.0.0.0"_s << false;
    QTest::newRow("below a named one") << u"x.sms.police.example"_s << false;
    QTest::newRow("looks like localhost") << u"localhost.example"_s << false;
    QTest::newRow("looks like loopback") << u"127.0.0.1.example"_s << false;
    QTest::newRow("ends like a named one") << u"evilsms.police.example"_s << false;
}

void tst_AllowList::allowsOnlyWhatIsNamed()
{
    QFETCH(QString, host);
    const AllowList list({u"sms.police.example"_s, u"192.0.2.7"_s});

    QTEST(list.allows(host), "allowed");
}

void tst_AllowList::refusesAForeignHostWithoutAskingForItsAddress()
{
    QTest::ignoreMessage(QtWarningMsg, refusal);
    knock::ui::allowOnly({});
    QNetworkAccessManager network;

    std::unique_ptr<QNetworkReply> reply(
        network.get(QNetworkRequest(QUrl(u"http://tile.invalid/17/110895/51447.png"_s))));
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);

    QVERIFY(finished.wait());
    // A question for the address would have ended in HostNotFoundError.
    QCOMPARE(reply->error(), QNetworkReply::ProxyConnectionRefusedError);
}

void tst_AllowList::refusesAForeignSocket()
{
    QTest::ignoreMessage(QtWarningMsg, refusal);
    knock::ui::allowOnly({});
    QTcpSocket socket;
    QSignalSpy failed(&socket, &QTcpSocket::errorOccurred);

    socket.connectToHost(u"tile.invalid"_s, 443);

    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(socket.error(), QAbstractSocket::ProxyConnectionRefusedError);
}

void tst_AllowList::letsLoopbackThrough()
{
    knock::ui::allowOnly({});
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QTcpSocket socket;
    QSignalSpy connected(&socket, &QTcpSocket::connected);

    socket.connectToHost(u"127.0.0.1"_s, server.serverPort());

    QVERIFY(connected.wait());
}

void tst_AllowList::warnsOnlySoOften()
{
    AllowList list;
    const QNetworkProxyQuery query(QUrl(u"https://tile.invalid/"_s));
    for (int i = 0; i < 10; ++i)
        QTest::ignoreMessage(QtWarningMsg, refusal);

    for (int i = 0; i < 1000; ++i)
        QCOMPARE(list.queryProxy(query).size(), 1);
}

QTEST_GUILESS_MAIN(tst_AllowList)
#include "tst_allowlist.moc"
