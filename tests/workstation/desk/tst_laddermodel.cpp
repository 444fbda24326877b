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
    void leadsACallFromRingToLive();
    void offersTheOrderBeforeLinkAndCamera();
    void listensWhileTheAnswerWindowIsOpen();
    void sendsTheLinkAgainWhenItFailed();
    void sendsTheLinkAgainWhenItExpired();
    void marksTheDeliveryOfTheText();
    void closesWhatNeedsNoHelp_data();
    void closesWhatNeedsNoHelp();
    void hasAtMostOneNextRung();

private:
    [[nodiscard]] QString next() const;

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

void tst_LadderModel::isEmptyHandedWithoutAnIncident()
{
    QCOMPARE(m_house->ladder.nextStep(), Step::None);
    QCOMPARE(m_house->ladder.rowCount(), 11);
    QCOMPARE(next(), QString());
}

void tst_LadderModel::leadsACallFromRingToLive()
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
    QCOMPARE(after([&] { story.invite({1}); }), is(Step::Wait, "Accepted"_L1));
    QCOMPARE(after([&] { story.accept({1}); }), is(Step::Wait, "Opened"_L1));
    QCOMPARE(after([&] { story.open({1}); }), is(Step::Write, "Located"_L1));
    QCOMPARE(after([&] { story.locate({1}); }), is(Step::Write, "Live"_L1));
    QCOMPARE(after([&] { story.show({1}); }), is(Step::Write, ""_L1));
    QCOMPARE(asText(ladder, {LadderModel::RungRole, LadderModel::AtRole, LadderModel::ProgressRole}),
             "Ring 03:40:00 Done\n"
             "Answered 03:40:00 Done\n"
             "Asked 03:40:01 Done\n"
             "Knocked 03:40:03 Done\n"
             "Confirmed 03:40:04 Done\n"
             "LinkSent 03:40:06 Done\n"
             "Accepted 03:40:07 Done\n"
             "Opened 03:40:08 Done\n"
             "Located 03:40:09 Done\n"
             "Live 03:40:10 Done\n"
             "Ordered 03:40:05 Done"_L1);
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

void tst_LadderModel::marksTheDeliveryOfTheText()
{
    Story &story = m_house->story;
    story.ring({1});
    story.answer({1});
    story.invite({1});
    story.accept({1});
    const QModelIndex accepted = m_house->ladder.index(static_cast<int>(LadderModel::Rung::Accepted));
    QVERIFY(!accepted.data(LadderModel::DeliveredRole).toBool());

    m_house->backend.tell(InviteDelivered{{1}, m_house->clock.now()});

    QVERIFY(accepted.data(LadderModel::DeliveredRole).toBool());
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
