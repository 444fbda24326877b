// SPDX-License-Identifier: Apache-2.0
#include "tests/support/house.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QDockWidget>
#include <QLineEdit>
#include <QRegularExpression>
#include <QScreen>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace Qt::StringLiterals;
using ui::ActionId;

/// Where the panes stand, on two monitors, and how large their letters are; both are remembered for the position.
class tst_WindowPlace : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_house.reset(); }
    void thePaneWithTheKeyboardGoesToTheOtherMonitorAndBack();
    void withoutAPaneTheKeyTearsNothingOff();
    void aTornOffPaneIsRemembered();
    void aPaneOfALostMonitorComesBack();
    void theRoomOfASmallWindowIsRemembered();
    void lettersGrowAtOnceInEveryPane();
    void theSizeOfTheLettersIsRemembered();
    void anUnknownSizeIsTheUsualOne();

private:
    void open()
    {
        m_house.reset();
        m_house = std::make_unique<House>(ui::Language::Tongue::English, ui::Scheme::Dark,
                                          m_folder.filePath(u"desk.ini"_s));
        m_house->window.show();
    }
    [[nodiscard]] QDockWidget *dock(const QString &name) const
    {
        return m_house->window.findChild<QDockWidget *>(name);
    }
    static void press(Qt::Key key, Qt::KeyboardModifiers with = {})
    {
        QTest::keyClick(QApplication::focusWidget(), key, with);
    }
    static bool isOnScreen(const QWidget *widget)
    {
        const QPoint grip(widget->frameGeometry().center().x(), widget->frameGeometry().top() + 10);
        return QGuiApplication::screenAt(grip) != nullptr;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<House> m_house;
};

void tst_WindowPlace::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    QFile::remove(m_folder.filePath(u"desk.ini"_s));
    open();
    QVERIFY(QTest::qWaitForWindowActive(&m_house->window));
}

void tst_WindowPlace::thePaneWithTheKeyboardGoesToTheOtherMonitorAndBack()
{
    QCOMPARE(QGuiApplication::screens().size(), 2);
    m_house->story.ring({1});
    m_house->story.answer({1});
    m_house->story.invite({1});
    press(Qt::Key_F9);
    const auto *line = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(line);

    press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(dock(u"chat"_s)->isFloating());
    QVERIFY(dock(u"chat"_s)->screen() != m_house->window.screen());
    QTRY_COMPARE(QApplication::focusWidget(), line);
    QVERIFY(QTest::qWaitForWindowExposed(dock(u"chat"_s)));
    QTRY_VERIFY(dock(u"chat"_s)->screen() != m_house->window.screen());
    QTest::keyClicks(QApplication::focusWidget(), u"here"_s);
    QCOMPARE(line->text(), u"here"_s);
    QVERIFY(!dock(u"camera"_s)->isFloating());

    press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!dock(u"chat"_s)->isFloating());
    QTRY_COMPARE(QApplication::focusWidget(), line);
}

void tst_WindowPlace::withoutAPaneTheKeyTearsNothingOff()
{
    QTest::keyClick(&m_house->window, Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);

    for (const auto *pane : m_house->window.findChildren<QDockWidget *>())
        QVERIFY2(!pane->isFloating(), qPrintable(pane->objectName()));
}

void tst_WindowPlace::aTornOffPaneIsRemembered()
{
    dock(u"camera"_s)->setFloating(true);
    QVERIFY(QTest::qWaitForWindowExposed(dock(u"camera"_s)));
    dock(u"camera"_s)->setGeometry(2000, 100, 640, 480);
    QTRY_COMPARE(dock(u"camera"_s)->geometry(), QRect(2000, 100, 640, 480));
    m_house->window.close();

    open();

    QVERIFY(dock(u"camera"_s)->isFloating());
    QTRY_COMPARE(dock(u"camera"_s)->geometry(), QRect(2000, 100, 640, 480));
}

void tst_WindowPlace::aPaneOfALostMonitorComesBack()
{
    dock(u"camera"_s)->setFloating(true);
    dock(u"camera"_s)->setGeometry(9000, 100, 640, 480);
    QVERIFY(!isOnScreen(dock(u"camera"_s)));
    m_house->window.close();

    open();

    QVERIFY(dock(u"camera"_s)->isFloating());
    QVERIFY(isOnScreen(dock(u"camera"_s)));
}

void tst_WindowPlace::theRoomOfASmallWindowIsRemembered()
{
    const auto isBehindChat
        = [this] { return m_house->window.tabifiedDockWidgets(dock(u"chat"_s)).contains(dock(u"questions"_s)); };
    m_house->window.resize(1280, 720);
    m_house->window.useTextSize(150);
    QTRY_VERIFY(isBehindChat());
    m_house->window.close();

    open();
    QTRY_VERIFY(isBehindChat());
    QCOMPARE(m_house->window.corner(Qt::BottomRightCorner), Qt::RightDockWidgetArea);

    m_house->window.resize(1600, 900);
    m_house->window.useTextSize(100);
    QTRY_VERIFY(!isBehindChat());
    QTRY_COMPARE(m_house->window.corner(Qt::BottomRightCorner), Qt::BottomDockWidgetArea);
}

void tst_WindowPlace::lettersGrowAtOnceInEveryPane()
{
    const double before = QApplication::font().pointSizeF();
    const auto sizes = [this] {
        QMap<QWidget *, double> all;
        for (QWidget *widget : m_house->window.findChildren<QWidget *>())
            all.insert(widget, widget->font().pointSizeF());
        return all;
    };
    const auto small = sizes();
    for (int i = 0; i < 9; ++i)
        QTest::keyClick(&m_house->window, Qt::Key_PageUp, Qt::ControlModifier | Qt::ShiftModifier);

    QCOMPARE(QApplication::font().pointSizeF(), 2 * before);
    QVERIFY(!m_house->window.action(ActionId::LargerText)->isEnabled());
    const auto wrong = [&] {
        QStringList found;
        for (const auto &[widget, size] : sizes().asKeyValueRange()) {
            if (small.contains(widget) && !qFuzzyCompare(size, 2 * small.value(widget))) {
                const QWidget *parent = widget->parentWidget();
                found.append(u"%1 in %2: %3 %4"_s
                                 .arg(QLatin1StringView(widget->metaObject()->className()),
                                      QLatin1StringView(parent ? parent->metaObject()->className() : "nothing"))
                                 .arg(small.value(widget))
                                 .arg(size));
            }
        }
        return found.join(u'\n');
    };
    QTRY_COMPARE(wrong(), QString());
    const auto fields = m_house->window.findChildren<QLineEdit *>();
    const auto line = std::ranges::find(fields, u"Line to the caller"_s, &QWidget::accessibleName);
    QVERIFY(line != fields.end());
    QVERIFY((*line)->minimumHeight() > (*line)->fontMetrics().height());

    for (int i = 0; i < 4; ++i)
        QTest::keyClick(&m_house->window, Qt::Key_PageDown, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(QApplication::font().pointSizeF(), before);
    QVERIFY(!m_house->window.action(ActionId::SmallerText)->isEnabled());
}

void tst_WindowPlace::theSizeOfTheLettersIsRemembered()
{
    const double usual = QApplication::font().pointSizeF();
    m_house->window.useTextSize(150);
    m_house->window.close();
    m_house.reset();
    QCOMPARE(QApplication::font().pointSizeF(), usual);

    open();

    QCOMPARE(QApplication::font().pointSizeF(), 1.5 * usual);
}

void tst_WindowPlace::anUnknownSizeIsTheUsualOne()
{
    const double usual = QApplication::font().pointSizeF();
    m_house->window.useTextSize(ui::textSizes.back());
    m_house->window.close();
    QSettings(m_folder.filePath(u"desk.ini"_s), QSettings::IniFormat).setValue("window/text", 4000);

    open();

    QCOMPARE(QApplication::font().pointSizeF(), usual);
}

QTEST_MAIN(tst_WindowPlace)
#include "tst_windowplace.moc"
