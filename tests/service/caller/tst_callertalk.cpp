// SPDX-License-Identifier: Apache-2.0
#include "tests/service/caller/callerhouse.h"
#include "tests/service/frames/jpegs.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using knock::test::jpeg;
using knock::test::otherToken;
using knock::test::Page;
using knock::test::token;

/// What the page and the rules say to each other through the adapter.
class tst_CallerTalk final : public knock::test::CallerHouse
{
    Q_OBJECT
private Q_SLOTS:
    void turnsMessagesIntoInputs();
    void saysWhenAPageLeft();
    void saysThatAPersonFled();
    void tellsThatThePersonWrites();
    void saysWhatTheLinkIsFor();
    void tellsEveryPageWhatTheOperatorDoes();
    void saysNothingOfAPageNobodyTouched();
    void showsTheChatToOneVisit();
    void showsALineToEveryPageOfTheIncident();
    void passesOnStills();
    void asksForStillsAtAPace();
    void dropsStillsThatAreNone();
    void beginsAsTheAgencyWishes();
    void passesTheCameraAnswer();
    void endsThePagesOfAClosedIncident();
};

void tst_CallerTalk::turnsMessagesIntoInputs()
{
    const auto page = openPage();
    QVERIFY(page);
    const qint64 at = m_clock.now().toMSecsSinceEpoch() - 1500;

    page->say({{u"kind"_s, u"fix"_s}, {u"lat"_s, 37.5}, {u"lon"_s, 127.25}, {u"radius"_s, 6}, {u"at"_s, at}});
    page->say({{u"kind"_s, u"say"_s}, {u"id"_s, u"a"_s}, {u"text"_s, u"도와주세요"_s}});
    page->say({{u"kind"_s, u"offer"_s}, {u"sdp"_s, u"v=0\r\n"_s}});
    page->say({{u"kind"_s, u"permission"_s}, {u"of"_s, u"location"_s}, {u"decision"_s, u"denied"_s}});
    page->say({{u"kind"_s, u"seen"_s}, {u"id"_s, u"o-1"_s}, {u"read"_s, true}});
    page->say({{u"kind"_s, u"face"_s}, {u"face"_s, u"black"_s}});
    page->say({{u"kind"_s, u"cameraOff"_s}});

    QTRY_COMPARE(inputs<CameraWithdrawn>().size(), 1);
    QCOMPARE(inputs<Located>().at(0).fix.longitude, 127.25);
    QCOMPARE(inputs<Located>().at(0).fix.at, m_clock.now().addMSecs(-1500));
    QCOMPARE(inputs<Said>().at(0).text, u"도와주세요"_s);
    QCOMPARE(inputs<CameraOffered>().at(0).sdp, u"v=0\r\n"_s);
    QCOMPARE(inputs<CameraOffered>().at(0).visit, inputs<Opened>().at(0).visit);
    QCOMPARE(inputs<PermissionSaid>().at(0).decision, Decision::Denied);
    QCOMPARE(inputs<Seen>().at(0).message, u"o-1"_s);
    QCOMPARE(inputs<FaceShown>().at(0).face, PageFace::Black);
}

void tst_CallerTalk::saysWhenAPageLeft()
{
    auto page = openPage();
    QVERIFY(page);

    page.reset();

    QTRY_COMPARE(inputs<Left>().size(), 1);
    QCOMPARE(inputs<Left>().at(0).visit, VisitId{1});
    QCOMPARE(inputs<Left>().at(0).incident, IncidentId{1});
    QVERIFY(!inputs<Left>().at(0).fled);
}

void tst_CallerTalk::saysThatAPersonFled()
{
    const auto page = openPage();
    QVERIFY(page);

    page->say({{u"kind"_s, u"flee"_s}});

    QTRY_COMPARE(inputs<Left>().size(), 1);
    QVERIFY(inputs<Left>().at(0).fled);
    QTRY_VERIFY(page->state() == QAbstractSocket::UnconnectedState);
}

void tst_CallerTalk::tellsThatThePersonWrites()
{
    QSignalSpy typing(m_caller.get(), &caller::Caller::typing);
    const auto page = openPage();
    QVERIFY(page);

    page->say({{u"kind"_s, u"typing"_s}});
    page->say({{u"kind"_s, u"typing"_s}});
    page->say({{u"kind"_s, u"cameraOff"_s}});

    QTRY_COMPARE(inputs<CameraWithdrawn>().size(), 1);
    QCOMPARE(typing.size(), 1);
    QCOMPARE(typing.at(0).at(0).value<IncidentId>(), IncidentId{1});
}

void tst_CallerTalk::saysWhatTheLinkIsFor()
{
    admit({2}, otherToken, LinkKind::Upload);
    const auto live = openPage();
    const auto upload = openPage(otherToken);

    m_caller->perform(ShowChat{{1}, inputs<Opened>().at(0).visit, {}});
    m_caller->perform(ShowChat{{2}, inputs<Opened>().at(1).visit, {}});

    QTRY_COMPARE(live->heard.size(), 1);
    QTRY_COMPARE(upload->heard.size(), 1);
    QCOMPARE(live->heard.first()["link"_L1].toString(), u"live"_s);
    QCOMPARE(live->heard.first()["face"_L1].toString(), u"plain"_s);
    QCOMPARE(upload->heard.first()["link"_L1].toString(), u"upload"_s);
}

void tst_CallerTalk::tellsEveryPageWhatTheOperatorDoes()
{
    admit({2}, otherToken);
    const auto first = openPage();
    const auto second = openPage();
    const auto stranger = openPage(otherToken);

    m_caller->perform(ShowTyping{{1}});
    m_caller->perform(ShowRead{{1}, u"a-1"_s});
    m_caller->perform(SteerCamera{{1}, CameraWish::Snapshot});

    for (const auto *page : {first.get(), second.get()}) {
        QTRY_COMPARE(page->heard.size(), 3);
        QCOMPARE(page->heard.at(0), QJsonObject({{u"kind"_s, u"typing"_s}}));
        QCOMPARE(page->heard.at(1), QJsonObject({{u"kind"_s, u"read"_s}, {u"id"_s, u"a-1"_s}}));
        QCOMPARE(page->heard.at(2), QJsonObject({{u"kind"_s, u"camera"_s}, {u"wish"_s, u"snapshot"_s}}));
    }
    QVERIFY(stranger->heard.isEmpty());
}

void tst_CallerTalk::saysNothingOfAPageNobodyTouched()
{
    auto untouched = std::make_unique<Page>(m_caller->port());
    QTRY_VERIFY(untouched->state() == QAbstractSocket::ConnectedState);

    untouched.reset();
    auto touched = openPage();
    touched.reset();

    QTRY_COMPARE(inputs<Left>().size(), 1);
    QCOMPARE(inputs<Left>().at(0).visit, VisitId{2});
}

void tst_CallerTalk::showsTheChatToOneVisit()
{
    const auto first = openPage();
    const auto second = openPage();
    const Message message{u"o-1"_s, Message::Author::Operator, u"Are you alone?"_s, m_clock.now()};

    m_caller->perform(ShowChat{{1}, inputs<Opened>().at(1).visit, {message}});

    QTRY_COMPARE(second->heard.size(), 1);
    const QJsonObject chat = second->heard.first();
    QCOMPARE(chat["kind"_L1].toString(), u"chat"_s);
    const QJsonObject line = chat["messages"_L1].toArray().first().toObject();
    QCOMPARE(line["id"_L1].toString(), u"o-1"_s);
    QCOMPARE(line["author"_L1].toString(), u"operator"_s);
    QCOMPARE(line["text"_L1].toString(), u"Are you alone?"_s);
    QCOMPARE(first->heard.size(), 0);
}

void tst_CallerTalk::showsALineToEveryPageOfTheIncident()
{
    admit({2}, otherToken);
    const auto first = openPage();
    const auto second = openPage();
    const auto stranger = openPage(otherToken);

    m_caller->perform(ShowMessage{{1}, {u"a"_s, Message::Author::Caller, u"yes"_s, m_clock.now()}});
    m_caller->perform(ShowMessage{{2}, {u"b"_s, Message::Author::Caller, u"no"_s, m_clock.now()}});

    QTRY_COMPARE(first->heard.size(), 1);
    QTRY_COMPARE(second->heard.size(), 1);
    QTRY_COMPARE(stranger->heard.size(), 1);
    QCOMPARE(first->heard.first()["kind"_L1].toString(), u"message"_s);
    QCOMPARE(first->heard.first()["text"_L1].toString(), u"yes"_s);
    QCOMPARE(stranger->heard.first()["text"_L1].toString(), u"no"_s);
}

void tst_CallerTalk::passesOnStills()
{
    QSignalSpy stills(m_caller.get(), &caller::Caller::still);
    const auto page = openPage();
    QVERIFY(page);
    const QByteArray picture = jpeg(640, 480, QByteArray(20'000, '\x80'));

    page->sendBinaryMessage(picture);

    QTRY_COMPARE(stills.size(), 1);
    QCOMPARE(stills.at(0).at(0).value<IncidentId>(), IncidentId{1});
    QCOMPARE(stills.at(0).at(1).value<VisitId>(), inputs<Opened>().at(0).visit);
    QCOMPARE(stills.at(0).at(2).toByteArray(), picture);
    QTRY_COMPARE(page->heard.size(), 1);
    QCOMPARE(page->heard.at(0), QJsonObject({{u"kind"_s, u"still"_s}}));
    QCOMPARE(m_inputs.size(), 1); // what stills mean is for the reception of cameras to say
}

void tst_CallerTalk::asksForStillsAtAPace()
{
    const auto page = openPage();
    QVERIFY(page);
    QElapsedTimer time;
    time.start();
    connect(page.get(), &QWebSocket::textMessageReceived, page.get(),
            [&page = *page] { page.sendBinaryMessage(jpeg(640, 480)); });

    page->sendBinaryMessage(jpeg(640, 480));

    // The clock stands, so each but the first is asked for a tenth of a second later than the one before.
    QTRY_VERIFY(page->heard.size() >= 5);
    QVERIFY2(time.elapsed() >= 350, qPrintable(QString::number(time.elapsed())));
}

void tst_CallerTalk::dropsStillsThatAreNone()
{
    QSignalSpy stills(m_caller.get(), &caller::Caller::still);
    const auto page = openPage();
    QVERIFY(page);
    for (int i = 0; i < 10; ++i)
        QTest::ignoreMessage(QtWarningMsg, "A page sent a still that is no JPEG picture of a fair size");

    page->sendBinaryMessage("no picture");
    QTRY_COMPARE(page->heard.size(), 1);
    QCOMPARE(page->heard.at(0), QJsonObject({{u"kind"_s, u"still"_s}}));
    for (int i = 0; i < 9; ++i)
        page->sendBinaryMessage(jpeg(4000, 3000));

    QTRY_VERIFY(page->state() == QAbstractSocket::UnconnectedState);
    QCOMPARE(stills.size(), 0);
}

void tst_CallerTalk::beginsAsTheAgencyWishes()
{
    caller::Configuration wishes = configuration();
    wishes.disguised = true;
    wishes.turn = {u"turns:turn.example:443?transport=tcp"_s};
    wishes.turnSecret = "secret";
    m_caller.reset();
    start(wishes);
    const auto page = openPage();
    QVERIFY(page);

    m_caller->perform(ShowChat{{1}, inputs<Opened>().at(0).visit, {}});

    QTRY_COMPARE(page->heard.size(), 1);
    QCOMPARE(page->heard.first()["face"_L1].toString(), u"disguised"_s);
    const QJsonObject relay = page->heard.first()["relays"_L1].toArray().first().toObject();
    QCOMPARE(relay["urls"_L1].toString(), u"turns:turn.example:443?transport=tcp"_s);
    QCOMPARE(relay["username"_L1].toString(), QString::number(m_clock.now().toSecsSinceEpoch() + 3600));
    QVERIFY(!relay["credential"_L1].toString().isEmpty());
}

void tst_CallerTalk::passesTheCameraAnswer()
{
    const auto page = openPage();
    QVERIFY(page);
    const VisitId visit = inputs<Opened>().at(0).visit;

    m_caller->perform(PassAnswer{{1}, visit, u"v=0\r\n"_s});
    m_caller->perform(PassCandidate{{1}, visit, 0, u"candidate:1 1 UDP 1 127.0.0.1 5000 typ host"_s});
    m_caller->perform(PassAnswer{{1}, VisitId{99}, u"v=0 of somebody else"_s});

    QTRY_COMPARE(page->heard.size(), 2);
    QCOMPARE(page->heard.at(0), QJsonObject({{u"kind"_s, u"answer"_s}, {u"sdp"_s, u"v=0\r\n"_s}}));
    QCOMPARE(page->heard.at(1)["line"_L1].toInt(-1), 0);
    QVERIFY(page->heard.at(1)["candidate"_L1].toString().startsWith("candidate:1"_L1));
}

void tst_CallerTalk::endsThePagesOfAClosedIncident()
{
    admit({2}, otherToken);
    const auto page = openPage();
    const auto stranger = openPage(otherToken);

    m_caller->perform(RevokeTokens{{1}});

    QTRY_VERIFY(page->state() == QAbstractSocket::UnconnectedState);
    QCOMPARE(page->heard.last(), QJsonObject({{u"kind"_s, u"end"_s}}));
    QCOMPARE(stranger->state(), QAbstractSocket::ConnectedState);
    QVERIFY(stranger->heard.isEmpty());
}

QTEST_GUILESS_MAIN(tst_CallerTalk)
#include "tst_callertalk.moc"
