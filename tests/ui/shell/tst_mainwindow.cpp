// SPDX-License-Identifier: Apache-2.0
#include "tests/support/house.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class tst_MainWindow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void theQuestionsFollowTheLanguage();
    void cleanup() { m_house.reset(); }
    void aSilentCallIsWorkedByKeysAlone();
    void f2AnswersTheOneInHandOrTheLongestWaiting();
    void aConfirmedCallerIsInHandForTheNextKey();
    void theSpaceBarBelongsToTheCameraUnlessOneWrites();
    void aClickLeavesTheSpaceBarWithTheCamera();
    void ctrlUpAndDownWalkThroughTheQueue();
    void escapeDestroysNothing();
    void aRefusalStaysUntilTheNextWish();
    void anAlertIsReportedOnceItIsPainted();
    void theLanguageChangesWhileRunning();
    void theColoursChangeWhileRunning();
    void theLayoutIsRemembered();
    void theStatusTellsWhoWaitsAndWhatIsIll();
    void everythingHasAName_data();
    void everythingHasAName();
    void tabReachesEveryControl();

private:
    void key(Qt::Key which, Qt::KeyboardModifiers with = {}) const { QTest::keyClick(focus(), which, with); }
    [[nodiscard]] QWidget *focus() const
    {
        return QApplication::focusWidget() ? QApplication::focusWidget() : &m_house->window;
    }
    [[nodiscard]] bool says(const QString &words) const;
    [[nodiscard]] QStringList nameless() const;

    std::unique_ptr<House> m_house;
};

void tst_MainWindow::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_house = std::make_unique<House>();
    m_house->window.show();
    QVERIFY(QTest::qWaitForWindowActive(&m_house->window));
}

bool tst_MainWindow::says(const QString &words) const
{
    const auto labels = m_house->window.findChildren<QLabel *>();
    return std::ranges::any_of(labels, [&](const QLabel *l) { return l->isVisible() && l->text().contains(words); });
}

void tst_MainWindow::aSilentCallIsWorkedByKeysAlone()
{
    Story &story = m_house->story;
    story.ring({17});
    key(Qt::Key_F2);
    story.answer({17});
    key(Qt::Key_F3);
    story.prompt({17});
    story.listen({17});
    story.knock({17});
    key(Qt::Key_F4);
    story.confirm({17});
    key(Qt::Key_F6);
    key(Qt::Key_Return);
    story.order({17}, u"순찰 12"_s);
    key(Qt::Key_F5);
    story.invite({17});
    story.accept({17});
    story.open({17});
    story.locate({17});
    story.show({17});
    key(Qt::Key_Space);
    key(Qt::Key_F9);
    QTest::keyClicks(focus(), u"Alone? 1 yes"_s);
    key(Qt::Key_Return);
    key(Qt::Key_F8);
    key(Qt::Key_H, Qt::ControlModifier);
    story.end({17}, LineEnd::Released);
    key(Qt::Key_F12);
    key(Qt::Key_Return);

    const IncidentId id{17};
    const QString said = m_house->sent<SendMessage>().at(0).id;
    QCOMPARE(m_house->backend.sent,
             (std::vector<Command>{AnswerCall{id}, AskToPress{id}, ConfirmSilentCall{id}, OrderUnit{id, u"순찰 12"_s},
                                   SendInvite{id}, TellTyping{id}, SendMessage{id, said, u"Alone? 1 yes"_s}, HangUp{id},
                                   CloseIncident{id, CloseReason::HelpSent, {}}}));
    QCOMPARE(m_house->blurs, 1);
    QCOMPARE(m_house->blanks, 1);
}

void tst_MainWindow::f2AnswersTheOneInHandOrTheLongestWaiting()
{
    for (const quint64 id : {1U, 2U, 3U})
        m_house->story.ring({id});

    key(Qt::Key_F2);
    m_house->desk.select({2});
    key(Qt::Key_F2);

    QCOMPARE(m_house->backend.sent, (std::vector<Command>{AnswerCall{{1}}, AnswerCall{{2}}}));
}

void tst_MainWindow::aConfirmedCallerIsInHandForTheNextKey()
{
    Story &story = m_house->story;
    story.ring({1});
    story.answer({1});
    story.ring({2});
    story.answer({2}, {7});
    story.knock({2});
    QCOMPARE(m_house->desk.selected(), IncidentId{1});

    key(Qt::Key_F4);
    key(Qt::Key_F6);
    key(Qt::Key_Return);

    QCOMPARE(m_house->sent<OrderUnit>().at(0).incident, IncidentId{2});
}

void tst_MainWindow::theSpaceBarBelongsToTheCameraUnlessOneWrites()
{
    m_house->story.ring({1});
    m_house->story.answer({1});
    m_house->story.invite({1});
    key(Qt::Key_Space);
    QCOMPARE(m_house->blurs, 1);

    key(Qt::Key_F9);
    key(Qt::Key_Space);

    QCOMPARE(m_house->blurs, 1);
    QCOMPARE(qobject_cast<QLineEdit *>(QApplication::focusWidget())->text(), u" "_s);
}

void tst_MainWindow::aClickLeavesTheSpaceBarWithTheCamera()
{
    m_house->story.ring({1});
    m_house->story.answer({1});
    const auto buttons = m_house->window.findChildren<QAbstractButton *>();
    const auto ask = std::ranges::find(buttons, u"Ask to press"_s, &QWidget::accessibleName);
    QVERIFY(ask != buttons.end());

    QTest::mouseClick(*ask, Qt::LeftButton);
    key(Qt::Key_Space);

    QCOMPARE(m_house->sent<AskToPress>().size(), 1U);
    QCOMPARE(m_house->blurs, 1);
}

void tst_MainWindow::ctrlUpAndDownWalkThroughTheQueue()
{
    m_house->story.ring({1});
    m_house->story.ring({2});

    key(Qt::Key_Down, Qt::ControlModifier);
    key(Qt::Key_Down, Qt::ControlModifier);
    QCOMPARE(m_house->desk.selected(), IncidentId{2});
    key(Qt::Key_Up, Qt::ControlModifier);

    QCOMPARE(m_house->desk.selected(), IncidentId{1});
}

void tst_MainWindow::escapeDestroysNothing()
{
    m_house->story.ring({1});
    m_house->story.answer({1});
    m_house->story.invite({1});
    key(Qt::Key_F9);
    QTest::keyClicks(focus(), u"half"_s);
    QWidget *line = focus();
    key(Qt::Key_Escape);
    QCOMPARE(qobject_cast<QLineEdit *>(line)->text(), u"half"_s);

    key(Qt::Key_F12);
    key(Qt::Key_Escape);

    QVERIFY(m_house->backend.sent.empty());
    QCOMPARE(m_house->desk.selected(), IncidentId{1});
}

void tst_MainWindow::aRefusalStaysUntilTheNextWish()
{
    m_house->story.ring({1});
    m_house->story.answer({1});
    m_house->story.ring({2});
    const QString words = u"Incident 2026-00002: Not answered"_s;

    m_house->story.refuse({2}, AnswerCall::name, Error::Kind::Expired);
    m_house->advance(60s);
    QVERIFY(says(words));
    key(Qt::Key_F3);

    QVERIFY(!says(words));
    m_house->story.refuse({2}, AnswerCall::name, Error::Kind::Expired);
    key(Qt::Key_Escape);
    QVERIFY(!says(words));
}

void tst_MainWindow::anAlertIsReportedOnceItIsPainted()
{
    QSignalSpy painted(&m_house->window, &ui::MainWindow::alertPainted);
    m_house->story.ring({1});
    m_house->story.answer({1});

    m_house->story.knock({1});

    QTRY_COMPARE(painted.count(), 1);
    QVERIFY(painted.first().at(1).toString().contains("2 presses (5, 9)"_L1));
}

void tst_MainWindow::theLanguageChangesWhileRunning()
{
    m_house->story.ring({1});
    m_house->story.answer({1});
    m_house->story.knock({1});
    m_house->story.refuse({1}, AskToPress::name);
    QVERIFY(says(u"Silent caller"_s));

    key(Qt::Key_L, Qt::ControlModifier);

    QTRY_VERIFY(says(u"말없는 신고 010-****-5678 - 2회 누름 (5, 9), 안내 1.6초 뒤"_s));
    QVERIFY(says(u"사건 2026-00001"_s));
    QVERIFY(says(u"요청하지 못함"_s));
    QCOMPARE(m_house->window.action(ui::ActionId::Answer)->text(), u"받기"_s);
    static const QRegularExpression english(u"\\b(the|call|caller|seat|queue|next|answer)\\b"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    for (const auto *label : m_house->window.findChildren<QLabel *>())
        QVERIFY2(!label->text().contains(english), qPrintable(label->text()));
    key(Qt::Key_L, Qt::ControlModifier);
    QTRY_VERIFY(says(u"Silent caller"_s));
}

void tst_MainWindow::theColoursChangeWhileRunning()
{
    QVERIFY(m_house->window.palette().color(QPalette::Window).lightness() < 128);

    key(Qt::Key_T, Qt::ControlModifier);

    QTRY_VERIFY(m_house->window.palette().color(QPalette::Window).lightness() > 128);
}

void tst_MainWindow::theLayoutIsRemembered()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"window.ini"_s);
    m_house = std::make_unique<House>(ui::Language::Tongue::English, ui::Scheme::Dark, file);
    m_house->window.show();
    auto *queue = m_house->window.findChild<QDockWidget *>(u"queue"_s);
    m_house->window.addDockWidget(Qt::RightDockWidgetArea, queue);
    m_house->window.close();

    m_house = std::make_unique<House>(ui::Language::Tongue::English, ui::Scheme::Dark, file);
    m_house->window.show();

    queue = m_house->window.findChild<QDockWidget *>(u"queue"_s);
    QCOMPARE(m_house->window.dockWidgetArea(queue), Qt::RightDockWidgetArea);
    m_house->window.action(ui::ActionId::ResetLayout)->trigger();
    QCOMPARE(m_house->window.dockWidgetArea(queue), Qt::LeftDockWidgetArea);
}

void tst_MainWindow::theStatusTellsWhoWaitsAndWhatIsIll()
{
    QVERIFY(says(u"Nobody waits"_s));
    QVERIFY(says(u"All parts of the service work"_s));
    m_house->story.ring({1});
    m_house->advance(12s);
    m_house->story.ring({2});
    QTRY_VERIFY(says(u"2 waiting, longest 00:12"_s));

    Q_EMIT m_house->backend.health({Health::Part::Journal, false, {Error::Kind::Full, {}}});
    QVERIFY(says(u"Journal: full"_s));
    Q_EMIT m_house->backend.health({Health::Part::Journal, true, {}});

    QVERIFY(says(u"All parts of the service work"_s));
}

QStringList tst_MainWindow::nameless() const
{
    QStringList found;
    for (auto *widget : m_house->window.findChildren<QWidget *>()) {
        const bool control = widget->focusPolicy() != Qt::NoFocus || qobject_cast<QAbstractButton *>(widget)
            || qobject_cast<QLineEdit *>(widget) || qobject_cast<QComboBox *>(widget)
            || qobject_cast<QAbstractItemView *>(widget);
        const bool inside = widget->objectName().startsWith("qt_"_L1)
            || QByteArrayView(widget->metaObject()->className()).startsWith("QComboBoxPrivate");
        if (!control || inside)
            continue;
        const QAccessibleInterface *voice = QAccessible::queryAccessibleInterface(widget);
        if (!voice || voice->text(QAccessible::Name).isEmpty())
            found.append(QLatin1StringView(widget->metaObject()->className()) + u' ' + widget->objectName());
    }
    return found;
}

void tst_MainWindow::everythingHasAName_data()
{
    QTest::addColumn<ui::Language::Tongue>("tongue");
    QTest::newRow("English") << ui::Language::Tongue::English;
    QTest::newRow("Korean") << ui::Language::Tongue::Korean;
}

void tst_MainWindow::everythingHasAName()
{
    QFETCH(ui::Language::Tongue, tongue);
    m_house->window.useLanguage(tongue);
    m_house->story.ring({1});
    m_house->story.answer({1});
    m_house->story.invite({1});
    m_house->story.accept({1});
    key(Qt::Key_F6);

    QCOMPARE(nameless().join(u'\n'), QString());
    QLineEdit stranger(&m_house->window);
    QCOMPARE(nameless().size(), 1); // the search itself finds what has none
}

void tst_MainWindow::tabReachesEveryControl()
{
    m_house->story.ring({1});
    m_house->story.answer({1});
    m_house->story.invite({1});
    m_house->story.accept({1});
    QStringList names;
    for (int i = 0; i < 60; ++i) {
        key(Qt::Key_Tab);
        QVERIFY(QApplication::focusWidget());
        names.append(QApplication::focusWidget()->accessibleName());
    }
    for (const QString &name : {u"Queue of calls"_s, u"Order unit"_s, u"Send link"_s, u"Close"_s, u"Copy the link"_s,
                                u"Chat with the caller"_s, u"Line to the caller"_s})
        QVERIFY2(names.contains(name), qPrintable(name + u": "_s + names.join(u", "_s)));
    QVERIFY(names.indexOf(u"Order unit"_s) < names.indexOf(u"Send link"_s));
}

void tst_MainWindow::theQuestionsFollowTheLanguage()
{
    House house(ui::Language::Tongue::Korean);
    const auto first = [&house] {
        const auto buttons = house.window.findChildren<QPushButton *>();
        const auto question
            = std::ranges::find_if(buttons, [](const QPushButton *b) { return b->text().startsWith(u"1  "); });
        return question == buttons.end() ? QString() : (*question)->text();
    };
    QTRY_COMPARE(first(), u"1  지금 위험한가요?"_s);

    house.window.useLanguage(ui::Language::Tongue::English);
    QTRY_COMPARE(first(), u"1  Are you in danger now?"_s);
    house.window.useLanguage(ui::Language::Tongue::Korean);
    QTRY_COMPARE(first(), u"1  지금 위험한가요?"_s);
}

QTEST_MAIN(tst_MainWindow)
#include "tst_mainwindow.moc"
