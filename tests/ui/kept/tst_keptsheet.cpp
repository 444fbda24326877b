// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/kept/kepttest.h"

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using ui::Player;

/// What is kept of a call, heard and seen again.
class tst_KeptSheet : public KeptTest
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { m_house.reset(); }

    void everythingIsListedTheNewestFirst();
    void nothingIsFetchedBeforeSomebodyWantsIt();
    void soundIsPlayedPausedAndJumpedIn();
    void whatHasEndedBeginsAgain();
    void aPictureIsBlurredUntilAKeyClearsIt();
    void aFilmIsBlurredAtFirst();
    void theNextPictureIsBlurredAgain();
    void aRefusalSaysWhy_data();
    void aRefusalSaysWhy();
    void aLossOfTheServiceSaysSo();
    void whatCannotBeReadSaysSo_data();
    void whatCannotBeReadSaysSo();
};

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

QTEST_MAIN(tst_KeptSheet)
#include "tst_keptsheet.moc"
