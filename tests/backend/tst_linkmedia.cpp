// SPDX-License-Identifier: Apache-2.0
#include "app/wire/mediaframe.h"
#include "tests/backend/visitor.h"

using namespace Qt::StringLiterals;
using namespace knock;
using test::Visitor;

/// Pictures and voices beside the link.
class tst_LinkMedia : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void picturesComeToWhoWatches()
    {
        Visitor visitor;
        QVERIFY(visitor.comeIn());
        QVERIFY(!visitor.door.media);

        visitor.link.watch({17}, true);
        QTRY_COMPARE(visitor.door.heardOf<wire::Watch>(), (std::vector{wire::Watch{{17}, true}}));
        // A whole picture is worth asking for once it can come.
        QTRY_COMPARE(visitor.door.heardOf<wire::WantKeyFrame>(), (std::vector{wire::WantKeyFrame{{17}}}));
        QVERIFY(visitor.door.media);
        QCOMPARE(visitor.door.authorization, "Bearer secret-1");
        visitor.door.media->sendBinaryMessage(
            wire::encode(EncodedFrame{{17}, EncodedFrame::Codec::Jpeg, true, {}, "x"}));

        QTRY_COMPARE(visitor.pictures.size(), 1u);
        QCOMPARE(visitor.pictures.front().incident, IncidentId{17});
        QCOMPARE(visitor.pictures.front().bytes, "x");
        visitor.link.watch({17}, true);
        visitor.link.watch({17}, false);
        QTRY_COMPARE(visitor.door.heardOf<wire::Watch>(),
                     (std::vector{wire::Watch{{17}, true}, wire::Watch{{17}, false}}));
    }

    void theyGoOnAfterACut()
    {
        Visitor visitor;
        QVERIFY(visitor.comeIn());
        visitor.link.watch({17}, true);
        QTRY_VERIFY(visitor.door.media);
        QTRY_COMPARE(visitor.door.heardOf<wire::WantKeyFrame>().size(), 1u);

        visitor.door.media->abort(); // the one for pictures alone
        QTRY_COMPARE(visitor.door.heardOf<wire::WantKeyFrame>().size(), 2u);
        QCOMPARE(visitor.lost.count(), 0);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"out of reach"_s));
        visitor.door.cut();

        QVERIFY(visitor.isBack(2));
        QTRY_COMPARE(visitor.door.heardOf<wire::WantKeyFrame>().size(), 3u);
        QCOMPARE(visitor.door.heardOf<wire::Watch>().size(), 2u);
    }

    void voicesGoBothWays()
    {
        Visitor visitor;
        QVERIFY(visitor.comeIn());
        const auto port = std::make_shared<VoicePort>();
        const std::vector<qint16> said(160, 1234);

        visitor.link.setVoice(port);
        QTRY_COMPARE(visitor.door.heardOf<wire::Headset>(), (std::vector{wire::Headset{true}}));
        QTRY_VERIFY(visitor.door.media);
        visitor.door.media->sendBinaryMessage(wire::encode(wire::Speaker::Caller, said));
        port->toCaller.put(said);

        QTRY_VERIFY(!visitor.door.heardMedia.empty());
        const auto frame = wire::decodeMedia(visitor.door.heardMedia.front());
        QCOMPARE(std::get<wire::VoiceFrame>(*frame), (wire::VoiceFrame{wire::Speaker::Operator, said}));
        std::vector<qint16> heard(160);
        QVERIFY(QTest::qWaitFor([&] { return port->fromCaller.take(heard) == 160; }));
        QCOMPARE(heard, said);
        visitor.link.setVoice(nullptr);
        QTRY_COMPARE(visitor.door.heardOf<wire::Headset>().back(), wire::Headset{false});
    }

    void whatIsNoPictureEndsTheSocketForPicturesOnly()
    {
        Visitor visitor;
        QVERIFY(visitor.comeIn());
        visitor.link.watch({17}, true);
        QTRY_COMPARE(visitor.door.heardOf<wire::WantKeyFrame>().size(), 1u);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"no picture and no voice"_s));

        visitor.door.media->sendBinaryMessage("\x09 is nothing");

        QTRY_COMPARE(visitor.door.heardOf<wire::WantKeyFrame>().size(), 2u);
        QCOMPARE(visitor.lost.count(), 0);
        QVERIFY(visitor.pictures.empty());
    }

    void shownAndNotKept()
    {
        Visitor visitor;
        QVERIFY(visitor.comeIn());
        QSignalSpy health(&visitor.link, &backend::Link::health);
        QSignalSpy sound(&visitor.link, &backend::Link::sound);
        QSignalSpy camera(&visitor.link, &backend::Link::camera);
        QSignalSpy typing(&visitor.link, &backend::Link::typing);
        QSignalSpy viewers(&visitor.link, &backend::Link::viewers);
        QSignalSpy earlier(&visitor.link, &backend::Link::earlier);

        const Health ill{Health::Part::TextGateway, false, {Error::Kind::Unreachable, u"no answer"_s}};
        visitor.door.say(wire::PartHealth{ill});
        visitor.door.say(wire::Sound{{{17}, {-31.5}, std::chrono::milliseconds(200), {LineSound::Mark::Breath}}});
        visitor.door.say(wire::Camera{{{17}, std::chrono::milliseconds(180), 0.5}});
        visitor.door.say(wire::Typing{{17}});
        visitor.door.say(wire::Viewers{{17}, 2});
        visitor.door.say(wire::Earlier{{16}, {test::note(1)}});

        QTRY_COMPARE(earlier.count(), 1);
        QCOMPARE(health.front().front().value<Health>(), ill);
        QCOMPARE(sound.front().front().value<LineSound>().silence, std::chrono::milliseconds(200));
        QCOMPARE(camera.front().front().value<CameraHealth>().lostPercent, 0.5);
        QCOMPARE(typing.front().front().value<IncidentId>(), IncidentId{17});
        QCOMPARE(viewers.front().at(1).toInt(), 2);
        QCOMPARE(earlier.front().at(1).value<std::vector<Event>>(), std::vector{test::note(1)});
    }
};

QTEST_GUILESS_MAIN(tst_LinkMedia)
#include "tst_linkmedia.moc"
