// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/visit.h"
#include "tests/support/manualclock.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::caller;
using namespace std::chrono_literals;
using knock::test::ManualClock;

class tst_Visit : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void opensOnce();
    void hearsNothingBeforeATouch();
    void takesAReadingWithItsOwnTime();
    void takesTheArrivalWhereThePhoneClockIsOff_data();
    void takesTheArrivalWhereThePhoneClockIsOff();
    void dropsReadingsNoMapCanShow_data();
    void dropsReadingsNoMapCanShow();
    void takesWhatThePhoneDecided_data();
    void takesWhatThePhoneDecided();
    void takesTheLanguageOfThePhone_data();
    void takesTheLanguageOfThePhone();
    void takesALine();
    void takesALineOfThePhraseBook();
    void takesWhatThePersonHasSeen();
    void tellsThatThePersonWritesAtMostEveryTwoSeconds();
    void takesTheFaceOfThePage_data();
    void takesTheFaceOfThePage();
    void endsWhenThePersonFlees();
    void refusesALongLine();
    void takesACameraOffer();
    void takesTheEndOfTheCamera();
    void answersAPing();
    void hearsHowThePhonesClockIs();

private:
    Visit opened()
    {
        Visit visit({7}, {3}, LinkKind::Live, m_clock);
        const auto outcome = visit.take(R"({"kind":"open"})");
        Q_ASSERT(outcome.input);
        return visit;
    }
    QByteArray fix(const QByteArray &latitude, const QByteArray &radius = "12.5", qint64 lateBy = 2000) const
    {
        const QByteArray at = QByteArray::number(m_clock.now().toMSecsSinceEpoch() - lateBy);
        return R"({"kind":"fix","lat":)" + latitude + R"(,"lon":127.1,"radius":)" + radius + R"(,"at":)" + at + "}";
    }

    ManualClock m_clock;
};

void tst_Visit::init()
{
    QTest::failOnWarning();
    m_clock = {};
}

void tst_Visit::opensOnce()
{
    Visit visit({7}, {3}, LinkKind::Live, m_clock);

    const auto first = visit.take(R"({"kind":"open"})");
    const auto second = visit.take(R"({"kind":"open"})");

    QCOMPARE(std::get<dispatch::Opened>(*first.input).incident, IncidentId{3});
    QCOMPARE(std::get<dispatch::Opened>(*first.input).visit, VisitId{7});
    QVERIFY(!second.input);
    QVERIFY(second.complaint.isEmpty());
}

void tst_Visit::hearsNothingBeforeATouch()
{
    Visit visit({7}, {3}, LinkKind::Live, m_clock);

    const auto outcome = visit.take(fix("37.5"));

    QVERIFY(!outcome.input);
    QVERIFY(!outcome.complaint.isEmpty());
    QVERIFY(!outcome.end);
    QVERIFY(!visit.hasOpened());
}

void tst_Visit::takesAReadingWithItsOwnTime()
{
    Visit visit = opened();
    const QByteArray at = QByteArray::number(m_clock.now().toMSecsSinceEpoch() - 30000);

    const auto outcome
        = visit.take(R"({"kind":"fix","lat":37.5,"lon":-127.25,"radius":8,"speed":1.5,"heading":90,"at":)" + at + "}");

    const Fix expected{.latitude = 37.5,
                       .longitude = -127.25,
                       .radius = Metres{8},
                       .source = Fix::Source::Browser,
                       .at = m_clock.now().addSecs(-30),
                       .speed = MetresPerSecond{1.5},
                       .heading = Degrees{90}};
    QCOMPARE(std::get<dispatch::Located>(*outcome.input).fix, expected);
    QCOMPARE(std::get<dispatch::Located>(*outcome.input).incident, IncidentId{3});
}

void tst_Visit::takesTheArrivalWhereThePhoneClockIsOff_data()
{
    QTest::addColumn<qint64>("lateBy");
    QTest::newRow("slow") << qint64(3600'001);
    QTest::newRow("fast") << qint64(-3600'001);
    QTest::newRow("since 1970") << qint64(m_clock.now().toMSecsSinceEpoch());
}

void tst_Visit::takesTheArrivalWhereThePhoneClockIsOff()
{
    QFETCH(const qint64, lateBy);
    Visit visit = opened();

    const auto outcome = visit.take(fix("37.5", "10", lateBy));

    QCOMPARE(std::get<dispatch::Located>(*outcome.input).fix.at, m_clock.now());
}

void tst_Visit::dropsReadingsNoMapCanShow_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("latitude") << fix("90.1");
    QTest::newRow("no number") << fix("\"37\"");
    QTest::newRow("null") << fix("null");
    QTest::newRow("negative radius") << fix("37", "-1");
    QTest::newRow("no time") << QByteArray(R"({"kind":"fix","lat":37,"lon":127,"radius":5})");
    QTest::newRow("time beyond all") << QByteArray(R"({"kind":"fix","lat":37,"lon":127,"radius":5,"at":1e300})");
    QTest::newRow("nothing") << QByteArray(R"({"kind":"fix"})");
}

void tst_Visit::dropsReadingsNoMapCanShow()
{
    QFETCH(const QByteArray, message);
    Visit visit = opened();

    const auto outcome = visit.take(message);

    QVERIFY(!outcome.input);
    QVERIFY(!outcome.complaint.isEmpty());
    QVERIFY(!outcome.end);
}

void tst_Visit::takesWhatThePhoneDecided_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<Permission>("permission");
    QTest::addColumn<Decision>("decision");
    QTest::newRow("granted") << QByteArray(R"("of":"location","decision":"granted")") << Permission::Location
                             << Decision::Granted;
    QTest::newRow("denied") << QByteArray(R"("of":"camera","decision":"denied")") << Permission::Camera
                            << Decision::Denied;
    QTest::newRow("lacking") << QByteArray(R"("of":"camera","decision":"lacking")") << Permission::Camera
                             << Decision::Lacking;
}

void tst_Visit::takesWhatThePhoneDecided()
{
    QFETCH(const QByteArray, message);
    QFETCH(const Permission, permission);
    QFETCH(const Decision, decision);
    Visit visit = opened();

    const auto outcome = visit.take(R"({"kind":"permission",)" + message + "}");

    QCOMPARE(std::get<dispatch::PermissionSaid>(*outcome.input).incident, IncidentId{3});
    QCOMPARE(std::get<dispatch::PermissionSaid>(*outcome.input).permission, permission);
    QCOMPARE(std::get<dispatch::PermissionSaid>(*outcome.input).decision, decision);
}

void tst_Visit::takesTheLanguageOfThePhone_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QString>("language");
    QTest::newRow("one") << QByteArray(R"({"kind":"open","language":"vi-VN"})") << u"vi-VN"_s;
    QTest::newRow("none") << QByteArray(R"({"kind":"open"})") << QString();
    QTest::newRow("no word") << QByteArray(R"({"kind":"open","language":"<b>"})") << QString();
    QTest::newRow("long") << R"({"kind":"open","language":")" + QByteArray(36, 'x') + "\"}" << QString();
    QTest::newRow("a number") << QByteArray(R"({"kind":"open","language":5})") << QString();
}

void tst_Visit::takesTheLanguageOfThePhone()
{
    QFETCH(const QByteArray, message);
    QFETCH(const QString, language);
    Visit visit({7}, {3}, LinkKind::Live, m_clock);

    const auto outcome = visit.take(message);

    QCOMPARE(std::get<dispatch::Opened>(*outcome.input).language, language);
}

void tst_Visit::takesALine()
{
    Visit visit = opened();

    const auto outcome = visit.take(R"({"kind":"say","id":"a-1","text":"문 뒤에\n숨었어요"})");

    QCOMPARE(std::get<dispatch::Said>(*outcome.input).id, u"a-1"_s);
    QCOMPARE(std::get<dispatch::Said>(*outcome.input).text, u"문 뒤에\n숨었어요"_s);
}

void tst_Visit::takesALineOfThePhraseBook()
{
    Visit visit = opened();

    const auto outcome = visit.take(R"({"kind":"say","id":"a-1","text":"다쳤어요","phrase":"hurt-1"})");

    QCOMPARE(std::get<dispatch::Said>(*outcome.input).phrase, u"hurt-1"_s);
}

void tst_Visit::takesWhatThePersonHasSeen()
{
    Visit visit = opened();

    const auto came = visit.take(R"({"kind":"seen","id":"o-1","read":false})");
    const auto read = visit.take(R"({"kind":"seen","id":"o-2","read":true})");

    QCOMPARE(std::get<dispatch::Seen>(*came.input).incident, IncidentId{3});
    QCOMPARE(std::get<dispatch::Seen>(*came.input).message, u"o-1"_s);
    QVERIFY(!std::get<dispatch::Seen>(*came.input).read);
    QVERIFY(std::get<dispatch::Seen>(*read.input).read);
}

void tst_Visit::tellsThatThePersonWritesAtMostEveryTwoSeconds()
{
    Visit visit = opened();
    const QByteArray typing = R"({"kind":"typing"})";

    const auto first = visit.take(typing);
    m_clock.advance(1900ms);
    const auto soon = visit.take(typing);
    m_clock.advance(2s);
    const auto later = visit.take(typing);

    QVERIFY(first.isTyping);
    QVERIFY(!soon.isTyping);
    QVERIFY(soon.complaint.isEmpty());
    QVERIFY(later.isTyping);
}

void tst_Visit::takesTheFaceOfThePage_data()
{
    QTest::addColumn<PageFace>("face");
    QTest::newRow("plain") << PageFace::Plain;
    QTest::newRow("disguised") << PageFace::Disguised;
    QTest::newRow("black") << PageFace::Black;
}

void tst_Visit::takesTheFaceOfThePage()
{
    QFETCH(const PageFace, face);
    Visit visit = opened();

    const auto outcome = visit.take(R"({"kind":"face","face":")" + QByteArray(QTest::currentDataTag()) + "\"}");

    QCOMPARE(std::get<dispatch::FaceShown>(*outcome.input).face, face);
    QCOMPARE(std::get<dispatch::FaceShown>(*outcome.input).incident, IncidentId{3});
}

void tst_Visit::endsWhenThePersonFlees()
{
    Visit visit = opened();
    QVERIFY(!visit.hasFled());

    const auto outcome = visit.take(R"({"kind":"flee"})");

    QVERIFY(outcome.end);
    QVERIFY(outcome.complaint.isEmpty());
    QVERIFY(visit.hasFled());
}

void tst_Visit::refusesALongLine()
{
    Visit visit = opened();
    const auto say
        = [](qsizetype size) { return R"({"kind":"say","id":"a","text":")" + QByteArray(size, 'x') + "\"}"; };

    const auto longest = visit.take(say(Message::longest));
    const auto tooLong = visit.take(say(Message::longest + 1));

    QVERIFY(longest.input);
    QVERIFY(!tooLong.input);
    QCOMPARE(tooLong.reply, tooLongText(u"a"_s));
    QVERIFY(!tooLong.end);
}

void tst_Visit::takesACameraOffer()
{
    Visit visit = opened();

    const auto outcome = visit.take(R"({"kind":"offer","sdp":"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n"})");

    QCOMPARE(std::get<dispatch::CameraOffered>(*outcome.input).visit, VisitId{7});
    QVERIFY(std::get<dispatch::CameraOffered>(*outcome.input).sdp.startsWith("v=0\r\n"_L1));
}

void tst_Visit::takesTheEndOfTheCamera()
{
    Visit visit = opened();

    const auto outcome = visit.take(R"({"kind":"cameraOff"})");

    QCOMPARE(std::get<dispatch::CameraWithdrawn>(*outcome.input).visit, VisitId{7});
}

void tst_Visit::answersAPing()
{
    Visit visit = opened();

    const auto outcome = visit.take(R"({"kind":"ping"})");

    QCOMPARE(outcome.reply,
             R"({"at":%1,"kind":"pong"})"_ba.replace("%1", QByteArray::number(m_clock.now().toMSecsSinceEpoch())));
    QVERIFY(!outcome.input);
    QVERIFY(!outcome.ahead);
}

void tst_Visit::hearsHowThePhonesClockIs()
{
    Visit visit = opened();

    QCOMPARE(visit.take(R"({"kind":"ping","ahead":-140.4})").ahead, -140ms);
    for (const char *nonsense : {"1e300", "\"soon\"", "null", "[]"}) {
        const auto outcome = visit.take(QByteArray(R"({"kind":"ping","ahead":)") + nonsense + "}");
        QVERIFY2(!outcome.ahead && outcome.reply.contains("pong"), nonsense);
    }
}

QTEST_GUILESS_MAIN(tst_Visit)
#include "tst_visit.moc"
