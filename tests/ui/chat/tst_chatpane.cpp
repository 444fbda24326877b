// SPDX-License-Identifier: Apache-2.0
#include "tests/support/story.h"
#include "ui/chat/chatdelegate.h"
#include "ui/chat/chatpane.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QRegularExpression>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace Qt::StringLiterals;

class tst_ChatPane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { qputenv("TZ", "Asia/Seoul"); }
    void init();
    void cleanup() { m_house.reset(); }
    void enterSendsALineOnce();
    void aLineIsPendingUntilItComesBack();
    void aLongLineIsRefusedWhole();
    void whatIsHalfWrittenStaysWithItsIncident();
    void withoutALinkNothingCanBeWritten();
    void theKeyboardIsGivenBackWhenNothingCanBeWritten();
    void wordsOfTheCallerAreOnlyWords();
    void aLongWordIsNotCutOff();

private:
    [[nodiscard]] QStringList lines() const;

    struct House {
        FakeBackend backend;
        ManualClock clock;
        desk::Desk desk{backend};
        Story story{backend, clock};
        ui::Ticker ticker{clock};
        ui::ChatPane pane{desk, ticker};
        QLineEdit *line = pane.findChild<QLineEdit *>();
        QListView *list = pane.findChild<QListView *>();
    };
    std::unique_ptr<House> m_house;
};

void tst_ChatPane::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_house = std::make_unique<House>();
    for (const quint64 id : {1U, 2U}) {
        m_house->story.ring({id});
        m_house->story.answer({id}, {7});
        m_house->story.invite({id});
    }
    m_house->desk.select({1});
    m_house->pane.resize(300, 400);
    m_house->pane.show();
    QVERIFY(QTest::qWaitForWindowActive(&m_house->pane));
}

QStringList tst_ChatPane::lines() const
{
    QStringList spoken;
    for (int row = 0; row < m_house->list->model()->rowCount(); ++row)
        spoken.append(m_house->list->model()->index(row, 0).data(Qt::AccessibleTextRole).toString());
    return spoken;
}

void tst_ChatPane::enterSendsALineOnce()
{
    m_house->pane.focusLine();
    QVERIFY(m_house->line->hasFocus());

    QTest::keyClicks(m_house->line, u"Are you alone?"_s);
    QTest::keyClick(m_house->line, Qt::Key_Return);
    QTest::keyClick(m_house->line, Qt::Key_Return);

    QCOMPARE(m_house->backend.sent.size(), 1U);
    const auto sent = std::get<SendMessage>(m_house->backend.sent.front());
    QCOMPARE(sent.incident, IncidentId{1});
    QCOMPARE(sent.text, u"Are you alone?"_s);
    QVERIFY(!sent.id.isEmpty());
    QVERIFY(m_house->line->text().isEmpty());
}

void tst_ChatPane::aLineIsPendingUntilItComesBack()
{
    QTest::keyClicks(m_house->line, u"Alone?"_s);
    QTest::keyClick(m_house->line, Qt::Key_Return);
    QCOMPARE(lines(), QStringList{u"112, 12:40:00 - sending: Alone?"_s});

    const auto sent = std::get<SendMessage>(m_house->backend.sent.front());
    m_house->story.say({1}, sent.id, sent.text, Message::Author::Operator);
    m_house->story.say({1}, u"x"_s, u"2"_s);
    QTest::keyClicks(m_house->line, u"Again?"_s);
    QTest::keyClick(m_house->line, Qt::Key_Return);
    m_house->story.refuse({1}, SendMessage::name);

    QCOMPARE(
        lines(),
        (QStringList{u"112, 12:40:00: Alone?"_s, u"Caller, 12:40:00: 2"_s, u"112, 12:40:00 - NOT SENT: Again?"_s}));
}

void tst_ChatPane::aLongLineIsRefusedWhole()
{
    m_house->line->setText(QString(Message::longest + 1, u'a'));

    QTest::keyClick(m_house->line, Qt::Key_Return);

    QVERIFY(m_house->backend.sent.empty());
    QCOMPARE(m_house->line->text().size(), Message::longest + 1);
    const auto labels = m_house->pane.findChildren<QLabel *>();
    QVERIFY(
        std::ranges::any_of(labels, [](const QLabel *l) { return l->isVisible() && l->text().contains("1,001"_L1); }));
}

void tst_ChatPane::whatIsHalfWrittenStaysWithItsIncident()
{
    QTest::keyClicks(m_house->line, u"for the first"_s);

    m_house->desk.select({2});
    QVERIFY(m_house->line->text().isEmpty());
    QTest::keyClicks(m_house->line, u"second"_s);
    m_house->desk.select({1});

    QCOMPARE(m_house->line->text(), u"for the first"_s);
}

void tst_ChatPane::withoutALinkNothingCanBeWritten()
{
    m_house->story.ring({3});

    m_house->desk.select({3});

    QVERIFY(!m_house->line->isEnabled());
}

void tst_ChatPane::theKeyboardIsGivenBackWhenNothingCanBeWritten()
{
    m_house->story.ring({3});
    m_house->pane.focusLine();

    m_house->desk.select({3});

    QVERIFY(!QApplication::focusWidget());
}

void tst_ChatPane::wordsOfTheCallerAreOnlyWords()
{
    m_house->story.say({1}, u"a"_s, u"<b>bold</b>\n\n\n<img src='http://x/'>"_s);

    QCOMPARE(lines(), QStringList{u"Caller, 12:40:00: <b>bold</b> <img src='http://x/'>"_s});
}

void tst_ChatPane::aLongWordIsNotCutOff()
{
    m_house->story.say({1}, u"a"_s, u"short"_s);
    m_house->story.say({1}, u"b"_s, QString(200, u'w'));
    QStyleOptionViewItem option;
    option.font = m_house->list->font();
    option.rect = {0, 0, 200, 40};

    const auto one = ui::ChatDelegate::layout(option, m_house->list->model()->index(0, 0));
    const auto many = ui::ChatDelegate::layout(option, m_house->list->model()->index(1, 0));

    QVERIFY(many.text.height() > 5 * one.text.height());
    QCOMPARE(many.text.width(), one.text.width());
}

QTEST_MAIN(tst_ChatPane)
#include "tst_chatpane.moc"
