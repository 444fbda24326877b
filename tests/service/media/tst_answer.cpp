// SPDX-License-Identifier: Apache-2.0
#include "app/service/media/answer.h"

#include "tests/service/media/offers.h"

#include <QTest>

using namespace knock;
using namespace knock::media;
using namespace Qt::StringLiterals;

namespace {

QString textOf(const SdpPointer &message)
{
    const TextPointer text(gst_sdp_message_as_text(message.get()));
    return QString::fromUtf8(text.get());
}

/// What the media library answers to the camera line, header extensions left out.
SdpPointer libraryAnswer()
{
    GstSDPMessage *message = nullptr;
    gst_sdp_message_new_from_text("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 1\r\n"
                                  "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\na=recvonly\r\n"
                                  "a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 transport-cc\r\n",
                                  &message);
    return SdpPointer(message);
}

} // namespace

class tst_Answer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void keepsTheCameraAlone();
    void dropsCandidatesAndUnknownAttributes();
    void takesWhatStandsForTheWholeSession();
    void grantsTheExtensionsItNeeds();
    void refusesTheOtherLinesInTheirPlaces();
    void refusesWhatCannotBeShown_data();
    void refusesWhatCannotBeShown();
    void survivesMutations();
};

void tst_Answer::keepsTheCameraAlone()
{
    const auto offer = readOffer(test::browserOffer());

    QVERIFY(offer);
    QCOMPARE(offer->cameraLine, 1U);
    const QString camera = textOf(offer->camera);
    QCOMPARE(camera.count(u"\r\nm="_s), 1);
    QVERIFY(camera.contains("m=video 9 UDP/TLS/RTP/SAVPF 45 46 96 97 102 103"_L1));
    QVERIFY(camera.contains("a=group:BUNDLE 1\r\n"_L1));
}

void tst_Answer::dropsCandidatesAndUnknownAttributes()
{
    QString text = test::browserOffer();
    text.replace(u"a=mid:1\r\n"_s, u"a=mid:1\r\na=simulcast:send h;l\r\na=x-made-up:1\r\n"_s);

    const auto offer = readOffer(text);

    QVERIFY(offer);
    const QString camera = textOf(offer->camera);
    for (const QString &dropped : {u"candidate"_s, u"192.0.2.7"_s, u"simulcast"_s, u"made-up"_s, u"orientation"_s})
        QVERIFY2(!camera.contains(dropped), qPrintable(dropped));
}

void tst_Answer::takesWhatStandsForTheWholeSession()
{
    QString text = test::browserOffer();
    const qsizetype at = text.indexOf("a=fingerprint"_L1);
    const QString fingerprint = text.mid(at, text.indexOf(u'\n', at) + 1 - at);
    text.remove(fingerprint);
    text.replace(u"t=0 0\r\n"_s, u"t=0 0\r\n"_s + fingerprint);

    const auto offer = readOffer(text);

    QVERIFY(offer);
    QVERIFY(textOf(offer->camera).contains(fingerprint));
}

void tst_Answer::grantsTheExtensionsItNeeds()
{
    const auto offer = readOffer(test::browserOffer());
    const SdpPointer answer = libraryAnswer();

    grantExtensions(*answer, *offer);

    const QString text = textOf(answer);
    QVERIFY(text.contains(
        "a=extmap:4/recvonly http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n"_L1));
    QVERIFY(text.contains("a=extmap:9 urn:ietf:params:rtp-hdrext:sdes:mid\r\n"_L1));
    QCOMPARE(text.count("a=extmap"_L1), 2);
}

void tst_Answer::refusesTheOtherLinesInTheirPlaces()
{
    const auto offer = readOffer(test::browserOffer());

    const QString text = answerText(*libraryAnswer(), *offer);

    QStringList lines;
    for (const QString &line : text.split(u"\r\n"_s)) {
        if (line.startsWith("m="_L1) || line.startsWith("a=mid"_L1) || line == "a=inactive"_L1)
            lines << line;
    }
    QCOMPARE(lines,
             (QStringList{u"m=audio 0 UDP/TLS/RTP/SAVPF 111 63"_s, u"a=mid:0"_s, u"a=inactive"_s,
                          u"m=video 9 UDP/TLS/RTP/SAVPF 96"_s, u"a=mid:1"_s,
                          u"m=application 0 UDP/DTLS/SCTP webrtc-datachannel"_s, u"a=mid:2"_s, u"a=inactive"_s}));
}

void tst_Answer::refusesWhatCannotBeShown_data()
{
    QTest::addColumn<QString>("offer");
    QTest::addColumn<Error::Kind>("kind");
    const QString whole = test::browserOffer();
    const auto with
        = [&](const QString &before, const QString &after) { return QString(whole).replace(before, after); };

    QTest::newRow("empty") << QString() << Error::Kind::Malformed;
    QTest::newRow("not SDP") << u"hello"_s << Error::Kind::Malformed;
    QTest::newRow("too long") << whole + u"a=x\r\n"_s.repeated(10000) << Error::Kind::Malformed;
    QTest::newRow("zero inside") << with(u"a=mid:1"_s, u"a=mid:"_s + QChar(0)) << Error::Kind::Malformed;
    QTest::newRow("no media") << whole.left(whole.indexOf("m="_L1)) << Error::Kind::Malformed;
    QTest::newRow("many lines") << whole + u"m=audio 9 RTP/AVP 0\r\n"_s.repeated(9) << Error::Kind::Malformed;
    QTest::newRow("sound only") << whole.left(whole.indexOf("m=video"_L1)) << Error::Kind::Refused;
    QTest::newRow("only receives") << with(u"a=sendonly\r\na=msid"_s, u"a=recvonly\r\na=msid"_s)
                                   << Error::Kind::Refused;
    QTest::newRow("unknown codecs") << with(u"VP8"_s, u"VP7"_s).replace(u"H264"_s, u"H265"_s) << Error::Kind::Refused;
    QTest::newRow("not encrypted") << with(u"m=video 51472 UDP/TLS/RTP/SAVPF"_s, u"m=video 51472 RTP/AVP"_s)
                                   << Error::Kind::Malformed;
    QTest::newRow("no fingerprint") << with(u"a=fingerprint"_s, u"a=footprint"_s) << Error::Kind::Malformed;
    QTest::newRow("weak fingerprint") << with(u"sha-256"_s, u"md5"_s) << Error::Kind::Malformed;
    QTest::newRow("short password") << with(u"a=ice-pwd:2/1muCWoOi3uLifh0NuRHlMv"_s, u"a=ice-pwd:short"_s)
                                    << Error::Kind::Malformed;
    QTest::newRow("no name") << with(u"a=mid:1"_s, u"a=dim:1"_s) << Error::Kind::Malformed;
    QTest::newRow("format no number") << with(u"SAVPF 45"_s, u"SAVPF %n"_s) << Error::Kind::Malformed;
    QTest::newRow("format too large") << with(u"SAVPF 45"_s, u"SAVPF 199"_s) << Error::Kind::Malformed;
}

void tst_Answer::refusesWhatCannotBeShown()
{
    QFETCH(const QString, offer);
    QFETCH(const Error::Kind, kind);

    const auto read = readOffer(offer);

    QVERIFY(!read);
    QCOMPARE(read.error().kind, kind);
}

void tst_Answer::survivesMutations()
{
    QRandomGenerator random(112);
    int taken = 0;

    for (int i = 0; i < 1500; ++i) {
        const auto offer = readOffer(test::mutated(test::browserOffer(), random));
        if (!offer)
            continue;
        ++taken;
        const SdpPointer answer = libraryAnswer();
        grantExtensions(*answer, *offer);
        QVERIFY(answerText(*answer, *offer).contains("m=video 9"_L1));
    }

    QVERIFY(taken > 100);
    QVERIFY(taken < 1500);
}

QTEST_GUILESS_MAIN(tst_Answer)
#include "tst_answer.moc"
