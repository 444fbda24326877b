// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/demonstration/autoplay.h"
#include "tests/support/fakebackend.h"

#include <QAction>
#include <QLineEdit>
#include <QMainWindow>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace knock;
using namespace knock::demonstration;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using knock::test::FakeBackend;

namespace {

const IncidentId silent{7};
const QDateTime now = QDateTime::fromString(u"2026-01-02T03:40:00.000Z"_s, Qt::ISODateWithMs);

Fix fixNumber(int number)
{
    return {36 + number / 1000.0, 124.6, {9}, Fix::Source::Browser, now.addSecs(number), {}, {}};
}

} // namespace

/// Plays against a window in which each key makes true at once what it would make true in the end.
class tst_Autoplay : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_window.reset(); }
    void worksTheCallToItsEnd();
    void leavesOtherCallsAlone();
    void showsEachStepBeforeItActs();
    void givesUpAfterItsPatience();

private:
    void bind(Qt::Key key, std::function<void()> does);
    void becomesTrue(const Event &event) { m_backend->tell(event); }
    void ring(IncidentId incident, const QString &number) { becomesTrue(CallArrived{incident, number, now}); }

    std::unique_ptr<FakeBackend> m_backend;
    std::unique_ptr<desk::Desk> m_desk;
    std::unique_ptr<QMainWindow> m_window;
};

void tst_Autoplay::bind(Qt::Key key, std::function<void()> does)
{
    QAction *action = m_window->addAction(QKeySequence(key).toString(), QKeySequence(key));
    connect(action, &QAction::triggered, this, std::move(does));
}

void tst_Autoplay::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_backend = std::make_unique<FakeBackend>();
    m_desk = std::make_unique<desk::Desk>(*m_backend);
    m_window = std::make_unique<QMainWindow>();
    auto *line = new QLineEdit(m_window.get());
    m_window->setCentralWidget(line);
    m_window->setFocusPolicy(Qt::StrongFocus);
    m_window->show();

    bind(Qt::Key_F2, [this] { becomesTrue(CallAnswered{m_desk->selected(), {1}, now}); });
    bind(Qt::Key_F3, [this] {
        becomesTrue(PromptStarted{silent, {1}, now});
        becomesTrue(PromptEnded{silent, now, now});
        becomesTrue(KnockHeard{silent, u"59"_s, 1'200ms, false, now});
    });
    bind(Qt::Key_F4, [this] { becomesTrue(SilentCallConfirmed{silent, {1}, now}); });
    bind(Qt::Key_F5, [this] {
        becomesTrue(
            InviteSent{silent, u"token"_s, u"01012345678"_s, u"text"_s, u"https://127.0.0.1/token"_s, now, now});
    });
    bind(Qt::Key_F6, [this, line] {
        line->setPlaceholderText(u"unit"_s);
        line->setFocus();
    });
    bind(Qt::Key_F9, [line] {
        line->setPlaceholderText(u"chat"_s);
        line->setFocus();
    });
    bind(Qt::Key_F12, [line] {
        line->setPlaceholderText(u"reason"_s);
        line->setFocus();
    });
    bind(Qt::Key_Space, [] { });
    connect(line, &QLineEdit::returnPressed, this, [this, line] {
        if (line->placeholderText() == "unit"_L1) {
            becomesTrue(UnitOrdered{silent, u"unit"_s, {1}, now});
            for (int number = 0; number < 20; ++number)
                becomesTrue(CallerLocated{silent, fixNumber(number), now});
            becomesTrue(CameraStarted{silent, now});
        } else if (line->placeholderText() == "chat"_L1) {
            becomesTrue(MessageSent{silent, {u"1"_s, Message::Author::Operator, line->text(), now}});
            becomesTrue(MessageSent{silent, {u"2"_s, Message::Author::Caller, u"네"_s, now}});
        } else {
            becomesTrue(IncidentClosed{silent, CloseReason::HelpSent, {}, {1}, now});
        }
        line->clear();
        line->clearFocus();
    });
    line->clearFocus();
}

void tst_Autoplay::worksTheCallToItsEnd()
{
    Autoplay autoplay(*m_desk, *m_window, {u"01012345678"_s, u"혼자 계세요?"_s, 1ms, 5s});
    QSignalSpy finished(&autoplay, &Autoplay::finished);
    autoplay.start();

    ring(silent, u"01012345678"_s);

    QTRY_COMPARE(finished.size(), 1);
    QVERIFY2(finished.first().at(0).toBool(), qPrintable(finished.first().at(1).toString()));
    QCOMPARE(m_desk->find(silent)->chat.at(0).text, u"혼자 계세요?"_s);
    QVERIFY(!m_desk->find(silent)->isOpen());
    QVERIFY(!autoplay.isRunning());
}

void tst_Autoplay::leavesOtherCallsAlone()
{
    Autoplay autoplay(*m_desk, *m_window, {u"01012345678"_s, u"?"_s, 1ms, 5s});
    QSignalSpy finished(&autoplay, &Autoplay::finished);
    autoplay.start();

    ring({1}, u"01087654321"_s);
    QCOMPARE(m_desk->selected(), IncidentId());
    ring(silent, u"01012345678"_s);
    QCOMPARE(m_desk->selected(), silent);

    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(m_desk->find({1})->line, Incident::Line::Ringing);
}

void tst_Autoplay::showsEachStepBeforeItActs()
{
    Autoplay autoplay(*m_desk, *m_window, {u"01012345678"_s, u"?"_s, 1ms, 5s});
    QStringList told;
    connect(&autoplay, &Autoplay::reached, this, [&](const QString &step) { told << step; });
    connect(&autoplay, &Autoplay::pressed, this, [&](const QString &, const QString &keys) { told << keys; });
    QSignalSpy finished(&autoplay, &Autoplay::finished);
    autoplay.start();

    ring(silent, u"01012345678"_s);

    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(told.join(u' '),
             u"ringing F2 answered F3 alert F4 confirmed F5 link-sent F6 order Return ordered located camera Space "
             "camera-clear F9 chat ? question Return answer walking closing F12 reason Return closed"_s);
}

void tst_Autoplay::givesUpAfterItsPatience()
{
    Autoplay autoplay(*m_desk, *m_window, {u"01012345678"_s, u"?"_s, 1ms, 20ms});
    QSignalSpy finished(&autoplay, &Autoplay::finished);

    autoplay.start();

    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(finished.first().at(0).toBool(), false);
    QVERIFY(finished.first().at(1).toString().contains(u"ringing"_s));
}

QTEST_MAIN(tst_Autoplay)
#include "tst_autoplay.moc"
