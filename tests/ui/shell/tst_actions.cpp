// SPDX-License-Identifier: Apache-2.0
#include "tests/support/house.h"
#include "ui/shell/helpsheet.h"

#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QRegularExpression>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace Qt::StringLiterals;
using ui::Actions;

class tst_Actions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }
    void noKeyIsThereTwice();
    void everyActionIsInAMenu();
    void everyActionHasWordsAndAPlaceInTheHelp();
    void nothingCanBeAskedWithoutAnIncident();
    void whatCanBeAskedFollowsTheCall();
    void whoKnockedAndHungUpUnansweredCanBeTexted();
    void oneSourceAfterTheOtherIsChosen();
};

void tst_Actions::noKeyIsThereTwice()
{
    const House house;
    QSet<QString> keys;
    for (const ui::ActionRow &row : Actions::table()) {
        const QString key = house.window.action(row.id)->shortcut().toString();
        QCOMPARE(key.isEmpty(), !row.key.has_value());
        if (!row.key)
            continue;
        QVERIFY2(!keys.contains(key), qPrintable(key));
        keys.insert(key);
    }
    QVERIFY(keys.size() >= 15);
}

void tst_Actions::everyActionIsInAMenu()
{
    const House house;
    QSet<const QAction *> offered;
    const auto *bar = house.window.findChild<QMenuBar *>();
    for (const QAction *menu : bar->actions()) {
        for (const QAction *action : menu->menu()->actions())
            offered.insert(action);
    }
    for (const ui::ActionRow &row : Actions::table())
        QVERIFY2(offered.contains(house.window.action(row.id)), row.text);
    QCOMPARE(offered.size(), static_cast<qsizetype>(Actions::table().size()));
}

void tst_Actions::everyActionHasWordsAndAPlaceInTheHelp()
{
    House house;
    house.window.show();
    QVERIFY(QTest::qWaitForWindowActive(&house.window));
    QTest::keyClick(&house.window, Qt::Key_F1);
    const auto *list = house.window.findChild<ui::HelpSheet *>()->findChild<QListView *>();
    QVERIFY(list->isVisible());
    QStringList shown;
    for (int row = 0; row < list->model()->rowCount(); ++row)
        shown.append(list->model()->index(row, 0).data().toString());
    for (const ui::ActionRow &row : Actions::table()) {
        QVERIFY(!house.window.action(row.id)->text().isEmpty());
        QVERIFY2(shown.contains(Actions::text(row)), row.text);
    }
}

void tst_Actions::nothingCanBeAskedWithoutAnIncident()
{
    const House house;
    for (const ui::ActionRow &row : Actions::table()) {
        if (row.menu == ui::MenuId::Call)
            QVERIFY2(!house.window.action(row.id)->isEnabled(), row.text);
    }
}

void tst_Actions::whatCanBeAskedFollowsTheCall()
{
    House house;
    const auto usable = [&] {
        QStringList names;
        for (const ui::ActionRow &row : Actions::table()) {
            if (row.menu == ui::MenuId::Call && house.window.action(row.id)->isEnabled())
                names.append(QLatin1StringView(row.text));
        }
        // What everybody may judge and write comes together.
        return names.join(", "_L1).replace("Write a note, Kind of call, Code 0, Code 1, Code 2, Code 3, Code 4"_L1,
                                           "Judge"_L1);
    };
    Story &story = house.story;

    story.ring({1});
    QCOMPARE(usable(), u"Answer"_s);
    story.answer({1});
    QCOMPARE(
        usable(),
        u"Ask to press, Send link, Choose a link, Order unit, Ask a question, Judge, Hold or take up, Pass on, Hang up, Close, Coded talk, Page for units: copy its link"_s);
    story.prompt({1});
    QCOMPARE(
        usable(),
        u"Send link, Choose a link, Order unit, Judge, Hold or take up, Pass on, Hang up, Close, Coded talk, Page for units: copy its link"_s);
    story.listen({1});
    story.knock({1});
    QCOMPARE(
        usable(),
        u"Ask to press, Confirm silent call, Not a knock, Send link, Choose a link, Order unit, Ask a question, Judge, Hold or take up, Pass on, Hang up, Close, Coded talk, Page for units: copy its link"_s);
    story.dismiss({1});
    QCOMPARE(
        usable(),
        u"Ask to press, Confirm silent call, Send link, Choose a link, Order unit, Ask a question, Judge, Hold or take up, Pass on, Hang up, Close, Coded talk, Page for units: copy its link"_s);
    story.confirm({1});
    story.invite({1});
    QCOMPARE(
        usable(),
        u"Ask to press, Send link, Choose a link, Order unit, Ask a question, Judge, Chat, Phrase book, Hold or take up, Pass on, Hang up, Close, Page for units: copy its link"_s);
    story.end({1}, LineEnd::Lost);
    QCOMPARE(
        usable(),
        u"Seen, Send link, Choose a link, Order unit, Judge, Chat, Phrase book, Call back, Close, Page for units: copy its link"_s);
    story.open({1});
    QCOMPARE(
        usable(),
        u"Seen, Send link, Choose a link, Order unit, Judge, Chat, Phrase book, Back camera, Front camera, End the camera, Camera snapshot, Call back, Close, Page for units: copy its link"_s);
    story.close({1});
    QCOMPARE(usable(), u"Re-open"_s);
}

void tst_Actions::whoKnockedAndHungUpUnansweredCanBeTexted()
{
    House house;
    const QAction *link = house.window.action(ui::ActionId::SendLink);
    house.story.ring({1});
    house.story.knock({1});
    house.desk.select({1});
    QVERIFY2(!link->isEnabled(), "a ringing call is answered first");

    house.story.end({1}, LineEnd::Cancelled);
    QVERIFY(link->isEnabled());
    house.window.action(ui::ActionId::SendLink)->trigger();

    QCOMPARE(house.backend.sent, std::vector<Command>{SendInvite{{1}}});
}

void tst_Actions::oneSourceAfterTheOtherIsChosen()
{
    using enum Fix::Source;
    House house;
    house.story.ring({1});
    house.story.answer({1});
    QAction *choose = house.window.action(ui::ActionId::Promote);
    QVERIFY(!choose->isEnabled());
    for (const Fix::Source source : {Aml, Browser}) {
        Fix fix;
        fix.source = source;
        fix.at = house.clock.now();
        house.backend.tell(CallerLocated{{1}, fix, fix.at});
    }

    for (const Fix::Source source : {Browser, Aml, Browser}) {
        choose->trigger();
        QCOMPARE(house.sent<PromoteFix>().back(), (PromoteFix{{1}, source}));
        house.backend.tell(FixPromoted{{1}, source, {1}, house.clock.now()});
    }
}

QTEST_MAIN(tst_Actions)
#include "tst_actions.moc"
