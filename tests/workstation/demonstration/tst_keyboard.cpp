// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/demonstration/keyboard.h"

#include <QAction>
#include <QLineEdit>
#include <QMainWindow>
#include <QRegularExpression>
#include <QShortcut>
#include <QSignalSpy>
#include <QTest>

using namespace knock::demonstration;
using namespace Qt::StringLiterals;

class tst_Keyboard : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void triggersActions();
    void triggersShortcuts();
    void leavesDisabledActionsAlone();
    void givesOtherKeysToTheFocus();
    void letsALineKeepItsOwnKeys();
    void typesIntoTheLine();

private:
    std::unique_ptr<QMainWindow> m_window;
    QLineEdit *m_line = nullptr;
};

void tst_Keyboard::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_window = std::make_unique<QMainWindow>();
    m_line = new QLineEdit(m_window.get());
    m_window->setCentralWidget(m_line);
    m_window->show();
    m_line->setFocus();
}

void tst_Keyboard::triggersActions()
{
    QAction *action = m_window->addAction(u"Answer"_s, QKeySequence(Qt::SHIFT | Qt::Key_F4));
    const QSignalSpy triggered(action, &QAction::triggered);

    pressKey(*m_window, Qt::Key_F4);
    QCOMPARE(triggered.size(), 0);
    pressKey(*m_window, Qt::SHIFT | Qt::Key_F4);

    QCOMPARE(triggered.size(), 1);
}

void tst_Keyboard::triggersShortcuts()
{
    QShortcut shortcut(Qt::Key_F2, m_window.get());
    const QSignalSpy activated(&shortcut, &QShortcut::activated);

    pressKey(*m_window, Qt::Key_F2);

    QCOMPARE(activated.size(), 1);
}

void tst_Keyboard::leavesDisabledActionsAlone()
{
    QAction *action = m_window->addAction(u"Answer"_s, QKeySequence(Qt::Key_F2));
    action->setEnabled(false);
    const QSignalSpy triggered(action, &QAction::triggered);

    pressKey(*m_window, Qt::Key_F2);

    QCOMPARE(triggered.size(), 0);
}

void tst_Keyboard::givesOtherKeysToTheFocus()
{
    const QSignalSpy entered(m_line, &QLineEdit::returnPressed);

    pressKey(*m_window, Qt::Key_Return);

    QCOMPARE(entered.size(), 1);
}

void tst_Keyboard::letsALineKeepItsOwnKeys()
{
    QAction *action = m_window->addAction(u"Clear"_s, QKeySequence(Qt::Key_Space));
    const QSignalSpy triggered(action, &QAction::triggered);

    pressKey(*m_window, Qt::Key_Space);
    QCOMPARE(m_line->text(), u" "_s);
    QCOMPARE(triggered.size(), 0);
    m_line->clearFocus();
    pressKey(*m_window, Qt::Key_Space);

    QCOMPARE(triggered.size(), 1);
}

void tst_Keyboard::typesIntoTheLine()
{
    typeText(*m_window, u"혼자 있어요? 1"_s);

    QCOMPARE(m_line->text(), u"혼자 있어요? 1"_s);
}

QTEST_MAIN(tst_Keyboard)
#include "tst_keyboard.moc"
