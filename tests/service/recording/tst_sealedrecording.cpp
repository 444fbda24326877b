// SPDX-License-Identifier: Apache-2.0
#include "app/service/recording/recorder.h"
#include "app/service/vault/keptfile.h"
#include "tests/service/vault/vaultfolder.h"

#include <QCryptographicHash>
#include <QDir>
#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace knock;

/// What is said lies on the disk so that only its key opens it, and is what its hash says.
class tst_SealedRecording : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_recorder.reset(); }

    void nothingThatWasSaidIsOnTheDisk();
    void theHashIsOfWhatWasSaid();
    void whatAKilledServiceLeftCanBePlayedToItsLastSecond();
    void aDestroyedKeyLeavesNothingToHear();

private:
    void begin();
    void record(int seconds, bool end);
    static QByteArray piece() { return QByteArray("said").repeated(8000); } // a second
    QString folder() const { return m_vault->path(u"recordings"_s); }
    QByteArray plain(const QString &name) const;

    std::unique_ptr<test::VaultFolder> m_vault;
    std::shared_ptr<vault::KeyStore> m_keys;
    std::unique_ptr<recording::Recorder> m_recorder;
    std::vector<dispatch::RecordingClosed> m_closed;
};

void tst_SealedRecording::init()
{
    QTest::failOnWarning();
    m_vault = std::make_unique<test::VaultFolder>();
    m_keys = m_vault->open().value();
    m_closed.clear();
    begin();
}

void tst_SealedRecording::begin()
{
    m_recorder = std::make_unique<recording::Recorder>(folder(), m_keys);
    connect(m_recorder.get(), &dispatch::Adapter::input, this, [this](const dispatch::Input &input) {
        if (const auto *closed = std::get_if<dispatch::RecordingClosed>(&input))
            m_closed.push_back(*closed);
    });
    QVERIFY(m_recorder->start());
}

void tst_SealedRecording::record(int seconds, bool end)
{
    const QDateTime at{QDate(2026, 1, 2), QTime(3, 40, 4, 100), QTimeZone::UTC};
    m_recorder->perform(dispatch::RecordLine{{1}, {17}});
    for (int n = 0; n < seconds; ++n)
        m_recorder->take({1}, {at.addSecs(n), piece(), end && n + 1 == seconds});
}

QByteArray tst_SealedRecording::plain(const QString &name) const
{
    QByteArray bytes;
    const auto file = vault::KeptReader::open(folder() + u'/' + name, m_keys.get());
    const auto read = file ? (*file)->readAll([&bytes](QByteArrayView piece) -> Result<> {
        bytes += piece;
        return {};
    })
                           : Result<QByteArray>(std::unexpected(file.error()));
    return read ? bytes : QByteArray();
}

void tst_SealedRecording::nothingThatWasSaidIsOnTheDisk()
{
    record(3, true);
    QTRY_COMPARE(m_closed.size(), 1U);

    const QString path = folder() + u'/' + m_closed.front().file;
    QVERIFY(!test::contentsOf(path).contains("said"));
    QVERIFY(plain(m_closed.front().file).contains(piece().first(3200)));
    QCOMPARE(m_closed.front().duration, 3000ms);
}

void tst_SealedRecording::theHashIsOfWhatWasSaid()
{
    record(2, true);
    QTRY_COMPARE(m_closed.size(), 1U);

    const QByteArray hash = QCryptographicHash::hash(plain(m_closed.front().file), QCryptographicHash::Sha256);
    QCOMPARE(m_closed.front().sha256, QString::fromLatin1(hash.toHex()));
}

void tst_SealedRecording::whatAKilledServiceLeftCanBePlayedToItsLastSecond()
{
    record(3, false);
    const QString half = folder() + u"/17-20260102T034004100Z.mka.part"_s;
    QTRY_VERIFY(QFileInfo(half).size() > 29 * 3200);
    QVERIFY(QFile::copy(half, m_vault->path(u"killed"_s)));
    m_recorder.reset();
    QVERIFY(QDir(folder()).removeRecursively());
    QVERIFY(QDir().mkdir(folder()));
    QVERIFY(QFile::copy(m_vault->path(u"killed"_s), half));
    m_closed.clear();

    begin();

    QTRY_COMPARE(m_closed.size(), 1U);
    QVERIFY(m_closed.front().cut);
    QVERIFY(m_closed.front().duration >= 2900ms);
    const QByteArray hash = QCryptographicHash::hash(plain(m_closed.front().file), QCryptographicHash::Sha256);
    QCOMPARE(m_closed.front().sha256, QString::fromLatin1(hash.toHex()));
}

void tst_SealedRecording::aDestroyedKeyLeavesNothingToHear()
{
    record(1, true);
    QTRY_COMPARE(m_closed.size(), 1U);

    QVERIFY(m_keys->shred({17}, vault::Keep::Sound));

    QCOMPARE(plain(m_closed.front().file), QByteArray());
}

QTEST_GUILESS_MAIN(tst_SealedRecording)
#include "tst_sealedrecording.moc"
