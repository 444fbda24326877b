// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/laddermodel.h"
#include "tests/support/house.h"

#include <QApplication>
#include <QListView>
#include <QRegularExpression>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// Coded talk, the flood of alerts and the bell, by keys alone.
class tst_AlarmKeys : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_house.reset(); }
    void ctrlNMarksCodedTalk();
    void codedTalkMayNotBeRungBackWithoutAReason();
    void ctrlSSilencesTheBell();
    void ctrlKEndsTheAlarmOfALostLine();
    void theListIsOpenedAndPutAwayByKeys();
    void theBellIsRememberedAsItWasChosen();

private:
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QWidget *focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : &m_house->window, key, modifiers);
    }
    [[nodiscard]] bool isAlarmed() const { return m_house->window.action(ui::ActionId::Silence)->isEnabled(); }

    std::unique_ptr<House> m_house;
};

void tst_AlarmKeys::init()
{
    // There is no sound server, and none is needed to remember the bell.
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support|PulseAudioService)"_s));
    m_house = std::make_unique<House>();
    m_house->backend.open();
    m_house->window.show();
    QVERIFY(QTest::qWaitForWindowActive(&m_house->window));
}

void tst_AlarmKeys::ctrlNMarksCodedTalk()
{
    m_house->story.ring({1});
    m_house->story.answer({1});

    key(Qt::Key_N, Qt::ControlModifier);
    m_house->story.mark({1});
    const desk::LadderModel ladder(m_house->desk, m_house->clock);
    const QModelIndex confirmed = ladder.index(static_cast<int>(desk::LadderModel::Rung::Confirmed));
    QCOMPARE(confirmed.data(desk::LadderModel::StageRole).value<desk::LadderModel::Stage>(),
             desk::LadderModel::Stage::Coded);
    QCOMPARE(ladder.nextStep(), desk::Step::Order);
    key(Qt::Key_N, Qt::ControlModifier);
    key(Qt::Key_F6);
    key(Qt::Key_Return);

    QCOMPARE(m_house->backend.sent, (std::vector<Command>{MarkCodedTalk{{1}}, OrderUnit{{1}, u"순찰 12"_s}}));
}

void tst_AlarmKeys::codedTalkMayNotBeRungBackWithoutAReason()
{
    m_house->story.ring({1});
    m_house->story.answer({1});
    m_house->story.mark({1});
    m_house->story.end({1}, LineEnd::Lost);

    key(Qt::Key_B, Qt::ControlModifier);
    key(Qt::Key_Return);

    QVERIFY(m_house->sent<CallBack>().empty());
}

void tst_AlarmKeys::ctrlSSilencesTheBell()
{
    QVERIFY(!isAlarmed());
    m_house->story.ring({1});
    QVERIFY(isAlarmed());

    key(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(!isAlarmed());
    m_house->story.ring({2});
    QVERIFY(isAlarmed());
    key(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(!isAlarmed());
    m_house->advance(20s);

    QVERIFY2(isAlarmed(), "who has waited too long is heard again");
}

void tst_AlarmKeys::ctrlKEndsTheAlarmOfALostLine()
{
    m_house->story.ring({1});
    m_house->story.answer({1});
    m_house->story.knock({1});
    m_house->story.confirm({1});
    QVERIFY(!isAlarmed());
    m_house->story.end({1}, LineEnd::Lost);
    QVERIFY(isAlarmed());

    key(Qt::Key_K, Qt::ControlModifier);

    QVERIFY(!isAlarmed());
}

void tst_AlarmKeys::theListIsOpenedAndPutAwayByKeys()
{
    for (const quint64 id : {1U, 2U}) {
        m_house->story.ring({id});
        m_house->story.answer({id}, {7});
        m_house->story.knock({id});
    }
    QWidget *before = QApplication::focusWidget();
    key(Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    const auto *list = qobject_cast<QListView *>(QApplication::focusWidget());
    QVERIFY(list);
    QCOMPARE(list->accessibleName(), u"List of alerts"_s);
    key(Qt::Key_Down);
    key(Qt::Key_Return);
    QCOMPARE(m_house->desk.selected(), IncidentId{2});
    m_house->advance(1s);
    key(Qt::Key_F4);
    QCOMPARE(m_house->sent<ConfirmSilentCall>(), std::vector{ConfirmSilentCall{{2}}});

    key(Qt::Key_Escape);

    QVERIFY(!list->isVisible());
    QVERIFY(QApplication::focusWidget() == nullptr || QApplication::focusWidget() == before);
}

void tst_AlarmKeys::theBellIsRememberedAsItWasChosen()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"desk.ini"_s);
    sound::Headset headset;
    const auto sit = [&](sound::Bell &bell) {
        return std::make_unique<ui::MainWindow>(
            m_house->desk, m_house->ticker,
            ui::MainWindow::Panes{new QWidget, new QWidget, {}, {}, {}, &headset, &bell},
            ui::MainWindow::Manner{file, {}, {}, {}, House::book(), ui::Scheme::Dark, ui::Language::Tongue::English});
    };
    {
        sound::Bell bell(headset);
        const auto window = sit(bell);
        window->show();
        bell.useDevice("room");
        bell.setLevel(sound::Melody::Knock, sound::Bell::Level::Loud);
        bell.setLevel(sound::Melody::Lost, sound::Bell::Level::Off);
        window->close();
    }
    {
        sound::Bell bell(headset);
        const auto window = sit(bell);

        QCOMPARE(bell.wantedDevice(), "room");
        QCOMPARE(bell.level(sound::Melody::Knock), sound::Bell::Level::Loud);
        QCOMPARE(bell.level(sound::Melody::Lost), sound::Bell::Level::Off);
        QCOMPARE(bell.level(sound::Melody::Call), sound::Bell::Level::Normal);
    }
    QSettings(file, QSettings::IniFormat).setValue("bell/call", 99);
    sound::Bell bell(headset);
    const auto window = sit(bell);
    QCOMPARE(bell.level(sound::Melody::Call), sound::Bell::Level::Loud);
}

QTEST_MAIN(tst_AlarmKeys)
#include "tst_alarmkeys.moc"
