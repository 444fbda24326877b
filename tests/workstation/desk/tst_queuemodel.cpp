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
using State = QueueModel::State;

class tst_QueueModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void putsTheMostUrgentFirst();
    void masksANumberUntilThisSeatClaimsIt();
    void whoeverReopensACallHasIt();
    void countsPressesAndNamesTheNewestSource();
    void movesOneRowAnEvent();
    void moveNothingUnderTheHand();
    void makesTheOrderGoodWhenTheHandIsGone();
    void keepsThePlaceOfTheSelectionAcrossTheOrder();
    void knowsItsOwnCallsAfterARestart();
    void startsFromWhatTheDeskKnows();
    void anEventCostsTheSameHoweverLongTheQueueIs();
    void takesAllThatWasClosedUnderTheHandAwayAtOnce();
    void leavesOutWhatTheFilterDoesNotWant();
    void aFilterNeverHidesWhoWaits();
    void aFilterFollowsTheCallsAndTheHand();
    void countsWhatIsOpenAndWhatWasMissed();

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

void tst_QueueModel::whoeverReopensACallHasIt()
{
    Story &story = m_house->story;
    story.ring({1});
    story.answer({1}, {7});
    story.end({1});
    m_house->desk.select({1});
    story.close({1});
    m_house->backend.tell(IncidentReopened{{1}, {1}, m_house->clock.now()});
    QCOMPARE(text(), "1 AfterCall"_L1);
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

/// Every row operation a view hears of.
class Operations
{
public:
    explicit Operations(const QAbstractItemModel &model)
        : m_inserted(&model, &QAbstractItemModel::rowsInserted)
        , m_removed(&model, &QAbstractItemModel::rowsRemoved)
        , m_moved(&model, &QAbstractItemModel::rowsMoved)
        , m_changed(&model, &QAbstractItemModel::dataChanged)
        , m_relaid(&model, &QAbstractItemModel::layoutChanged)
        , m_reset(&model, &QAbstractItemModel::modelReset)
    {
    }
    [[nodiscard]] qsizetype ofRows() const
    {
        return m_inserted.count() + m_removed.count() + m_moved.count() + m_changed.count();
    }
    [[nodiscard]] qsizetype ofAll() const { return m_relaid.count() + m_reset.count(); }
    [[nodiscard]] bool isOneRowEach() const
    {
        const auto isOne = [](const QList<QVariant> &rows) { return rows.at(1) == rows.at(2); };
        return std::ranges::all_of(m_inserted, isOne) && std::ranges::all_of(m_removed, isOne)
            && std::ranges::all_of(m_moved, isOne);
    }
    [[nodiscard]] qsizetype removals() const { return m_removed.count(); }

private:
    QSignalSpy m_inserted;
    QSignalSpy m_removed;
    QSignalSpy m_moved;
    QSignalSpy m_changed;
    QSignalSpy m_relaid;
    QSignalSpy m_reset;
};

void tst_QueueModel::anEventCostsTheSameHoweverLongTheQueueIs()
{
    Story &story = m_house->story;
    m_tester.reset(); // it looks at every row
    for (quint64 id = 1; id <= 10'000; ++id)
        story.ring({id});
    const Operations operations(*m_model);

    for (quint64 id = 1; id <= 100; ++id) {
        story.answer({id * 99}, {7});
        story.press({id * 99}, u'1');
        story.end({id * 99});
        story.close({id * 99});
        story.ring({10'000 + id});
    }

    QCOMPARE(m_model->rowCount(), 10'000);
    QVERIFY2(operations.ofRows() <= 600, qPrintable(QString::number(operations.ofRows())));
    QVERIFY(operations.isOneRowEach());
    QCOMPARE(operations.ofAll(), 0);
}

void tst_QueueModel::takesAllThatWasClosedUnderTheHandAwayAtOnce()
{
    Story &story = m_house->story;
    for (quint64 id = 1; id <= 200; ++id)
        story.ring({id});
    m_model->setHeld(true);
    for (quint64 id = 1; id <= 200; id += 2)
        story.close({id});
    QCOMPARE(m_model->rowCount(), 200);
    const Operations operations(*m_model);

    m_model->setHeld(false);

    QCOMPARE(m_model->rowCount(), 100);
    QCOMPARE(m_model->rowOf({2}), 0);
    QCOMPARE(operations.removals(), 1);
    QCOMPARE(operations.ofAll(), 1);
}

void tst_QueueModel::leavesOutWhatTheFilterDoesNotWant()
{
    Story &story = m_house->story;
    for (const quint64 id : {1U, 2U, 3U})
        story.ring({id});
    story.answer({1}, {7});
    story.end({2}, LineEnd::Cancelled);
    story.answer({3}, {7});

    m_model->setFilter([](const Incident &, State state, const QString &) { return state == State::Missed; });
    QCOMPARE(text(), "2 Missed"_L1);
    QCOMPARE(m_model->rowOf({1}), -1);
    m_model->setFilter([](const Incident &incident, State, const QString &number) {
        return incident.id == IncidentId{1} && number == u"010-****-5678"_s;
    });
    QCOMPARE(text(), "1 Others"_L1);
    m_model->setFilter({});

    QCOMPARE(text(), "1 Others\n3 Others\n2 Missed"_L1);
}

void tst_QueueModel::aFilterNeverHidesWhoWaits()
{
    Story &story = m_house->story;
    for (const quint64 id : {1U, 2U, 3U})
        story.ring({id});
    story.answer({2}, {7});
    story.answer({3}, {7});
    m_model->setFilter([](const Incident &, State, const QString &) { return false; });
    QCOMPARE(text(), "1 Ringing"_L1);

    story.ring({4});
    QCOMPARE(text(), "1 Ringing\n4 Ringing"_L1);
    story.end({4}, LineEnd::Cancelled);
    story.knock({2});
    QCOMPARE(text(), "2 Alert\n1 Ringing"_L1);
    story.end({2}, LineEnd::Lost);
    QCOMPARE(text(), "2 LostAfterKnock\n1 Ringing"_L1);
    story.dismiss({2});

    QCOMPARE(text(), "1 Ringing"_L1);
    story.close({2});
    story.close({3});
    story.close({4});
    m_model->setFilter({});
    QCOMPARE(text(), "1 Ringing"_L1);
}

void tst_QueueModel::aFilterFollowsTheCallsAndTheHand()
{
    Story &story = m_house->story;
    for (const quint64 id : {1U, 2U, 3U})
        story.ring({id});
    m_model->setFilter([](const Incident &, State state, const QString &) { return state == State::Missed; });
    story.answer({1}, {7});
    QCOMPARE(text(), "2 Ringing\n3 Ringing"_L1);
    m_model->setHeld(true);

    story.answer({2}, {7});
    story.ring({4});
    QCOMPARE(text(), "2 Others\n3 Ringing\n4 Ringing"_L1);
    m_model->setHeld(false);

    QCOMPARE(text(), "3 Ringing\n4 Ringing"_L1);
}

void tst_QueueModel::countsWhatIsOpenAndWhatWasMissed()
{
    Story &story = m_house->story;
    for (const quint64 id : {1U, 2U, 3U, 4U})
        story.ring({id});
    m_model->setFilter([](const Incident &, State, const QString &) { return false; });

    story.end({1}, LineEnd::Cancelled);
    story.end({2}, LineEnd::Cancelled);
    QCOMPARE(m_model->missedCount(), 2);
    QCOMPARE(m_model->openCount(), 4);
    m_model->setHeld(true);
    story.close({1});
    story.close({4});
    m_model->setHeld(false);

    QCOMPARE(m_model->missedCount(), 1);
    QCOMPARE(m_model->openCount(), 2);
}

QTEST_MAIN(tst_QueueModel)
#include "tst_queuemodel.moc"
