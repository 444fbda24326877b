// SPDX-License-Identifier: Apache-2.0
#include "tests/support/house.h"

#include <QApplication>
#include <QListView>
#include <QRegularExpression>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// What an operator has to do, and how many keys it takes on the real window: printed as a table, and held.
class tst_Tasks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void takesFewKeys_data();
    void takesFewKeys();

private:
    static constexpr IncidentId id{17};
    using Work = std::function<void(tst_Tasks &)>;
    using Check = std::function<bool(const House &)>;

    /// The key that the table of commands gives to \a action.
    void use(ui::ActionId action)
    {
        const QKeySequence keys = m_house->window.action(action)->shortcut();
        if (!keys.isEmpty())
            press(keys[0].key(), keys[0].keyboardModifiers());
    }
    void press(Qt::Key key, Qt::KeyboardModifiers with = {})
    {
        m_pressed.append(QKeySequence(QKeyCombination(with, key)).toString());
        QWidget *focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : &m_house->window, key, with);
    }
    /// Words are no keys to be counted.
    void write(const QString &words)
    {
        m_pressed.append(u'"' + words + u'"');
        QTest::keyClicks(QApplication::focusWidget(), words);
    }
    template <typename T>
    static bool sent(const House &house)
    {
        return house.sent<T>().size() == 1;
    }

    std::unique_ptr<House> m_house;
    QStringList m_pressed;
};

Q_DECLARE_METATYPE(std::function<bool(const House &)>)

void tst_Tasks::initTestCase() { qInfo("%-48s %4s  %s", "Task", "keys", "which"); }

/// A silent call in hand whose page is open with its camera, another call that waits, and one seen before.
void tst_Tasks::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support|PulseAudioService)"_s));
    m_house = std::make_unique<House>();
    m_house->backend.open();
    m_house->window.show();
    QVERIFY(QTest::qWaitForWindowActive(&m_house->window));
    m_pressed.clear();
}

void tst_Tasks::cleanup() { m_house.reset(); }

void tst_Tasks::takesFewKeys_data()
{
    using ui::ActionId;
    QTest::addColumn<std::function<void(House &)>>("before");
    QTest::addColumn<Work>("work");
    QTest::addColumn<Check>("isDone");
    QTest::addColumn<int>("keys");

    const auto rung = [](House &h) { h.story.ring(id); };
    const auto answered = [rung](House &h) {
        rung(h);
        h.story.answer(id);
    };
    const auto knocked = [answered](House &h) {
        answered(h);
        h.story.prompt(id);
        h.story.listen(id);
        h.story.knock(id);
    };
    const auto live = [knocked](House &h) {
        knocked(h);
        h.story.confirm(id);
        h.story.invite(id);
        h.story.open(id, u"vi"_s);
        h.story.locate(id, Fix::Source::Cell);
        h.story.locate(id, Fix::Source::Browser);
        h.story.show(id);
    };
    const auto one = [](ActionId action) { return Work([action](tst_Tasks &t) { t.use(action); }); };
    const auto row = [](const char *task, const std::function<void(House &)> &before, const Work &work,
                        const Check &isDone, int keys) { QTest::newRow(task) << before << work << isDone << keys; };

    row("Claim the call that waits longest", rung, one(ActionId::Answer), sent<AnswerCall>, 1);
    row("Ask the caller to press keys", answered, one(ActionId::Ask), sent<AskToPress>, 1);
    row("Judge a knock to be real", knocked, one(ActionId::Confirm), sent<ConfirmSilentCall>, 1);
    row("Judge a knock to be none", knocked, one(ActionId::Dismiss), sent<DismissKnock>, 1);
    row("Mark talk in code", answered, one(ActionId::CodedTalk), sent<MarkCodedTalk>, 1);
    row("Text the link", answered, one(ActionId::SendLink), sent<SendInvite>, 1);
    row(
        "Order the first unit", live,
        [](tst_Tasks &t) {
            t.use(ActionId::Order);
            t.press(Qt::Key_Return);
        },
        sent<OrderUnit>, 2);
    row(
        "Tell which place is the newest", live, [](tst_Tasks &) {},
        [](const House &house) {
            const auto lists = house.window.findChildren<QListView *>();
            const auto queue = std::ranges::find(lists, u"Queue of calls"_s, &QListView::accessibleName);
            return queue != lists.end()
                && (*queue)->model()->index(0, 0).data(Qt::AccessibleTextRole).toString().contains(u"phone"_s);
        },
        0);
    row("See the picture clearly", live, one(ActionId::Blur), [](const House &house) { return house.blurs == 1; }, 1);
    row("Blank the picture", live, one(ActionId::Blank), [](const House &house) { return house.blanks == 1; }, 1);
    row("Keep a picture", live, one(ActionId::Snapshot), sent<AskCamera>, 1);
    row(
        "Say a phrase in the caller's language", live,
        [](tst_Tasks &t) {
            t.use(ActionId::Phrases);
            t.press(Qt::Key_1);
        },
        sent<SendMessage>, 2);
    row(
        "Ask a question that keys can answer", answered,
        [](tst_Tasks &t) {
            t.use(ActionId::Question);
            t.press(Qt::Key_1);
        },
        sent<AskQuestion>, 2);
    row("Believe one source of the place", live, one(ActionId::Promote), sent<PromoteFix>, 1);
    row(
        "Write a note", live,
        [](tst_Tasks &t) {
            t.use(ActionId::Note);
            t.write(u"two men"_s);
            t.press(Qt::Key_Return);
        },
        sent<WriteNote>, 2);
    row("Class the call as Code 0", live, one(ActionId::Code0), sent<Classify>, 1);
    row("Hold the call", answered, one(ActionId::Hold), sent<HoldCall>, 1);
    row(
        "Find a caller by the last digits of the number",
        [live](House &h) {
            live(h);
            h.story.ring({18}, u"01099998888"_s);
        },
        [](tst_Tasks &t) {
            t.use(ActionId::Find);
            t.write(u"8888"_s);
            t.press(Qt::Key_Return);
        },
        [](const House &house) { return house.desk.selected() == IncidentId{18}; }, 2);
    row(
        "Find yesterday's call of the same caller",
        [](House &h) {
            EarlierCalls earlier{.silent = 1, .last = h.clock.now().addSecs(-70'000)};
            earlier.calls.push_back({IncidentId{3}, earlier.last, true, false});
            h.backend.tell(CallArrived{id, u"01012345678"_s, h.clock.now(), earlier});
            h.desk.select(id);
        },
        one(ActionId::EarlierCall), sent<LookUp>, 1);
    row(
        "Hear again what was said last",
        [live](House &h) {
            live(h);
            h.backend.tell(RecordingBegan{id, u"17-a.mka"_s, h.clock.now()});
        },
        [](tst_Tasks &t) {
            t.use(ActionId::PlayKept);
            t.press(Qt::Key_Return);
        },
        sent<ReadFile>, 2);
    row(
        "Silence the bell", rung, one(ActionId::Silence),
        [](const House &house) { return !house.window.action(ActionId::Silence)->isEnabled(); }, 1);
    row(
        "Close with the reason that is near",
        [live](House &h) {
            live(h);
            h.story.order(id, u"순찰 12"_s);
            h.story.end(id);
        },
        [](tst_Tasks &t) {
            t.use(ActionId::Close);
            t.press(Qt::Key_Return);
        },
        sent<CloseIncident>, 2);
}

void tst_Tasks::takesFewKeys()
{
    QFETCH(const std::function<void(House &)>, before);
    QFETCH(const Work, work);
    QFETCH(const Check, isDone);
    before(*m_house);
    m_house->advance(1s);

    work(*this);

    QVERIFY(isDone(*m_house));
    const auto keys = std::ranges::count_if(m_pressed, [](const QString &what) { return !what.startsWith(u'"'); });
    qInfo("%-48s %4d  %s", QTest::currentDataTag(), int(keys), qPrintable(m_pressed.join(u", "_s)));
    QTEST(int(keys), "keys");
}

QTEST_MAIN(tst_Tasks)
#include "tst_tasks.moc"
