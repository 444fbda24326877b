// SPDX-License-Identifier: Apache-2.0
#include "tests/support/story.h"
#include "ui/notes/notespane.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// What was judged and written down, beside the incident it belongs to.
class tst_NotesPane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { qputenv("TZ", "UTC"); }
    void init();
    void cleanup() { m_house.reset(); }
    void enterKeepsANote();
    void showsWhatEverybodyWrote();
    void aHalfWrittenLineStaysWithItsIncident();
    void showsTheClassThatTheServiceTold();
    void keysJudgeBoth();
    void aClosedIncidentTakesNothingMore();

private:
    struct House {
        FakeBackend backend;
        ManualClock clock;
        desk::Desk desk{backend};
        Story story{backend, clock};
        ui::NotesPane pane{
            desk, {{u"domestic"_s, {{u"en"_s, u"Violence at home"_s}}}, {u"other"_s, {{u"en"_s, u"Other"_s}}}}};
        QLineEdit *line = pane.findChild<QLineEdit *>();
        QPlainTextEdit *notes = pane.findChild<QPlainTextEdit *>();
        QComboBox *category = pane.findChildren<QComboBox *>().at(0);
        QComboBox *priority = pane.findChildren<QComboBox *>().at(1);
    };
    std::unique_ptr<House> m_house;
};

void tst_NotesPane::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_house = std::make_unique<House>();
    for (const IncidentId id : {IncidentId{1}, IncidentId{2}}) {
        m_house->story.ring(id);
        m_house->story.answer(id);
    }
    m_house->desk.select({1});
    m_house->pane.show();
    m_house->pane.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m_house->pane));
}

void tst_NotesPane::enterKeepsANote()
{
    m_house->pane.write();
    QVERIFY(m_house->line->hasFocus());
    QTest::keyClicks(m_house->line, u" two men "_s);
    QTest::keyClick(m_house->line, Qt::Key_Return);
    QTest::keyClick(m_house->line, Qt::Key_Return); // nothing is left to be kept

    QCOMPARE(m_house->backend.sent.size(), 1U);
    QCOMPARE(std::get<WriteNote>(m_house->backend.sent.front()), (WriteNote{{1}, u"two men"_s}));
    QVERIFY(m_house->notes->toPlainText().isEmpty()); // until the service has it
}

void tst_NotesPane::showsWhatEverybodyWrote()
{
    m_house->backend.tell(NoteWritten{{1}, u"two men"_s, {1}, m_house->clock.now()});
    m_house->clock.advance(5s);
    m_house->backend.tell(NoteWritten{{1}, u"<b>ground floor</b>"_s, {2}, m_house->clock.now()});

    QCOMPARE(m_house->notes->toPlainText(), u"03:40:00  seat 1  two men\n03:40:05  seat 2  <b>ground floor</b>"_s);
    m_house->desk.select({2});
    QVERIFY(m_house->notes->toPlainText().isEmpty());
}

void tst_NotesPane::aHalfWrittenLineStaysWithItsIncident()
{
    QTest::keyClicks(m_house->line, u"two"_s);
    m_house->desk.select({2});
    QVERIFY(m_house->line->text().isEmpty());
    m_house->desk.select({1});
    QCOMPARE(m_house->line->text(), u"two"_s);
}

void tst_NotesPane::showsTheClassThatTheServiceTold()
{
    QCOMPARE(m_house->category->currentText(), u"Kind of call"_s);
    QCOMPARE(m_house->priority->currentText(), u"Priority"_s);

    m_house->backend.tell(Classified{{1}, u"domestic"_s, Priority::Code0, {2}, m_house->clock.now()});
    QCOMPARE(m_house->category->currentText(), u"Violence at home"_s);
    QCOMPARE(m_house->priority->currentText(), u"Code 0"_s);

    m_house->backend.tell(Classified{{1}, u"unknown here"_s, {}, {2}, m_house->clock.now()});
    QCOMPARE(m_house->category->currentText(), u"unknown here"_s);
    QCOMPARE(m_house->priority->currentText(), u"Priority"_s);
}

void tst_NotesPane::keysJudgeBoth()
{
    m_house->backend.tell(Classified{{1}, u"domestic"_s, Priority::Code1, {1}, m_house->clock.now()});
    m_house->pane.classify();
    QVERIFY(m_house->category->hasFocus());
    QTest::keyClick(m_house->category, Qt::Key_Down);

    QCOMPARE(std::get<Classify>(m_house->backend.sent.back()), (Classify{{1}, u"other"_s, Priority::Code1}));
    QCOMPARE(m_house->category->currentText(), u"Violence at home"_s); // until the service says so
}

void tst_NotesPane::aClosedIncidentTakesNothingMore()
{
    m_house->pane.write();
    m_house->backend.tell(IncidentClosed{{1}, CloseReason::Other, {}, {1}, m_house->clock.now()});

    QVERIFY(!m_house->line->isEnabled());
    QVERIFY(!m_house->category->isEnabled());
    QVERIFY(!m_house->line->hasFocus());
}

QTEST_MAIN(tst_NotesPane)
#include "tst_notespane.moc"
