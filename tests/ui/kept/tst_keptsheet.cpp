// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fakegate.h"
#include "tests/ui/kept/kepthouse.h"

#include <QAccessible>
#include <QApplication>
#include <QLayout>
#include <QListView>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using ui::Player;

/// What is kept of a call, heard and seen again, by keys alone.
class tst_KeptSheet : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_house.reset(); }

    void theActionNeedsSomethingThatIsKept();
    void everythingIsListedTheNewestFirst();
    void nothingIsFetchedBeforeSomebodyWantsIt();
    void soundIsPlayedPausedAndJumpedIn();
    void whatHasEndedBeginsAgain();
    void aPictureIsBlurredUntilAKeyClearsIt();
    void aFilmIsBlurredAtFirst();
    void theNextPictureIsBlurredAgain();
    void aKeyHereIsNoKeyOfTheWindow();
    void escapePutsItAway();
    void itNeverTakesTheKeyboardByItself();
    void anAlertStaysInSight();
    void anotherCallInHandEndsIt();
    void aRefusalSaysWhy_data();
    void aRefusalSaysWhy();
    void aLossOfTheServiceSaysSo();
    void whatCannotBeReadSaysSo_data();
    void whatCannotBeReadSaysSo();
    void aLockedSeatPlaysNothing();
    void aLookedUpCallIsPlayedToo();
    void everyControlHasAName();
    void itIsBesideTheIncident();

private:
    void key(Qt::Key key, Qt::KeyboardModifiers with = {}) const
    {
        QWidget *focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : &m_house->house.window, key, with);
    }
    void open() const { key(Qt::Key_O, Qt::ControlModifier); }
    [[nodiscard]] House &house() const { return m_house->house; }
    [[nodiscard]] ui::KeptSheet &sheet() const { return *m_house->sheet(); }
    [[nodiscard]] QStringList rows() const
    {
        const auto *model = sheet().findChild<QListView *>()->model();
        QStringList found;
        for (int row = 0; row < model->rowCount(); ++row)
            found << model->index(row, 0).data().toString();
        return found;
    }
    [[nodiscard]] QString state() const { return sheet().findChild<QLabel *>(u"state"_s)->accessibleName(); }
    [[nodiscard]] bool says(const QString &words) const
    {
        const auto labels = house().window.findChildren<QLabel *>();
        return std::ranges::any_of(labels,
                                   [&](const QLabel *l) { return l->isVisible() && l->text().contains(words); });
    }
    [[nodiscard]] QImage seen() const { return sheet().grab(sheet().pictureRect()).toImage(); }

    std::unique_ptr<KeptHouse> m_house;
};

void tst_KeptSheet::init()
{
    // Where there is neither a sound server nor a graphics processor, Qt says so.
    QTest::failOnWarning(QRegularExpression(
        u"^(?!This plugin does not support|PulseAudioService|No audio device detected|\"No HW decoder found)"_s));
    m_house = std::make_unique<KeptHouse>();
    house().window.resize(1600, 900);
    house().window.show();
    QVERIFY(QTest::qWaitForWindowActive(&house().window));
}

void tst_KeptSheet::theActionNeedsSomethingThatIsKept()
{
    const QAction *action = house().window.action(ui::ActionId::PlayKept);
    QVERIFY(!action->isEnabled());

    house().backend.tell(RecordingBegan{KeptHouse::id, u"17-a.mka"_s, house().clock.now()});
    QVERIFY(action->isEnabled());
    house().story.ring({18}, u"01099998888"_s);
    house().desk.select({18});
    QVERIFY(!action->isEnabled());
}

void tst_KeptSheet::everythingIsListedTheNewestFirst()
{
    const QString at = house().clock.now().toLocalTime().toString(u"HH:mm:ss"_s);
    m_house->record(u"17-a.mka"_s, 135s);
    const QString later = house().clock.now().toLocalTime().toString(u"HH:mm:ss"_s);
    m_house->record(u"17-b.mkv"_s, 60s, true);
    const QString last = house().clock.now().toLocalTime().toString(u"HH:mm:ss"_s);
    m_house->keep(FileKind::Photo, u"17-3.jpg"_s, 1234567);
    open();

    QStringList expected{u"Photo %1 · 1.2 MB"_s.arg(last), u"Camera %1 · 01:00 · ▲ not whole"_s.arg(later),
                         u"Sound %1 · 02:15"_s.arg(at)};
    QCOMPARE(rows(), expected);
    key(Qt::Key_Down);
    house().advance(1s);
    house().backend.tell(RecordingBegan{KeptHouse::id, u"17-c.mka"_s, house().clock.now()});

    expected.prepend(u"Sound %1 · ● still being kept"_s.arg(house().clock.now().toLocalTime().toString(u"HH:mm:ss"_s)));
    QCOMPARE(rows(), expected);
    QCOMPARE(sheet().findChild<QListView *>()->currentIndex().row(), 2); // the same as before
}

void tst_KeptSheet::nothingIsFetchedBeforeSomebodyWantsIt()
{
    m_house->record(u"17-a.mka"_s, 3s);
    m_house->record(u"17-b.mka"_s, 3s);
    open();
    QVERIFY(sheet().isVisible());
    QVERIFY(house().sent<ReadFile>().empty());

    key(Qt::Key_Down);
    key(Qt::Key_Return);

    QCOMPARE(house().sent<ReadFile>(), (std::vector{ReadFile{KeptHouse::id, u"17-a.mka"_s, 0}}));
    QCOMPARE(state(), u"◌ being fetched: 0 %"_s);
    house().backend.give({KeptHouse::id, u"17-a.mka"_s, 0, 1000, QByteArray(250, '\0')});
    QCOMPARE(state(), u"◌ being fetched: 25 %"_s);
}

void tst_KeptSheet::soundIsPlayedPausedAndJumpedIn()
{
    m_house->record(u"17-a.mka"_s, 20s);
    open();
    key(Qt::Key_Return);
    m_house->serve(tone(20));
    QCOMPARE(house().sent<ReadFile>().size(), 2U); // 320 kB are two pieces
    const Player &player = sheet().player();
    QTRY_COMPARE(player.state(), Player::State::Playing);
    QTRY_VERIFY(player.position() > 100ms);
    QCOMPARE(player.duration(), std::chrono::milliseconds(20s));
    QVERIFY2(state().startsWith(u"▶ plays 00:00 of 00:20"_s), qPrintable(state()));
    QVERIFY(sheet().pictureRect().isEmpty());

    key(Qt::Key_Space);
    QTRY_COMPARE(player.state(), Player::State::Paused);
    const std::chrono::milliseconds paused = player.position();
    key(Qt::Key_Right);
    QTRY_COMPARE(player.position(), paused + 5s);
    QVERIFY2(state().startsWith(u"‖ paused 00:05 of 00:20"_s), qPrintable(state()));
    key(Qt::Key_Right);
    key(Qt::Key_Left);
    QTRY_COMPARE(player.position(), paused + 5s);

    key(Qt::Key_Space);
    QTRY_VERIFY(player.position() > paused + 5s + 100ms);
    QCOMPARE(player.state(), Player::State::Playing);
}

void tst_KeptSheet::whatHasEndedBeginsAgain()
{
    m_house->record(u"17-a.mka"_s, 2s);
    open();
    key(Qt::Key_Return);
    m_house->serve(tone(2));
    const Player &player = sheet().player();
    QTRY_COMPARE(player.state(), Player::State::Playing);
    key(Qt::Key_Right);
    QTRY_COMPARE(player.state(), Player::State::Ended);
    QVERIFY2(state().startsWith(u"■ ended 00:02 of 00:02"_s), qPrintable(state()));

    key(Qt::Key_Space);

    QTRY_COMPARE(player.state(), Player::State::Playing);
    QVERIFY(player.position() < 1500ms);
}

void tst_KeptSheet::aPictureIsBlurredUntilAKeyClearsIt()
{
    m_house->keep(FileKind::Photo, u"17-1.jpg"_s, 1000);
    open();
    key(Qt::Key_Return);
    key(Qt::Key_B); // before there is a picture
    m_house->serve(photo());
    QTRY_VERIFY(!sheet().pictureRect().isEmpty());
    QVERIFY2(sharpness(seen()) < 10, qPrintable(QString::number(sharpness(seen()))));
    QVERIFY2(state().endsWith(u"▒ blurred: B clears"_s), qPrintable(state()));

    key(Qt::Key_B);

    QVERIFY(sharpness(seen()) > 100);
    QVERIFY2(state().endsWith(u"◉ clear"_s), qPrintable(state()));
    key(Qt::Key_B);
    QVERIFY(sharpness(seen()) < 10);
}

void tst_KeptSheet::aFilmIsBlurredAtFirst()
{
    m_house->record(u"17-a.mkv"_s, 3s);
    open();
    key(Qt::Key_Return);
    m_house->serve(film(3));
    QTRY_VERIFY(!sheet().pictureRect().isEmpty());
    QVERIFY2(sharpness(seen()) < 10, qPrintable(QString::number(sharpness(seen()))));

    key(Qt::Key_B);
    QVERIFY(sharpness(seen()) > 100);
    key(Qt::Key_Space);
    QTRY_COMPARE(sheet().player().state(), Player::State::Paused);
    QVERIFY(sharpness(seen()) > 100);
}

void tst_KeptSheet::theNextPictureIsBlurredAgain()
{
    m_house->keep(FileKind::Photo, u"17-1.jpg"_s, 1000);
    open();
    key(Qt::Key_Return);
    m_house->serve(photo());
    QTRY_VERIFY(!sheet().pictureRect().isEmpty());
    key(Qt::Key_B);
    QVERIFY(!sheet().isBlurred());

    key(Qt::Key_Return);
    QVERIFY(sheet().pictureRect().isEmpty());
    m_house->serve(photo({480, 640}, "PNG"));

    QTRY_VERIFY(!sheet().pictureRect().isEmpty());
    QVERIFY(sheet().isBlurred());
    QVERIFY(sharpness(seen()) < 10);
    QVERIFY(sheet().pictureRect().height() > sheet().pictureRect().width());
}

void tst_KeptSheet::aKeyHereIsNoKeyOfTheWindow()
{
    m_house->record(u"17-a.mka"_s, 20s);
    open();
    key(Qt::Key_Return);
    m_house->serve(tone(20));
    QTRY_COMPARE(sheet().player().state(), Player::State::Playing);

    key(Qt::Key_Space);
    QTRY_COMPARE(sheet().player().state(), Player::State::Paused);
    QCOMPARE(house().blurs, 0);

    key(Qt::Key_Escape);
    QTest::keyClick(&house().window, Qt::Key_Space);
    QCOMPARE(house().blurs, 1);
}

void tst_KeptSheet::escapePutsItAway()
{
    m_house->record(u"17-a.mka"_s, 20s);
    open();
    key(Qt::Key_Return);
    m_house->serve(tone(20));
    QTRY_COMPARE(sheet().player().state(), Player::State::Playing);

    key(Qt::Key_Escape);

    QVERIFY(!sheet().isVisible());
    QCOMPARE(sheet().player().state(), Player::State::Idle);
    QVERIFY(!sheet().isAncestorOf(QApplication::focusWidget()));
    QCOMPARE(house().desk.selected(), KeptHouse::id);
}

void tst_KeptSheet::itNeverTakesTheKeyboardByItself()
{
    m_house->record(u"17-a.mka"_s, 20s);
    house().story.invite(KeptHouse::id);
    open();
    key(Qt::Key_Return);
    m_house->serve(tone(20));
    key(Qt::Key_F9);
    QWidget *chat = QApplication::focusWidget();
    QVERIFY(!sheet().isAncestorOf(chat));

    m_house->keep(FileKind::Photo, u"17-1.jpg"_s, 1000);
    QTRY_COMPARE(sheet().player().state(), Player::State::Playing);
    QTest::keyClicks(chat, u"b b"_s);

    QCOMPARE(QApplication::focusWidget(), chat);
    QCOMPARE(sheet().player().state(), Player::State::Playing);
    QVERIFY(sheet().isBlurred());
    QVERIFY(sheet().isVisible());
}

void tst_KeptSheet::anAlertStaysInSight()
{
    m_house->record(u"17-a.mka"_s, 20s);
    open();
    QWidget *list = QApplication::focusWidget();
    house().story.prompt(KeptHouse::id);
    house().story.listen(KeptHouse::id);
    house().story.knock(KeptHouse::id);

    const auto *strip = house().window.findChild<ui::AlertStrip *>();
    QVERIFY(strip->isVisible());
    QVERIFY(!strip->visibleRegion().isEmpty());
    QCOMPARE(strip->visibleRegion().boundingRect(), strip->rect());
    QCOMPARE(QApplication::focusWidget(), list);
    key(Qt::Key_F4);
    QCOMPARE(house().sent<ConfirmSilentCall>().size(), 1U);
}

void tst_KeptSheet::anotherCallInHandEndsIt()
{
    m_house->record(u"17-a.mka"_s, 20s);
    house().story.ring({18}, u"01099998888"_s);
    open();
    key(Qt::Key_Return);
    m_house->serve(tone(20));
    QTRY_COMPARE(sheet().player().state(), Player::State::Playing);

    house().story.answer({18});

    QCOMPARE(house().desk.selected(), IncidentId{18});
    QVERIFY(!sheet().isVisible());
    QCOMPARE(sheet().player().state(), Player::State::Idle);
}

void tst_KeptSheet::aRefusalSaysWhy_data()
{
    QTest::addColumn<Error::Kind>("kind");
    QTest::addColumn<QString>("words");
    QTest::newRow("not kept any more") << Error::Kind::NotFound << u"not kept any more"_s;
    QTest::newRow("time of keeping over") << Error::Kind::Expired << u"time of keeping is over"_s;
    QTest::newRow("changed on the disk") << Error::Kind::Broken << u"changed on the disk"_s;
    QTest::newRow("too many") << Error::Kind::Full << u"too large for this desk, or too many"_s;
}

void tst_KeptSheet::aRefusalSaysWhy()
{
    QFETCH(const Error::Kind, kind);
    QFETCH(const QString, words);
    m_house->record(u"17-a.mka"_s, 20s);
    open();
    key(Qt::Key_Return);
    m_house->refuse(kind);

    const auto labels = house().window.findChildren<QLabel *>();
    const auto speaking = [&](const QLabel *l) { return l->isVisible() && l->text().contains(words); };
    QCOMPARE(std::ranges::count_if(labels, speaking), 1);
    QVERIFY(sheet().isAncestorOf(*std::ranges::find_if(labels, speaking)));
    key(Qt::Key_Return);
    QVERIFY2(!says(words), "it is asked for again");
    QCOMPARE(house().sent<ReadFile>().size(), 2U);
}

void tst_KeptSheet::aLossOfTheServiceSaysSo()
{
    m_house->record(u"17-a.mka"_s, 20s);
    open();
    key(Qt::Key_Return);
    Q_EMIT house().backend.lost(house().clock.now());

    QVERIFY(says(u"Not shown: the service is out of reach"_s));
    key(Qt::Key_Return);
    QVERIFY(says(u"Not shown: the service is out of reach"_s));
    QCOMPARE(house().sent<ReadFile>().size(), 1U);
}

void tst_KeptSheet::whatCannotBeReadSaysSo_data()
{
    QTest::addColumn<bool>("isPicture");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("words");
    QTest::newRow("a picture") << true << QByteArray(5000, 'x') << u"cannot show such a file"_s;
    QTest::newRow("what no phone sends") << true << photo({64, 48}, "BMP") << u"cannot show such a file"_s;
    QTest::newRow("a recording") << false << QByteArray(5000, 'x') << u"cannot play such a file"_s;
    QTest::newRow("nothing") << false << QByteArray() << u"cannot play such a file"_s;
}

void tst_KeptSheet::whatCannotBeReadSaysSo()
{
    QFETCH(const bool, isPicture);
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, words);
    if (isPicture)
        m_house->keep(FileKind::Photo, u"17-1.jpg"_s, 1000);
    else
        m_house->record(u"17-a.mka"_s, 20s);
    open();
    key(Qt::Key_Return);
    m_house->serve(bytes);

    QTRY_VERIFY(says(words));
    QVERIFY(sheet().pictureRect().isEmpty());
    QCOMPARE(sheet().player().state(), Player::State::Idle);
}

void tst_KeptSheet::aLockedSeatPlaysNothing()
{
    m_house.reset();
    FakeGate gate;
    m_house = std::make_unique<KeptHouse>(ui::Language::Tongue::English, ui::Scheme::Dark, &gate);
    house().window.show();
    QVERIFY(QTest::qWaitForWindowActive(&house().window));
    gate.admit();
    m_house->record(u"17-a.mka"_s, 20s);
    open();
    key(Qt::Key_Return);
    m_house->serve(tone(20));
    QTRY_COMPARE(sheet().player().state(), Player::State::Playing);

    gate.shut();

    QVERIFY(!sheet().isVisible());
    QCOMPARE(sheet().player().state(), Player::State::Idle);
    open();
    QVERIFY(!sheet().isVisible());
    m_house.reset(); // before the gate
}

void tst_KeptSheet::aLookedUpCallIsPlayedToo()
{
    const IncidentId past{3};
    const QDateTime at = house().clock.now().addSecs(-3600);
    house().desk.lookUp(past);
    house().backend.recall(
        past,
        {CallArrived{past, u"01012345678"_s, at}, CallAnswered{past, {7}, at}, RecordingBegan{past, u"3-a.mka"_s, at},
         RecordingEnded{past, u"3-a.mka"_s, {}, 20s, false, at}, LineEnded{past, LineEnd::HungUp, at},
         IncidentClosed{past, CloseReason::NoNeed, {}, {7}, at}});
    QCOMPARE(house().desk.selected(), past);

    open();
    key(Qt::Key_Return);
    QCOMPARE(house().sent<ReadFile>(), (std::vector{ReadFile{past, u"3-a.mka"_s, 0}}));
    m_house->serve(tone(20));
    QTRY_COMPARE(sheet().player().state(), Player::State::Playing);
    QVERIFY2(house().desk.isLookedUp(), "who only listens has not taken it up");

    key(Qt::Key_Escape);
    QVERIFY(!sheet().isVisible());
    QCOMPARE(house().desk.selected(), past);
    key(Qt::Key_Escape);
    QCOMPARE(house().desk.selected(), KeptHouse::id);
}

void tst_KeptSheet::everyControlHasAName()
{
    m_house->record(u"17-a.mka"_s, 20s);
    open();
    QSet<QString> names;
    const auto name = [&](QWidget *control) {
        const QString text = QAccessible::queryAccessibleInterface(control)->text(QAccessible::Name);
        QVERIFY2(!text.isEmpty(), control->metaObject()->className());
        names.insert(text);
    };
    const auto buttons = sheet().findChildren<QPushButton *>();
    for (QPushButton *button : buttons) {
        name(button);
        QVERIFY(button->height() >= 28);
    }
    QCOMPARE(names.size(), buttons.size());
    name(&sheet());
    name(sheet().findChild<QListView *>());
}

void tst_KeptSheet::itIsBesideTheIncident()
{
    m_house->record(u"17-a.mka"_s, 20s);
    open();
    const auto isOverTheMap = [this] {
        const QWidget *map = house().window.centralWidget()->layout()->itemAt(3)->widget();
        const QRect there(map->mapTo(&house().window, QPoint()), map->size());
        return sheet().geometry() == there;
    };
    QTRY_VERIFY(isOverTheMap());

    // A notice makes what is above the map higher.
    house().story.refuse(KeptHouse::id, AskToPress::name.toString(), Error::Kind::Expired);
    QTRY_VERIFY(isOverTheMap());
    house().window.resize(1920, 1080);
    QTRY_VERIFY(isOverTheMap());
}

QTEST_MAIN(tst_KeptSheet)
#include "tst_keptsheet.moc"
