// SPDX-License-Identifier: Apache-2.0
#include "app/service/frames/form.h"
#include "tests/service/frames/jpegs.h"
#include "tests/support/encoder.h"

#include <QBuffer>
#include <QImage>
#include <QRandomGenerator>
#include <QTest>

using namespace knock;
using frames::Form;
using frames::formOf;
using test::Codec;
using test::Encoder;

/// What a key frame says of itself.
class tst_Form : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void aKeyFrameSaysItsSize_data();
    void aKeyFrameSaysItsSize();
    void parametersOfH264AreThoseOfTheStream();
    void anyOtherPictureSaysNothing_data();
    void anyOtherPictureSaysNothing();
    void nothingStrangeHurts_data();
    void nothingStrangeHurts();

private:
    static EncodedFrame still(int width, int height)
    {
        QImage image(width, height, QImage::Format_RGB32);
        image.fill(Qt::blue);
        EncodedFrame frame{.incident = {1}, .codec = Codec::Jpeg, .key = true, .bytes = {}};
        QBuffer buffer(&frame.bytes);
        image.save(&buffer, "JPG");
        return frame;
    }
    static EncodedFrame key(Codec codec, QSize size)
    {
        return codec == Codec::Jpeg ? still(size.width(), size.height()) : Encoder(codec, {1}, size).next(90, true);
    }
};

void tst_Form::aKeyFrameSaysItsSize_data()
{
    QTest::addColumn<Codec>("codec");
    QTest::addColumn<QSize>("size");
    QTest::newRow("VP8") << Codec::Vp8 << QSize(640, 480);
    QTest::newRow("VP8, no multiple of 16") << Codec::Vp8 << QSize(322, 178);
    QTest::newRow("H.264") << Codec::H264 << QSize(640, 480);
    QTest::newRow("H.264, no multiple of 16") << Codec::H264 << QSize(322, 178);
    QTest::newRow("JPEG") << Codec::Jpeg << QSize(641, 479);
}

void tst_Form::aKeyFrameSaysItsSize()
{
    QFETCH(const Codec, codec);
    QFETCH(const QSize, size);
    if (codec == Codec::H264 && !Encoder::find(codec))
        QSKIP("libavcodec has no encoder for H.264");

    const auto form = formOf(key(codec, size));

    QVERIFY(form);
    QCOMPARE(form->codec, codec);
    QCOMPARE(form->size, size);
    QCOMPARE(form->parameters.isEmpty(), codec != Codec::H264);
}

void tst_Form::parametersOfH264AreThoseOfTheStream()
{
    if (!Encoder::find(Codec::H264))
        QSKIP("libavcodec has no encoder for H.264");
    Encoder encoder(Codec::H264);
    const auto first = formOf(encoder.next(90, true));
    const auto second = formOf(encoder.next(120, true));
    const auto other = formOf(key(Codec::H264, {320, 240}));

    QVERIFY(first && second && other);
    QVERIFY(*first == *second);
    QVERIFY(*first != *other);
    QVERIFY(first->parameters.startsWith(QByteArray("\0\0\0\1\x67", 5)));
    QVERIFY(first->parameters.contains(QByteArray("\0\0\0\1\x68", 5)));
    QVERIFY(first->parameters.size() < 100);
}

void tst_Form::anyOtherPictureSaysNothing_data()
{
    QTest::addColumn<Codec>("codec");
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray parameters
        = QByteArray::fromHex("000000016742c00bda0282bfe5c044000003000400000300c83c50a92000000001"
                              "68ce3c80");
    const QByteArray slice = QByteArray::fromHex("0000000165888404");
    QTest::newRow("VP8, nothing") << Codec::Vp8 << QByteArray();
    QTest::newRow("VP8, cut") << Codec::Vp8 << QByteArray::fromHex("1002009d012aa0");
    QTest::newRow("VP8, no key frame") << Codec::Vp8 << QByteArray::fromHex("1102009d012aa0007800");
    QTest::newRow("VP8, another code") << Codec::Vp8 << QByteArray::fromHex("1002009d012ba0007800");
    QTest::newRow("VP8, no height") << Codec::Vp8 << QByteArray::fromHex("1002009d012aa0000000");
    QTest::newRow("H.264, nothing") << Codec::H264 << QByteArray();
    QTest::newRow("H.264, a start code") << Codec::H264 << QByteArray::fromHex("00000001");
    QTest::newRow("H.264, no parameters") << Codec::H264 << slice;
    QTest::newRow("H.264, parameters alone") << Codec::H264 << parameters;
    QTest::newRow("H.264, rubbish for parameters") << Codec::H264 << QByteArray::fromHex("00000167ffffff") + slice;
    QTest::newRow("H.264, endless parameters") << Codec::H264 << parameters.repeated(200) + slice;
    QTest::newRow("JPEG, nothing") << Codec::Jpeg << QByteArray();
    QTest::newRow("JPEG, no width") << Codec::Jpeg << test::jpeg(0, 480);
}

void tst_Form::anyOtherPictureSaysNothing()
{
    QFETCH(const Codec, codec);
    QFETCH(const QByteArray, bytes);

    QVERIFY(!formOf({.incident = {1}, .codec = codec, .key = true, .bytes = bytes}));
}

void tst_Form::nothingStrangeHurts_data()
{
    QTest::addColumn<Codec>("codec");
    QTest::newRow("VP8") << Codec::Vp8;
    QTest::newRow("H.264") << Codec::H264;
    QTest::newRow("JPEG") << Codec::Jpeg;
}

void tst_Form::nothingStrangeHurts()
{
    QFETCH(const Codec, codec);
    if (codec == Codec::H264 && !Encoder::find(codec))
        QSKIP("libavcodec has no encoder for H.264");
    const EncodedFrame whole = key(codec, {160, 120});
    QRandomGenerator random(20261127);

    for (int i = 0; i < 2000; ++i) {
        EncodedFrame frame = whole;
        for (int flips = random.bounded(1, 6); flips > 0; --flips) {
            const auto at = random.bounded(qsizetype(std::min<qsizetype>(frame.bytes.size(), 200)));
            frame.bytes[at] = char(frame.bytes[at] ^ (1 << random.bounded(8)));
        }
        frame.bytes.truncate(random.bounded(frame.bytes.size() + 1));
        const auto form = formOf(frame);
        QVERIFY(!form || !form->size.isEmpty());
    }
}

QTEST_MAIN(tst_Form)
#include "tst_form.moc"
