// SPDX-License-Identifier: Apache-2.0
#include "app/backend/video/decoder.h"
#include "app/backend/video/decoderhall.h"
#include "app/backend/video/videorouter.h"

#include <QImage>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>
#include <QVideoFrame>
#include <QVideoSink>
extern "C" {
#include <libavcodec/avcodec.h>
#include <libavutil/opt.h>
}

using namespace knock;
using namespace knock::video;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Codec = EncodedFrame::Codec;

Q_DECLARE_METATYPE(knock::EncodedFrame::Codec)

namespace {

constexpr IncidentId first{1};
constexpr IncidentId second{2};
constexpr auto interval = 40ms;

/// A phone's encoder: grey pictures of the brightness it is told, the first a key frame.
class Encoder
{
public:
    explicit Encoder(Codec codec, IncidentId incident = first)
        : m_codec(codec)
        , m_incident(incident)
        , m_context(avcodec_alloc_context3(find(codec)))
        , m_frame(av_frame_alloc())
        , m_packet(av_packet_alloc())
    {
        m_context->width = m_frame->width = 160;
        m_context->height = m_frame->height = 120;
        m_context->pix_fmt = AV_PIX_FMT_YUV420P;
        m_frame->format = AV_PIX_FMT_YUV420P;
        m_context->time_base = {1, 25};
        m_context->gop_size = 1000;
        m_context->max_b_frames = 0;
        m_context->thread_count = 1;
        m_context->bit_rate = 256000;
        if (codec == Codec::Vp8)
            av_opt_set(m_context->priv_data, "deadline", "realtime", 0);
        else
            av_opt_set(m_context->priv_data, "tune", "zerolatency", 0);
        av_frame_get_buffer(m_frame, 0);
        avcodec_open2(m_context, nullptr, nullptr);
    }
    ~Encoder()
    {
        av_packet_free(&m_packet);
        av_frame_free(&m_frame);
        avcodec_free_context(&m_context);
    }
    Q_DISABLE_COPY_MOVE(Encoder)

    static const AVCodec *find(Codec codec)
    {
        return avcodec_find_encoder(codec == Codec::Vp8 ? AV_CODEC_ID_VP8 : AV_CODEC_ID_H264);
    }

    EncodedFrame next(int light, bool isKey = false)
    {
        av_frame_make_writable(m_frame);
        memset(m_frame->data[0], light, static_cast<size_t>(m_frame->linesize[0]) * 120);
        memset(m_frame->data[1], 128, static_cast<size_t>(m_frame->linesize[1]) * 60);
        memset(m_frame->data[2], 128, static_cast<size_t>(m_frame->linesize[2]) * 60);
        m_frame->pict_type = isKey ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
        m_frame->pts = m_count;
        EncodedFrame frame{
            .incident = m_incident, .codec = m_codec, .key = false, .at = m_count++ * interval, .bytes = {}};
        if (avcodec_send_frame(m_context, m_frame) == 0 && avcodec_receive_packet(m_context, m_packet) == 0) {
            frame.key = m_packet->flags & AV_PKT_FLAG_KEY;
            frame.bytes = QByteArray(reinterpret_cast<const char *>(m_packet->data), m_packet->size);
            av_packet_unref(m_packet);
        }
        return frame;
    }

private:
    Codec m_codec;
    IncidentId m_incident;
    AVCodecContext *m_context;
    AVFrame *m_frame;
    AVPacket *m_packet;
    int m_count = 0;
};

/// The brightness (luma) in the middle of \a picture.
int lightOf(QVideoFrame picture)
{
    if (!picture.map(QVideoFrame::ReadOnly))
        return -1;
    const int light = picture.bits(0)[picture.height() / 2 * picture.bytesPerLine(0) + picture.width() / 2];
    picture.unmap();
    return light;
}

bool isAbout(int light, int expected) { return std::abs(light - expected) <= 6; }

} // namespace

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

    void showsWhatItWasAskedFor();
    void asksForAKeyFrameAtOnce();
    void passesTheDecodersWishOn();
    void showsNothingAfterTheEnd();
    void neverMixesTwoIncidentsInOneSink();
    void survivesTheSinksEnd();
    void replacesPicturesNobodyFetched();
    void leavesOutWhatItCannotKeepUpWith();
    void takesPicturesFromAnyThread();
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

void tst_VideoDecoder::showsWhatItWasAskedFor()
{
    Encoder encoder(Codec::Vp8);
    Encoder other(Codec::Vp8, second);
    VideoRouter router;
    QVideoSink sink;
    router.show(first, &sink);

    router.take(other.next(200));
    router.take(encoder.next(60));

    QTRY_VERIFY(sink.videoFrame().isValid());
    QVERIFY(isAbout(lightOf(sink.videoFrame()), 60));
}

void tst_VideoDecoder::asksForAKeyFrameAtOnce()
{
    VideoRouter router;
    QVideoSink sink;
    QSignalSpy wanted(&router, &VideoRouter::keyFrameWanted);

    router.show(first, &sink);

    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.at(0).at(0).value<IncidentId>(), first);
}

void tst_VideoDecoder::passesTheDecodersWishOn()
{
    Encoder encoder(Codec::Vp8);
    static_cast<void>(encoder.next(60));
    VideoRouter router;
    QVideoSink sink;
    router.show(first, &sink);
    QSignalSpy wanted(&router, &VideoRouter::keyFrameWanted);

    router.take(encoder.next(60));

    QTRY_COMPARE(wanted.size(), 1);
}

void tst_VideoDecoder::showsNothingAfterTheEnd()
{
    Encoder encoder(Codec::Vp8);
    Encoder other(Codec::Vp8, second);
    VideoRouter router;
    QVideoSink sink;
    QVideoSink otherSink;
    router.show(first, &sink);
    router.show(second, &otherSink);
    QSignalSpy shown(&sink, &QVideoSink::videoFrameChanged);
    router.take(encoder.next(60));

    router.show(first, nullptr);

    router.take(encoder.next(60, true));
    router.take(other.next(60));
    QTRY_VERIFY(otherSink.videoFrame().isValid());
    QCOMPARE(shown.size(), 0);
}

void tst_VideoDecoder::neverMixesTwoIncidentsInOneSink()
{
    Encoder encoder(Codec::Vp8);
    Encoder other(Codec::Vp8, second);
    VideoRouter router;
    QVideoSink sink;
    router.show(first, &sink);
    router.take(encoder.next(60));

    router.show(second, &sink);
    QList<int> lights;
    connect(&sink, &QVideoSink::videoFrameChanged, this,
            [&](const QVideoFrame &picture) { lights << lightOf(picture); });
    router.take(encoder.next(60, true));
    router.take(other.next(200));
    router.take(encoder.next(60, true));

    QTRY_VERIFY(!lights.isEmpty());
    for (const int light : std::as_const(lights))
        QVERIFY(isAbout(light, 200));
}

void tst_VideoDecoder::survivesTheSinksEnd()
{
    Encoder encoder(Codec::Vp8);
    Encoder other(Codec::Vp8, second);
    VideoRouter router;
    QVideoSink otherSink;
    auto sink = std::make_unique<QVideoSink>();
    router.show(first, sink.get());
    router.show(second, &otherSink);
    router.take(encoder.next(60));

    sink.reset();

    router.take(encoder.next(60));
    router.take(other.next(60));
    QTRY_VERIFY(otherSink.videoFrame().isValid());
}

void tst_VideoDecoder::replacesPicturesNobodyFetched()
{
    Encoder encoder(Codec::Vp8);
    DecoderHall hall; // on this thread, so that nobody fetches while it decodes
    QList<int> lights;
    connect(&hall, &DecoderHall::decoded, this,
            [&](IncidentId, const QVideoFrame &picture) { lights << lightOf(picture); });
    hall.open(first);

    for (int i = 0; i < 50; ++i)
        hall.post(encoder.next(40 + 3 * i));
    QCoreApplication::processEvents();
    hall.handedOver(first);
    hall.handedOver(first);

    QCOMPARE(lights.size(), 2);
    QVERIFY(isAbout(lights.at(0), 40));
    QVERIFY(isAbout(lights.at(1), 187));
}

void tst_VideoDecoder::leavesOutWhatItCannotKeepUpWith()
{
    Encoder encoder(Codec::Vp8);
    DecoderHall hall;
    QSignalSpy decoded(&hall, &DecoderHall::decoded);
    QSignalSpy wanted(&hall, &DecoderHall::keyFrameWanted);
    hall.open(first);

    for (int i = 0; i < 200; ++i)
        hall.post(encoder.next(60));
    QCoreApplication::processEvents();
    decoded.clear();
    hall.handedOver(first);
    hall.handedOver(first);
    decoded.clear();
    hall.post(encoder.next(60));
    QCoreApplication::processEvents();

    QCOMPARE(decoded.size(), 0);
    QVERIFY(!wanted.isEmpty());
    hall.post(encoder.next(60, true));
    QCoreApplication::processEvents();
    QCOMPARE(decoded.size(), 1);
}

void tst_VideoDecoder::takesPicturesFromAnyThread()
{
    Encoder encoder(Codec::Vp8);
    VideoRouter router;
    QVideoSink sink;
    router.show(first, &sink);

    const std::unique_ptr<QThread> thread(QThread::create([&] { router.take(encoder.next(60)); }));
    thread->start();

    QTRY_VERIFY(sink.videoFrame().isValid());
    QVERIFY(thread->wait());
}

QTEST_MAIN(tst_VideoDecoder)
#include "tst_videodecoder.moc"
