// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/badrequest.h"
#include "app/service/telephony/sip/branch.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock::telephony;

/// What is done, byte by byte, with requests that the stack would drop.
class tst_OldRequests : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void lendsABranch_data();
    void lendsABranch();
    void leavesOthersAlone_data();
    void leavesOthersAlone();
    void tellsTransactionsApart_data();
    void tellsTransactionsApart();
    void answersTheUnreadable();
    void answersAnotherVersion();
    void keepsSilent_data();
    void keepsSilent();

private:
    const Branches m_branches{"0123abcd"};
};

namespace {

QByteArray request(const QByteArray &via, const QByteArray &method = "INVITE", const QByteArray &number = "7",
                   const QByteArray &toTag = {})
{
    return method + " sip:112@example.com SIP/2.0\r\n" + via
        + "From: <sip:1@example.com>;tag=f\r\nTo: <sip:112@example.com>" + toTag + "\r\nCall-ID: c\r\nCSeq: " + number
        + " " + method + "\r\n\r\nbody;branch=1\r\n";
}

QByteArray branchOf(const QByteArray &request)
{
    const qsizetype begin = request.indexOf("z9hG4bKnock");
    return request.sliced(begin, 35);
}

} // namespace

void tst_OldRequests::lendsABranch_data()
{
    QTest::addColumn<QByteArray>("via");
    QTest::addColumn<QByteArray>("lent");
    QTest::newRow("none") << "Via: SIP/2.0/UDP host\r\n"_ba
                          << "Via: SIP/2.0/UDP host;branch=%1-\r\n"_ba;
    QTest::newRow("none, but parameters") << "Via: SIP/2.0/UDP host:5070;rport\r\n"_ba
                                          << "Via: SIP/2.0/UDP host:5070;rport;branch=%1-\r\n"_ba;
    QTest::newRow("short name, blanks, folded") << "v : SIP / 2.0 /\r\n UDP host \r\n"_ba
                                                << "v : SIP / 2.0 /\r\n UDP host;branch=%1- \r\n"_ba;
    QTest::newRow("two in a line") << "Via: SIP/2.0/UDP a , SIP/2.0/UDP b;branch=z9hG4bKb\r\n"_ba
                                   << "Via: SIP/2.0/UDP a;branch=%1- , SIP/2.0/UDP b;branch=z9hG4bKb\r\n"_ba;
    QTest::newRow("of an old client") << "Via: SIP/2.0/UDP host;branch=1.2;rport\r\n"_ba
                                      << "Via: SIP/2.0/UDP host;branch=%1.1.2;rport\r\n"_ba;
    QTest::newRow("the cookie alone") << "Via: SIP/2.0/UDP host;branch=z9hG4bK\r\n"_ba
                                      << "Via: SIP/2.0/UDP host;branch=%1.z9hG4bK\r\n"_ba;
}

void tst_OldRequests::lendsABranch()
{
    QFETCH(const QByteArray, via);
    QFETCH(QByteArray, lent);

    const auto changed = m_branches.lend(request(via));

    QVERIFY(changed);
    QCOMPARE(*changed, request(lent.replace("%1", branchOf(*changed))));
    const auto answered = m_branches.takeBack(*changed);
    QVERIFY(answered);
    QCOMPARE(*answered, request(via));
}

void tst_OldRequests::leavesOthersAlone_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("with a branch") << request("Via: SIP/2.0/UDP host ; branch = z9hG4bKa\r\n");
    QTest::newRow("an answer") << "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP host\r\n\r\n"_ba;
    QTest::newRow("no Via") << request({});
    QTest::newRow("nothing in it") << request("Via:\r\n");
    QTest::newRow("no lines") << "INVITE"_ba;
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a blank") << " "_ba;
}

void tst_OldRequests::leavesOthersAlone()
{
    QFETCH(const QByteArray, message);

    QVERIFY(!m_branches.lend(message));
    QVERIFY(!m_branches.takeBack(message));
}

void tst_OldRequests::tellsTransactionsApart_data()
{
    QTest::addColumn<QByteArray>("other");
    QTest::addColumn<bool>("isSame");
    const QByteArray via = "Via: SIP/2.0/UDP host\r\n";
    QTest::newRow("repeated") << request(via) << true;
    QTest::newRow("its CANCEL") << request(via, "CANCEL") << true;
    QTest::newRow("its ACK") << request(via, "ACK", "7", ";tag=ours") << true;
    QTest::newRow("the next request") << request(via, "INVITE", "8") << false;
    QTest::newRow("another client") << request("Via: SIP/2.0/UDP other\r\n") << false;
}

void tst_OldRequests::tellsTransactionsApart()
{
    QFETCH(const QByteArray, other);
    QFETCH(const bool, isSame);

    const auto first = m_branches.lend(request("Via: SIP/2.0/UDP host\r\n"));
    const auto second = m_branches.lend(other);

    QVERIFY(first && second);
    QCOMPARE(branchOf(*first) == branchOf(*second), isSame);
}

void tst_OldRequests::answersTheUnreadable()
{
    const QByteArray unreadable = "INVITE <sip:112@a> SIP/2.0\r\nv: SIP/2.0/UDP a\r\nVia: SIP/2.0/UDP b\r\n"
                                  "From: A, B <sip:1@a>;tag=1\r\nTo: <sip:2@a>\r\nCSeq: 1 INVITE\r\ni: x\r\n"
                                  "Subject: a\r\n\r\nbody";

    const auto answer = answerToUnreadable(unreadable);

    QVERIFY(answer);
    QVERIFY(answer->startsWith("SIP/2.0 400 Bad Request\r\nv: SIP/2.0/UDP a\r\nVia: SIP/2.0/UDP b\r\n"
                               "From: A, B <sip:1@a>;tag=1\r\nTo: <sip:2@a>;tag="));
    QVERIFY(answer->endsWith("\r\nCSeq: 1 INVITE\r\ni: x\r\nContent-Length: 0\r\n\r\n"));
    QVERIFY(answer->size() < unreadable.size() + 120);
}

void tst_OldRequests::answersAnotherVersion()
{
    const auto answer = answerToUnreadable("OPTIONS sip:a SIP/7.0\r\nVia: SIP/7.0/UDP a\r\nTo: <sip:a>;tag=1\r\n\r\n");

    QVERIFY(answer);
    QCOMPARE(*answer,
             "SIP/2.0 505 Version Not Supported\r\nVia: SIP/7.0/UDP a\r\nTo: <sip:a>;tag=1\r\n"
             "Content-Length: 0\r\n\r\n");
}

void tst_OldRequests::keepsSilent_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("answer") << "SIP/2.0 4294967301 Better\r\nVia: SIP/2.0/UDP a\r\n\r\n"_ba;
    QTest::newRow("ACK") << "ACK <sip:a> SIP/2.0\r\nVia: SIP/2.0/UDP a\r\n\r\n"_ba;
    QTest::newRow("no Via") << "INVITE <sip:a> SIP/2.0\r\nTo: <sip:a>\r\n\r\n"_ba;
    QTest::newRow("HTTP") << "GET / HTTP/1.1\r\nVia: 1.1 a\r\n\r\n"_ba;
    QTest::newRow("no head") << "no SIP at all\r\n\r\n"_ba;
    QTest::newRow("two words") << "INVITE SIP/2.0\r\nVia: SIP/2.0/UDP a\r\n\r\n"_ba;
    QTest::newRow("method of no letters") << "INV{ITE sip:a SIP/2.0\r\nVia: SIP/2.0/UDP a\r\n\r\n"_ba;
    QTest::newRow("longer than what was sent")
        << QByteArray("A sip:a SIP/2.0\r\n" + QByteArray("t:\r\n").repeated(100) + "v:a\r\n\r\n");
    QTest::newRow("nothing") << QByteArray();
}

void tst_OldRequests::keepsSilent()
{
    QFETCH(const QByteArray, message);

    QVERIFY(!answerToUnreadable(message));
}

QTEST_GUILESS_MAIN(tst_OldRequests)
#include "tst_oldrequests.moc"
