// SPDX-License-Identifier: Apache-2.0
#include "tests/service/door/doorhouse.h"

using namespace Qt::StringLiterals;
using namespace knock;

/// What desks are told.
class tst_DoorTold : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_house.reset(); }

    void eachRoleIsToldItsOwn_data();
    void eachRoleIsToldItsOwn();
    void refusalsGoToWhoAsked();
    void aDeskThatComesBackIsToldWhatItMissed();
    void aDeskOfAnotherRunIsToldEverything();
    void aClosedIncidentIsNotToldToAFreshDesk();
    void whatIsShownAtOnceIsPassedOn();
    void aNewDeskLearnsHowThePartsAreAndWhoWatches();
    void aLookUpIsAnsweredToWhoAsked();
    void aPieceOfAFileGoesToWhoAsked();
    void aRecordThatIsTooLargeIsRefused();

private:
    std::unique_ptr<test::DoorHouse> m_house;
};

void tst_DoorTold::init()
{
    QTest::failOnWarning();
    m_house = std::make_unique<test::DoorHouse>();
    const auto opened = m_house->open();
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().detail));
}

void tst_DoorTold::eachRoleIsToldItsOwn_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<bool>("seesCallers");
    QTest::addColumn<bool>("mayAnswer");
    QTest::addColumn<bool>("mayLookUp");

    QTest::newRow("call-taker") << u"kim"_s << true << true << true;
    QTest::newRow("supervisor") << u"lee"_s << true << true << true;
    QTest::newRow("trainer") << u"han"_s << false << false << false;
    QTest::newRow("administrator") << u"seo"_s << false << false << false;
    QTest::newRow("auditor") << u"ahn"_s << false << false << true;
}

void tst_DoorTold::eachRoleIsToldItsOwn()
{
    QFETCH(const QString, user);
    QFETCH(const bool, seesCallers);
    QFETCH(const bool, mayAnswer);
    QFETCH(const bool, mayLookUp);
    const IncidentId old = m_house->call();
    const auto desk = m_house->desk();
    QVERIFY(desk->signIn(user));
    QSignalSpy watched(m_house->door, &door::Door::watched);
    QSignalSpy voices(m_house->door, &door::Door::voice);

    const IncidentId incident = m_house->call();
    m_house->door->tellSound({incident, {}, {}, {}});
    m_house->door->tellCamera({incident, {}, 0});
    m_house->door->tellTyping(incident);
    m_house->door->tellViewers(incident, 1);
    m_house->door->tellHealth({Health::Part::Media, true, {}});
    desk->say(wire::Watch{incident, true});
    desk->say(wire::Headset{true});
    desk->say(wire::Ask{1, AnswerCall{incident}});
    desk->say(wire::Ask{2, LookUp{old}});
    desk->say(wire::Beat{});
    QVERIFY(desk->hears<wire::Beat>());
    QVERIFY(desk->hears<wire::PartHealth>());
    if (mayLookUp)
        QVERIFY(desk->hears<wire::Earlier>());
    else
        QTRY_COMPARE(desk->told<Refused>().size(), 2U);

    QCOMPARE(desk->told<CallArrived>().size(), seesCallers ? 2U : 0U);
    QCOMPARE(desk->told<CallAnswered>().size(), mayAnswer ? 1U : 0U);
    QCOMPARE(desk->told<Refused>().size(), size_t(!mayAnswer) + size_t(!mayLookUp));
    QCOMPARE(desk->all<wire::Sound>().size(), size_t(seesCallers));
    QCOMPARE(desk->all<wire::Camera>().size(), size_t(seesCallers));
    QCOMPARE(desk->all<wire::Typing>().size(), size_t(seesCallers));
    QCOMPARE(desk->all<wire::Viewers>().empty(), !seesCallers);
    QCOMPARE(watched.size(), qsizetype(seesCallers));
    QCOMPARE(voices.size(), qsizetype(seesCallers));
}

void tst_DoorTold::refusalsGoToWhoAsked()
{
    const auto asking = m_house->desk();
    const auto other = m_house->desk();
    QVERIFY(asking->signIn(u"kim"_s));
    QVERIFY(other->signIn(u"lee"_s));
    const IncidentId incident = m_house->call();

    asking->say(wire::Ask{1, HangUp{incident}}); // it is not hers
    QTRY_COMPARE(asking->told<Refused>().size(), 1U);
    m_house->write(incident, u"later"_s);

    QTRY_COMPARE(other->told<NoteWritten>().size(), 1U);
    QVERIFY(other->told<Refused>().empty());
}

void tst_DoorTold::aDeskThatComesBackIsToldWhatItMissed()
{
    const auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));
    const IncidentId incident = m_house->call();
    QVERIFY(desk->hears<wire::Told>());
    desk->cut();
    m_house->write(incident, u"missed"_s);
    m_house->write(incident, u"this, too"_s);
    QVERIFY(m_house->tells(3));

    desk->come();
    QVERIFY(desk->hears<wire::CaughtUp>(2));

    QVERIFY(desk->welcome().resumed);
    QCOMPARE(desk->sequences, m_house->told);
    QCOMPARE(desk->doubled, 0);
}

void tst_DoorTold::aDeskOfAnotherRunIsToldEverything()
{
    auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));
    m_house->call();
    QVERIFY(desk->hears<wire::Told>());
    const QString run = desk->run;
    QVERIFY(m_house->restart());
    const auto again = m_house->desk();
    again->session = desk->session;
    again->run = desk->run;
    again->after = desk->after;

    again->come();
    QVERIFY(again->hears<wire::CaughtUp>());

    QVERIFY(!again->welcome().resumed);
    QVERIFY(again->welcome().run != run);
    QCOMPARE(again->all<wire::StartingOver>().size(), 1U);
    QCOMPARE(again->told<CallArrived>().size(), 1U);
}

void tst_DoorTold::aClosedIncidentIsNotToldToAFreshDesk()
{
    const IncidentId closed = m_house->call();
    const IncidentId open = m_house->call();
    m_house->service->take(dispatch::LineWentAway{{1}, LineEnd::HungUp});
    m_house->service->take(dispatch::Asked{{1}, CloseIncident{closed, CloseReason::Mistake, {}}});
    QVERIFY(m_house->tells(4));
    const auto desk = m_house->desk();

    QVERIFY(desk->signIn(u"kim"_s));

    QCOMPARE(desk->told<CallArrived>().size(), 1U);
    QCOMPARE(desk->told<CallArrived>().at(0).incident, open);
    QVERIFY(desk->told<IncidentClosed>().empty());
}

void tst_DoorTold::whatIsShownAtOnceIsPassedOn()
{
    const auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));
    const LineSound sound{.incident = {1}, .level = {-20}, .silence = {}, .marks = {LineSound::Mark::Breath}};
    const CameraHealth camera{{1}, std::chrono::milliseconds(180), 0.5};

    Q_EMIT m_house->service->sound(sound);
    Q_EMIT m_house->service->camera(camera);
    Q_EMIT m_house->service->typing({1});
    Q_EMIT m_house->service->viewers({1}, 2);

    QVERIFY(desk->hears<wire::Viewers>());
    QCOMPARE(desk->all<wire::Sound>(), (std::vector{wire::Sound{sound}}));
    QCOMPARE(desk->all<wire::Camera>(), (std::vector{wire::Camera{camera}}));
    QCOMPARE(desk->all<wire::Typing>(), (std::vector{wire::Typing{{1}}}));
    QCOMPARE(desk->all<wire::Viewers>(), (std::vector{wire::Viewers{{1}, 2}}));
}

void tst_DoorTold::aNewDeskLearnsHowThePartsAreAndWhoWatches()
{
    const Health unwell{Health::Part::TextGateway, false, {Error::Kind::Unreachable, u"no answer"_s}};
    Q_EMIT m_house->service->health(unwell);
    Q_EMIT m_house->service->viewers({1}, 2);
    Q_EMIT m_house->service->viewers({2}, 1);
    Q_EMIT m_house->service->viewers({2}, 0);
    const auto desk = m_house->desk();

    QVERIFY(desk->signIn(u"kim"_s));
    QVERIFY(desk->hears<wire::Viewers>());

    QCOMPARE(desk->all<wire::PartHealth>(), (std::vector{wire::PartHealth{unwell}}));
    QCOMPARE(desk->all<wire::Viewers>(), (std::vector{wire::Viewers{{1}, 2}}));
}

void tst_DoorTold::aLookUpIsAnsweredToWhoAsked()
{
    const auto asking = m_house->desk();
    const auto other = m_house->desk();
    QVERIFY(asking->signIn(u"kim"_s));
    QVERIFY(other->signIn(u"lee"_s));
    const IncidentId incident = m_house->call();

    asking->say(wire::Ask{1, LookUp{incident}});
    QVERIFY(asking->hears<wire::Earlier>());
    other->say(wire::Beat{});
    QVERIFY(other->hears<wire::Beat>());

    QCOMPARE(asking->all<wire::Earlier>().at(0).incident, incident);
    QCOMPARE(asking->all<wire::Earlier>().at(0).events.size(), 1U);
    QVERIFY(other->all<wire::Earlier>().empty());
}

void tst_DoorTold::aPieceOfAFileGoesToWhoAsked()
{
    const auto asking = m_house->desk();
    const auto other = m_house->desk();
    QVERIFY(asking->signIn(u"kim"_s));
    QVERIFY(other->signIn(u"lee"_s));
    const FilePiece piece{{17}, u"17-a.mka"_s, 0, FilePiece::most, QByteArray(FilePiece::most, '\xa5')};

    m_house->door->tellPiece(piece, asking->welcome().seat);
    QVERIFY(asking->hears<wire::Piece>());
    other->say(wire::Beat{});
    QVERIFY(other->hears<wire::Beat>());

    QCOMPARE(m_house->door->seats().connected, 2U);
    QCOMPARE(asking->all<wire::Piece>(), std::vector{wire::Piece{piece}});
    QVERIFY(other->all<wire::Piece>().empty());
}

void tst_DoorTold::aRecordThatIsTooLargeIsRefused()
{
    const auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));
    const IncidentId incident = m_house->call();
    const std::vector<Event> much(2000, NoteWritten{incident, QString(2000, u'x'), {1}, m_house->clock.now()});

    m_house->door->tellEarlier(incident, much, {1});

    QTRY_COMPARE(desk->told<Refused>().size(), 1U);
    QCOMPARE(desk->told<Refused>().at(0).why.kind, Error::Kind::Full);
    QVERIFY(desk->all<wire::Earlier>().empty());
}

QTEST_GUILESS_MAIN(tst_DoorTold)
#include "tst_doortold.moc"
