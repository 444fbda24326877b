// SPDX-License-Identifier: Apache-2.0
#include "tests/support/house.h"
#include "ui/incident/earliercalls.h"
#include "ui/kit/keybutton.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::test;

/// Finding what the same caller did before and taking it up again, by keys alone.
class tst_LookingBack : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_house.reset(); }

    void oneKeyFindsYesterdaysCaller();
    void aLookedUpCallIsShownInEveryPane();
    void escapeReturnsToTheCall();
    void theQueueReturnsToo();
    void theCallIsAnsweredWhilePastOnesAreLookedAt();
    void aKeyReopens();
    void aRefusalSaysWhy();
    void theListTakesOneRowOfASmallScreen();

private:
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QWidget *focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : &m_house->window, key, modifiers);
    }
    [[nodiscard]] bool says(const QString &words) const
    {
        const auto labels = m_house->window.findChildren<QLabel *>();
        return std::ranges::any_of(labels,
                                   [&](const QLabel *l) { return l->isVisible() && l->text().contains(words); });
    }
    [[nodiscard]] QDateTime now() const { return m_house->clock.now(); }
    void tell(IncidentId id) const
    {
        const QDateTime at = now().addSecs(-3600);
        m_house->backend.recall(
            id,
            {CallArrived{id, u"01012345678"_s, at}, CallAnswered{id, {1}, at}, NoteWritten{id, u"two men"_s, {1}, at},
             MessageSent{id, {u"1"_s, Message::Author::Caller, u"he is back"_s, at, {}}},
             FileKept{id, FileKind::Photo, u"3.jpg"_s, QString(64, u'0'), 1000, at}, LineEnded{id, LineEnd::HungUp, at},
             IncidentClosed{id, CloseReason::NoNeed, {}, {1}, at}});
    }

    std::unique_ptr<House> m_house;
};

void tst_LookingBack::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_house = std::make_unique<House>();
    m_house->window.resize(1600, 900);
    m_house->window.show();
    QVERIFY(QTest::qWaitForWindowActive(&m_house->window));
    m_house->story.ring({8}, u"01099998888"_s);
    m_house->backend.tell(CallArrived{
        {9},
        u"01012345678"_s,
        now(),
        EarlierCalls{0,
                     1,
                     now().addSecs(-3600),
                     {{{3}, now().addSecs(-3600), false, true}, {{2}, now().addSecs(-7200), false, false}}}});
    m_house->desk.select({9});
}

void tst_LookingBack::oneKeyFindsYesterdaysCaller()
{
    key(Qt::Key_Y, Qt::ControlModifier);

    QCOMPARE(m_house->sent<LookUp>(), std::vector{LookUp{{3}}});
    tell({3});
    QVERIFY(says(u"Incident 2026-00003"_s));
    key(Qt::Key_Y, Qt::ControlModifier);
    QCOMPARE(m_house->sent<LookUp>().back(), LookUp{{2}});
    tell({2});
    QVERIFY(says(u"Incident 2026-00002"_s));
    key(Qt::Key_Y, Qt::ControlModifier);
    QCOMPARE(m_house->sent<LookUp>().back(), LookUp{{3}});
}

void tst_LookingBack::aLookedUpCallIsShownInEveryPane()
{
    key(Qt::Key_Y, Qt::ControlModifier);
    tell({3});

    QStringList shown;
    for (const auto *list : m_house->window.findChildren<QAbstractItemView *>()) {
        for (int row = 0; list->isVisible() && row < list->model()->rowCount(); ++row)
            shown << list->model()->index(row, 0).data().toString();
    }
    QVERIFY2(shown.filter(u"he is back"_s).size() == 1, qPrintable(shown.join(u'\n')));
    QVERIFY2(!shown.filter(u"1 kB"_s).isEmpty() || !shown.filter(u"1.0 kB"_s).isEmpty(), qPrintable(shown.join(u'\n')));
    const auto texts = m_house->window.findChildren<QPlainTextEdit *>();
    QVERIFY(std::ranges::any_of(texts, [](const auto *t) { return t->toPlainText().contains(u"two men"_s); }));
    QVERIFY(!m_house->window.action(ui::ActionId::Order)->isEnabled());
}

void tst_LookingBack::escapeReturnsToTheCall()
{
    key(Qt::Key_Y, Qt::ControlModifier);
    tell({3});

    key(Qt::Key_Escape);

    QCOMPARE(m_house->desk.selected(), IncidentId{9});
    QVERIFY(!m_house->desk.find({3}));
}

void tst_LookingBack::theQueueReturnsToo()
{
    key(Qt::Key_Y, Qt::ControlModifier);
    tell({3});

    key(Qt::Key_Down, Qt::ControlModifier);

    QVERIFY(m_house->desk.current()->isOpen());
    QVERIFY(!m_house->desk.find({3}));
}

void tst_LookingBack::theCallIsAnsweredWhilePastOnesAreLookedAt()
{
    key(Qt::Key_Y, Qt::ControlModifier);
    tell({3});

    key(Qt::Key_F2);

    QCOMPARE(m_house->sent<AnswerCall>(), std::vector{AnswerCall{{9}}}); // though another waits longer
    m_house->story.answer({9});
    QCOMPARE(m_house->desk.selected(), IncidentId{9});
}

void tst_LookingBack::aKeyReopens()
{
    const QAction *reopen = m_house->window.action(ui::ActionId::Reopen);
    QVERIFY(!reopen->isEnabled());
    key(Qt::Key_Y, Qt::ControlModifier);
    tell({3});
    QVERIFY(reopen->isEnabled());

    key(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);

    QCOMPARE(m_house->sent<ReopenIncident>(), std::vector{ReopenIncident{{3}}});
    m_house->backend.tell(IncidentReopened{{3}, {1}, now()});
    QVERIFY(!reopen->isEnabled());
    QVERIFY(m_house->window.action(ui::ActionId::Order)->isEnabled());
    key(Qt::Key_Escape);
    QCOMPARE(m_house->desk.selected(), IncidentId{3}); // it is worked on now
}

void tst_LookingBack::aRefusalSaysWhy()
{
    key(Qt::Key_Y, Qt::ControlModifier);
    m_house->story.refuse({3}, QString(LookUp::name), Error::Kind::NotFound);

    QVERIFY(says(u"the journal here has no such call"_s));
}

void tst_LookingBack::theListTakesOneRowOfASmallScreen()
{
    m_house->window.resize(1280, 720);
    const auto *list = m_house->window.findChild<ui::EarlierCalls *>();
    const auto *button = list->findChild<ui::KeyButton *>();

    QVERIFY(list->isVisible());
    QTRY_COMPARE(list->height(), button->height());
}

QTEST_MAIN(tst_LookingBack)
#include "tst_lookingback.moc"
