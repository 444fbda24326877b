// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sdp.h"

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
    void isFoundInABody_data();
    void isFoundInABody();
    void isRefusedInABodyOfAnotherKind_data();
    void isRefusedInABodyOfAnotherKind();
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

void tst_Sdp::isFoundInABody_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("parameters");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("description");
    const QByteArray parts = "--b1\r\nContent-Type: application/pidf+xml\r\n\r\n<presence/>\r\n"
                             "--b1\r\nContent-ID: <x>\r\ncontent-type: APPLICATION/SDP;charset=utf-8\r\n\r\nv=0\r\n"
                             "--b1--\r\n";
    QTest::newRow("alone") << "application/sdp"_ba << QByteArray() << "v=0\r\n"_ba
                           << "v=0\r\n"_ba;
    QTest::newRow("no body") << "text/plain"_ba << QByteArray() << QByteArray() << QByteArray();
    QTest::newRow("beside a place") << "multipart/mixed"_ba
                                    << ";boundary=b1"_ba << parts << "v=0\r\n\r\n"_ba.chopped(2);
    QTest::newRow("boundary in quotes") << "Multipart/Mixed"_ba
                                        << "; Boundary=\"b1\";x=y"_ba << parts << "v=0\r\n"_ba;
    QTest::newRow("not among the parts") << "multipart/mixed"_ba
                                         << ";boundary=b1"_ba
                                         << "--b1\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b1--"_ba
                                         << QByteArray();
    QTest::newRow("other boundary") << "multipart/mixed"_ba
                                    << ";boundary=b2"_ba << parts << QByteArray();
}

void tst_Sdp::isFoundInABody()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, parameters);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, description);

    const Result<QByteArray> found = descriptionIn(type, parameters, body);

    QVERIFY(found);
    QCOMPARE(found->trimmed(), description.trimmed());
}

void tst_Sdp::isRefusedInABodyOfAnotherKind_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("parameters");
    QTest::addColumn<Error::Kind>("kind");
    QTest::newRow("text") << "text/plain"_ba << QByteArray() << Error::Kind::Refused;
    QTest::newRow("no type") << "/"_ba << QByteArray() << Error::Kind::Refused;
    QTest::newRow("no boundary") << "multipart/mixed"_ba << QByteArray() << Error::Kind::Malformed;
    QTest::newRow("endless boundary") << "multipart/mixed"_ba
                                      << ";boundary=" + QByteArray(71, 'b') << Error::Kind::Malformed;
}

void tst_Sdp::isRefusedInABodyOfAnotherKind()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, parameters);

    const Result<QByteArray> found = descriptionIn(type, parameters, "v=0\r\n");

    QVERIFY(!found);
    QTEST(found.error().kind, "kind");
}

QTEST_GUILESS_MAIN(tst_Sdp)
#include "tst_sdp.moc"
