// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/chat/chathouse.h"
#include "ui/chat/chatdelegate.h"

#include <QApplication>
#include <QPainter>
#include <QRegularExpression>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace Qt::StringLiterals;

/// The phrase book in the chat, and words of other scripts.
class tst_Phrases : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_house.reset(); }
    void aNumberSaysAPhrase();
    void altAndADigitSayAPhraseFromTheLine();
    void aDigitInTheLineIsText();
    void lettersSearchThePhrases();
    void thePhrasesArePutAwayAndHideNothing();
    void aPhraseOfTheCallersIsReadInOurLanguage();
    void wordsFromTheRightStandOnTheRight();

private:
    void openPhrases();
    void press(Qt::Key key) { QTest::keyClick(QApplication::focusWidget(), key); }
    [[nodiscard]] QStringList lines() const { return m_house->lines(); }
    [[nodiscard]] bool says(const QString &words) const { return m_house->says(words); }
    template <typename T>
    [[nodiscard]] std::vector<T> sent() const
    {
        return m_house->sent<T>();
    }

    std::unique_ptr<ChatHouse> m_house;
};

void tst_Phrases::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_house = std::make_unique<ChatHouse>();
    QVERIFY(QTest::qWaitForWindowActive(&m_house->pane));
}

void tst_Phrases::openPhrases()
{
    m_house->story.open({1}, u"vi-VN"_s);
    m_house->pane.openPhrases();
    QVERIFY(m_house->open->isVisible());
}

void tst_Phrases::aNumberSaysAPhrase()
{
    openPhrases();
    const QString second = m_house->book.phrases().at(1);

    press(Qt::Key_2);

    const auto said = sent<SendMessage>();
    QCOMPARE(said.size(), 1U);
    QCOMPARE(said.front().phrase, second);
    QCOMPARE(said.front().text, m_house->book.text(second, u"vi"_s));
    QVERIFY(!m_house->open->isVisible());
    QVERIFY(m_house->line->hasFocus());
    QCOMPARE(lines().size(), 1);
    QVERIFY2(lines().front().contains(m_house->book.text(second, u"en"_s)), qPrintable(lines().front()));
    QVERIFY(lines().front().contains(u"machine-drafted"_s));
}

void tst_Phrases::altAndADigitSayAPhraseFromTheLine()
{
    m_house->story.open({1}, u"vi-VN"_s);
    m_house->pane.focusLine();
    QTest::keyClicks(m_house->line, u"half"_s);

    QTest::keyClick(m_house->line, Qt::Key_3, Qt::AltModifier);

    const auto said = sent<SendMessage>();
    QCOMPARE(said.size(), 1U);
    QCOMPARE(said.front().phrase, m_house->book.phrases().at(2));
    QCOMPARE(m_house->line->text(), u"half"_s);
    QVERIFY(m_house->line->toolTip().contains(u"Alt+3  "_s + m_house->book.text(said.front().phrase, u"en"_s)));

    openPhrases();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_1, Qt::AltModifier);
    QCOMPARE(sent<SendMessage>().back().phrase, m_house->book.phrases().front());
}

void tst_Phrases::aDigitInTheLineIsText()
{
    m_house->story.open({1}, u"vi-VN"_s);
    m_house->pane.focusLine();

    QTest::keyClicks(m_house->line, u"119"_s);

    QVERIFY(sent<SendMessage>().empty());
    QCOMPARE(m_house->line->text(), u"119"_s);
}

void tst_Phrases::lettersSearchThePhrases()
{
    openPhrases();
    const QString wanted = m_house->book.text(u"ask-weapon"_s, u"en"_s);

    QTest::keyClicks(QApplication::focusWidget(), wanted.toUpper());
    auto *list = m_house->named<QListView>(u"Phrase book"_s);
    QCOMPARE(list->model()->rowCount(), 1);
    const QString spoken = list->model()->index(0, 0).data(Qt::AccessibleTextRole).toString();
    QCOMPARE(spoken, u"1: %1 (%2)"_s.arg(wanted, m_house->book.text(u"ask-weapon"_s, u"vi"_s)));
    press(Qt::Key_Return);

    QCOMPARE(sent<SendMessage>().front().phrase, u"ask-weapon"_s);
    m_house->pane.openPhrases();
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    QCOMPARE(sent<SendMessage>().back().phrase, m_house->book.phrases().at(1));
}

void tst_Phrases::thePhrasesArePutAwayAndHideNothing()
{
    QTest::keyClicks(m_house->line, u"half"_s);
    openPhrases();
    QVERIFY(says(u"Vietnamese, machine-drafted"_s));
    m_house->story.say({1}, u"a"_s, u"he is back"_s);
    QVERIFY(says(u"The caller wrote: he is back"_s));
    QCoreApplication::processEvents();
    QVERIFY(sent<ReadMessage>().empty());

    QVERIFY(m_house->pane.putAway());

    QVERIFY(!m_house->pane.putAway());
    QTRY_COMPARE(sent<ReadMessage>().size(), 1U);
    QVERIFY(sent<SendMessage>().empty());
    QCOMPARE(m_house->line->text(), u"half"_s);
    m_house->pane.openPhrases();
    m_house->story.close({1});
    QVERIFY2(!m_house->open->isVisible(), "nothing can be said any more");
}

void tst_Phrases::aPhraseOfTheCallersIsReadInOurLanguage()
{
    const QString urdu = m_house->book.text(u"hurt"_s, u"ur"_s);

    m_house->story.say({1}, u"a"_s, urdu, Message::Author::Caller, u"hurt"_s);

    QCOMPARE(lines().size(), 1);
    QVERIFY2(lines().front().endsWith(u"%1 (%2)"_s.arg(m_house->book.text(u"hurt"_s, u"en"_s), urdu)),
             qPrintable(lines().front()));
    QStyleOptionViewItem option;
    option.font = m_house->list->font();
    option.rect = {0, 0, 300, 80};
    const auto layout = ui::ChatDelegate::layout(option, m_house->list->model()->index(0, 0));
    QVERIFY(layout.original.height() > 0);
    QVERIFY(layout.original.top() >= layout.text.bottom());
}

void tst_Phrases::wordsFromTheRightStandOnTheRight()
{
    const auto middleOfInk = [this](const QString &id, const QString &text) {
        m_house->story.say({1}, id, text);
        const QModelIndex line = m_house->list->model()->index(m_house->list->model()->rowCount() - 1, 0);
        QImage drawn(300, 80, QImage::Format_RGB32);
        drawn.fill(Qt::white);
        QStyleOptionViewItem option;
        option.font = m_house->list->font();
        option.rect = drawn.rect();
        QPainter painter(&drawn);
        ui::ChatDelegate().paint(&painter, option, line);
        painter.end();
        const QRect words = ui::ChatDelegate::layout(option, line).text;
        int first = drawn.width();
        int last = 0;
        for (int y = words.top(); y <= words.bottom(); ++y) {
            for (int x = 0; x < drawn.width(); ++x) {
                if (drawn.pixelColor(x, y) != Qt::white) {
                    first = std::min(first, x);
                    last = std::max(last, x);
                }
            }
        }
        return (first + last) / 2;
    };

    QVERIFY(middleOfInk(u"a"_s, u"help"_s) < 100);
    QVERIFY(middleOfInk(u"b"_s, u"مدد"_s) > 200);
}

QTEST_MAIN(tst_Phrases)
#include "tst_phrases.moc"
