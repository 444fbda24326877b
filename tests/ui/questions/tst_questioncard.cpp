// SPDX-License-Identifier: Apache-2.0
#include "tests/support/story.h"
#include "ui/questions/questioncard.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class tst_QuestionCard : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { qputenv("TZ", "UTC"); }
    void init();
    void cleanup() { m_house.reset(); }
    void aNumberAsks();
    void showsWhatWasAskedAndAnswered();
    void asksOnlyOnOnesOwnLine();
    void eachIncidentHasItsAnswers();
    void speaksItsAnswers();

private:
    [[nodiscard]] QStringList answers() const;

    struct House {
        FakeBackend backend;
        ManualClock clock;
        desk::Desk desk{backend};
        Story story{backend, clock};
        QAction open;
        ui::QuestionCard card{desk,
                              {{u"danger"_s, {{u"en"_s, u"In danger?"_s}, {u"ko"_s, u"위험한가요?"_s}}},
                               {u"hurt"_s, {{u"en"_s, u"Hurt?"_s}}}},
                              &open};
    };
    std::unique_ptr<House> m_house;
};

void tst_QuestionCard::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_house = std::make_unique<House>();
    m_house->story.ring({1});
    m_house->story.answer({1});
    m_house->desk.select({1});
    m_house->card.show();
    m_house->card.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m_house->card));
}

QStringList tst_QuestionCard::answers() const
{
    QStringList shown;
    for (const QPushButton *button : m_house->card.findChildren<QPushButton *>())
        shown << button->parentWidget()->findChild<QLabel *>()->text();
    return shown;
}

void tst_QuestionCard::aNumberAsks()
{
    m_house->card.open();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_2);

    QCOMPARE(m_house->backend.sent.size(), 1U);
    QCOMPARE(std::get<AskQuestion>(m_house->backend.sent.front()), (AskQuestion{{1}, u"hurt"_s, u"Hurt?"_s}));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_3);
    QCOMPARE(m_house->backend.sent.size(), 1U);
}

void tst_QuestionCard::showsWhatWasAskedAndAnswered()
{
    QCOMPARE(answers(), QStringList({{}, {}}));

    m_house->backend.tell(QuestionAsked{{1}, u"danger"_s, u"In danger?"_s, {1}, m_house->clock.now()});
    QCOMPARE(answers().at(0), u"asked 03:40:00"_s);
    m_house->clock.advance(2s);
    m_house->backend.tell(QuestionAnswered{{1}, u"danger"_s, Answer::Yes, u"1"_s, m_house->clock.now()});

    QCOMPARE(answers(), QStringList({u"Yes (1) 03:40:02"_s, {}}));
    m_house->backend.tell(QuestionAnswered{{1}, u"danger"_s, Answer::No, u"2"_s, m_house->clock.now()});
    QCOMPARE(answers().at(0), u"No (2) 03:40:02"_s);
}

void tst_QuestionCard::asksOnlyOnOnesOwnLine()
{
    const QPushButton *ask = m_house->card.findChild<QPushButton *>();
    QVERIFY(ask->isEnabled());

    m_house->story.ring({2});
    m_house->story.answer({2}, {7});
    m_house->desk.select({2});
    QVERIFY(!ask->isEnabled());
    m_house->desk.select({1});
    QVERIFY(ask->isEnabled());
    m_house->story.end({1});
    QVERIFY(!ask->isEnabled());
}

void tst_QuestionCard::eachIncidentHasItsAnswers()
{
    m_house->backend.tell(QuestionAsked{{1}, u"danger"_s, u"In danger?"_s, {1}, m_house->clock.now()});
    m_house->backend.tell(QuestionAnswered{{1}, u"danger"_s, Answer::Unclear, u"777"_s, m_house->clock.now()});
    m_house->story.ring({2});

    m_house->desk.select({2});
    QCOMPARE(answers(), QStringList({{}, {}}));
    m_house->desk.select({1});
    QCOMPARE(answers().at(0), u"Unclear (777) 03:40:00"_s);
}

void tst_QuestionCard::speaksItsAnswers()
{
    m_house->backend.tell(QuestionAsked{{1}, u"hurt"_s, u"Hurt?"_s, {1}, m_house->clock.now()});
    m_house->backend.tell(QuestionAnswered{{1}, u"hurt"_s, Answer::No, u"2"_s, m_house->clock.now()});

    QCOMPARE(m_house->card.findChildren<QPushButton *>().at(1)->accessibleName(), u"Hurt? No (2) 03:40:00"_s);
    QCOMPARE(m_house->card.accessibleName(), u"Questions"_s);
}

QTEST_MAIN(tst_QuestionCard)
#include "tst_questioncard.moc"
