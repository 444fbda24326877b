// SPDX-License-Identifier: Apache-2.0
#include "app/service/archive/archive.h"
#include "tests/service/vault/vaultfolder.h"
#include "tests/support/manualclock.h"

#include <QDir>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;

/// What is kept is read out whole, to nobody unseen, and nothing else is.
class tst_Archive : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_archive.reset(); }

    void aFileIsReadPieceByPiece();
    void theFirstPieceIsEnteredInTheAuditOnce();
    void whatIsStillBeingWrittenIsReadAsFarAsItWas();
    void nothingElseIsGiven_data();
    void nothingElseIsGiven();
    void whatWasErasedIsTold();
    void whatIsErasedWhileItIsReadEndsThere();
    void whatWasChangedOnTheDiskIsTold();
    void moreThanCanBeReadIsRefused();

private:
    void keep(const QString &file, const QByteArray &bytes, bool isWhole = true);
    void ask(const QString &file, quint64 from = 0, IncidentId incident = {17})
    {
        m_archive->read({{3}, ReadFile{incident, file, from}});
    }
    [[nodiscard]] QString folder(const QString &name) const { return m_vault->path(name); }

    std::unique_ptr<test::VaultFolder> m_vault;
    std::shared_ptr<vault::KeyStore> m_keys;
    test::ManualClock m_clock;
    std::unique_ptr<archive::Archive> m_archive;
    std::vector<FilePiece> m_pieces;
    std::vector<Audit> m_noted;
    std::vector<Error::Kind> m_refused;
};

void tst_Archive::init()
{
    QTest::failOnWarning();
    m_vault = std::make_unique<test::VaultFolder>();
    m_keys = m_vault->open().value();
    m_pieces.clear();
    m_noted.clear();
    m_refused.clear();
    for (const QString &name : {u"recordings"_s, u"files"_s})
        QVERIFY(QDir().mkpath(folder(name)));
    m_archive
        = std::make_unique<archive::Archive>(QStringList{folder(u"recordings"_s), folder(u"files"_s)}, m_keys, m_clock);
    connect(m_archive.get(), &archive::Archive::piece, this, [this](const FilePiece &piece, SeatId seat) {
        QCOMPARE(seat, SeatId{3});
        m_pieces.push_back(piece);
    });
    connect(m_archive.get(), &archive::Archive::noted, this, [this](const Audit &entry) { m_noted.push_back(entry); });
    connect(m_archive.get(), &archive::Archive::refused, this,
            [this](const dispatch::Asked &, const Error &why) { m_refused.push_back(why.kind); });
}

void tst_Archive::keep(const QString &file, const QByteArray &bytes, bool isWhole)
{
    auto kept = vault::KeptFile::create(file, m_keys.get(), {17}, vault::Keep::Sound);
    QVERIFY(kept);
    QVERIFY((*kept)->append(bytes));
    QVERIFY(isWhole ? (*kept)->finish().has_value() : (*kept)->flush().has_value());
}

void tst_Archive::aFileIsReadPieceByPiece()
{
    QByteArray said;
    for (int i = 0; said.size() < 2 * FilePiece::most + 1000; ++i)
        said += QByteArray::number(i);
    keep(folder(u"recordings/17-a.mka"_s), said);

    QByteArray heard;
    for (size_t pieces = 1; pieces <= 3; ++pieces) {
        ask(u"17-a.mka"_s, quint64(heard.size()));
        QTRY_COMPARE(m_pieces.size(), pieces);
        QCOMPARE(m_pieces.back().from, quint64(heard.size()));
        QCOMPARE(m_pieces.back().size, quint64(said.size()));
        heard += m_pieces.back().bytes;
    }

    QCOMPARE(heard, said);
    QVERIFY(m_refused.empty());
}

void tst_Archive::theFirstPieceIsEnteredInTheAuditOnce()
{
    keep(folder(u"files/17-b.jpg"_s), QByteArray(FilePiece::most + 1, 'x'));

    ask(u"17-b.jpg"_s);
    ask(u"17-b.jpg"_s, FilePiece::most);

    QTRY_COMPARE(m_pieces.size(), 2U);
    QCOMPARE(m_noted, std::vector<Audit>{FilePlayed({17}, {3}, {}, u"17-b.jpg"_s, m_clock.now())});
}

void tst_Archive::whatIsStillBeingWrittenIsReadAsFarAsItWas()
{
    const QByteArray second(64 * 1024, 's'); // what a sealed file gives out at once
    keep(folder(u"recordings/17-c.mka.part"_s), second, false);

    ask(u"17-c.mka"_s);

    QTRY_COMPARE(m_pieces.size(), 1U);
    QCOMPARE(m_pieces.front().bytes, second);
}

void tst_Archive::nothingElseIsGiven_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<quint64>("incident");
    QTest::addColumn<quint64>("from");
    QTest::addColumn<Error::Kind>("why");

    QTest::newRow("of another incident") << u"17-a.mka"_s << quint64(1) << quint64(0) << Error::Kind::NotFound;
    QTest::newRow("not there") << u"17-none.mka"_s << quint64(17) << quint64(0) << Error::Kind::NotFound;
    QTest::newRow("elsewhere") << u"17-../../keys.db"_s << quint64(17) << quint64(0) << Error::Kind::NotFound;
    QTest::newRow("without a name") << QString() << quint64(17) << quint64(0) << Error::Kind::NotFound;
    QTest::newRow("behind its end") << u"17-a.mka"_s << quint64(17) << quint64(100) << Error::Kind::Malformed;
}

void tst_Archive::nothingElseIsGiven()
{
    QFETCH(const QString, file);
    QFETCH(const quint64, incident);
    QFETCH(const quint64, from);
    QFETCH(const Error::Kind, why);
    keep(folder(u"recordings/17-a.mka"_s), "said");

    ask(file, from, {incident});

    QTRY_COMPARE(m_refused, std::vector{why});
    QVERIFY(m_pieces.empty());
    QVERIFY(m_noted.empty());
}

void tst_Archive::whatWasErasedIsTold()
{
    keep(folder(u"recordings/17-a.mka"_s), "said");
    QVERIFY(m_keys->shred({17}, vault::Keep::Sound));

    ask(u"17-a.mka"_s);

    QTRY_COMPARE(m_refused, std::vector{Error::Kind::Expired});
}

void tst_Archive::whatIsErasedWhileItIsReadEndsThere()
{
    const QString path = folder(u"recordings/17-a.mka"_s);
    keep(path, "said");
    ask(u"17-a.mka"_s);
    QTRY_COMPARE(m_pieces.size(), 1U);

    QVERIFY(m_keys->shred({17}, vault::Keep::Sound));
    QVERIFY(QFile::remove(path));
    ask(u"17-a.mka"_s, 2);

    QTRY_COMPARE(m_refused, std::vector{Error::Kind::NotFound});
    QCOMPARE(m_pieces.size(), 1U);
}

void tst_Archive::whatWasChangedOnTheDiskIsTold()
{
    const QString path = folder(u"recordings/17-a.mka"_s);
    keep(path, "said");
    QFile file(path);
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(file.size() - 1));
    char last = 0;
    QVERIFY(file.getChar(&last));
    QVERIFY(file.seek(file.size() - 1));
    QVERIFY(file.putChar(char(last ^ 1)));
    file.close();

    ask(u"17-a.mka"_s);

    QTRY_COMPARE(m_refused, std::vector{Error::Kind::Broken});
    QVERIFY(m_noted.empty());
}

void tst_Archive::moreThanCanBeReadIsRefused()
{
    keep(folder(u"recordings/17-a.mka"_s), "said");

    for (int i = 0; i <= archive::Archive::mostWaiting; ++i)
        ask(u"17-a.mka"_s);

    QCOMPARE(m_refused, std::vector{Error::Kind::Full});
    QTRY_COMPARE(m_pieces.size(), size_t(archive::Archive::mostWaiting));
}

QTEST_GUILESS_MAIN(tst_Archive)
#include "tst_archive.moc"
