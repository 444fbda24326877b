// SPDX-License-Identifier: Apache-2.0
#include "app/service/recording/recorder.h"

#include <csignal>
#include <QCryptographicHash>
#include <QDir>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <sys/resource.h>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace knock;
using dispatch::RecordingClosed;
using dispatch::RecordingOpened;

/// Recordings that can be played, proved and found again.
class tst_Recorder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void aCallBecomesAFile();
    void theFileIsWhatItsHashSays();
    void theFileCanBePlayed();
    void aLineThatIsNotRecordedLeavesNothing();
    void aCallThatNobodySaidAnythingInLeavesNoFile();
    void whatAKilledServiceLeftIsSealed();
    void aFullDiskIsToldAndTheNextPieceTriesAgain();
    void theRestIsWrittenWhenTheServiceEndsAndToldByTheNext();

private:
    void begin()
    {
        m_recorder = std::make_unique<recording::Recorder>(folder());
        connect(m_recorder.get(), &dispatch::Adapter::input, this, [this](const dispatch::Input &input) {
            if (const auto *opened = std::get_if<RecordingOpened>(&input))
                m_opened.push_back(*opened);
            else if (const auto *closed = std::get_if<RecordingClosed>(&input))
                m_closed.push_back(*closed);
        });
        QVERIFY(m_recorder->start());
    }
    void record(LineId line, int seconds, bool end = true)
    {
        m_recorder->perform(dispatch::RecordLine{line, {17}});
        for (int n = 0; n < seconds; ++n)
            m_recorder->take(line, {m_begin.addSecs(n), piece(), end && n + 1 == seconds});
    }
    static QByteArray piece()
    {
        QByteArray samples;
        for (qint16 n = 0; n < 8000; ++n) {
            const std::array<qint16, 2> pair{n, static_cast<qint16>(-n)};
            samples.append(reinterpret_cast<const char *>(pair.data()), sizeof pair);
        }
        return samples;
    }
    QString folder() const { return m_home->filePath(u"recordings"_s); }
    QString path(const QString &name) const { return folder() + u'/' + name; }

    const QDateTime m_begin{QDate(2026, 1, 2), QTime(3, 40, 4, 100), QTimeZone::UTC};
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<recording::Recorder> m_recorder;
    std::vector<RecordingOpened> m_opened;
    std::vector<RecordingClosed> m_closed;
};

void tst_Recorder::init()
{
    QTest::failOnWarning();
    m_home = std::make_unique<QTemporaryDir>();
    m_opened.clear();
    m_closed.clear();
    begin();
}

void tst_Recorder::cleanup()
{
    m_recorder.reset();
    m_home.reset();
}

void tst_Recorder::aCallBecomesAFile()
{
    record({1}, 3);

    QTRY_COMPARE(m_closed.size(), 1U);
    QCOMPARE(m_opened.at(0).file, u"17-20260102T034004100Z.mka"_s);
    QCOMPARE(m_opened.at(0).at, m_begin);
    QCOMPARE(m_closed.at(0).file, m_opened.at(0).file);
    QCOMPARE(m_closed.at(0).duration, 3000ms);
    QVERIFY(!m_closed.at(0).cut);
    QCOMPARE(QDir(folder()).entryList(QDir::Files), QStringList{m_opened.at(0).file});
}

void tst_Recorder::theFileIsWhatItsHashSays()
{
    record({1}, 2);

    QTRY_COMPARE(m_closed.size(), 1U);
    QFile file(path(m_closed.at(0).file));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(m_closed.at(0).sha256,
             QString::fromLatin1(QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256).toHex()));
    QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

// A player of the outside reads two channels and every sample.
void tst_Recorder::theFileCanBePlayed()
{
    if (QStandardPaths::findExecutable(u"ffmpeg"_s).isEmpty())
        QSKIP("ffmpeg is not installed");
    record({1}, 2);
    QTRY_COMPARE(m_closed.size(), 1U);

    QProcess player;
    player.start(u"ffmpeg"_s, {u"-v"_s, u"error"_s, u"-i"_s, path(m_closed.at(0).file), u"-f"_s, u"s16le"_s, u"-"_s});
    QVERIFY(player.waitForFinished());

    QCOMPARE(player.readAllStandardError(), QByteArray());
    QCOMPARE(player.readAllStandardOutput(), piece() + piece());
}

void tst_Recorder::aLineThatIsNotRecordedLeavesNothing()
{
    m_recorder->take({2}, {m_begin, piece(), true});
    record({1}, 1);

    QTRY_COMPARE(m_closed.size(), 1U);
    QCOMPARE(QDir(folder()).entryList(QDir::Files).size(), 1);
}

void tst_Recorder::aCallThatNobodySaidAnythingInLeavesNoFile()
{
    m_recorder->perform(dispatch::RecordLine{{2}, {18}});
    m_recorder->take({2}, {m_begin, {}, true});
    record({1}, 1);

    QTRY_COMPARE(m_closed.size(), 1U);
    QCOMPARE(m_opened.size(), 1U);
}

void tst_Recorder::whatAKilledServiceLeftIsSealed()
{
    record({1}, 3, false);
    const QString half = path(u"17-20260102T034004100Z.mka.part"_s);
    QTRY_COMPARE(m_opened.size(), 1U);
    QTRY_VERIFY(QFileInfo(half).size() > 29 * 3200);
    QVERIFY(QFile::copy(half, m_home->filePath(u"killed"_s)));
    m_recorder.reset();
    QVERIFY(QDir(folder()).removeRecursively());
    QVERIFY(QDir().mkdir(folder()));
    QVERIFY(QFile::copy(m_home->filePath(u"killed"_s), half));
    m_closed.clear();

    begin();

    QTRY_COMPARE(m_closed.size(), 1U);
    QCOMPARE(m_closed.at(0).incident, IncidentId{17});
    QVERIFY(m_closed.at(0).duration >= 2900ms);
    QVERIFY(m_closed.at(0).cut);
    QVERIFY(!QFile::exists(half));
    QVERIFY(QFile::exists(path(m_closed.at(0).file)));
}

void tst_Recorder::aFullDiskIsToldAndTheNextPieceTriesAgain()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Calls are not recorded"_s));
    QSignalSpy health(m_recorder.get(), &dispatch::Adapter::health);
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const rlimit small{100'000, before.rlim_max}; // what a disk does when it is full, as far as a program can tell
    setrlimit(RLIMIT_FSIZE, &small);

    record({1}, 5, false);
    QTRY_VERIFY(!m_closed.empty());
    setrlimit(RLIMIT_FSIZE, &before);
    m_recorder->take({1}, {m_begin.addSecs(10), piece(), true});

    QTRY_VERIFY(m_closed.size() > 1 && !m_closed.back().cut);
    QVERIFY(m_closed.front().cut);
    QVERIFY(!health.at(0).at(0).value<Health>().well);
    QVERIFY(health.last().at(0).value<Health>().well);
}

// Nobody could be told of it any more.
void tst_Recorder::theRestIsWrittenWhenTheServiceEndsAndToldByTheNext()
{
    record({1}, 2, false);

    m_recorder.reset();
    QCOMPARE(QDir(folder()).entryList(QDir::Files), QStringList{u"17-20260102T034004100Z.mka.part"_s});
    begin();

    QTRY_COMPARE(m_closed.size(), 1U);
    QCOMPARE(m_closed.at(0).duration, 2000ms);
    QVERIFY(m_closed.at(0).cut);
    QCOMPARE(QDir(folder()).entryList(QDir::Files), QStringList{u"17-20260102T034004100Z.mka"_s});
}

QTEST_GUILESS_MAIN(tst_Recorder)
#include "tst_recorder.moc"
