// SPDX-License-Identifier: Apache-2.0
#include "tests/service/dispatch/bookfixture.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::test;

/// What the caller's page and its link tell, and what a seat may ask of them.
class tst_Pages : public BookFixture
{
    Q_OBJECT
private Q_SLOTS:
    void init();

    void aFetchedLinkIsToldOnceForRobotsAndOnceForPhones();
    void theLinkCarriesItsKindAndItsLanguage();
    void anotherKindOfLinkIsTheSameLink();
    void theTextIsInTheAgencysLanguageUnlessTheSeatSays();
    void aDelayedTextIsNotAFailedOne();
    void thePhonesLanguageIsTold();
    void aLanguageWithoutEndIsCut();
    void aFaceIsToldWhenItChanges();
    void aDecisionIsToldWhenItChanges();
    void leavingAtOnceIsToldApart();
    void leavingAtOnceWaitsForNoDeadSocket();
    void aLineIsDeliveredAndThenReadOnce();
    void theCallersOwnLineIsNotSeenByTheCaller();
    void aCallerCannotFillTheServiceWithLines();
    void theOperatorReadsALineOnce();
    void typingIsShownToAnOpenPageOnly();
    void aCameraIsSteeredOnAnOpenPageOnly();
    void picturesByAnotherPathAreTold();
    void aFileIsKeptAfterTheEndToo();

private:
    void open()
    {
        (void)ask(SendInvite{m_id});
        (void)take(Opened{m_id, {3}, u"vi"_s});
    }
};

void tst_Pages::init()
{
    begin();
    ringAndAnswer();
}

void tst_Pages::aFetchedLinkIsToldOnceForRobotsAndOnceForPhones()
{
    (void)ask(SendInvite{m_id});

    const Outcome robot = take(Fetched{m_id, true});
    const Outcome robotAgain = take(Fetched{m_id, true});
    const Outcome phone = take(Fetched{m_id, false});
    const Outcome phoneAgain = take(Fetched{m_id, false});

    QVERIFY(first<LinkFetched>(robot).byRobot);
    QVERIFY(!first<LinkFetched>(phone).byRobot);
    QVERIFY(robotAgain.events.empty());
    QVERIFY(phoneAgain.events.empty());
}

void tst_Pages::theLinkCarriesItsKindAndItsLanguage()
{
    const Outcome sent = ask(SendInvite{m_id, LinkKind::Upload, u"vi"_s});

    QCOMPARE(first<InviteSent>(sent).kind, LinkKind::Upload);
    QCOMPARE(first<InviteSent>(sent).language, u"vi"_s);
    QCOMPARE(effect<AdmitToken>(sent).kind, LinkKind::Upload);
}

void tst_Pages::anotherKindOfLinkIsTheSameLink()
{
    const Outcome live = ask(SendInvite{m_id});
    (void)take(TextAccepted{m_id, u"outbox"_s});
    m_clock.advance(std::chrono::seconds(10));
    const Outcome upload = ask(SendInvite{m_id, LinkKind::Upload});

    QCOMPARE(first<InviteSent>(upload).token, first<InviteSent>(live).token);
    QCOMPARE(effect<AdmitToken>(upload).kind, LinkKind::Upload);
}

void tst_Pages::theTextIsInTheAgencysLanguageUnlessTheSeatSays()
{
    m_rules.language = u"en"_s;
    m_rules.composeText = [](LinkKind, const QString &language, const QString &) { return language; };
    m_book.emplace(m_clock, m_rules);
    ringAndAnswer();

    const Outcome own = ask(SendInvite{m_id});
    (void)take(TextAccepted{m_id, u"outbox"_s});
    m_clock.advance(std::chrono::seconds(10));
    const Outcome said = ask(SendInvite{m_id, LinkKind::Live, u"th"_s});

    QCOMPARE(first<InviteSent>(own).text, u"en"_s);
    QCOMPARE(first<InviteSent>(said).text, u"th"_s);
    QVERIFY(has<Refused>(ask(SendInvite{m_id, LinkKind::Live, QString(200, u'x')})));
}

void tst_Pages::aDelayedTextIsNotAFailedOne()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"A text for incident"_s));
    (void)ask(SendInvite{m_id});

    const Outcome delayed = take(TextDelayed{m_id, u"kannel"_s, {Error::Kind::Unreachable, u"down"_s}});

    QCOMPARE(first<InviteDelayed>(delayed).gateway, u"kannel"_s);
    QVERIFY(!has<InviteFailed>(delayed));
    QVERIFY(has<InviteAccepted>(take(TextAccepted{m_id, u"second"_s})));
}

void tst_Pages::thePhonesLanguageIsTold()
{
    (void)ask(SendInvite{m_id});

    QCOMPARE(first<PageOpened>(take(Opened{m_id, {3}, u"vi"_s})).language, u"vi"_s);
}

void tst_Pages::aLanguageWithoutEndIsCut()
{
    (void)ask(SendInvite{m_id});

    QCOMPARE(first<PageOpened>(take(Opened{m_id, {3}, QString(5000, u'v')})).language.size(), 35);
}

void tst_Pages::aFaceIsToldWhenItChanges()
{
    open();

    QVERIFY(take(FaceShown{m_id, PageFace::Plain}).events.empty());
    QCOMPARE(first<PageChanged>(take(FaceShown{m_id, PageFace::Disguised})).face, PageFace::Disguised);
    QVERIFY(take(FaceShown{m_id, PageFace::Disguised}).events.empty());
    QCOMPARE(first<PageChanged>(take(FaceShown{m_id, PageFace::Black})).face, PageFace::Black);
}

void tst_Pages::aDecisionIsToldWhenItChanges()
{
    open();

    const Outcome denied = take(PermissionSaid{m_id, Permission::Location, Decision::Denied});

    QCOMPARE(first<PermissionDecided>(denied).decision, Decision::Denied);
    QVERIFY(take(PermissionSaid{m_id, Permission::Location, Decision::Denied}).events.empty());
    QVERIFY(has<PermissionDecided>(take(PermissionSaid{m_id, Permission::Camera, Decision::Denied})));
    QVERIFY(has<PermissionDecided>(take(PermissionSaid{m_id, Permission::Location, Decision::Granted})));
}

void tst_Pages::leavingAtOnceIsToldApart()
{
    open();
    const Outcome fled = take(Left{m_id, {3}, true});
    (void)take(Opened{m_id, {4}});
    const Outcome left = take(Left{m_id, {4}});

    QVERIFY(first<PageLeft>(fled).fled);
    QVERIFY(!first<PageLeft>(left).fled);
}

void tst_Pages::leavingAtOnceWaitsForNoDeadSocket()
{
    open();
    (void)take(Opened{m_id, {4}});

    QVERIFY(first<PageLeft>(take(Left{m_id, {4}, true})).fled);
    QVERIFY(!has<PageLeft>(take(Left{m_id, {3}})));
}

void tst_Pages::aLineIsDeliveredAndThenReadOnce()
{
    open();
    (void)ask(SendMessage{m_id, u"o1"_s, u"혼자 계세요?"_s, u"alone"_s});

    const Outcome delivered = take(Seen{m_id, u"o1"_s, false});
    const Outcome again = take(Seen{m_id, u"o1"_s, false});
    const Outcome read = take(Seen{m_id, u"o1"_s, true});
    const Outcome late = take(Seen{m_id, u"o1"_s, false});

    QVERIFY(!first<MessageSeen>(delivered).read);
    QVERIFY(again.events.empty());
    QVERIFY(first<MessageSeen>(read).read);
    QVERIFY(late.events.empty());
    QVERIFY(take(Seen{m_id, u"unknown"_s, true}).events.empty());
}

void tst_Pages::theCallersOwnLineIsNotSeenByTheCaller()
{
    open();
    (void)take(Said{m_id, u"c1"_s, u"2"_s});

    QVERIFY(take(Seen{m_id, u"c1"_s, true}).events.empty());
}

void tst_Pages::aCallerCannotFillTheServiceWithLines()
{
    open();
    for (int i = 0; i < 5000; ++i)
        QVERIFY(has<MessageSent>(take(Said{m_id, u"c%1"_s.arg(i), u"2"_s})));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"has too many"_s));

    const Outcome oneMore = take(Said{m_id, u"more"_s, u"2"_s});

    QVERIFY(oneMore.events.empty());
    QVERIFY(oneMore.effects.empty());
    QVERIFY(take(Said{m_id, u"and more"_s, u"2"_s}).events.empty()); // and no line in the log for each
    QVERIFY(has<MessageSent>(ask(SendMessage{m_id, u"o"_s, u"yes"_s}))); // the operator still can
}

void tst_Pages::theOperatorReadsALineOnce()
{
    open();
    (void)take(Said{m_id, u"c1"_s, u"2"_s});

    const Outcome read = ask(ReadMessage{m_id, u"c1"_s});
    const Outcome again = ask(ReadMessage{m_id, u"c1"_s});

    QVERIFY(first<MessageSeen>(read).read);
    QCOMPARE(effect<ShowRead>(read).message, u"c1"_s);
    QVERIFY(again.events.empty());
    QVERIFY(has<Refused>(ask(ReadMessage{m_id, u"unknown"_s})));
    (void)take(Said{m_id, u"c2"_s, u"3"_s});
    QVERIFY(has<Refused>(ask(ReadMessage{m_id, u"c2"_s}, {2}))); // who looks on has not been told it
}

void tst_Pages::typingIsShownToAnOpenPageOnly()
{
    QVERIFY(ask(TellTyping{m_id}).effects.empty());
    open();
    const Outcome typing = ask(TellTyping{m_id});

    QVERIFY(typing.events.empty());
    QCOMPARE(effect<ShowTyping>(typing).incident, m_id);
}

void tst_Pages::aCameraIsSteeredOnAnOpenPageOnly()
{
    QVERIFY(has<Refused>(ask(AskCamera{m_id, CameraWish::Front})));
    open();
    const Outcome asked = ask(AskCamera{m_id, CameraWish::Front}, {7});

    QCOMPARE(first<CameraAsked>(asked).seat, SeatId{7});
    QCOMPARE(effect<SteerCamera>(asked).wish, CameraWish::Front);
}

void tst_Pages::picturesByAnotherPathAreTold()
{
    open();

    QCOMPARE(first<CameraStarted>(take(PictureSeen{m_id, {3}})).path, PicturePath::Stream);
    QCOMPARE(first<CameraStarted>(take(PictureSeen{m_id, {3}, PicturePath::Stills})).path, PicturePath::Stills);
    QVERIFY(take(PictureSeen{m_id, {3}, PicturePath::Stills}).events.empty());
}

void tst_Pages::aFileIsKeptAfterTheEndToo()
{
    open();
    const FileCame file{m_id, FileKind::Photo, u"1-a.jpg"_s, QString(64, u'0'), 48213};

    QCOMPARE(first<FileKept>(take(file)).bytes, 48213U);
    (void)ask(CloseIncident{m_id, CloseReason::HelpSent, u"on scene"_s});
    QCOMPARE(first<FileKept>(take(file)).file, u"1-a.jpg"_s);
}

QTEST_GUILESS_MAIN(tst_Pages)
#include "tst_pages.moc"
