// SPDX-License-Identifier: Apache-2.0
#include "app/backend/video/videorouter.h"
#include "app/service/media/peer.h"
#include "tests/service/media/offers.h"
#include "tests/service/media/reception.h"

#include <QSignalSpy>
#include <QTest>
#include <QVideoFrame>
#include <QVideoSink>

using namespace knock;
using namespace knock::dispatch;
using namespace knock::media;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using test::incident;
using test::onLoopback;
using test::otherVisit;
using test::TestPhone;
using test::visit;
using Room = test::Reception;

Q_DECLARE_METATYPE(knock::EncodedFrame::Codec)

namespace {

/// The colour names of the seven upper bars of \a picture, from left to right.
QStringList bars(const QImage &picture)
{
    QStringList names;
    for (int bar = 0; bar < 7; ++bar) {
        const QColor colour = picture.pixelColor(picture.width() * (2 * bar + 1) / 14, picture.height() / 3);
        names << u"%1%2%3"_s.arg(colour.red() > 96 ? u"r"_s : u""_s, colour.green() > 96 ? u"g"_s : u""_s,
                                 colour.blue() > 96 ? u"b"_s : u""_s);
    }
    return names;
}

const QStringList smpteBars{u"rgb"_s, u"rg"_s, u"gb"_s, u"g"_s, u"rb"_s, u"r"_s, u"b"_s};

} // namespace

class tst_Media : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void namesWhatIsMissing();
    void showsWhatThePhoneSends_data();
    void showsWhatThePhoneSends();
    void answersWithCongestionFeedbackAndOwnAddressOnly();
    void listensOnTheConfiguredPorts();
    void asksThePhoneForAKeyFrame();
    void saysWhenPicturesCeaseAndReturn();
    void givesUpASilentPhone();
    void aNewOfferTakesTheOldOnesPlace();
    void showsOneVisitAtATime();
    void tellsHowManyPacketsAreLost();
    void tellsHowLongPicturesAreUnderWay();
    void givesAStreamTheWay();
    void dropsOnOrder();
    void refusesMalformedOffers();
    void refusesOffersThatComeTooFast();
    void refusesMoreStreamsThanItMayHave();
};

void tst_Media::initTestCase()
{
    Room room;
    QVERIFY2(room.media.start(), "GStreamer or one of its plug-ins is missing");
}

void tst_Media::init()
{
    QTest::failOnWarning(
        QRegularExpression(u"^(?!.*No RHI backend)"_s)); // pictures are converted without graphics card
}

void tst_Media::namesWhatIsMissing()
{
    const auto found = requireElements({"webrtcbin", "nosuchelement"});

    QVERIFY(!found);
    QCOMPARE(found.error().kind, Error::Kind::NotFound);
    QVERIFY(found.error().detail.contains("nosuchelement"_L1));
}

void tst_Media::showsWhatThePhoneSends_data()
{
    QTest::addColumn<EncodedFrame::Codec>("codec");
    QTest::newRow("VP8") << EncodedFrame::Codec::Vp8;
    QTest::newRow("H.264") << EncodedFrame::Codec::H264;
}

void tst_Media::showsWhatThePhoneSends()
{
    QFETCH(const EncodedFrame::Codec, codec);
    if (!TestPhone::canEncode(codec))
        QSKIP("no encoder for this codec is installed");
    Room room;
    video::VideoRouter router;
    QVideoSink sink;
    router.show(incident, &sink);
    connect(&room.media, &Media::frame, &router, &video::VideoRouter::take);
    connect(&router, &video::VideoRouter::keyFrameWanted, &room.media, &Media::requestKeyFrame);
    qint64 firstFrame = 0;
    connect(&sink, &QVideoSink::videoFrameChanged, this, [&] {
        if (firstFrame == 0)
            firstFrame = room.sinceOffer.elapsed();
    });

    TestPhone phone(codec);
    room.connectPhone(phone, visit);

    QTRY_VERIFY_WITH_TIMEOUT(sink.videoFrame().isValid(), 10000);
    QCOMPARE(room.said, QStringList{u"seen 1"_s});
    QVERIFY(room.frames.front().key);
    QCOMPARE(room.frames.front().codec, codec);
    QCOMPARE(room.frames.front().incident, incident);
    QCOMPARE(room.frames.front().at, 0us);
    const QImage picture = sink.videoFrame().toImage();
    QCOMPARE(picture.size(), QSize(320, 240));
    QCOMPARE(bars(picture), smpteBars);
    qInfo() << "offer to first decoded picture" << firstFrame << "ms";
}

void tst_Media::answersWithCongestionFeedbackAndOwnAddressOnly()
{
    Room room;
    TestPhone phone(EncodedFrame::Codec::Vp8);
    room.connectPhone(phone, visit);

    QTRY_VERIFY_WITH_TIMEOUT(!room.said.isEmpty(), 10000);

    QVERIFY(room.answers.front().contains("draft-holmer-rmcat-transport-wide-cc-extensions-01"_L1));
    QVERIFY(room.answers.front().contains("a=recvonly"_L1));
    QVERIFY(!room.candidates.isEmpty());
    for (const QString &candidate : room.candidates) {
        QVERIFY2(candidate.contains(" 127.0.0.1 "_L1), qPrintable(candidate));
        QVERIFY2(candidate.contains(" UDP "_L1, Qt::CaseInsensitive), qPrintable(candidate));
    }
}

void tst_Media::listensOnTheConfiguredPorts()
{
    Media::Configuration configuration = onLoopback();
    configuration.firstPort = 41000;
    configuration.lastPort = 41900;
    Room room(configuration);
    TestPhone phone(EncodedFrame::Codec::Vp8);
    room.connectPhone(phone, visit);

    QTRY_VERIFY_WITH_TIMEOUT(!room.said.isEmpty(), 10000);

    for (const QString &candidate : room.candidates) {
        const int port = candidate.split(u' ').value(5).toInt();
        QVERIFY2(port >= 41000 && port <= 41900, qPrintable(candidate));
    }
}

void tst_Media::asksThePhoneForAKeyFrame()
{
    Room room;
    TestPhone phone(EncodedFrame::Codec::Vp8);
    room.connectPhone(phone, visit);
    QTRY_VERIFY_WITH_TIMEOUT(!room.said.isEmpty(), 10000);
    QTRY_VERIFY_WITH_TIMEOUT(room.frames.size() > 5, 5000);
    const int before = phone.keyFrameRequests();
    room.frames.clear();

    for (int i = 0; i < 20; ++i)
        room.media.requestKeyFrame(incident);
    QTRY_VERIFY_WITH_TIMEOUT(std::ranges::any_of(room.frames, &EncodedFrame::key), 5000);
    QVERIFY(phone.keyFrameRequests() <= before + 2);

    // The one that came may have been under way before; a wish that goes on reaches the phone.
    QTRY_VERIFY_WITH_TIMEOUT((room.media.requestKeyFrame(incident), phone.keyFrameRequests() > before), 5000);
}

void tst_Media::saysWhenPicturesCeaseAndReturn()
{
    Room room;
    TestPhone phone(EncodedFrame::Codec::Vp8);
    room.connectPhone(phone, visit);
    QTRY_COMPARE_WITH_TIMEOUT(room.said, QStringList{u"seen 1"_s}, 10000);

    phone.hold(true);
    QTRY_COMPARE_WITH_TIMEOUT(room.said, (QStringList{u"seen 1"_s, u"lost 1"_s}), 5000);
    phone.hold(false);

    QTRY_COMPARE_WITH_TIMEOUT(room.said, (QStringList{u"seen 1"_s, u"lost 1"_s, u"seen 1"_s}), 5000);
}

void tst_Media::givesUpASilentPhone()
{
    Media::Configuration configuration = onLoopback();
    configuration.stallAfter = 5s; // so that giving up is what is told
    configuration.giveUpAfter = 3s;
    Room room(configuration);
    TestPhone phone(EncodedFrame::Codec::Vp8);
    room.connectPhone(phone, visit);
    QTRY_COMPARE_WITH_TIMEOUT(room.said, QStringList{u"seen 1"_s}, 10000);
    QTest::ignoreMessage(QtWarningMsg, "Incident 7 camera given up: \"no picture for too long\"");

    phone.hold(true);

    QTRY_COMPARE_WITH_TIMEOUT(room.said, (QStringList{u"seen 1"_s, u"lost 1"_s}), 15000);
}

void tst_Media::aNewOfferTakesTheOldOnesPlace()
{
    Room room;
    auto phone = std::make_unique<TestPhone>(EncodedFrame::Codec::Vp8);
    room.connectPhone(*phone, visit);
    QTRY_COMPARE_WITH_TIMEOUT(room.said, QStringList{u"seen 1"_s}, 10000);

    TestPhone again(EncodedFrame::Codec::Vp8, u"red"_s);
    room.connectPhone(again, visit);

    QTRY_COMPARE_WITH_TIMEOUT(room.said, (QStringList{u"seen 1"_s, u"lost 1"_s, u"seen 1"_s}), 10000);
    QCOMPARE(room.answers.size(), 2);
}

void tst_Media::showsOneVisitAtATime()
{
    Room room;
    TestPhone first(EncodedFrame::Codec::Vp8);
    room.connectPhone(first, visit);
    QTRY_COMPARE_WITH_TIMEOUT(room.said, QStringList{u"seen 1"_s}, 10000);
    auto second = std::make_unique<TestPhone>(EncodedFrame::Codec::Vp8, u"red"_s);
    room.connectPhone(*second, otherVisit);
    QTRY_COMPARE_WITH_TIMEOUT(room.said, (QStringList{u"seen 1"_s, u"seen 2"_s}), 10000);
    room.frames.clear();
    QTRY_VERIFY_WITH_TIMEOUT(room.frames.size() > 30, 5000);
    const auto duration = room.frames.back().at - room.frames.front().at;
    QVERIFY2(duration > 800ms, "frames of both visits are mixed");

    room.frames.clear();
    room.media.perform(DropCamera{incident, otherVisit});

    QTRY_VERIFY_WITH_TIMEOUT(std::ranges::any_of(room.frames, &EncodedFrame::key), 5000);
    QCOMPARE(room.said, (QStringList{u"seen 1"_s, u"seen 2"_s, u"lost 2"_s}));
}

void tst_Media::tellsHowManyPacketsAreLost()
{
    Room room;
    TestPhone phone(EncodedFrame::Codec::Vp8);
    room.connectPhone(phone, visit);
    const auto lost = [&] { return room.health.empty() ? -1 : room.health.back().lostPercent; };
    QTRY_COMPARE_WITH_TIMEOUT(lost(), 0., 10000);
    QCOMPARE(room.health.back().incident, incident);

    phone.lose(10);
    QTRY_VERIFY2_WITH_TIMEOUT(lost() >= 5 && lost() <= 20, qPrintable(QString::number(lost())), 15000);

    phone.lose(0);
    QTRY_COMPARE_WITH_TIMEOUT(lost(), 0., 15000);
    phone.hold(true);
    QTRY_COMPARE_WITH_TIMEOUT(room.said.last(), u"lost 1"_s, 5000);
    const size_t told = room.health.size();
    QTest::qWait(1500);
    QCOMPARE(room.health.size(), told); // of what does not arrive nothing is told
}

void tst_Media::tellsHowLongPicturesAreUnderWay()
{
    Room room;
    TestPhone phone(EncodedFrame::Codec::Vp8);
    room.connectPhone(phone, visit);
    QTRY_VERIFY_WITH_TIMEOUT(room.frames.size() > 5, 10000);
    phone.beginToReport();
    QTRY_VERIFY_WITH_TIMEOUT(room.health.size() > 2, 10000);
    QVERIFY2(!room.health.back().delay, "nobody has said what the phone's clock is worth");

    room.media.setClock(incident, visit, 0ms);
    QTRY_VERIFY_WITH_TIMEOUT(room.health.back().delay, 20000);
    const auto delay = *room.health.back().delay;
    QVERIFY2(delay < 1s, qPrintable(QString::number(delay.count())));

    room.media.setClock(incident, visit, 3s); // so each picture is older than it says
    QTRY_VERIFY_WITH_TIMEOUT(room.health.back().delay >= 3s, 5000);
    QVERIFY2(*room.health.back().delay < 4s, qPrintable(QString::number(room.health.back().delay->count())));
    room.media.setClock(incident, visit, -1h);
    QTRY_VERIFY_WITH_TIMEOUT(!room.health.back().delay, 5000);
}

void tst_Media::givesAStreamTheWay()
{
    Room room;
    room.media.takeStill(incident, otherVisit, "a still");
    QCOMPARE(room.said, QStringList{u"seen 2"_s});
    QCOMPARE(room.frames.back().codec, EncodedFrame::Codec::Jpeg);
    TestPhone phone(EncodedFrame::Codec::Vp8);
    room.connectPhone(phone, visit);
    QTRY_COMPARE_WITH_TIMEOUT(room.said.last(), u"seen 1"_s, 10000);
    room.media.takeStill(incident, otherVisit, "another");
    QCOMPARE(room.frames.back().codec, EncodedFrame::Codec::Vp8);

    room.media.perform(DropCamera{incident, visit});

    QTRY_COMPARE(room.said.last(), u"lost 1"_s);
    room.media.takeStill(incident, otherVisit, "one more");
    QCOMPARE(room.said.last(), u"seen 2"_s);
    QCOMPARE(room.frames.back().bytes, "one more");
    QTRY_COMPARE(room.said.last(), u"lost 2"_s); // none more comes
}

void tst_Media::dropsOnOrder()
{
    Room room;
    TestPhone phone(EncodedFrame::Codec::Vp8);
    room.connectPhone(phone, visit);
    QTRY_COMPARE_WITH_TIMEOUT(room.said, QStringList{u"seen 1"_s}, 10000);

    room.media.perform(DropCamera{incident, visit});
    room.media.perform(DropCamera{incident, visit});

    QTRY_COMPARE(room.said, (QStringList{u"seen 1"_s, u"lost 1"_s}));
    QTRY_VERIFY(!room.media.findChild<Peer *>());
}

void tst_Media::refusesMalformedOffers()
{
    Room room;
    QTest::ignoreMessage(QtWarningMsg, "Incident 7 camera refused: \"offer of 0 media lines\"");

    room.media.perform(ReceiveCamera{incident, visit, u"no offer at all"_s});

    QVERIFY2(room.said.isEmpty(), "an adapter must not answer while the effect is being performed");
    QTRY_COMPARE(room.said, QStringList{u"lost 1"_s});
}

void tst_Media::refusesOffersThatComeTooFast()
{
    Media::Configuration configuration = onLoopback();
    configuration.offersAtOnce = 2;
    Room room(configuration);
    QTest::ignoreMessage(QtWarningMsg, "Incident 7 camera refused: \"offers come too fast\"");

    for (int i = 0; i < 3; ++i)
        room.media.perform(ReceiveCamera{incident, visit, test::browserOffer()});

    QTRY_COMPARE(room.said, QStringList{u"lost 1"_s});
}

void tst_Media::refusesMoreStreamsThanItMayHave()
{
    Media::Configuration configuration = onLoopback();
    configuration.mostStreams = 1;
    Room room(configuration);
    QTest::ignoreMessage(QtWarningMsg, "Incident 8 camera refused: \"1 cameras are being received\"");

    room.media.perform(ReceiveCamera{incident, visit, test::browserOffer()});
    room.media.perform(ReceiveCamera{{8}, otherVisit, test::browserOffer()});

    QTRY_COMPARE(room.said, QStringList{u"lost 2"_s});
    QTRY_COMPARE(room.answers.size(), 1);
}

QTEST_MAIN(tst_Media)
#include "tst_media.moc"
