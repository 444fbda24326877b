// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/chat/chathouse.h"
#include "ui/chat/chatdelegate.h"

#include <QApplication>
#include <QRegularExpression>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
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
    void aLineIsMarkedAsItFares();
    void whatIsOnTheScreenIsToldRead();
    void whatIsNotOnTheScreenIsNotToldRead();
    void whoLooksOnTellsNothingRead();
    void aLineStaysInItsFieldWhileTheServiceIsAway();
    void theCallersWritingIsShownForAWhile();
    void ourWritingIsToldOnceInThreeSeconds();
    void theStateOfThePageStandsOnTop_data();
    void theStateOfThePageStandsOnTop();

private:
    [[nodiscard]] QStringList lines() const { return m_house->lines(); }
    [[nodiscard]] bool says(const QString &words) const { return m_house->says(words); }
    template <typename T>
    [[nodiscard]] std::vector<T> sent() const
    {
        return m_house->sent<T>();
    }

    std::unique_ptr<ChatHouse> m_house;
};

void tst_ChatPane::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_house = std::make_unique<ChatHouse>();
    QVERIFY(QTest::qWaitForWindowActive(&m_house->pane));
}

void tst_ChatPane::enterSendsALineOnce()
{
    m_house->pane.focusLine();
    QVERIFY(m_house->line->hasFocus());

    QTest::keyClicks(m_house->line, u"Are you alone?"_s);
    QTest::keyClick(m_house->line, Qt::Key_Return);
    QTest::keyClick(m_house->line, Qt::Key_Return);

    QCOMPARE(m_house->backend.sent.size(), 1U);
    const auto said = sent<SendMessage>().front();
    QCOMPARE(said.incident, IncidentId{1});
    QCOMPARE(said.text, u"Are you alone?"_s);
    QVERIFY(!said.id.isEmpty());
    QVERIFY(m_house->line->text().isEmpty());
}

void tst_ChatPane::aLineIsPendingUntilItComesBack()
{
    QTest::keyClicks(m_house->line, u"Alone?"_s);
    QTest::keyClick(m_house->line, Qt::Key_Return);
    QCOMPARE(lines(), QStringList{u"112, 12:40:00 - sending: Alone?"_s});

    const auto said = sent<SendMessage>().front();
    m_house->story.say({1}, said.id, said.text, Message::Author::Operator);
    m_house->story.say({1}, u"x"_s, u"2"_s);
    QTest::keyClicks(m_house->line, u"Again?"_s);
    QTest::keyClick(m_house->line, Qt::Key_Return);
    m_house->story.refuse({1}, SendMessage::name);

    QCOMPARE(lines(),
             (QStringList{u"112, 12:40:00 - sent: Alone?"_s, u"Caller, 12:40:00: 2"_s,
                          u"112, 12:40:00 - NOT SENT: Again?"_s}));
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

void tst_ChatPane::aLineIsMarkedAsItFares()
{
    m_house->story.say({1}, u"a"_s, u"Alone?"_s, Message::Author::Operator);
    QCOMPARE(lines(), QStringList{u"112, 12:40:00 - sent: Alone?"_s});
    m_house->story.see({1}, u"a"_s, false);
    QCOMPARE(lines(), QStringList{u"112, 12:40:00 - delivered: Alone?"_s});

    m_house->story.see({1}, u"a"_s, true);

    QCOMPARE(lines(), QStringList{u"112, 12:40:00 - read: Alone?"_s});
    QStyleOptionViewItem option;
    option.font = m_house->list->font();
    option.rect = {0, 0, 300, 60};
    const auto layout = ui::ChatDelegate::layout(option, m_house->list->model()->index(0, 0));
    QVERIFY(layout.mark.width() > 0);
    QVERIFY(!layout.mark.intersects(layout.about) && !layout.mark.intersects(layout.author));
}

void tst_ChatPane::whatIsOnTheScreenIsToldRead()
{
    m_house->story.say({1}, u"a"_s, u"help"_s);
    m_house->story.say({1}, u"b"_s, u"Alone?"_s, Message::Author::Operator);
    m_house->story.say({2}, u"c"_s, u"elsewhere"_s);

    QTRY_COMPARE(sent<ReadMessage>(), (std::vector{ReadMessage{{1}, u"a"_s}}));

    m_house->story.see({1}, u"a"_s, true);
    m_house->story.say({1}, u"d"_s, u"again"_s);
    QTRY_COMPARE(sent<ReadMessage>().size(), 2U);
    QCOMPARE(sent<ReadMessage>().back().message, u"d"_s);
}

void tst_ChatPane::whoLooksOnTellsNothingRead()
{
    m_house->desk.select({2});
    m_house->story.say({2}, u"c"_s, u"for seat 7"_s);
    QCoreApplication::processEvents();
    m_house->desk.select({1});
    m_house->story.say({1}, u"a"_s, u"for this seat"_s);

    QTRY_COMPARE(sent<ReadMessage>(), (std::vector{ReadMessage{{1}, u"a"_s}}));
}

void tst_ChatPane::aLineStaysInItsFieldWhileTheServiceIsAway()
{
    Q_EMIT m_house->backend.lost(m_house->clock.now());
    m_house->story.say({1}, u"a"_s, u"2"_s);
    m_house->line->setText(u"Alone?"_s);

    QTest::keyClick(m_house->line, Qt::Key_Return);
    QCoreApplication::processEvents();

    QVERIFY(m_house->says(u"out of reach"_s));
    QCOMPARE(m_house->line->text(), u"Alone?"_s);
    QVERIFY(m_house->backend.sent.empty());
    m_house->backend.open();
    QVERIFY(!m_house->says(u"out of reach"_s));
    QTRY_COMPARE(sent<ReadMessage>().size(), 1U); // what came meanwhile was not told read
    QTest::keyClick(m_house->line, Qt::Key_Return);
    QCOMPARE(sent<SendMessage>().size(), 1U);
}

void tst_ChatPane::whatIsNotOnTheScreenIsNotToldRead()
{
    QWidget other;
    other.show();
    other.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&other));
    for (int i = 0; i < 30; ++i)
        m_house->story.say({1}, u"m%1"_s.arg(i), u"line"_s);
    QCoreApplication::processEvents();
    QVERIFY(sent<ReadMessage>().empty());

    m_house->pane.activateWindow();

    QTRY_VERIFY(!sent<ReadMessage>().empty());
    QVERIFY2(sent<ReadMessage>().size() < 30, "the first lines have been scrolled away");
    QVERIFY(!std::ranges::contains(sent<ReadMessage>(), u"m0"_s, &ReadMessage::message));
    m_house->list->scrollToTop();
    QTRY_VERIFY(std::ranges::contains(sent<ReadMessage>(), u"m0"_s, &ReadMessage::message));
}

void tst_ChatPane::theCallersWritingIsShownForAWhile()
{
    Q_EMIT m_house->backend.typing({2});
    QVERIFY(!says(u"is writing"_s));
    Q_EMIT m_house->backend.typing({1});
    QVERIFY(says(u"is writing"_s));

    m_house->clock.advance(ui::ChatPane::typingLasts);
    m_house->ticker.tick();
    QVERIFY(!says(u"is writing"_s));
    Q_EMIT m_house->backend.typing({1});
    m_house->story.say({1}, u"a"_s, u"2"_s);

    QVERIFY(!says(u"is writing"_s));
}

void tst_ChatPane::ourWritingIsToldOnceInThreeSeconds()
{
    QTest::keyClicks(m_house->line, u"a"_s);
    QVERIFY2(sent<TellTyping>().empty(), "nobody is there to see it");
    m_house->story.open({1});
    QTest::keyClicks(m_house->line, u"bc"_s);
    QCOMPARE(sent<TellTyping>(), (std::vector{TellTyping{{1}}}));
    m_house->clock.advance(2999ms);
    QTest::keyClicks(m_house->line, u"d"_s);
    QCOMPARE(sent<TellTyping>().size(), 1U);
    m_house->clock.advance(1ms);

    QTest::keyClicks(m_house->line, u"e"_s);

    QCOMPARE(sent<TellTyping>().size(), 2U);
}

void tst_ChatPane::theStateOfThePageStandsOnTop_data()
{
    QTest::addColumn<std::vector<Event>>("events");
    QTest::addColumn<QString>("words");
    const IncidentId id{1};
    const QDateTime at;
    const Event opened = PageOpened{id, at, u"vi-VN"_s};
    QTest::newRow("not opened") << std::vector<Event>{} << u"Not opened yet"_s;
    QTest::newRow("opened") << std::vector<Event>{opened} << u"The caller has the page open, in Vietnamese"_s;
    QTest::newRow("disguised") << std::vector<Event>{opened, PageChanged{id, PageFace::Disguised, at}}
                               << u"write short lines, they fade after 5 s"_s;
    QTest::newRow("black") << std::vector<Event>{opened, PageChanged{id, PageFace::Black, at}} << u"Black screen"_s;
    QTest::newRow("left") << std::vector<Event>{opened, PageLeft{id, at}} << u"The caller left the page"_s;
    QTest::newRow("fled") << std::vector<Event>{opened, PageLeft{id, at, true}} << u"do not text, do not ring"_s;
}

void tst_ChatPane::theStateOfThePageStandsOnTop()
{
    QFETCH(std::vector<Event>, events);
    QFETCH(QString, words);

    for (const Event &event : events)
        m_house->backend.tell(event);

    QVERIFY(says(words));
}

QTEST_MAIN(tst_ChatPane)
#include "tst_chatpane.moc"
