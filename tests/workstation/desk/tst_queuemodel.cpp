// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/queuemodel.h"
#include "tests/support/modeltext.h"
#include "tests/support/story.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using desk::QueueModel;

class tst_QueueModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void putsTheMostUrgentFirst();
    void masksANumberUntilThisSeatClaimsIt();
    void countsPressesAndNamesTheNewestSource();
    void movesOneRowAnEvent();
    void moveNothingUnderTheHand();
    void makesTheOrderGoodWhenTheHandIsGone();
    void keepsThePlaceOfTheSelectionAcrossTheOrder();
    void knowsItsOwnCallsAfterARestart();
    void startsFromWhatTheDeskKnows();

private:
    [[nodiscard]] QString text() const { return asText(*m_model, {QueueModel::IncidentRole, QueueModel::StateRole}); }

    struct House {
        FakeBackend backend;
        ManualClock clock;
        desk::Desk desk{backend};
        Story story{backend, clock};
    };
    std::unique_ptr<House> m_house;
    std::unique_ptr<QueueModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void tst_QueueModel::init()
{
    QTest::failOnWarning();
    QMetaType::registerConverter<IncidentId, QString>([](IncidentId id) { return QString::number(id.value); });
    m_house = std::make_unique<House>();
    m_model = std::make_unique<QueueModel>(m_house->desk);
    m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get());
}

void tst_QueueModel::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_house.reset();
    QMetaType::unregisterConverterFunction(QMetaType::fromType<IncidentId>(), QMetaType::fromType<QString>());
}

void tst_QueueModel::putsTheMostUrgentFirst()
{
    Story &story = m_house->story;
    for (const quint64 id : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U}) {
        story.ring({id});
        m_house->clock.advance(1s);
    }

    story.end({1}, LineEnd::Cancelled);
    story.answer({2}, {7});
    story.answer({3});
    story.answer({4});
    story.end({4});
    story.answer({7});
    story.knock({7});
    story.confirm({7});
    story.end({7}, LineEnd::Lost);
    story.answer({8});
    story.knock({8});

    QCOMPARE(text(),
             "8 Alert\n"
             "7 LostAfterKnock\n"
             "5 Ringing\n"
             "6 Ringing\n"
             "3 Mine\n"
             "4 AfterCall\n"
             "2 Others\n"
             "1 Missed"_L1);
}

void tst_QueueModel::masksANumberUntilThisSeatClaimsIt()
{
    Story &story = m_house->story;
    story.ring({1});
    story.ring({2});

    story.answer({1});
    story.answer({2}, {7});

    QCOMPARE(asText(*m_model, {QueueModel::NumberRole}), "010-1234-5678\n010-****-5678"_L1);
}

void tst_QueueModel::countsPressesAndNamesTheNewestSource()
{
    Story &story = m_house->story;
    story.ring({1});
    story.press({1}, u'1');
    story.press({1}, u'1');
    story.locate({1}, Fix::Source::Cell);
    story.locate({1}, Fix::Source::Browser);

    QCOMPARE(m_model->index(0).data(QueueModel::PressesRole).toInt(), 2);
    QCOMPARE(m_model->index(0).data(QueueModel::SourceRole).value<Fix::Source>(), Fix::Source::Browser);
}

void tst_QueueModel::movesOneRowAnEvent()
{
    Story &story = m_house->story;
    for (quint64 id = 1; id <= 500; ++id)
        story.ring({id});
    QSignalSpy moved(m_model.get(), &QAbstractItemModel::rowsMoved);
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    QSignalSpy relaid(m_model.get(), &QAbstractItemModel::layoutChanged);
    QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);

    story.answer({400});
    story.knock({400});

    QCOMPARE(m_model->rowOf({400}), 0);
    QCOMPARE(moved.count(), 2);
    QCOMPARE(changed.count(), 4);
    QCOMPARE(relaid.count() + reset.count(), 0);
}

void tst_QueueModel::moveNothingUnderTheHand()
{
    Story &story = m_house->story;
    for (const quint64 id : {1U, 2U, 3U})
        story.ring({id});
    m_model->setHeld(true);

    story.answer({3});
    story.knock({3});
    story.ring({4});
    story.close({1});
    story.press({4}, u'1');

    QCOMPARE(text(),
             "1 Closed\n"
             "2 Ringing\n"
             "3 Alert\n"
             "4 Ringing"_L1);
}

void tst_QueueModel::makesTheOrderGoodWhenTheHandIsGone()
{
    Story &story = m_house->story;
    for (const quint64 id : {1U, 2U, 3U})
        story.ring({id});
    m_model->setHeld(true);
    story.answer({3});
    story.knock({3});
    story.ring({4});
    story.close({1});

    m_model->setHeld(false);

    QCOMPARE(text(),
             "3 Alert\n"
             "2 Ringing\n"
             "4 Ringing"_L1);
    QCOMPARE(m_model->rowOf({4}), 2);
}

void tst_QueueModel::keepsThePlaceOfTheSelectionAcrossTheOrder()
{
    Story &story = m_house->story;
    for (const quint64 id : {1U, 2U, 3U})
        story.ring({id});
    const QPersistentModelIndex second = m_model->index(1);
    m_model->setHeld(true);
    story.answer({3});

    m_model->setHeld(false);
    story.answer({1});
    story.knock({3});

    QCOMPARE(second.data(QueueModel::IncidentRole).value<IncidentId>(), IncidentId{2});
}

void tst_QueueModel::knowsItsOwnCallsAfterARestart()
{
    Story &story = m_house->story;
    story.ring({1});
    story.answer({1});
    story.ring({2});

    m_house->backend.open();

    QCOMPARE(text(), "2 Ringing\n1 Mine"_L1);
}

void tst_QueueModel::startsFromWhatTheDeskKnows()
{
    m_house->story.ring({1});
    m_house->story.ring({2});
    m_house->story.answer({1});

    const QueueModel late(m_house->desk);

    QCOMPARE(asText(late, {QueueModel::IncidentRole}), "2\n1"_L1);
}

QTEST_MAIN(tst_QueueModel)
#include "tst_queuemodel.moc"
