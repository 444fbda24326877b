// SPDX-License-Identifier: Apache-2.0
#include "tests/service/recording/filmroom.h"

#include <QCryptographicHash>
#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace knock;
using test::Codec;
using test::Encoder;
using test::FilmRoom;

/// What a camera shows is kept as it came: each picture, its time, and in files that one player plays.
class tst_CameraRecording : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_room.reset(); }

    void everyPictureIsKept_data();
    void everyPictureIsKept();
    void theFileIsWhatItsHashSays();
    void nothingThatWasShownIsOnTheDisk_data();
    void nothingThatWasShownIsOnTheDisk();
    void aDestroyedKeyLeavesNothingToSee();
    void beginsWithAKeyFrameAndAsksForIt();
    void anotherCodecIsAnotherFile();
    void anotherSizeIsAnotherFile();
    void aNewStreamIsAnotherFile();
    void anOlderStreamIsAnotherFile();
    void aStreamThatWasHeldUpGoesOn();
    void aLongSilenceEndsAFile();
    void aLongFileIsFollowedByAnother();
    void whatChangesTooFastStaysOut();
    void eachIncidentHasItsOwn();
    void soundIsKeptBesideIt();

private:
    [[nodiscard]] test::SeenFilm see(size_t file) const { return m_room->see(m_room->closed.at(file).file); }

    std::unique_ptr<FilmRoom> m_room;
};

void tst_CameraRecording::init()
{
    QTest::failOnWarning();
    m_room = std::make_unique<FilmRoom>();
}

void tst_CameraRecording::everyPictureIsKept_data()
{
    QTest::addColumn<Codec>("codec");
    QTest::addColumn<bool>("isSealed");
    for (const bool isSealed : {false, true}) {
        const char *how = isSealed ? "sealed" : "plain";
        QTest::addRow("VP8, %s", how) << Codec::Vp8 << isSealed;
        QTest::addRow("H.264, %s", how) << Codec::H264 << isSealed;
        QTest::addRow("JPEG, %s", how) << Codec::Jpeg << isSealed;
    }
}

void tst_CameraRecording::everyPictureIsKept()
{
    QFETCH(const Codec, codec);
    QFETCH(const bool, isSealed);
    if (codec == Codec::H264 && !Encoder::find(codec))
        QSKIP("libavcodec has no encoder for H.264");
    m_room = std::make_unique<FilmRoom>(isSealed);
    QVERIFY(m_room->begin());
    Encoder encoder(codec == Codec::H264 ? Codec::H264 : Codec::Vp8, {17});
    constexpr int pictures = 100; // four seconds
    const QDateTime begin = m_room->now.addMSecs(40);

    for (int n = 0; n < pictures; ++n) {
        const int light = 40 + 2 * n;
        m_room->film(codec == Codec::Jpeg ? FilmRoom::still(light, {17}, n * 40ms) : encoder.next(light, n == 50));
    }
    m_room->recorder->endFilms();

    QTRY_COMPARE(m_room->closed.size(), 1U);
    QCOMPARE(m_room->opened.size(), 1U);
    QCOMPARE(m_room->opened[0].file, u"17-20260102T034004100Z.mkv"_s);
    QVERIFY(isOfCamera(m_room->opened[0].file));
    QCOMPARE(m_room->opened[0].incident, IncidentId{17});
    QCOMPARE(m_room->opened[0].at, begin);
    QCOMPARE(m_room->closed[0].duration, (pictures - 1) * 40ms);
    QCOMPARE(m_room->names(), QStringList{m_room->opened[0].file});
    const auto film = see(0);
    QCOMPARE(film.codec,
             codec == Codec::Vp8        ? AV_CODEC_ID_VP8
                 : codec == Codec::H264 ? AV_CODEC_ID_H264
                                        : AV_CODEC_ID_MJPEG);
    QCOMPARE(film.size, QSize(160, 120));
    QCOMPARE(film.times.size(), size_t(pictures));
    for (int n = 0; n < pictures; ++n) {
        QCOMPARE(film.times[size_t(n)], n * 40);
        QVERIFY2(std::abs(film.lights[size_t(n)] - (40 + 2 * n)) <= 6, qPrintable(QString::number(n)));
    }
}

void tst_CameraRecording::theFileIsWhatItsHashSays()
{
    QVERIFY(m_room->begin());
    Encoder encoder(Codec::Vp8, {17});
    for (int n = 0; n < 50; ++n)
        m_room->film(encoder.next(100));
    m_room->recorder->endFilms();

    QTRY_COMPARE(m_room->closed.size(), 1U);
    QFile file(m_room->path(m_room->closed[0].file));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(m_room->closed[0].sha256,
             QString::fromLatin1(QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256).toHex()));
    QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void tst_CameraRecording::nothingThatWasShownIsOnTheDisk_data()
{
    QTest::addColumn<EncodedFrame>("key");
    QTest::newRow("VP8") << Encoder(Codec::Vp8, {17}, {640, 480}).next(70);
    QTest::newRow("JPEG") << FilmRoom::still(70);
}

void tst_CameraRecording::nothingThatWasShownIsOnTheDisk()
{
    QFETCH(const EncodedFrame, key);
    m_room = std::make_unique<FilmRoom>(true);
    QVERIFY(m_room->begin());

    m_room->film(key);

    const QByteArray piece = key.bytes.first(32);
    const QString half = u"17-20260102T034004100Z.mkv.part"_s;
    QTRY_VERIFY(m_room->plain(half).contains(key.bytes)); // while it is being written as well
    QCOMPARE(m_room->vault.filesWith(piece), 0);
    QVERIFY(!test::contentsOf(m_room->path(half)).contains(piece));
    m_room->recorder->endFilms();
    QTRY_COMPARE(m_room->closed.size(), 1U);
    const QString whole = m_room->closed[0].file;
    QVERIFY(!test::contentsOf(m_room->path(whole)).contains(piece));
    QCOMPARE(m_room->closed[0].sha256,
             QString::fromLatin1(QCryptographicHash::hash(m_room->plain(whole), QCryptographicHash::Sha256).toHex()));
}

void tst_CameraRecording::aDestroyedKeyLeavesNothingToSee()
{
    m_room = std::make_unique<FilmRoom>(true);
    QVERIFY(m_room->begin());
    m_room->film(FilmRoom::still(70));
    m_room->recorder->endFilms();
    QTRY_COMPARE(m_room->closed.size(), 1U);

    QVERIFY(m_room->keys->shred({17}, vault::Keep::Sound));

    QCOMPARE(m_room->plain(m_room->closed[0].file), QByteArray());
}

void tst_CameraRecording::beginsWithAKeyFrameAndAsksForIt()
{
    QVERIFY(m_room->begin());
    Encoder encoder(Codec::Vp8, {17});
    (void)encoder.next(50);
    for (int n = 0; n < 10; ++n)
        m_room->film(encoder.next(60));
    QTRY_VERIFY(!m_room->wishes.empty());
    QVERIFY(m_room->opened.empty());

    m_room->film(encoder.next(200, true));
    m_room->film(encoder.next(200));
    m_room->recorder->endFilms();

    QTRY_COMPARE(m_room->closed.size(), 1U);
    QCOMPARE(m_room->wishes, std::vector<IncidentId>{{17}}); // once a second at most
    QCOMPARE(see(0).times, (std::vector<qint64>{0, 40}));
}

void tst_CameraRecording::anotherCodecIsAnotherFile()
{
    QVERIFY(m_room->begin());
    Encoder encoder(Codec::Vp8, {17});
    for (int n = 0; n < 5; ++n)
        m_room->film(encoder.next(60));
    for (int n = 5; n < 8; ++n)
        m_room->film(FilmRoom::still(200, {17}, n * 40ms));
    m_room->recorder->endFilms();

    QTRY_COMPARE(m_room->closed.size(), 2U);
    QVERIFY(!m_room->closed[0].cut);
    QVERIFY(m_room->closed[1].cut); // the camera would have gone on
    QCOMPARE(see(0).codec, AV_CODEC_ID_VP8);
    QCOMPARE(see(0).times.size(), 5U);
    QCOMPARE(see(1).codec, AV_CODEC_ID_MJPEG);
    QCOMPARE(see(1).times, (std::vector<qint64>{0, 40, 80}));
}

void tst_CameraRecording::anotherSizeIsAnotherFile()
{
    QVERIFY(m_room->begin());
    Encoder small(Codec::Vp8, {17});
    Encoder large(Codec::Vp8, {17}, {320, 240});
    for (int n = 0; n < 5; ++n) {
        m_room->film(small.next(60));
        (void)large.next(60);
    }
    m_room->film(large.next(60, true));
    m_room->film(large.next(60));
    m_room->recorder->endFilms();

    QTRY_COMPARE(m_room->closed.size(), 2U);
    QCOMPARE(see(0).size, QSize(160, 120));
    QCOMPARE(see(0).times.size(), 5U);
    QCOMPARE(see(1).size, QSize(320, 240));
    QCOMPARE(see(1).times, (std::vector<qint64>{0, 40}));
}

void tst_CameraRecording::aNewStreamIsAnotherFile()
{
    QVERIFY(m_room->begin());
    Encoder first(Codec::Vp8, {17});
    Encoder second(Codec::Vp8, {17});
    for (int n = 0; n < 50; ++n)
        m_room->film(first.next(60));
    for (int n = 0; n < 3; ++n)
        m_room->film(second.next(200));
    m_room->recorder->endFilms();

    QTRY_COMPARE(m_room->closed.size(), 2U);
    QCOMPARE(see(0).times.size(), 50U);
    QCOMPARE(see(1).times, (std::vector<qint64>{0, 40, 80}));
}

// As of another page, which had been open before and is shown again.
void tst_CameraRecording::anOlderStreamIsAnotherFile()
{
    QVERIFY(m_room->begin());
    Encoder newer(Codec::Vp8, {17});
    Encoder older(Codec::Vp8, {17});
    for (int n = 0; n < 200; ++n)
        (void)older.next(60);
    for (int n = 0; n < 50; ++n)
        m_room->film(newer.next(60));
    m_room->film(older.next(60));
    m_room->film(older.next(60, true));
    m_room->recorder->endFilms();

    QTRY_COMPARE(m_room->closed.size(), 2U);
    QCOMPARE(see(0).times.size(), 50U);
    QCOMPARE(see(1).times, std::vector<qint64>{0});
}

void tst_CameraRecording::aStreamThatWasHeldUpGoesOn()
{
    QVERIFY(m_room->begin());
    Encoder encoder(Codec::Vp8, {17});
    for (int n = 0; n < 50; ++n)
        m_room->film(encoder.next(60));
    m_room->now = m_room->now.addSecs(5);
    for (int n = 0; n < 125; ++n)
        m_room->recorder->film(encoder.next(60), m_room->now); // all at once
    for (int n = 0; n < 50; ++n)
        m_room->film(encoder.next(60));
    m_room->recorder->endFilms();

    QTRY_COMPARE(m_room->closed.size(), 1U);
    QCOMPARE(see(0).times.size(), 225U);
}

void tst_CameraRecording::aLongSilenceEndsAFile()
{
    m_room->limits.films.gap = 200ms;
    QVERIFY(m_room->begin());
    Encoder encoder(Codec::Vp8, {17});
    m_room->film(encoder.next(60));
    m_room->film(encoder.next(60));

    QTRY_COMPARE(m_room->closed.size(), 1U);

    QVERIFY(!m_room->closed[0].cut);
    QCOMPARE(m_room->closed[0].duration, 40ms);
    m_room->film(encoder.next(60)); // cannot be shown without what came before
    m_room->film(encoder.next(60, true));
    QTRY_COMPARE(m_room->closed.size(), 2U);
    QCOMPARE(see(1).times, std::vector<qint64>{0});
    QCOMPARE(m_room->wishes.size(), 1U);
}

void tst_CameraRecording::aLongFileIsFollowedByAnother()
{
    m_room->limits.films.longest = 400ms;
    QVERIFY(m_room->begin());
    Encoder encoder(Codec::Vp8, {17});
    for (int n = 0; n < 20; ++n)
        m_room->film(encoder.next(60));
    QTRY_VERIFY(!m_room->wishes.empty());
    m_room->film(encoder.next(60, true));
    m_room->recorder->endFilms();

    QTRY_COMPARE(m_room->closed.size(), 2U);
    QCOMPARE(see(0).times.size(), 20U); // nothing is left out between them
    QCOMPARE(see(1).times.size(), 1U);
}

void tst_CameraRecording::whatChangesTooFastStaysOut()
{
    m_room->limits.films.beginEvery = 1h;
    QVERIFY(m_room->begin());
    Encoder small(Codec::Vp8, {17});
    Encoder large(Codec::Vp8, {17}, {320, 240});
    m_room->film(small.next(60));
    (void)large.next(60);
    m_room->film(large.next(90, true)); // can be played in the file of the other size
    for (int n = 2; n < 8; ++n)
        m_room->film(FilmRoom::still(200, {17}, n * 40ms));
    m_room->recorder->endFilms();

    QTRY_COMPARE(m_room->closed.size(), 1U);
    QCOMPARE(see(0).times, (std::vector<qint64>{0, 40}));
    QVERIFY(std::abs(see(0).lights[1] - 90) <= 6);
}

void tst_CameraRecording::eachIncidentHasItsOwn()
{
    QVERIFY(m_room->begin());
    Encoder one(Codec::Vp8, {17});
    Encoder other(Codec::Vp8, {18});
    for (int n = 0; n < 5; ++n) {
        m_room->film(one.next(60));
        m_room->film(other.next(200));
    }
    m_room->recorder->endFilms();

    QTRY_COMPARE(m_room->closed.size(), 2U);
    for (size_t n = 0; n < 2; ++n) {
        const int light = m_room->closed[n].incident == IncidentId{17} ? 60 : 200;
        QCOMPARE(see(n).times.size(), 5U);
        QVERIFY(std::abs(see(n).lights[4] - light) <= 6);
    }
}

void tst_CameraRecording::soundIsKeptBesideIt()
{
    QVERIFY(m_room->begin());
    m_room->recorder->perform(dispatch::RecordLine{{1}, {17}});
    m_room->recorder->take({1}, {m_room->now, QByteArray("said").repeated(8000), true});
    m_room->film(FilmRoom::still(60));
    m_room->recorder->endFilms();

    QTRY_COMPARE(m_room->closed.size(), 2U);
    QCOMPARE(m_room->names(), (QStringList{u"17-20260102T034004060Z.mka"_s, u"17-20260102T034004100Z.mkv"_s}));
}

QTEST_MAIN(tst_CameraRecording)
#include "tst_camerarecording.moc"
