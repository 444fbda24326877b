// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/sdp.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::telephony;

class tst_Sdp : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void keepsOnlyWhatIsOfUse_data();
    void keepsOnlyWhatIsOfUse();
    void isBounded();
    void isFoundAmongParts();
};

void tst_Sdp::keepsOnlyWhatIsOfUse_data()
{
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<QByteArray>("kept");
    const QByteArray head = "v=0\r\no=a 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n";
    const QByteArray audio = "m=audio 4000 RTP/AVP 0 96\r\n";
    const QByteArray event = "a=rtpmap:96 telephone-event/8000\r\na=fmtp:96 0-15\r\na=ptime:20\r\na=sendrecv\r\n";

    QTest::newRow("plain") << head + audio + event << head + audio + event;
    QTest::newRow("line feeds alone") << (head + audio + event).replace("\r\n", "\n") << head + audio + event;
    QTest::newRow("no end of line") << (head + audio).chopped(2) << head + audio;
    QTest::newRow("rtpmap without a rate") << head + audio + "a=rtpmap:31 LPC\r\n" << head + audio;
    QTest::newRow("rtpmap of nothing") << head + audio + "a=rtpmap:\r\na=rtpmap\r\n" << head + audio;
    QTest::newRow("fmtp without parameters") << head + audio + "a=fmtp:96\r\na=fmtp:96 \r\n" << head + audio;
    QTest::newRow("unknown attributes") << head + audio + "a=candidate:1 1 udp\r\na=rtcp:x\r\n" << head + audio;
    QTest::newRow("bandwidth that is none") << head + "b=x\r\n" + audio + "b=AS:64\r\n" << head + audio;
    QTest::newRow("connection that is none") << head + audio + "c=nowhere\r\n" << head + audio;
    QTest::newRow("no line at all") << head + "nonsense\r\n\r\n=\r\n" + audio << head + audio;
    QTest::newRow("video's attributes") << head + audio + "m=video 5000 RTP/AVP 31\r\na=rtpmap:31 LPC\r\na=sendonly\r\n"
                                        << head + audio + "m=video 5000 RTP/AVP 31\r\n";
    QTest::newRow("second sound") << head + audio + "m=audio 6000 RTP/AVP 8\r\na=inactive\r\n"
                                  << head + audio + "m=audio 6000 RTP/AVP 8\r\n";
    QTest::newRow("endless line") << head + audio + "a=fmtp:96 " + QByteArray(5000, 'x') + "\r\n" << head + audio;
    QTest::newRow("a line in a line") << head + "t=0 0\ra=rtpmap:31 LPC\r\n" + audio << head + audio;
    QTest::newRow("a zero byte") << head + audio + "a=sendrecv\0\r\na=fmtp:96 0\0-15\r\n"_ba << head + audio;
    QTest::newRow("empty") << QByteArray() << QByteArray();
}

void tst_Sdp::keepsOnlyWhatIsOfUse()
{
    QFETCH(QByteArray, given);

    QTEST(cleaned(given), "kept");
}

void tst_Sdp::isBounded()
{
    const QByteArray endless = QByteArray("m=video 1 RTP/AVP 0\r\n").repeated(10'000);

    QVERIFY(cleaned(endless).count("m=") <= 400);
}

void tst_Sdp::isFoundAmongParts()
{
    const Part place{.type = "application/pidf+xml", .parameters = {}, .id = {}, .content = "<presence/>"};
    const Part first{.type = "Application/SDP", .parameters = {}, .id = {}, .content = "v=0"};
    const Part second{.type = "application/sdp", .parameters = {}, .id = {}, .content = "v=1"};

    QCOMPARE(descriptionAmong({place, first, second}), "v=0");
    QCOMPARE(descriptionAmong({place}), "");
    QCOMPARE(descriptionAmong({}), "");
}

QTEST_GUILESS_MAIN(tst_Sdp)
#include "tst_sdp.moc"
