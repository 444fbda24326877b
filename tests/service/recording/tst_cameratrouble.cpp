// SPDX-License-Identifier: Apache-2.0
#include "tests/service/recording/filmroom.h"

#include <csignal>
#include <QCryptographicHash>
#include <QRegularExpression>
#include <QTest>
#include <sys/resource.h>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace knock;
using test::Codec;
using test::Encoder;
using test::FilmRoom;

/// What a camera shows, where the disk, the service or the caller's page does not do its part.
class tst_CameraTrouble : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_room.reset(); }

    void whatAKilledServiceLeftCanBePlayed_data();
    void whatAKilledServiceLeftCanBePlayed();
    void whatIsBeingWrittenWhenTheServiceEndsIsToldByTheNext();
    void nothingBeginsWhenTheServiceIsToEnd();
    void aFullDiskIsToldAndTheNextKeyFrameTriesAgain();
    void aFolderThatCannotBeWrittenIsTold();
    void aSlowDiskLosesPicturesUpToAKeyFrame();
    void moreCamerasThanThereMayBeAreTold();
    void aPictureThatSaysNothingIsLeftOut();

private:
    void expect(const QString &warning) const
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u'^' + warning));
    }

    std::unique_ptr<FilmRoom> m_room;
};

void tst_CameraTrouble::init()
{
    QTest::failOnWarning();
    m_room = std::make_unique<FilmRoom>();
}

void tst_CameraTrouble::whatAKilledServiceLeftCanBePlayed_data()
{
    QTest::addColumn<bool>("isSealed");
    QTest::addColumn<int>("lost"); // bytes of the last cluster
    QTest::newRow("plain, between two clusters") << false << 0;
    QTest::newRow("plain, in a cluster") << false << 20;
    QTest::newRow("sealed, between two segments") << true << 0;
    QTest::newRow("sealed, in a segment") << true << 20;
}

void tst_CameraTrouble::whatAKilledServiceLeftCanBePlayed()
{
    QFETCH(const bool, isSealed);
    QFETCH(const int, lost);
    m_room = std::make_unique<FilmRoom>(isSealed);
    QVERIFY(m_room->begin());
    const QString half = u"17-20260102T034004100Z.mkv.part"_s;
    Encoder encoder(Codec::Vp8, {17});
    for (int n = 0; n < 75; ++n) // three seconds
        m_room->film(encoder.next(60 + n));
    QTRY_COMPARE(m_room->see(half).times.size(), 75U);
    m_room->film(encoder.next(60)); // a cluster of its own
    QTRY_COMPARE(m_room->see(half).times.size(), 76U);

    QVERIFY(m_room->kill(half, lost));

    QTRY_COMPARE(m_room->closed.size(), 1U);
    const auto &closed = m_room->closed[0];
    QCOMPARE(closed.incident, IncidentId{17});
    QVERIFY(closed.cut);
    QCOMPARE(closed.file + u".part"_s, half);
    QCOMPARE(m_room->names(), QStringList{closed.file});
    QCOMPARE(
        closed.sha256,
        QString::fromLatin1(QCryptographicHash::hash(m_room->plain(closed.file), QCryptographicHash::Sha256).toHex()));
    const size_t whole = lost == 0 ? 76 : 75;
    QCOMPARE(m_room->see(closed.file).times.size(), whole);
    QCOMPARE(closed.duration, int(whole - 1) * 40ms);
}

void tst_CameraTrouble::whatIsBeingWrittenWhenTheServiceEndsIsToldByTheNext()
{
    QVERIFY(m_room->begin());
    Encoder encoder(Codec::Vp8, {17});
    for (int n = 0; n < 10; ++n)
        m_room->film(encoder.next(60));

    m_room->recorder.reset();
    QCOMPARE(m_room->names(), QStringList{u"17-20260102T034004100Z.mkv.part"_s});
    QVERIFY(m_room->begin());

    QTRY_COMPARE(m_room->closed.size(), 1U);
    QCOMPARE(m_room->closed[0].duration, 360ms);
    QCOMPARE(m_room->see(m_room->closed[0].file).times.size(), 10U);
}

void tst_CameraTrouble::nothingBeginsWhenTheServiceIsToEnd()
{
    QVERIFY(m_room->begin());
    m_room->film(FilmRoom::still(60));
    m_room->recorder->endFilms();
    m_room->film(FilmRoom::still(60, {17}, 40ms));
    QTRY_COMPARE(m_room->closed.size(), 1U);

    m_room->recorder.reset();

    QCOMPARE(m_room->names(), QStringList{m_room->closed[0].file});
}

void tst_CameraTrouble::aFullDiskIsToldAndTheNextKeyFrameTriesAgain()
{
    expect(u"Cameras are not recorded"_s);
    QVERIFY(m_room->begin());
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const rlimit small{20'000, before.rlim_max}; // what a disk does when it is full, as far as a program can tell
    setrlimit(RLIMIT_FSIZE, &small);
    Encoder encoder(Codec::Vp8, {17});
    m_room->film(encoder.next(60));
    EncodedFrame large = encoder.next(61);
    large.bytes += QByteArray(30'000, 'x');
    m_room->film(large);

    QTRY_COMPARE(m_room->closed.size(), 1U);
    setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(m_room->closed[0].cut);
    QTRY_COMPARE(m_room->health.size(), 1U);
    QCOMPARE(m_room->health[0].part, Health::Part::Recording);
    QVERIFY(!m_room->health[0].well);
    m_room->film(encoder.next(62)); // no key frame
    m_room->film(encoder.next(63, true));
    m_room->film(encoder.next(64));

    QTRY_COMPARE(m_room->health.size(), 2U);
    QVERIFY(m_room->health[1].well);
    m_room->recorder->endFilms();
    QTRY_COMPARE(m_room->closed.size(), 2U);
    QCOMPARE(m_room->see(m_room->closed[1].file).times, (std::vector<qint64>{0, 40}));
    QVERIFY(m_room->wishes.empty()); // a caller's line is spared while nothing can be kept
}

void tst_CameraTrouble::aFolderThatCannotBeWrittenIsTold()
{
    expect(u"Calls are not recorded"_s);
    expect(u"Cameras are not recorded"_s);
    QVERIFY(test::overwrite(m_room->folder(), "a file has its place"));
    QVERIFY(m_room->begin());
    m_room->film(FilmRoom::still(60));
    QTRY_COMPARE(m_room->health.size(), 2U);
    QVERIFY(!m_room->health[1].well);

    QVERIFY(QFile::remove(m_room->folder()) && QDir().mkdir(m_room->folder()));
    m_room->film(FilmRoom::still(60, {17}, 40ms));
    m_room->recorder->endFilms();

    QTRY_COMPARE(m_room->closed.size(), 1U);
    QCOMPARE(m_room->health.size(), 3U);
    QVERIFY(!m_room->health[2].well); // sound has not been seen to be kept again
    QCOMPARE(m_room->names(), QStringList{m_room->closed[0].file});
}

void tst_CameraTrouble::aSlowDiskLosesPicturesUpToAKeyFrame()
{
    expect(u"Pictures of cameras are left out"_s);
    m_room->limits.mostWaiting = 20'000;
    QVERIFY(m_room->begin());
    Encoder encoder(Codec::Vp8, {17});
    for (int n = 0; n < 5; ++n)
        m_room->film(encoder.next(60));
    EncodedFrame large = encoder.next(60);
    large.bytes += QByteArray(20'000, 'x');

    m_room->film(large);

    QCOMPARE(m_room->health.size(), 1U);
    QVERIFY(!m_room->health[0].well);
    m_room->film(encoder.next(60)); // while the disk is behind
    QTRY_COMPARE(m_room->health.size(), 2U);
    QVERIFY(m_room->health[1].well);
    m_room->film(encoder.next(60)); // cannot be shown without what was left out
    QTRY_COMPARE(m_room->wishes.size(), 1U);
    m_room->film(encoder.next(200, true));
    m_room->film(encoder.next(200));
    m_room->recorder->endFilms();
    QTRY_COMPARE(m_room->closed.size(), 1U);
    QCOMPARE(m_room->see(m_room->closed[0].file).times,
             (std::vector<qint64>{0, 40, 80, 120, 160, 320, 360})); // in the same file
}

void tst_CameraTrouble::moreCamerasThanThereMayBeAreTold()
{
    expect(u"Cameras are not recorded: 2 of them"_s);
    m_room->limits.films.most = 2;
    m_room->limits.films.gap = 300ms;
    QVERIFY(m_room->begin());

    for (int n = 0; n < 3; ++n) {
        for (const IncidentId incident : {IncidentId{1}, IncidentId{2}, IncidentId{3}})
            m_room->film(FilmRoom::still(60, incident, n * 40ms));
    }

    QTRY_COMPARE(m_room->closed.size(), 2U);
    QVERIFY(m_room->closed[0].incident != IncidentId{3} && m_room->closed[1].incident != IncidentId{3});
    QCOMPARE(m_room->health.size(), 1U);
    QVERIFY(!m_room->health[0].well);
    m_room->film(FilmRoom::still(60, {3}));
    QTRY_COMPARE(m_room->health.size(), 2U);
    QVERIFY(m_room->health[1].well);
}

void tst_CameraTrouble::aPictureThatSaysNothingIsLeftOut()
{
    expect(u"A camera is not recorded"_s);
    QVERIFY(m_room->begin());

    for (int n = 0; n < 5; ++n)
        m_room->film({.incident = {17}, .codec = Codec::Jpeg, .key = true, .at = n * 40ms, .bytes = "no picture"});
    m_room->film(FilmRoom::still(60, {17}, 200ms));
    m_room->recorder->endFilms();

    QTRY_COMPARE(m_room->closed.size(), 1U);
    QCOMPARE(m_room->see(m_room->closed[0].file).times, std::vector<qint64>{0});
    QVERIFY(m_room->health.empty());
}

QTEST_MAIN(tst_CameraTrouble)
#include "tst_cameratrouble.moc"
