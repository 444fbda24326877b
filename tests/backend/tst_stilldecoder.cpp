// SPDX-License-Identifier: Apache-2.0
#include "app/backend/video/decoder.h"
#include "tests/backend/encoder.h"

#include <QBuffer>
#include <QImage>
#include <QImageWriter>
#include <QRandomGenerator>
#include <QTest>
extern "C" {
#include <libavcodec/avcodec.h>
}

using namespace knock;
using namespace knock::video;
using namespace Qt::StringLiterals;
using test::Codec;
using test::Encoder;

namespace {

EncodedFrame frameOf(const QByteArray &jpeg)
{
    return {.incident = {1}, .codec = Codec::Jpeg, .key = true, .at = std::chrono::milliseconds(100), .bytes = jpeg};
}

QByteArray jpegOf(const QImage &picture)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    return picture.save(&buffer, "JPG", 80) ? bytes : QByteArray();
}

/// Four fields of colour.
QImage picture(QSize size = {320, 240})
{
    QImage image(size, QImage::Format_RGB32);
    for (int y = 0; y < size.height(); ++y) {
        for (int x = 0; x < size.width(); ++x) {
            const bool right = 2 * x >= size.width();
            const bool low = 2 * y >= size.height();
            image.setPixelColor(x, y, right ? (low ? Qt::white : Qt::green) : (low ? Qt::blue : Qt::red));
        }
    }
    return image;
}

/// The same fields as the encoder of libavcodec makes them of planes with all, half or a quarter of the colours.
QByteArray jpegOf(AVPixelFormat format, QSize size)
{
    const AVCodec *codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
    AVCodecContext *context = avcodec_alloc_context3(codec);
    context->width = size.width();
    context->height = size.height();
    context->pix_fmt = format;
    context->color_range = AVCOL_RANGE_JPEG;
    context->time_base = {1, 25};
    avcodec_open2(context, codec, nullptr);
    AVFrame *frame = av_frame_alloc();
    frame->width = size.width();
    frame->height = size.height();
    frame->format = format;
    av_frame_get_buffer(frame, 0);
    const int across = format == AV_PIX_FMT_YUVJ444P ? 1 : 2;
    const int down = format == AV_PIX_FMT_YUVJ420P ? 2 : 1;
    for (int plane = 0; plane < 3; ++plane) {
        const int width = plane == 0 ? size.width() : size.width() / across;
        const int height = plane == 0 ? size.height() : size.height() / down;
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                const QRgb colour = picture({2, 2}).pixel(2 * x / width, 2 * y / height);
                const double r = qRed(colour), g = qGreen(colour), b = qBlue(colour);
                const double value = plane == 0 ? 0.299 * r + 0.587 * g + 0.114 * b
                    : plane == 1                ? 128 - 0.169 * r - 0.331 * g + 0.5 * b
                                                : 128 + 0.5 * r - 0.419 * g - 0.081 * b;
                frame->data[plane][y * frame->linesize[plane] + x]
                    = static_cast<uint8_t>(std::clamp(std::lround(value), 0L, 255L));
            }
        }
    }
    AVPacket *packet = av_packet_alloc();
    const bool isEncoded = avcodec_send_frame(context, frame) == 0 && avcodec_receive_packet(context, packet) == 0;
    const QByteArray bytes
        = isEncoded ? QByteArray(reinterpret_cast<const char *>(packet->data), packet->size) : QByteArray();
    av_packet_free(&packet);
    av_frame_free(&frame);
    avcodec_free_context(&context);
    return bytes;
}

bool isAlike(QColor colour, QColor wanted)
{
    const auto near = [](int a, int b) { return std::abs(a - b) < 40; };
    return near(colour.red(), wanted.red()) && near(colour.green(), wanted.green())
        && near(colour.blue(), wanted.blue());
}

} // namespace

class tst_StillDecoder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void decodesWhatBrowsersMake();
    void decodesEveryWayOfKeepingColours_data();
    void decodesEveryWayOfKeepingColours();
    void goesFromStreamToStillsAndBack();
    void waitsForAKeyFrameAfterStills();
    void refusesBrokenPictures_data();
    void refusesBrokenPictures();
    void survivesMutations();
};

void tst_StillDecoder::init()
{
    QTest::failOnWarning(
        QRegularExpression(u"^(?!.*No RHI backend)"_s)); // pictures are converted without graphics card
}

void tst_StillDecoder::decodesWhatBrowsersMake()
{
    Decoder decoder;

    const auto outcome = decoder.take(frameOf(jpegOf(picture())));

    QVERIFY(outcome.picture);
    QVERIFY(!outcome.isKeyFrameWanted);
    QCOMPARE(outcome.picture->size(), QSize(320, 240));
    QCOMPARE(outcome.picture->startTime(), 100'000);
    QVERIFY(isAlike(outcome.picture->toImage().pixelColor(80, 60), Qt::red));
    QVERIFY(decoder.take(frameOf(jpegOf(picture({1920, 1920})))).picture);
}

void tst_StillDecoder::decodesEveryWayOfKeepingColours_data()
{
    QTest::addColumn<int>("format");
    QTest::newRow("all") << int(AV_PIX_FMT_YUVJ444P);
    QTest::newRow("half") << int(AV_PIX_FMT_YUVJ422P);
    QTest::newRow("a quarter") << int(AV_PIX_FMT_YUVJ420P);
}

void tst_StillDecoder::decodesEveryWayOfKeepingColours()
{
    QFETCH(const int, format);
    const QByteArray bytes = jpegOf(static_cast<AVPixelFormat>(format), {320, 240});
    QVERIFY(!bytes.isEmpty());

    const auto outcome = Decoder().take(frameOf(bytes));

    QVERIFY(outcome.picture);
    const QImage image = outcome.picture->toImage();
    QVERIFY(isAlike(image.pixelColor(80, 60), Qt::red));
    QVERIFY(isAlike(image.pixelColor(240, 60), Qt::green));
    QVERIFY(isAlike(image.pixelColor(80, 180), Qt::blue));
    QVERIFY(isAlike(image.pixelColor(240, 180), Qt::white));
    QVERIFY(isAlike(image.pixelColor(80, 110), Qt::red));
    QVERIFY(isAlike(image.pixelColor(80, 130), Qt::blue));
}

void tst_StillDecoder::goesFromStreamToStillsAndBack()
{
    Encoder encoder(Codec::Vp8);
    Decoder decoder;

    QVERIFY(decoder.take(encoder.next(60)).picture);
    QVERIFY(decoder.take(frameOf(jpegOf(picture()))).picture);
    QVERIFY(decoder.take(encoder.next(90, true)).picture);
}

void tst_StillDecoder::waitsForAKeyFrameAfterStills()
{
    Encoder encoder(Codec::Vp8);
    Decoder decoder;
    (void)decoder.take(encoder.next(60));
    (void)decoder.take(frameOf(jpegOf(picture())));

    const auto outcome = decoder.take(encoder.next(60));

    QVERIFY(!outcome.picture);
    QVERIFY(outcome.isKeyFrameWanted);
}

void tst_StillDecoder::refusesBrokenPictures_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray whole = jpegOf(picture());
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("rubbish") << QByteArray(2000, 'x');
    QTest::newRow("header alone") << whole.first(200);
    QTest::newRow("half") << whole.first(whole.size() / 2);
    QTest::newRow("too wide") << jpegOf(picture({1921, 1930}));
}

void tst_StillDecoder::refusesBrokenPictures()
{
    QFETCH(const QByteArray, bytes);
    Decoder decoder;

    QVERIFY(!decoder.take(frameOf(bytes)).picture);

    QVERIFY(decoder.take(frameOf(jpegOf(picture()))).picture);
}

void tst_StillDecoder::survivesMutations()
{
    const QByteArray whole = jpegOf(picture());
    Decoder decoder;
    QRandomGenerator random(112);

    for (int i = 0; i < 400; ++i) {
        QByteArray bytes = whole;
        for (int k = random.bounded(1, 6); k > 0; --k)
            bytes[random.bounded(bytes.size())] = static_cast<char>(random.bounded(256));
        if (i % 7 == 0)
            bytes.truncate(random.bounded(bytes.size()));
        const auto outcome = decoder.take(frameOf(bytes));
        if (outcome.picture && i % 20 == 0)
            QVERIFY(!outcome.picture->toImage().isNull());
    }

    QVERIFY(decoder.take(frameOf(whole)).picture);
}

QTEST_GUILESS_MAIN(tst_StillDecoder)
#include "tst_stilldecoder.moc"
