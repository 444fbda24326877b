// SPDX-License-Identifier: Apache-2.0
#include "tests/support/house.h"
#include "ui/kit/panekeys.h"
#include "ui/shell/helpsheet.h"
#include "ui/shell/keymap.h"

#include <QDirIterator>
#include <QLineEdit>
#include <QListView>
#include <QMetaEnum>
#include <QPushButton>
#include <QRegularExpression>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace Qt::StringLiterals;
using ui::ActionId;

/// Another key for what one does: no key twice, and everything that speaks of it follows.
class tst_KeyMap : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }
    void theTableItselfIsFreeOfDoubles();
    void aTakenKeyIsRefusedWithItsHolder();
    void keptKeysAreRefused_data();
    void keptKeysAreRefused();
    void aRowGetsItsOwnKeyBack();
    void whatWasChosenIsRemembered();
    void doublesInTheSettingsFallBack();
    void nonsenseInTheSettingsFallsBack();
    void aKeyIsChangedInTheSheetByKeysAlone();
    void theSheetSaysWhoHasTheKey();
    void sentencesFollowTheKey();
    void anyLetterIsTextWhileOneWrites();
    void everyKeyOfAPaneIsInTheSheet();

private:
    static void press(const House &house, Qt::Key key, Qt::KeyboardModifiers with = {})
    {
        QWidget *focus = house.window.focusWidget();
        QTest::keyClick(focus ? focus : const_cast<ui::MainWindow *>(&house.window), key, with);
    }
    static bool says(const House &house, const QString &words)
    {
        const auto labels = house.window.findChildren<QLabel *>();
        return std::ranges::any_of(labels,
                                   [&](const QLabel *l) { return l->isVisible() && l->text().contains(words); });
    }
    /// Puts the sheet's mark on the row of \a id.
    static void mark(const House &house, ActionId id)
    {
        auto *list = house.window.findChild<ui::HelpSheet *>()->findChild<QListView *>();
        const auto found = list->model()->match(list->model()->index(0, 0), ui::HelpSheet::IdRole,
                                                QVariant::fromValue(id), 1, Qt::MatchExactly);
        QCOMPARE(found.size(), 1);
        list->setCurrentIndex(found.first());
    }
};

void tst_KeyMap::theTableItselfIsFreeOfDoubles()
{
    const ui::KeyMap keys;
    std::set<QKeyCombination, decltype([](auto a, auto b) { return a.toCombined() < b.toCombined(); })> seen;
    for (const ui::ActionRow &row : ui::Actions::table()) {
        if (const auto key = keys.of(row.id))
            QVERIFY2(seen.insert(*key).second, row.text);
        // What a text field would take may be a pane's too, while it has the keyboard.
        if (row.key && !ui::isTyped(*row.key))
            QVERIFY2(!ui::PaneKeys::contains(*row.key), row.text);
    }
}

void tst_KeyMap::aTakenKeyIsRefusedWithItsHolder()
{
    ui::KeyMap keys;
    const auto refusal = keys.choose(ActionId::Answer, Qt::Key_F3);
    QVERIFY(refusal);
    QVERIFY(refusal->holder == ActionId::Ask);
    QVERIFY(keys.of(ActionId::Answer) == QKeyCombination(Qt::Key_F2));

    QVERIFY(!keys.choose(ActionId::Ask, Qt::CTRL | Qt::ALT | Qt::Key_Q));
    QVERIFY(!keys.choose(ActionId::Answer, Qt::Key_F3));
    QVERIFY(keys.of(ActionId::Answer) == QKeyCombination(Qt::Key_F3));
    QVERIFY(keys.isChosen(ActionId::Answer));
}

void tst_KeyMap::keptKeysAreRefused_data()
{
    QTest::addColumn<QKeyCombination>("key");
    for (const auto &[name, key] : std::initializer_list<std::pair<const char *, QKeyCombination>>{
             {"a digit", Qt::Key_5},
             {"a letter", Qt::Key_G},
             {"a capital letter", Qt::SHIFT | Qt::Key_G},
             {"an arrow", Qt::Key_Left},
             {"a step over a word", Qt::CTRL | Qt::Key_Left},
             {"Escape", Qt::Key_Escape},
             {"Tab", Qt::Key_Tab},
             {"Tab back", Qt::SHIFT | Qt::Key_Backtab},
             {"Return", Qt::Key_Return},
             {"Copy", Qt::CTRL | Qt::Key_C},
             {"Paste", Qt::CTRL | Qt::Key_V},
             {"a menu", Qt::ALT | Qt::Key_C},
             {"the copies of the map", Qt::CTRL | Qt::SHIFT | Qt::Key_C},
         })
        QTest::newRow(name) << key;
}

void tst_KeyMap::keptKeysAreRefused()
{
    QFETCH(QKeyCombination, key);
    ui::KeyMap keys;

    const auto refusal = keys.choose(ActionId::Answer, key);

    QVERIFY(refusal);
    QVERIFY(!refusal->holder);
    QVERIFY(keys.of(ActionId::Answer) == QKeyCombination(Qt::Key_F2));
}

void tst_KeyMap::aRowGetsItsOwnKeyBack()
{
    ui::KeyMap keys;
    QVERIFY(!keys.choose(ActionId::PutAway, Qt::CTRL | Qt::ALT | Qt::Key_Q));
    QVERIFY(!keys.choose(ActionId::Answer, Qt::CTRL | Qt::ALT | Qt::Key_W));
    QVERIFY(!keys.choose(ActionId::Ask, Qt::Key_F2));

    const auto refusal = keys.reset(ActionId::Answer);
    QVERIFY(refusal);
    QVERIFY(refusal->holder == ActionId::Ask);
    QVERIFY(!keys.reset(ActionId::PutAway));
    QVERIFY(keys.of(ActionId::PutAway) == QKeyCombination(Qt::Key_Escape));

    keys.resetAll();
    QVERIFY(keys.of(ActionId::Answer) == QKeyCombination(Qt::Key_F2));
    QVERIFY(keys.of(ActionId::Ask) == QKeyCombination(Qt::Key_F3));
}

void tst_KeyMap::whatWasChosenIsRemembered()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"desk.ini"_s);
    ui::KeyMap keys;
    QVERIFY(!keys.choose(ActionId::Order, Qt::CTRL | Qt::ALT | Qt::Key_U));
    QVERIFY(!keys.choose(ActionId::ResetLayout, Qt::CTRL | Qt::ALT | Qt::Key_Comma));
    {
        QSettings settings(file, QSettings::IniFormat);
        keys.write(settings);
    }
    ui::KeyMap again;
    QVERIFY(again.read(QSettings(file, QSettings::IniFormat)).empty());
    QVERIFY(again.of(ActionId::Order) == QKeyCombination(Qt::CTRL | Qt::ALT | Qt::Key_U));
    QVERIFY(again.of(ActionId::ResetLayout) == QKeyCombination(Qt::CTRL | Qt::ALT | Qt::Key_Comma));
    QVERIFY(again.of(ActionId::Answer) == QKeyCombination(Qt::Key_F2));
}

void tst_KeyMap::doublesInTheSettingsFallBack()
{
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(u"desk.ini"_s), QSettings::IniFormat);
    settings.setValue(u"keys/Answer"_s, u"Ctrl+Alt+Q"_s);
    settings.setValue(u"keys/Order"_s, u"Ctrl+Alt+Q"_s);
    settings.setValue(u"keys/Ask"_s, u"F5"_s); // that of SendLink
    settings.setValue(u"keys/Close"_s, u"F11"_s); // that of PassOn, which asks for the one that Answer gets back
    settings.setValue(u"keys/PassOn"_s, u"F2"_s);
    settings.setValue(u"keys/Note"_s, u"Ctrl+Alt+W"_s);
    ui::KeyMap keys;

    std::vector<ActionId> refused = keys.read(settings);

    std::ranges::sort(refused);
    std::vector<ActionId> expected{ActionId::Answer, ActionId::Order, ActionId::Ask, ActionId::Close, ActionId::PassOn};
    std::ranges::sort(expected);
    QCOMPARE(refused, expected);
    for (const ActionId id : refused)
        QVERIFY(!keys.isChosen(id));
    QVERIFY(keys.of(ActionId::Note) == QKeyCombination(Qt::CTRL | Qt::ALT | Qt::Key_W));

    settings.sync();
    const House house(ui::Language::Tongue::English, ui::Scheme::Dark, settings.fileName());
    const_cast<ui::MainWindow &>(house.window).show();
    QVERIFY(says(house, u"Answer, Ask to press, Order unit, Pass on, Close"_s));
    QCOMPARE(house.window.action(ActionId::Note)->shortcut(), QKeySequence(u"Ctrl+Alt+W"_s));
}

void tst_KeyMap::nonsenseInTheSettingsFallsBack()
{
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(u"desk.ini"_s), QSettings::IniFormat);
    settings.setValue(u"keys/Answer"_s, u"Ctrl+Blah"_s);
    settings.setValue(u"keys/Ask"_s, u"F5, F6"_s);
    settings.setValue(u"keys/Order"_s, u"7"_s);
    settings.setValue(u"keys/Close"_s, QString());
    settings.setValue(u"keys/Stranger"_s, u"Ctrl+Alt+Q"_s);
    ui::KeyMap keys;

    QCOMPARE(keys.read(settings).size(), 4U);
    for (const ui::ActionRow &row : ui::Actions::table())
        QVERIFY(keys.of(row.id) == row.key);
}

void tst_KeyMap::aKeyIsChangedInTheSheetByKeysAlone()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"desk.ini"_s);
    {
        House house(ui::Language::Tongue::English, ui::Scheme::Dark, file);
        house.window.show();
        QVERIFY(QTest::qWaitForWindowActive(&house.window));
        house.story.ring({1});
        press(house, Qt::Key_F1, Qt::ShiftModifier);
        mark(house, ActionId::Answer);
        press(house, Qt::Key_Return);
        QVERIFY(says(house, u"Press the new key for “Answer”"_s));
        press(house, Qt::Key_Control);
        press(house, Qt::Key_U, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY(house.backend.sent.empty());
        QCOMPARE(house.window.action(ActionId::Answer)->shortcut(), QKeySequence(u"Ctrl+Alt+U"_s));
        const auto buttons = house.window.findChildren<QPushButton *>();
        QVERIFY(std::ranges::any_of(buttons, [](const auto *b) { return b->text() == u"Answer  Ctrl+Alt+U"_s; }));

        press(house, Qt::Key_Escape);
        QVERIFY(house.window.findChild<ui::HelpSheet *>()->isHidden());
        press(house, Qt::Key_F2);
        QVERIFY(house.backend.sent.empty());
        press(house, Qt::Key_U, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(house.backend.sent, std::vector<Command>{AnswerCall{{1}}});
    }
    const House again(ui::Language::Tongue::English, ui::Scheme::Dark, file);
    QCOMPARE(again.window.action(ActionId::Answer)->shortcut(), QKeySequence(u"Ctrl+Alt+U"_s));
}

void tst_KeyMap::theSheetSaysWhoHasTheKey()
{
    House house;
    house.window.show();
    QVERIFY(QTest::qWaitForWindowActive(&house.window));
    press(house, Qt::Key_F1, Qt::ShiftModifier);
    mark(house, ActionId::Answer);

    press(house, Qt::Key_Return);
    press(house, Qt::Key_F12);
    QVERIFY(says(house, u"Not changed: “Close” has this key."_s));
    press(house, Qt::Key_Return);
    press(house, Qt::Key_7);
    QVERIFY(says(house, u"Not changed: panes, menus or text fields keep this key"_s));
    press(house, Qt::Key_Return);
    press(house, Qt::Key_Escape);

    QVERIFY2(house.window.findChild<ui::HelpSheet *>()->isVisible(), "Escape only leaves the question");
    QCOMPARE(house.window.action(ActionId::Answer)->shortcut(), QKeySequence(Qt::Key_F2));
}

void tst_KeyMap::sentencesFollowTheKey()
{
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(u"desk.ini"_s), QSettings::IniFormat);
    settings.setValue(u"keys/PutAway"_s, u"Ctrl+Alt+Q"_s);
    settings.setValue(u"keys/Hold"_s, u"Ctrl+Alt+W"_s);
    settings.setValue(u"keys/Question"_s, u"Ctrl+Alt+U"_s);
    settings.setValue(u"keys/Blur"_s, u"Ctrl+Alt+B"_s);
    settings.sync();
    House house(ui::Language::Tongue::English, ui::Scheme::Dark, settings.fileName());
    house.window.show();
    QVERIFY(QTest::qWaitForWindowActive(&house.window));
    house.story.ring({1});
    house.story.answer({1});
    house.story.ring({2});
    house.desk.select({2});
    press(house, Qt::Key_F2);
    house.backend.tell(CallHeld{{1}, house.desk.seat(), house.clock.now()});
    QVERIFY(says(house, u"Ctrl+Alt+W takes it up again"_s));
    house.story.show({2});
    QVERIFY(says(house, u"▒ blurred: Ctrl+Alt+B clears"_s));
    house.camera->setFocus();
    press(house, Qt::Key_Space);
    QVERIFY(house.camera->isBlurred());
    press(house, Qt::Key_F1);
    QVERIFY(says(house, u"Keys (F1 or Ctrl+Alt+Q puts this away)"_s));
    press(house, Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(house.window.focusWidget(), u"010"_s);
    QVERIFY(says(house, u"Ctrl+Alt+Q: all"_s));
    const auto widgets = house.window.findChildren<QWidget *>();
    QVERIFY(std::ranges::any_of(
        widgets, [](const QWidget *w) { return w->toolTip().contains("Ctrl+Alt+U and its number marks it"_L1); }));
}

void tst_KeyMap::anyLetterIsTextWhileOneWrites()
{
    House house;
    house.window.show();
    QVERIFY(QTest::qWaitForWindowActive(&house.window));
    house.window.action(ActionId::FollowCaller)->setShortcut(Qt::Key_J);
    house.window.action(ActionId::Blank)->setShortcut(Qt::SHIFT | Qt::Key_K);
    press(house, Qt::Key_J);
    press(house, Qt::Key_K, Qt::ShiftModifier);
    QCOMPARE(house.follows, 1);
    QCOMPARE(house.blanks, 1);

    press(house, Qt::Key_F, Qt::ControlModifier);
    auto *field = qobject_cast<QLineEdit *>(house.window.focusWidget());
    QVERIFY(field);
    QTest::keyClick(field, 'j');
    QTest::keyClick(field, 'K', Qt::ShiftModifier);

    QCOMPARE(field->text(), u"jK"_s);
    QCOMPARE(house.follows, 1);
    QCOMPARE(house.blanks, 1);
}

/// What a pane looks for in its own key events stands in the table of the panes' keys, or is the key of a row.
void tst_KeyMap::everyKeyOfAPaneIsInTheSheet()
{
    std::set<int> listed;
    for (const ui::PaneKey &row : ui::PaneKeys::table()) {
        for (const QKeyCombination key : row.keys)
            listed.insert(key.key());
    }
    for (const ui::ActionRow &row : ui::Actions::table()) {
        if (row.key)
            listed.insert(row.key->key());
    }
    listed.insert(Qt::Key_Backtab); // Tab with Shift, as Qt calls it
    const auto names = QMetaEnum::fromType<Qt::Key>();
    static const QRegularExpression word(u"\\bKey_[A-Za-z0-9]+\\b"_s);
    int count = 0;
    QDirIterator files(QStringLiteral(KNOCK_UI_DIR), {u"*.cpp"_s, u"*.qml"_s}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.fileName().contains("/shell/"_L1) || file.fileName().contains("/kit/"_L1))
            continue;
        QVERIFY(file.open(QIODevice::ReadOnly));
        for (const auto &match : word.globalMatch(QString::fromUtf8(file.readAll()))) {
            const int key = names.keyToValue(match.captured().toLatin1().constData());
            QVERIFY2(listed.contains(key), qPrintable(file.fileName() + u": "_s + match.captured()));
            ++count;
        }
    }
    QVERIFY(count > 20);

    House house;
    house.window.show();
    QVERIFY(QTest::qWaitForWindowActive(&house.window));
    press(house, Qt::Key_F1);
    const auto *list = house.window.findChild<ui::HelpSheet *>()->findChild<QListView *>();
    QStringList shown;
    for (int row = 0; row < list->model()->rowCount(); ++row)
        shown.append(list->model()->index(row, 0).data().toString());
    for (const ui::PaneKey &row : ui::PaneKeys::table())
        QVERIFY2(shown.contains(ui::PaneKeys::text(row)), row.does);
}

QTEST_MAIN(tst_KeyMap)
#include "tst_keymap.moc"
