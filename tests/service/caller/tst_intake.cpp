// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/filetype.h"
#include "app/service/caller/intake.h"
#include "tests/support/manualclock.h"

#include <csignal>
#include <QCryptographicHash>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::caller;
using namespace std::chrono_literals;
using knock::test::ManualClock;

namespace {

const QByteArray photo = QByteArray::fromHex("ffd8ffe000104a464946") + QByteArray(90, 'p');
const QByteArray film = QByteArray::fromHex("00000018667479706d703432") + QByteArray(88, 'f');

} // namespace

/// Files that come in pieces.
class tst_Intake : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void keepsAFileThatIsWhole();
    void putsPiecesTogether();
    void saysHowFarAFileIs();
    void givesALostAnswerAgain();
    void refusesAPieceThatDoesNotComeNext_data();
    void refusesAPieceThatDoesNotComeNext();
    void refusesWhatIsTooMuch_data();
    void refusesWhatIsTooMuch();
    void countsWhatWasThereBefore();
    void refusesAFourthFileUnderWay();
    void knowsFilesByTheirFirstBytes_data();
    void knowsFilesByTheirFirstBytes();
    void refusesAFilmThatIsCalledAPhoto();
    void removesWhatDoesNotGoOn();
    void removesWhatWasUnfinishedAtTheStart();
    void keepsNothingOnAFullDisk();
    void leavesTheJournalItsRoom();
    void keepsFilesToTheOwner();

private:
    Piece piece(const QByteArray &bytes, quint64 at, quint64 of, const QString &id = u"a"_s,
                FileKind kind = FileKind::Photo, IncidentId incident = {17}) const
    {
        return {incident, id, kind, at, of, bytes};
    }
    Intake::Outcome whole(Intake &intake, const QString &id, const QByteArray &bytes = photo,
                          FileKind kind = FileKind::Photo, IncidentId incident = {17})
    {
        return intake.take(piece(bytes, 0, static_cast<quint64>(bytes.size()), id, kind, incident), m_clock.now());
    }
    Intake opened(FileLimits limits = {})
    {
        limits.reserve = std::min<quint64>(limits.reserve, 1);
        Intake intake(folder(), {}, limits);
        intake.open();
        return intake;
    }
    QString folder() const { return m_folder->filePath(u"files"_s); }
    QStringList files() const { return QDir(folder()).entryList(QDir::Files, QDir::Name); }
    QByteArray bytesOf(const QString &name) const
    {
        QFile file(QDir(folder()).filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    ManualClock m_clock;
};

void tst_Intake::init()
{
    QTest::failOnWarning();
    m_folder = std::make_unique<QTemporaryDir>();
    m_clock = {};
}

void tst_Intake::keepsAFileThatIsWhole()
{
    Intake intake = opened();

    const auto outcome = whole(intake, u"a"_s);

    QCOMPARE(outcome.status, 200);
    QCOMPARE(outcome.have, 100);
    QVERIFY(outcome.file);
    QCOMPARE(outcome.file->incident, IncidentId{17});
    QCOMPARE(outcome.file->kind, FileKind::Photo);
    QCOMPARE(outcome.file->file, u"17-20260102T034000000Z-1.jpg"_s);
    QCOMPARE(outcome.file->bytes, 100);
    QCOMPARE(outcome.file->sha256,
             QString::fromLatin1(QCryptographicHash::hash(photo, QCryptographicHash::Sha256).toHex()));
    QCOMPARE(files(), QStringList(outcome.file->file));
    QCOMPARE(bytesOf(outcome.file->file), photo);
}

void tst_Intake::putsPiecesTogether()
{
    Intake intake = opened();

    const auto first = intake.take(piece(film.first(40), 0, 100, u"f"_s, FileKind::Film), m_clock.now());
    const auto other = whole(intake, u"p"_s);
    const auto second = intake.take(piece(film.sliced(40, 59), 40, 100, u"f"_s, FileKind::Film), m_clock.now());
    m_clock.advance(4s);
    const auto last = intake.take(piece(film.sliced(99), 99, 100, u"f"_s, FileKind::Film), m_clock.now());

    QCOMPARE(first.have, 40);
    QVERIFY(!first.file);
    QVERIFY(other.file);
    QCOMPARE(second.have, 99);
    QVERIFY(!second.file);
    QCOMPARE(last.have, 100);
    QCOMPARE(last.file->file, u"17-20260102T034004000Z-2.mp4"_s);
    QCOMPARE(bytesOf(last.file->file), film);
    QCOMPARE(last.file->sha256,
             QString::fromLatin1(QCryptographicHash::hash(film, QCryptographicHash::Sha256).toHex()));
}

void tst_Intake::saysHowFarAFileIs()
{
    Intake intake = opened();

    QCOMPARE(intake.take(piece({}, 0, 100), m_clock.now()).have, 0);
    (void)intake.take(piece(photo.first(60), 0, 100), m_clock.now());
    const auto asked = intake.take(piece({}, 0, 100), m_clock.now());

    QCOMPARE(asked.status, 200);
    QCOMPARE(asked.have, 60);
}

void tst_Intake::givesALostAnswerAgain()
{
    Intake intake = opened();
    (void)whole(intake, u"a"_s);

    const auto again = whole(intake, u"a"_s);
    const auto asked = intake.take(piece({}, 0, 100), m_clock.now());

    QCOMPARE(again.status, 200);
    QCOMPARE(again.have, 100);
    QVERIFY(!again.file);
    QCOMPARE(asked.have, 100);
    QCOMPARE(files().size(), 1);
}

void tst_Intake::refusesAPieceThatDoesNotComeNext_data()
{
    QTest::addColumn<quint64>("at");
    QTest::addColumn<quint64>("of");
    QTest::addColumn<qsizetype>("size");
    QTest::newRow("again") << quint64(0) << quint64(100) << qsizetype(60);
    QTest::newRow("gap") << quint64(61) << quint64(100) << qsizetype(39);
    QTest::newRow("beyond the end") << quint64(60) << quint64(100) << qsizetype(41);
    QTest::newRow("another size") << quint64(60) << quint64(101) << qsizetype(10);
}

void tst_Intake::refusesAPieceThatDoesNotComeNext()
{
    QFETCH(const quint64, at);
    QFETCH(const quint64, of);
    QFETCH(const qsizetype, size);
    Intake intake = opened();
    (void)intake.take(piece(photo.first(60), 0, 100), m_clock.now());

    const auto outcome = intake.take(piece(QByteArray(size, 'x'), at, of), m_clock.now());

    QCOMPARE(outcome.status, 409);
    QCOMPARE(outcome.have, 60);
    QVERIFY(intake.take(piece(photo.sliced(60), 60, 100), m_clock.now()).file);
    QCOMPARE(bytesOf(files().first()), photo);
}

void tst_Intake::refusesWhatIsTooMuch_data()
{
    QTest::addColumn<FileKind>("kind");
    QTest::addColumn<quint64>("of");
    QTest::addColumn<int>("status");
    QTest::newRow("a picture") << FileKind::Photo << quint64(20 * 1024 * 1024) << 200;
    QTest::newRow("a large picture") << FileKind::Photo << quint64(20 * 1024 * 1024 + 1) << 413;
    QTest::newRow("a large snapshot") << FileKind::Snapshot << quint64(20 * 1024 * 1024 + 1) << 413;
    QTest::newRow("a film") << FileKind::Film << quint64(200 * 1024 * 1024) << 200;
    QTest::newRow("a large film") << FileKind::Film << quint64(200 * 1024 * 1024 + 1) << 413;
    QTest::newRow("beyond all") << FileKind::Film << quint64(999'999'999'999) << 413;
}

void tst_Intake::refusesWhatIsTooMuch()
{
    QFETCH(const FileKind, kind);
    QFETCH(const quint64, of);
    Intake intake = opened();

    const auto outcome = intake.take(piece(kind == FileKind::Film ? film : photo, 0, of, u"a"_s, kind), m_clock.now());

    QTEST(outcome.status, "status");
    QCOMPARE(files().isEmpty(), outcome.status != 200);
}

void tst_Intake::countsWhatWasThereBefore()
{
    FileLimits limits;
    limits.filesOfIncident = 3;
    limits.bytesOfIncident = 350;
    {
        Intake before = opened(limits);
        QCOMPARE(whole(before, u"a"_s).status, 200);
        QCOMPARE(whole(before, u"b"_s).status, 200);
    }

    Intake intake = opened(limits);

    QCOMPARE(whole(intake, u"large"_s, photo + QByteArray(51, 'x')).status, 413);
    QCOMPARE(whole(intake, u"c"_s).file->file, u"17-20260102T034000000Z-3.jpg"_s);
    QCOMPARE(whole(intake, u"d"_s).status, 413);
    QCOMPARE(whole(intake, u"d"_s, photo, FileKind::Photo, {18}).status, 200);
}

void tst_Intake::refusesAFourthFileUnderWay()
{
    Intake intake = opened();
    for (const QString &id : {u"a"_s, u"b"_s, u"c"_s})
        QCOMPARE(intake.take(piece(photo.first(60), 0, 100, id), m_clock.now()).status, 200);

    QCOMPARE(whole(intake, u"d"_s).status, 429);
    QVERIFY(intake.take(piece(photo.sliced(60), 60, 100, u"a"_s), m_clock.now()).file);
    QCOMPARE(whole(intake, u"d"_s).status, 200);
}

void tst_Intake::knowsFilesByTheirFirstBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("suffix");
    QTest::addColumn<bool>("isFilm");
    const QByteArray box = QByteArray::fromHex("00000018");
    QTest::newRow("JPEG") << QByteArray::fromHex("ffd8ffe100104578696600004d4d") << u"jpg"_s << false;
    QTest::newRow("PNG") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) << u"png"_s << false;
    QTest::newRow("WebP") << QByteArray("RIFF0000WEBPVP8 ") << u"webp"_s << false;
    QTest::newRow("HEIF") << box + "ftypheic00000000" << u"heic"_s << false;
    QTest::newRow("MP4") << box + "ftypmp4200000000" << u"mp4"_s << true;
    QTest::newRow("MP4 of Android") << box + "ftypisom00000000" << u"mp4"_s << true;
    QTest::newRow("QuickTime") << box + "ftypqt  00000000" << u"mov"_s << true;
    QTest::newRow("old QuickTime") << box + "moov0000mvhd" << u"mov"_s << true;
    QTest::newRow("3GP") << box + "ftyp3gp400000000" << u"3gp"_s << true;
    QTest::newRow("WebM") << QByteArray::fromHex("1a45dfa39f4286810142f7810142f2810442f381084282847765626d")
                          << u"webm"_s << true;
    QTest::newRow("Matroska") << QByteArray::fromHex("1a45dfa3a34286810142f7810142f2810442f381084282886d6174726f736b61")
                              << u"mkv"_s << true;
    QTest::newRow("nothing") << QByteArray() << QString() << false;
    QTest::newRow("short JPEG") << QByteArray::fromHex("ffd8ff") << QString() << false;
    QTest::newRow("HTML") << QByteArray("<!doctype html><script>") << QString() << false;
    QTest::newRow("program") << QByteArray("\x7f"
                                           "ELF\2\1\1\0\0\0\0\0\0\0\0",
                                           16)
                             << QString() << false;
    QTest::newRow("SVG") << QByteArray("<svg xmlns='x'></svg>") << QString() << false;
    QTest::newRow("sound of MP4") << box + "ftypM4A 00000000" << QString() << false;
    QTest::newRow("some EBML") << QByteArray::fromHex("1a45dfa3") + QByteArray(80, '\0') + "webm" << QString() << false;
    QTest::newRow("other RIFF") << QByteArray("RIFF0000WAVEfmt ") << QString() << false;
}

void tst_Intake::knowsFilesByTheirFirstBytes()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, suffix);
    QFETCH(const bool, isFilm);

    const auto type = fileTypeOf(bytes);

    QCOMPARE(type ? QString(type->suffix) : QString(), suffix);
    QCOMPARE(type && type->isFilm, isFilm);
    Intake intake = opened();
    QCOMPARE(whole(intake, u"a"_s, bytes.isEmpty() ? "x" : bytes, isFilm ? FileKind::Film : FileKind::Photo).status,
             type ? 200 : 415);
}

void tst_Intake::refusesAFilmThatIsCalledAPhoto()
{
    Intake intake = opened();

    QCOMPARE(whole(intake, u"a"_s, film, FileKind::Photo).status, 415);
    QCOMPARE(whole(intake, u"b"_s, photo, FileKind::Film).status, 415);
    QVERIFY(files().isEmpty());
}

void tst_Intake::removesWhatDoesNotGoOn()
{
    Intake intake = opened();
    (void)intake.take(piece(photo.first(60), 0, 100), m_clock.now());
    m_clock.advance(59min);
    (void)intake.take(piece(photo.first(60), 0, 100, u"b"_s), m_clock.now());
    intake.sweep(m_clock.now());
    QCOMPARE(files().size(), 2);

    m_clock.advance(1min);
    intake.sweep(m_clock.now());

    QCOMPARE(files().size(), 1);
    QCOMPARE(intake.take(piece({}, 0, 100), m_clock.now()).have, 0);
    QCOMPARE(intake.take(piece(photo.sliced(60), 60, 100), m_clock.now()).status, 409);
    QVERIFY(intake.take(piece(photo.sliced(60), 60, 100, u"b"_s), m_clock.now()).file);
}

void tst_Intake::removesWhatWasUnfinishedAtTheStart()
{
    {
        Intake before = opened();
        (void)before.take(piece(photo.first(60), 0, 100), m_clock.now());
        (void)whole(before, u"b"_s);
        QCOMPARE(files().size(), 2);
    }

    Intake intake = opened();

    QCOMPARE(files(), QStringList(u"17-20260102T034000000Z-1.jpg"_s));
    QCOMPARE(intake.take(piece({}, 0, 100), m_clock.now()).have, 0);
}

void tst_Intake::keepsNothingOnAFullDisk()
{
    Intake intake = opened();
    (void)intake.take(piece(photo.first(60), 0, 100), m_clock.now());
    rlimit before = {};
    getrlimit(RLIMIT_FSIZE, &before);
    const rlimit little{70, before.rlim_max};
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"the disk takes no more"_s));
    setrlimit(RLIMIT_FSIZE, &little);

    const auto outcome = intake.take(piece(photo.sliced(60), 60, 100), m_clock.now());

    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    QCOMPARE(outcome.status, 507);
    QCOMPARE(outcome.have, 0);
    QVERIFY(!outcome.file);
    QVERIFY(files().isEmpty());
    QVERIFY(whole(intake, u"a"_s).file); // there is room again
}

void tst_Intake::leavesTheJournalItsRoom()
{
    FileLimits limits;
    limits.reserve = std::numeric_limits<quint64>::max() / 2;
    Intake intake(folder(), {}, limits);
    intake.open();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"the disk takes no more"_s));

    QCOMPARE(whole(intake, u"a"_s).status, 507);
    QVERIFY(files().isEmpty());
}

void tst_Intake::keepsFilesToTheOwner()
{
    Intake intake = opened();
    const auto outcome = whole(intake, u"a"_s);

    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFile::permissions(QDir(folder()).filePath(outcome.file->file)) & others));
    QVERIFY(!(QFile::permissions(folder()) & others));
}

QTEST_GUILESS_MAIN(tst_Intake)
#include "tst_intake.moc"
