// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/laddermodel.h"
#include "tests/support/modeltext.h"
#include "tests/support/story.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using desk::LadderModel;
using desk::Step;

class tst_LadderModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void isEmptyHandedWithoutAnIncident();
    void leadsACallFromRingToTheFirstLine();
    void offersTheOrderBeforeLinkAndCamera();
    void listensWhileTheAnswerWindowIsOpen();
    void sendsTheLinkAgainWhenItFailed();
    void sendsTheLinkAgainWhenItExpired();
    void tellsHowFarTheTextHasCome();
    void aNewTextForgetsWhatBecameOfTheOld();
    void tellsHowThePageStands();
    void tellsWhatWasRefused_data();
    void tellsWhatWasRefused();
    void aLocationOfThePhonesOwnWasAllowed();
    void tellsOfStills();
    void expectsOnlyWhatTheLinkAsksFor_data();
    void expectsOnlyWhatTheLinkAsksFor();
    void waitsForWhoUsedTheExitButton();
    void closesWhatNeedsNoHelp_data();
    void closesWhatNeedsNoHelp();
    void hasAtMostOneNextRung();

private:
    [[nodiscard]] QString next() const;
    [[nodiscard]] QString stand(LadderModel::Rung rung) const;
    void send(LinkKind kind = LinkKind::Live);

    struct House {
        FakeBackend backend;
        ManualClock clock;
        desk::Desk desk{backend};
        Story story{backend, clock};
        LadderModel ladder{desk, clock};
        QAbstractItemModelTester tester{&ladder};
    };
    std::unique_ptr<House> m_house;
};

void tst_LadderModel::init()
{
    QTest::failOnWarning();
    m_house = std::make_unique<House>();
}

void tst_LadderModel::cleanup() { m_house.reset(); }

/// The names of the rungs that are next.
QString tst_LadderModel::next() const
{
    QStringList names;
    for (int row = 0; row < m_house->ladder.rowCount(); ++row) {
        const QModelIndex rung = m_house->ladder.index(row);
        if (asText(rung.data(LadderModel::ProgressRole)) == "Next"_L1)
            names.append(asText(rung.data(LadderModel::RungRole)));
    }
    return names.join(u' ');
}

/// How a rung stands, when, and how far it is.
QString tst_LadderModel::stand(LadderModel::Rung rung) const
{
    const QModelIndex index = m_house->ladder.index(static_cast<int>(rung));
    return asText(index.data(LadderModel::StageRole)) + u' ' + asText(index.data(LadderModel::AtRole)) + u' '
        + asText(index.data(LadderModel::ProgressRole));
}

/// An answered call with a unit on its way and a link that the gateway took.
void tst_LadderModel::send(LinkKind kind)
{
    m_house->story.ring({1});
    m_house->story.answer({1});
    m_house->story.order({1}, u"12"_s);
    m_house->story.invite({1}, kind);
    m_house->story.accept({1});
    m_house->clock.advance(1s);
}

void tst_LadderModel::isEmptyHandedWithoutAnIncident()
{
    QCOMPARE(m_house->ladder.nextStep(), Step::None);
    QCOMPARE(m_house->ladder.rowCount(), 12);
    QCOMPARE(next(), QString());
}

void tst_LadderModel::leadsACallFromRingToTheFirstLine()
{
    auto &[backend, clock, desk, story, ladder, tester] = *m_house;
    const auto after = [&](auto &&happen) {
        happen();
        ladder.refresh();
        clock.advance(1s);
        return std::pair(ladder.nextStep(), next());
    };
    const auto is = [](Step step, QLatin1StringView rung) { return std::pair(step, QString(rung)); };
    story.ring({1});
    desk.select({1});

    QCOMPARE(ladder.nextStep(), Step::Answer);
    QCOMPARE(after([&] { story.answer({1}); }), is(Step::Ask, "Asked"_L1));
    QCOMPARE(after([&] { story.prompt({1}); }), is(Step::Listen, "Knocked"_L1));
    QCOMPARE(after([&] { story.listen({1}); }), is(Step::Listen, "Knocked"_L1));
    QCOMPARE(after([&] { story.knock({1}); }), is(Step::Judge, "Confirmed"_L1));
    QCOMPARE(after([&] { story.confirm({1}); }), is(Step::Order, "Ordered"_L1));
    QCOMPARE(after([&] { story.order({1}, u"12"_s); }), is(Step::SendLink, "LinkSent"_L1));
    QCOMPARE(after([&] { story.invite({1}); }), is(Step::Wait, "LinkSent"_L1));
    QCOMPARE(after([&] { story.accept({1}); }), is(Step::Wait, "Opened"_L1));
    QCOMPARE(after([&] { story.open({1}); }), is(Step::Write, "Allowed"_L1));
    QCOMPARE(after([&] { story.decide({1}, Permission::Location, Decision::Granted); }), is(Step::Write, "Located"_L1));
    QCOMPARE(after([&] { story.locate({1}); }), is(Step::Write, "Live"_L1));
    QCOMPARE(after([&] { story.show({1}); }), is(Step::Write, "Wrote"_L1));
    QCOMPARE(after([&] { story.say({1}, u"a"_s, u"2"_s); }), is(Step::Write, ""_L1));
    QCOMPARE(
        asText(ladder, {LadderModel::RungRole, LadderModel::StageRole, LadderModel::AtRole, LadderModel::ProgressRole}),
        "Ring Plain 03:40:00 Done\n"
        "Answered Plain 03:40:00 Done\n"
        "Asked Plain 03:40:01 Done\n"
        "Knocked Plain 03:40:03 Done\n"
        "Confirmed Plain 03:40:04 Done\n"
        "Ordered Plain 03:40:05 Done\n"
        "LinkSent Accepted 03:40:07 Done\n"
        "Opened Plain 03:40:08 Done\n"
        "Allowed Plain 03:40:09 Done\n"
        "Located Plain 03:40:10 Done\n"
        "Live Plain 03:40:11 Done\n"
        "Wrote Plain 03:40:12 Done"_L1);
}

void tst_LadderModel::offersTheOrderBeforeLinkAndCamera()
{
    Story &story = m_house->story;
    story.ring({1});
    story.answer({1});
    story.knock({1});
    story.confirm({1});
    story.invite({1});
    story.accept({1});
    story.open({1});

    QCOMPARE(m_house->ladder.nextStep(), Step::Order);
    QCOMPARE(next(), "Ordered"_L1);
}

void tst_LadderModel::listensWhileTheAnswerWindowIsOpen()
{
    Story &story = m_house->story;
    story.ring({1});
    story.answer({1});
    story.prompt({1});
    story.listen({1});

    m_house->clock.advance(3999ms);
    QCOMPARE(m_house->ladder.nextStep(), Step::Listen);
    m_house->clock.advance(1ms);

    QCOMPARE(m_house->ladder.nextStep(), Step::Ask);
}

void tst_LadderModel::sendsTheLinkAgainWhenItFailed()
{
    Story &story = m_house->story;
    story.ring({1});
    story.answer({1});
    story.order({1}, u"12"_s);
    story.invite({1});

    story.failInvite({1});

    QCOMPARE(m_house->ladder.nextStep(), Step::SendLink);
    const QModelIndex sent = m_house->ladder.index(static_cast<int>(LadderModel::Rung::LinkSent));
    QCOMPARE(asText(sent.data(LadderModel::ProgressRole)), "Failed"_L1);
}

void tst_LadderModel::sendsTheLinkAgainWhenItExpired()
{
    Story &story = m_house->story;
    story.ring({1});
    story.answer({1});
    story.order({1}, u"12"_s);
    story.invite({1});
    story.accept({1});

    m_house->clock.advance(1h);

    QCOMPARE(m_house->ladder.nextStep(), Step::SendLink);
}

void tst_LadderModel::tellsHowFarTheTextHasCome()
{
    send();
    const auto text = LadderModel::Rung::LinkSent;
    QCOMPARE(stand(text), "Accepted 03:40:00 Done"_L1);
    m_house->story.fetch({1}, true);
    QCOMPARE(stand(text), "Previewed 03:40:01 Done"_L1);
    m_house->clock.advance(1s);

    m_house->story.deliver({1});

    QCOMPARE(stand(text), "Delivered 03:40:02 Done"_L1);
    const QModelIndex rung = m_house->ladder.index(static_cast<int>(text));
    const auto marks = rung.data(LadderModel::MarksRole).value<std::vector<LadderModel::Mark>>();
    QCOMPARE(marks.size(), 4U);
    QCOMPARE(marks.at(2).stage, LadderModel::Stage::Previewed);
}

void tst_LadderModel::aNewTextForgetsWhatBecameOfTheOld()
{
    send();
    m_house->story.fetch({1}, true);
    m_house->story.deliver({1});
    m_house->clock.advance(1s);

    m_house->story.invite({1});

    QCOMPARE(stand(LadderModel::Rung::LinkSent), "Plain 03:40:02 Next"_L1);
}

void tst_LadderModel::tellsHowThePageStands()
{
    send();
    const auto page = LadderModel::Rung::Opened;
    m_house->story.open({1});
    m_house->clock.advance(1s);
    m_house->story.turn({1}, PageFace::Disguised);
    QCOMPARE(stand(page), "Disguised 03:40:02 Done"_L1);
    m_house->story.turn({1}, PageFace::Black);
    QCOMPARE(stand(page), "Black 03:40:02 Done"_L1);
    m_house->story.turn({1}, PageFace::Plain);
    QCOMPARE(stand(page), "Plain 03:40:01 Done"_L1);
    m_house->clock.advance(1s);

    m_house->story.leave({1});

    QCOMPARE(stand(page), "Left 03:40:03 Gone"_L1);
    m_house->story.open({1});
    QCOMPARE(stand(page), "Plain 03:40:01 Done"_L1);
}

void tst_LadderModel::tellsWhatWasRefused_data()
{
    QTest::addColumn<Permission>("permission");
    QTest::addColumn<Decision>("decision");
    QTest::addColumn<LadderModel::Rung>("rung");
    QTest::addColumn<QString>("stage");
    QTest::addColumn<QString>("next");
    const auto place = Permission::Location;
    const auto camera = Permission::Camera;
    QTest::newRow("location denied") << place << Decision::Denied << LadderModel::Rung::Allowed << u"Denied"_s
                                     << u"Live"_s;
    QTest::newRow("location lacking") << place << Decision::Lacking << LadderModel::Rung::Allowed << u"Lacking"_s
                                      << u"Live"_s;
    QTest::newRow("camera denied") << camera << Decision::Denied << LadderModel::Rung::Live << u"Denied"_s
                                   << u"Allowed"_s;
    QTest::newRow("camera lacking") << camera << Decision::Lacking << LadderModel::Rung::Live << u"Lacking"_s
                                    << u"Allowed"_s;
}

void tst_LadderModel::tellsWhatWasRefused()
{
    QFETCH(Permission, permission);
    QFETCH(Decision, decision);
    QFETCH(LadderModel::Rung, rung);
    QFETCH(QString, stage);
    send();
    m_house->story.open({1});

    m_house->story.decide({1}, permission, decision);

    QCOMPARE(stand(rung), stage + u" 03:40:01 Failed"_s);
    QTEST(next(), "next");
}

void tst_LadderModel::aLocationOfThePhonesOwnWasAllowed()
{
    send();
    m_house->story.open({1});

    m_house->story.locate({1}, Fix::Source::Cell);
    QCOMPARE(next(), "Allowed"_L1);
    m_house->story.locate({1});

    QCOMPARE(stand(LadderModel::Rung::Allowed), "Plain 03:40:01 Done"_L1);
    QCOMPARE(next(), "Live"_L1);
}

void tst_LadderModel::tellsOfStills()
{
    send();
    m_house->story.open({1});

    m_house->story.show({1}, PicturePath::Stills);

    QCOMPARE(stand(LadderModel::Rung::Live), "Stills 03:40:01 Done"_L1);
}

void tst_LadderModel::expectsOnlyWhatTheLinkAsksFor_data()
{
    QTest::addColumn<LinkKind>("kind");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::newRow("live") << LinkKind::Live << u"Allowed"_s << u"Live"_s;
    QTest::newRow("location") << LinkKind::Location << u"Allowed"_s << u"Wrote"_s;
    QTest::newRow("upload") << LinkKind::Upload << u"Wrote"_s << u"Wrote"_s;
}

void tst_LadderModel::expectsOnlyWhatTheLinkAsksFor()
{
    QFETCH(LinkKind, kind);
    send(kind);

    m_house->story.open({1});
    QTEST(next(), "first");
    m_house->story.locate({1});

    QTEST(next(), "second");
}

void tst_LadderModel::waitsForWhoUsedTheExitButton()
{
    send();
    m_house->story.open({1});

    m_house->story.leave({1}, true);

    QCOMPARE(m_house->ladder.nextStep(), Step::Wait);
    QCOMPARE(stand(LadderModel::Rung::Opened), "Fled 03:40:01 Gone"_L1);
    m_house->story.end({1}, LineEnd::Released);
    QCOMPARE(m_house->ladder.nextStep(), Step::Wait);
    m_house->story.open({1});
    QCOMPARE(m_house->ladder.nextStep(), Step::Write);
}

void tst_LadderModel::closesWhatNeedsNoHelp_data()
{
    QTest::addColumn<bool>("answered");
    QTest::addColumn<bool>("dismissed");
    QTest::newRow("missed") << false << false;
    QTest::newRow("no knock") << true << false;
    QTest::newRow("not a knock") << true << true;
}

void tst_LadderModel::closesWhatNeedsNoHelp()
{
    QFETCH(bool, answered);
    QFETCH(bool, dismissed);
    Story &story = m_house->story;
    story.ring({1});
    if (answered)
        story.answer({1});
    if (dismissed) {
        story.knock({1});
        story.dismiss({1});
    }
    m_house->desk.select({1});

    story.end({1});

    QCOMPARE(m_house->ladder.nextStep(), Step::Close);
}

void tst_LadderModel::hasAtMostOneNextRung()
{
    Story &story = m_house->story;
    story.ring({1});
    story.answer({1});
    story.knock({1});
    QCOMPARE(next(), "Confirmed"_L1);

    story.confirm({1});
    story.failInvite({1});

    QCOMPARE(next(), "Ordered"_L1);
}

QTEST_MAIN(tst_LadderModel)
#include "tst_laddermodel.moc"
