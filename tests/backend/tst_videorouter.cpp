// SPDX-License-Identifier: Apache-2.0
#include "app/backend/video/videorouter.h"

#include "app/backend/video/decoderhall.h"
#include "tests/backend/encoder.h"

#include <QSignalSpy>
#include <QTest>
#include <QVideoSink>

using namespace knock;
using namespace knock::video;
using test::Codec;
using test::Encoder;
using test::isAbout;
using test::lightOf;

namespace {

constexpr IncidentId first{1};
constexpr IncidentId second{2};

} // namespace

class tst_VideoRouter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
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

void tst_VideoRouter::showsWhatItWasAskedFor()
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

void tst_VideoRouter::asksForAKeyFrameAtOnce()
{
    VideoRouter router;
    QVideoSink sink;
    QSignalSpy wanted(&router, &VideoRouter::keyFrameWanted);

    router.show(first, &sink);

    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.at(0).at(0).value<IncidentId>(), first);
}

void tst_VideoRouter::passesTheDecodersWishOn()
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

void tst_VideoRouter::showsNothingAfterTheEnd()
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

void tst_VideoRouter::neverMixesTwoIncidentsInOneSink()
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

void tst_VideoRouter::survivesTheSinksEnd()
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

void tst_VideoRouter::replacesPicturesNobodyFetched()
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

void tst_VideoRouter::leavesOutWhatItCannotKeepUpWith()
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

void tst_VideoRouter::takesPicturesFromAnyThread()
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

QTEST_MAIN(tst_VideoRouter)
#include "tst_videorouter.moc"
