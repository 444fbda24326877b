// SPDX-License-Identifier: Apache-2.0
#include "app/wire/mediaframe.h"

#include <limits>
#include <QTest>

using namespace knock;

class tst_MediaFrame : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void aPictureIsAsThePageSays();
    void aPictureSurvivesTheRoundTrip_data();
    void aPictureSurvivesTheRoundTrip();
    void aVoiceIsAsThePageSays();
    void aVoiceSurvivesTheRoundTrip();
    void brokenInputIsMalformed_data();
    void brokenInputIsMalformed();
};

void tst_MediaFrame::aPictureIsAsThePageSays()
{
    const EncodedFrame frame{{17}, EncodedFrame::Codec::H264, true, std::chrono::microseconds(0x0102), "picture"};

    QCOMPARE(wire::encode(frame),
             QByteArray::fromHex("01 0000000000000011 0000000000000102 01 01") + QByteArray("picture"));
}

void tst_MediaFrame::aPictureSurvivesTheRoundTrip_data()
{
    QTest::addColumn<EncodedFrame::Codec>("codec");
    QTest::addColumn<bool>("key");

    QTest::newRow("vp8") << EncodedFrame::Codec::Vp8 << false;
    QTest::newRow("h264") << EncodedFrame::Codec::H264 << true;
    QTest::newRow("jpeg") << EncodedFrame::Codec::Jpeg << true;
}

void tst_MediaFrame::aPictureSurvivesTheRoundTrip()
{
    QFETCH(const EncodedFrame::Codec, codec);
    QFETCH(const bool, key);
    const EncodedFrame frame{{1ULL << 60}, codec, key, std::chrono::hours(100), QByteArray(100'000, 'x')};

    const auto again = wire::decodeMedia(wire::encode(frame));

    QVERIFY(again);
    const auto &picture = std::get<EncodedFrame>(*again);
    QCOMPARE(picture.incident, frame.incident);
    QCOMPARE(picture.codec, codec);
    QCOMPARE(picture.key, key);
    QCOMPARE(picture.at, frame.at);
    QCOMPARE(picture.bytes, frame.bytes);
}

void tst_MediaFrame::aVoiceIsAsThePageSays()
{
    const std::array<qint16, 2> samples{1, -2};

    QCOMPARE(wire::encode(wire::Speaker::Operator, samples), QByteArray::fromHex("03 0001 fffe"));
}

void tst_MediaFrame::aVoiceSurvivesTheRoundTrip()
{
    wire::VoiceFrame voice{.speaker = wire::Speaker::Caller, .samples = {}};
    for (size_t n = 0; n < wire::VoiceFrame::most; ++n)
        voice.samples.push_back(static_cast<qint16>(n * 81));
    voice.samples.front() = std::numeric_limits<qint16>::min();

    const auto again = wire::decodeMedia(wire::encode(voice.speaker, voice.samples));

    QVERIFY(again);
    QCOMPARE(std::get<wire::VoiceFrame>(*again), voice);
}

void tst_MediaFrame::brokenInputIsMalformed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray incident = QByteArray::fromHex("0000000000000011");
    const QByteArray at = QByteArray::fromHex("0000000000000102");

    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("an unknown kind") << QByteArray("\4\0\1", 3);
    QTest::newRow("text") << QByteArray(R"({"type":"beat"})");
    QTest::newRow("a cut header") << "\1" + incident + at + "\1";
    QTest::newRow("no picture") << "\1" + incident + at + "\1\1";
    QTest::newRow("an unknown codec") << "\1" + incident + at + "\3\1x";
    QTest::newRow("neither whole nor not") << "\1" + incident + at + "\1\2x";
    QTest::newRow("before the stream began") << "\1" + incident + QByteArray(8, '\xff') + "\1\1x";
    QTest::newRow("no voice") << QByteArray("\2");
    QTest::newRow("half a sample") << QByteArray("\2\1\1\1");
    QTest::newRow("too much voice") << "\3" + QByteArray(1602, 'x');
}

void tst_MediaFrame::brokenInputIsMalformed()
{
    QFETCH(const QByteArray, bytes);

    const auto frame = wire::decodeMedia(bytes);

    QVERIFY(!frame);
    QCOMPARE(frame.error().kind, Error::Kind::Malformed);
}

QTEST_GUILESS_MAIN(tst_MediaFrame)
#include "tst_mediaframe.moc"
