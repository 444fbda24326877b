// SPDX-License-Identifier: Apache-2.0
#include "app/backend/video/decoder.h"

#include "tests/backend/encoder.h"

#include <QRandomGenerator>
#include <QTest>

using namespace knock;
using namespace knock::video;
using namespace Qt::StringLiterals;
using test::Codec;
using test::Encoder;
using test::isAbout;
using test::lightOf;

class tst_VideoDecoder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void decodesWhatWasEncoded_data();
    void decodesWhatWasEncoded();
    void followsAChangeOfCodec();
    void waitsForAKeyFrame();
    void beginsAnewAfterRubbish();
    void refusesPicturesOfHugeSize();
    void survivesMutations_data();
    void survivesMutations();
    void picturesOutliveTheDecoder();
    void picturesAreNotForWriting();
};

void tst_VideoDecoder::decodesWhatWasEncoded_data()
{
    QTest::addColumn<Codec>("codec");
    QTest::newRow("VP8") << Codec::Vp8;
    QTest::newRow("H.264") << Codec::H264;
}

void tst_VideoDecoder::decodesWhatWasEncoded()
{
    QFETCH(const Codec, codec);
    if (!Encoder::find(codec))
        QSKIP("libavcodec has no encoder for this codec");
    Encoder encoder(codec);
    Decoder decoder;

    for (int i = 0; i < 10; ++i) {
        const int light = 40 + 18 * i;
        const EncodedFrame frame = encoder.next(light);
        const auto outcome = decoder.take(frame);

        QVERIFY(!outcome.isKeyFrameWanted);
        QVERIFY2(outcome.picture, "a picture must come out at once");
        QCOMPARE(outcome.picture->size(), QSize(160, 120));
        QCOMPARE(outcome.picture->startTime(), qint64(i * 40000));
        QVERIFY(isAbout(lightOf(*outcome.picture), light));
    }
}

void tst_VideoDecoder::followsAChangeOfCodec()
{
    if (!Encoder::find(Codec::H264))
        QSKIP("libavcodec has no encoder for H.264");
    Decoder decoder;
    QVERIFY(decoder.take(Encoder(Codec::Vp8).next(60)).picture);

    const auto outcome = decoder.take(Encoder(Codec::H264).next(200));

    QVERIFY(outcome.picture);
    QVERIFY(isAbout(lightOf(*outcome.picture), 200));
}

void tst_VideoDecoder::waitsForAKeyFrame()
{
    Encoder encoder(Codec::Vp8);
    static_cast<void>(encoder.next(50));
    Decoder decoder;
    int wishes = 0;

    for (int i = 0; i < 60; ++i) { // 2.4 s
        const auto outcome = decoder.take(encoder.next(50));
        QVERIFY(!outcome.picture);
        wishes += outcome.isKeyFrameWanted;
    }

    QCOMPARE(wishes, 3);
    QVERIFY(decoder.take(encoder.next(50, true)).picture);
}

void tst_VideoDecoder::beginsAnewAfterRubbish()
{
    Encoder encoder(Codec::Vp8);
    Decoder decoder;
    QVERIFY(decoder.take(encoder.next(50)).picture);
    EncodedFrame rubbish = encoder.next(60);
    rubbish.bytes = "x"_ba;

    const auto outcome = decoder.take(rubbish);

    QVERIFY(!outcome.picture);
    QVERIFY(outcome.isKeyFrameWanted);
    QVERIFY2(!decoder.take(encoder.next(60)).picture, "its base is missing");
    QVERIFY(decoder.take(encoder.next(70, true)).picture);
}

void tst_VideoDecoder::refusesPicturesOfHugeSize()
{
    EncodedFrame frame = Encoder(Codec::Vp8).next(50);
    frame.bytes.replace(6, 4, "\xff\x3f\xff\x3f"_ba); // RFC 6386, 9.1: 16383 x 16383
    Decoder decoder;

    const auto outcome = decoder.take(frame);

    QVERIFY(!outcome.picture);
    QVERIFY(outcome.isKeyFrameWanted);
}

void tst_VideoDecoder::survivesMutations_data() { decodesWhatWasEncoded_data(); }

void tst_VideoDecoder::survivesMutations()
{
    QFETCH(const Codec, codec);
    if (!Encoder::find(codec))
        QSKIP("libavcodec has no encoder for this codec");
    Encoder encoder(codec);
    Decoder decoder;
    QRandomGenerator random(112);

    for (int i = 0; i < 200; ++i) {
        EncodedFrame frame = encoder.next(50, i % 5 == 0);
        for (int k = random.bounded(1, 6); k > 0; --k)
            frame.bytes[random.bounded(frame.bytes.size())] = static_cast<char>(random.bounded(256));
        if (i % 7 == 0)
            frame.bytes.truncate(random.bounded(frame.bytes.size()));
        const auto outcome = decoder.take(frame);
        QVERIFY(!outcome.picture || lightOf(*outcome.picture) >= 0);
    }

    QVERIFY(decoder.take(Encoder(codec).next(90)).picture);
}

void tst_VideoDecoder::picturesOutliveTheDecoder()
{
    std::optional<QVideoFrame> picture;
    {
        Decoder decoder;
        picture = decoder.take(Encoder(Codec::Vp8).next(90)).picture;
    }

    QVERIFY(picture);
    QVERIFY(isAbout(lightOf(*picture), 90));
}

void tst_VideoDecoder::picturesAreNotForWriting()
{
    Decoder decoder;
    auto picture = decoder.take(Encoder(Codec::Vp8).next(90)).picture;

    QVERIFY(picture);
    QVERIFY(!picture->map(QVideoFrame::ReadWrite) || picture->planeCount() == 0);
}

QTEST_GUILESS_MAIN(tst_VideoDecoder)
#include "tst_videodecoder.moc"
