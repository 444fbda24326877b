// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fakegate.h"
#include "tests/support/house.h"
#include "ui/shell/signin.h"

#include <QAccessible>
#include <QDockWidget>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using ui::SignIn;
using Tongue = ui::Language::Tongue;

/// Who may sit at the window, by keys alone.
class tst_SignInPanel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_gate = std::make_unique<FakeGate>();
        open();
    }
    void cleanup()
    {
        m_house.reset();
        m_gate.reset();
    }

    void nothingIsSeenOrDoneBeforeSomebodyIsAdmitted();
    void theWindowIsShutUntilTheServiceSpeaks();
    void failuresAreSaidInWords_data();
    void failuresAreSaidInWords();
    void whatWasTypedIsGone();
    void tabGoesRoundInside();
    void aLockLeavesEverythingInSightAndNothingToBeDone();
    void aWrongPasswordKeepsItLocked();
    void alertsGoOnBehindALock();
    void aSeatThatNobodyTouchesIsLocked();
    void aSeatWithACallerOnTheLineIsNot();
    void howLongIsASetting();
    void whoeverSignsOutLeavesNothingInSight();
    void signingOutOnACallerMustBeMeant();
    void anotherMonitorShowsNothingEither();
    void withoutAGateNobodySignsIn();
    void everythingHasAName_data();
    void everythingHasAName();

private:
    void open(Tongue tongue = Tongue::English, ui::Scheme scheme = ui::Scheme::Dark, const QString &settings = {})
    {
        m_house = std::make_unique<House>(tongue, scheme, settings, m_gate.get());
        m_house->window.resize(1280, 720);
        m_house->window.show();
        QVERIFY(QTest::qWaitForWindowActive(&m_house->window));
    }
    void key(Qt::Key which, Qt::KeyboardModifiers with = {}) const
    {
        QWidget *focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : &m_house->window, which, with);
    }
    void type(const QString &text) const { QTest::keyClicks(QApplication::focusWidget(), text); }
    [[nodiscard]] SignIn *signIn() const { return m_house->window.findChild<SignIn *>(); }
    [[nodiscard]] QString focusName() const
    {
        return QApplication::focusWidget() ? QApplication::focusWidget()->accessibleName() : QString();
    }
    [[nodiscard]] bool says(const QString &words) const
    {
        const auto labels = signIn()->findChildren<QLabel *>();
        return std::ranges::any_of(labels,
                                   [&](const QLabel *l) { return l->isVisible() && l->text().contains(words); });
    }

    std::unique_ptr<FakeGate> m_gate;
    std::unique_ptr<House> m_house;
};

void tst_SignInPanel::nothingIsSeenOrDoneBeforeSomebodyIsAdmitted()
{
    m_gate->want();
    m_house->story.ring({17});
    QCOMPARE(signIn()->geometry(), m_house->window.rect());
    QVERIFY(signIn()->isVisible() && signIn()->autoFillBackground());
    key(Qt::Key_F2);
    QVERIFY(m_house->backend.sent.empty());

    QCOMPARE(focusName(), u"User"_s);
    type(u"kim"_s);
    key(Qt::Key_Return);
    type(u"correct horse"_s);
    key(Qt::Key_Tab);
    type(u"492 039"_s);
    key(Qt::Key_Return);
    QCOMPARE(m_gate->shown.size(), 1u);
    QCOMPARE(m_gate->shown.front().user, u"kim"_s);
    QCOMPARE(m_gate->shown.front().password, u"correct horse"_s);
    QCOMPARE(m_gate->shown.front().code, u"492039"_s);
    key(Qt::Key_Return); // it is being asked already
    QCOMPARE(m_gate->shown.size(), 1u);
    m_gate->admit();

    QVERIFY(!signIn()->isVisible());
    key(Qt::Key_F2);
    QCOMPARE(m_house->backend.sent, std::vector<Command>{AnswerCall{{17}}});
}

void tst_SignInPanel::theWindowIsShutUntilTheServiceSpeaks()
{
    QCOMPARE(signIn()->state(), SignIn::State::Waiting);
    QVERIFY(says(u"Waiting for the service"_s));

    Q_EMIT m_house->backend.lost(m_house->clock.now());
    QVERIFY(says(u"out of reach"_s));
    QCOMPARE(signIn()->state(), SignIn::State::Waiting);
    m_gate->admit(); // somebody else's kiosk

    QVERIFY(!signIn()->isVisible());
}

void tst_SignInPanel::failuresAreSaidInWords_data()
{
    QTest::addColumn<Error::Kind>("why");
    QTest::addColumn<QString>("words");

    QTest::newRow("wrong") << Error::Kind::Refused << u"is wrong"_s;
    QTest::newRow("too often") << Error::Kind::Full << u"Too many attempts"_s;
    QTest::newRow("over") << Error::Kind::Expired << u"session is over"_s;
    QTest::newRow("out of reach") << Error::Kind::Unreachable << u"out of reach"_s;
    QTest::newRow("anything else") << Error::Kind::Broken << u"cannot let anybody in"_s;
}

void tst_SignInPanel::failuresAreSaidInWords()
{
    QFETCH(const Error::Kind, why);
    QFETCH(const QString, words);
    m_gate->want();
    type(u"kim"_s);
    key(Qt::Key_Return);
    type(u"wrong"_s);
    key(Qt::Key_Return);
    QVERIFY(says(u"is being asked"_s));

    m_gate->want(why);

    QVERIFY(says(words));
    QCOMPARE(focusName(), u"Password"_s); // the name need not be typed again
    type(u"right"_s);
    key(Qt::Key_Return);
    QCOMPARE(m_gate->shown.size(), 2u);
    QVERIFY(!says(words));
}

void tst_SignInPanel::whatWasTypedIsGone()
{
    m_gate->want();
    type(u"kim"_s);
    key(Qt::Key_Return);
    type(u"secret"_s);
    m_gate->admit();

    for (const QLineEdit *line : signIn()->findChildren<QLineEdit *>()) {
        if (line->echoMode() == QLineEdit::Password)
            QVERIFY(line->text().isEmpty());
    }
}

void tst_SignInPanel::tabGoesRoundInside()
{
    m_gate->want();
    QStringList names;
    for (int i = 0; i < 5; ++i) {
        names << focusName();
        key(Qt::Key_Tab);
    }
    QCOMPARE(names, (QStringList{u"User"_s, u"Password"_s, u"Code of the second factor"_s, {}, u"User"_s}));

    m_gate->admit();
    m_gate->shut();
    QCOMPARE(focusName(), u"Password of kim"_s);
    for (int i = 0; i < 3; ++i)
        key(Qt::Key_Tab);
    QCOMPARE(focusName(), u"Password of kim"_s);
}

void tst_SignInPanel::aLockLeavesEverythingInSightAndNothingToBeDone()
{
    m_gate->admit();
    m_house->story.ring({17});
    m_house->camera->setBlurred(false);
    key(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(m_gate->locks, 1);
    m_gate->shut();
    QVERIFY(m_house->camera->isBlurred()); // for who passes by

    QVERIFY(signIn()->isVisible() && !signIn()->autoFillBackground());
    QVERIFY(says(u"This seat is locked. kim"_s));
    key(Qt::Key_F2);
    key(Qt::Key_F, Qt::ControlModifier);
    QVERIFY(m_house->backend.sent.empty());
    QCOMPARE(focusName(), u"Password of kim"_s);
    QVERIFY(m_house->window.childAt(100, 300) == signIn()); // the mouse reaches nothing behind it
    m_house->story.ring({18}); // told, and seen
    QVERIFY(m_house->desk.find({18}));
    type(u"correct horse"_s);
    key(Qt::Key_Return);
    QCOMPARE(m_gate->keys, QStringList{u"correct horse"_s});
    m_gate->open();

    QVERIFY(!signIn()->isVisible());
    key(Qt::Key_F2);
    QCOMPARE(m_house->backend.sent, std::vector<Command>{AnswerCall{{17}}});
}

void tst_SignInPanel::aWrongPasswordKeepsItLocked()
{
    m_gate->admit();
    m_gate->shut();
    type(u"wrong"_s);
    key(Qt::Key_Return);
    QVERIFY(says(u"is being asked"_s));

    m_gate->stayShut(Error::Kind::Refused);

    QVERIFY(says(u"The password is wrong"_s));
    QCOMPARE(signIn()->state(), SignIn::State::Locked);
    type(u"right"_s);
    key(Qt::Key_Return);
    QCOMPARE(m_gate->keys, (QStringList{u"wrong"_s, u"right"_s}));
}

void tst_SignInPanel::alertsGoOnBehindALock()
{
    m_gate->admit();
    m_house->story.ring({17});
    m_house->story.answer({17}, {7});
    m_gate->shut();
    const QSignalSpy painted(&m_house->window, &ui::MainWindow::alertPainted);

    m_house->story.knock({17});

    QTRY_COMPARE(painted.count(), 1);
    QCOMPARE(focusName(), u"Password of kim"_s);
}

void tst_SignInPanel::aSeatThatNobodyTouchesIsLocked()
{
    m_gate->admit();
    m_house->advance(4min);
    key(Qt::Key_Shift);
    m_house->advance(4min);
    QCOMPARE(m_gate->locks, 0);

    m_house->advance(1min);

    QCOMPARE(m_gate->locks, 1);
}

void tst_SignInPanel::aSeatWithACallerOnTheLineIsNot()
{
    m_gate->admit();
    m_house->story.ring({17});
    m_house->story.answer({17});
    m_house->advance(20min);
    QCOMPARE(m_gate->locks, 0);

    m_house->story.end({17}, LineEnd::HungUp);
    m_house->advance(1s);

    QCOMPARE(m_gate->locks, 1);
}

void tst_SignInPanel::howLongIsASetting()
{
    QTemporaryDir folder;
    QSettings(folder.filePath(u"desk.ini"_s), QSettings::IniFormat).setValue("gate/lockAfterMinutes", 2);
    m_house.reset();
    open(Tongue::English, ui::Scheme::Dark, folder.filePath(u"desk.ini"_s));
    m_gate->admit();

    m_house->advance(2min);

    QCOMPARE(m_gate->locks, 1);
}

void tst_SignInPanel::whoeverSignsOutLeavesNothingInSight()
{
    m_gate->admit();
    m_house->story.ring({17});
    m_house->desk.select({17});

    m_house->window.action(ui::ActionId::SignOut)->trigger();
    QCOMPARE(m_gate->leavings, 1);
    m_gate->want();

    QVERIFY(signIn()->isVisible() && signIn()->autoFillBackground());
    QVERIFY(!m_house->desk.selected().isValid());
    QVERIFY(!m_house->window.action(ui::ActionId::Answer)->isEnabled());
    QVERIFY(m_house->window.action(ui::ActionId::Korean)->isEnabled());
}

void tst_SignInPanel::signingOutOnACallerMustBeMeant()
{
    m_gate->admit();
    m_house->story.ring({17});
    m_house->story.answer({17});

    m_house->window.action(ui::ActionId::SignOut)->trigger();
    QCOMPARE(m_gate->leavings, 0);
    m_house->window.action(ui::ActionId::SignOut)->trigger();

    QCOMPARE(m_gate->leavings, 1);
}

void tst_SignInPanel::anotherMonitorShowsNothingEither()
{
    m_gate->admit();
    auto *dock = m_house->window.findChild<QDockWidget *>(u"chat"_s);
    dock->setFloating(true);
    QVERIFY(dock->isVisible());

    m_gate->shut();
    QVERIFY(dock->isVisible() && !dock->isEnabled());
    m_gate->want(Error::Kind::Expired);
    QVERIFY(!dock->isVisible());
    m_gate->admit();

    QVERIFY(dock->isVisible() && dock->isEnabled());
}

void tst_SignInPanel::withoutAGateNobodySignsIn()
{
    m_house.reset();
    m_gate.reset();
    open();

    QVERIFY(!signIn());
    QVERIFY(!m_house->window.action(ui::ActionId::Lock)->isVisible());
    QVERIFY(!m_house->window.action(ui::ActionId::SignOut)->isVisible());
    QVERIFY(m_house->window.action(ui::ActionId::Find)->isEnabled());
}

void tst_SignInPanel::everythingHasAName_data()
{
    QTest::addColumn<Tongue>("tongue");
    QTest::newRow("en") << Tongue::English;
    QTest::newRow("ko") << Tongue::Korean;
}

void tst_SignInPanel::everythingHasAName()
{
    QFETCH(const Tongue, tongue);
    m_house.reset();
    open(tongue);
    m_gate->want();

    for (QWidget *control : signIn()->findChildren<QWidget *>()) {
        if (control->focusPolicy() == Qt::NoFocus)
            continue;
        const QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(control);
        QVERIFY2(!interface->text(QAccessible::Name).isEmpty(), control->metaObject()->className());
    }
    QVERIFY(!signIn()->accessibleName().isEmpty());
}

QTEST_MAIN(tst_SignInPanel)
#include "tst_signinpanel.moc"
