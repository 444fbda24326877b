// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/alertmodel.h"
#include "tests/support/modeltext.h"
#include "tests/support/story.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using desk::AlertModel;

class tst_AlertModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void tellsTheFactsOldestFirst();
    void letsGoOfAJudgedKnock();
    void keepsALineLostAfterAKnock_data();
    void keepsALineLostAfterAKnock();
    void letsGoOfAClosedIncident();
    void tellsOfCodedTalkUntilAUnitIsOrdered();
    void keepsALineLostAfterCodedTalk();
};

static QString text(const AlertModel &model)
{
    return asText(model,
                  {AlertModel::NumberRole, AlertModel::DigitsRole, AlertModel::AfterPromptRole, AlertModel::AtRole,
                   AlertModel::JudgedRole, AlertModel::LostRole});
}

void tst_AlertModel::tellsTheFactsOldestFirst()
{
    FakeBackend backend;
    ManualClock clock;
    desk::Desk desk(backend);
    AlertModel model(desk);
    QAbstractItemModelTester tester(&model);
    Story story(backend, clock);
    story.ring({1}, u"01011112222"_s);
    story.ring({2}, u"01033334444"_s);

    story.answer({1});
    story.answer({2});
    story.knock({2});
    clock.advance(1s);
    story.knock({1});

    QCOMPARE(text(model),
             "010-****-4444 59 1600 03:40:00 false false\n"
             "010-****-2222 59 1600 03:40:01 false false"_L1);
    QCOMPARE(model.rowOf({1}), 1);
}

void tst_AlertModel::letsGoOfAJudgedKnock()
{
    FakeBackend backend;
    ManualClock clock;
    desk::Desk desk(backend);
    AlertModel model(desk);
    QAbstractItemModelTester tester(&model);
    Story story(backend, clock);
    for (const quint64 id : {1U, 2U}) {
        story.ring({id});
        story.answer({id});
        story.knock({id});
    }

    story.confirm({1});
    story.dismiss({2});

    QCOMPARE(model.rowCount(), 0);
}

void tst_AlertModel::keepsALineLostAfterAKnock_data()
{
    QTest::addColumn<LineEnd>("how");
    QTest::addColumn<QString>("expected");
    QTest::newRow("caller hung up") << LineEnd::HungUp << u"010-****-5678 59 1600 03:40:00 true true"_s;
    QTest::newRow("line lost") << LineEnd::Lost << u"010-****-5678 59 1600 03:40:00 true true"_s;
    QTest::newRow("released by the desk") << LineEnd::Released << QString();
}

void tst_AlertModel::keepsALineLostAfterAKnock()
{
    QFETCH(LineEnd, how);
    FakeBackend backend;
    ManualClock clock;
    desk::Desk desk(backend);
    AlertModel model(desk);
    QAbstractItemModelTester tester(&model);
    Story story(backend, clock);
    story.ring({1});
    story.answer({1});
    story.knock({1});
    story.confirm({1});

    story.end({1}, how);

    QTEST(text(model), "expected");
}

void tst_AlertModel::letsGoOfAClosedIncident()
{
    FakeBackend backend;
    ManualClock clock;
    desk::Desk desk(backend);
    AlertModel model(desk);
    QAbstractItemModelTester tester(&model);
    Story story(backend, clock);
    story.ring({1});
    story.answer({1});
    story.knock({1});

    story.close({1});

    QCOMPARE(model.rowCount(), 0);
}

void tst_AlertModel::tellsOfCodedTalkUntilAUnitIsOrdered()
{
    FakeBackend backend;
    ManualClock clock;
    desk::Desk desk(backend);
    AlertModel model(desk);
    QAbstractItemModelTester tester(&model);
    Story story(backend, clock);
    story.ring({1});
    story.answer({1});
    clock.advance(5s);

    story.mark({1}, {3});

    QCOMPARE(text(model), u"010-****-5678 - - 03:40:05 true false"_s);
    QCOMPARE(model.index(0).data(AlertModel::MarkedRole).value<CodedTalkMarked>().seat, SeatId{3});
    story.order({1}, u"12"_s);
    QCOMPARE(model.rowCount(), 0);
}

void tst_AlertModel::keepsALineLostAfterCodedTalk()
{
    FakeBackend backend;
    ManualClock clock;
    desk::Desk desk(backend);
    AlertModel model(desk);
    QAbstractItemModelTester tester(&model);
    Story story(backend, clock);
    story.ring({1});
    story.answer({1});
    story.mark({1});
    story.order({1}, u"12"_s);

    story.end({1}, LineEnd::HungUp);

    QCOMPARE(text(model), u"010-****-5678 - - 03:40:00 true true"_s);
}

QTEST_MAIN(tst_AlertModel)
#include "tst_alertmodel.moc"
