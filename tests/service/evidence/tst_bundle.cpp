// SPDX-License-Identifier: Apache-2.0
#include "app/verifier/archive.h"
#include "app/verifier/check.h"
#include "tests/service/evidence/casefile.h"

#include <QProcess>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::test;

/// A bundle proves itself, and whatever is done to it is found and named.
class tst_Bundle : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(); }

    void everythingOfTheIncidentIsInItAndProven();
    void theSameRecordMakesTheSameBundle();
    void everyFlippedBitIsFoundAndNamed();
    void aFlippedBitInWhatTheCameraShowedIsLocated();
    void whatIsCutOrAddedIsFound();
    void anotherKeyIsNoProof();
    void aChangedRowIsNamed();
    void theRedactedCopyTellsNobody();
    void aLostFileIsToldAndDoesNotHinder();
    void whatDoesNotExistIsNotFound();
    void aDestroyedKeyLeavesNothingToTakeAway();
    void theVerifierSaysItInWords();

private:
    static evidence::Report check(const QString &path) { return evidence::check(path.toStdString()); }
    static QHash<QString, QByteArray> filesIn(const QString &path);
    [[nodiscard]] static QString said(const evidence::Report &report);
    QString write(const QByteArray &bytes);

    std::unique_ptr<CaseFile> m_case;
    QString m_path;
    QByteArray m_bytes;
};

void tst_Bundle::initTestCase()
{
    m_case = std::make_unique<CaseFile>();
    QVERIFY(m_case->fill());
    m_path = m_case->path("bundle.tar");
    const auto bundle = m_case->bundle(m_path);
    QVERIFY2(bundle, bundle ? "" : qPrintable(bundle.error().detail));
    QVERIFY(bundle->missing.isEmpty());
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    m_bytes = file.readAll();
    QCOMPARE(quint64(m_bytes.size()), bundle->bytes);
    QCOMPARE(QString::fromLatin1(QCryptographicHash::hash(m_bytes, QCryptographicHash::Sha256).toHex()),
             bundle->sha256);
}

QHash<QString, QByteArray> tst_Bundle::filesIn(const QString &path)
{
    QHash<QString, QByteArray> files;
    evidence::ArchiveReader archive(path.toStdString());
    while (archive.next() == evidence::ArchiveReader::Step::File) {
        QByteArray &bytes = files[QString::fromStdString(archive.name())];
        (void)archive.read([&bytes](std::string_view piece) {
            bytes.append(piece.data(), qsizetype(piece.size()));
            return true;
        });
    }
    return files;
}

QString tst_Bundle::said(const evidence::Report &report)
{
    QStringList all;
    for (const auto &[where, what] : report.findings)
        all << QString::fromStdString(where + ": " + what);
    return all.join(u'\n');
}

QString tst_Bundle::write(const QByteArray &bytes)
{
    QString path = m_case->path("changed.tar");
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? path : QString();
}

void tst_Bundle::everythingOfTheIncidentIsInItAndProven()
{
    const auto report = check(m_path);

    QCOMPARE(said(report), QString());
    QCOMPARE(report.rows, 10U);
    QVERIFY(report.links > report.rows);
    QVERIFY(report.checkpoints >= 1);
    QCOMPARE(QString::fromStdString(report.fingerprint), m_case->signer->fingerprint());
    const auto files = filesIn(m_path);
    QCOMPARE(files.value(u"media/1.mka"_s), QByteArray(200'000, 's'));
    QCOMPARE(files.value(u"media/1.mkv"_s), QByteArray(90'000, 'f'));
    QCOMPARE(files.value(u"media/1.jpg"_s), QByteArray(70'000, 'p'));
    QVERIFY(files.value(u"chat.txt"_s).contains(secretWord));
    QVERIFY(files.value(u"timeline.txt"_s).contains(number));
    QVERIFY(files.value(u"watchers.txt"_s).contains("cameraWatched"));
    QVERIFY(files.value(u"people.txt"_s).contains("kim"));
    QVERIFY(!m_bytes.contains("of another call"));
    QVERIFY(!m_bytes.contains("01099998888"));
}

void tst_Bundle::theSameRecordMakesTheSameBundle()
{
    const QString again = m_case->path("again.tar");
    QVERIFY(m_case->bundle(again));

    QFile file(again);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), m_bytes);
    QVERIFY(!m_case->bundle(again)); // and takes no name that is taken
}

void tst_Bundle::everyFlippedBitIsFoundAndNamed()
{
    QRandomGenerator random(20261127);
    constexpr int flips = 400;
    int inHeaders = 0;
    for (int i = 0; i < flips; ++i) {
        // Most of it is sound; the rest gets its share.
        const qsizetype place = i % 2 ? random.bounded(m_bytes.size()) : random.bounded(qsizetype(40'000));
        QByteArray changed = m_bytes;
        changed[place] = char(changed[place] ^ (1 << random.bounded(8)));

        const auto report = check(write(changed));

        QVERIFY2(!report.findings.empty(), qPrintable(u"byte %1"_s.arg(place)));
        QVERIFY(!report.findings.front().where.empty());
        inHeaders += report.findings.front().where.starts_with("byte ") ? 1 : 0;
    }
    qInfo("%d flipped bits found, %d of them by writing the archive again", flips, inHeaders);
}

void tst_Bundle::aFlippedBitInWhatTheCameraShowedIsLocated()
{
    QByteArray changed = m_bytes;
    const qsizetype film = changed.indexOf(QByteArray(1000, 'f'));
    QVERIFY(film > 0);
    changed[film + 500] = char(changed[film + 500] ^ 1);

    const QString findings = said(check(write(changed)));

    QVERIFY2(findings.contains(u"media/1.mkv: "_s), qPrintable(findings));
    QVERIFY2(!findings.contains(u"media/1.mka: "_s), qPrintable(findings));
}

void tst_Bundle::whatIsCutOrAddedIsFound()
{
    for (const qsizetype size :
         {qsizetype(0), qsizetype(1), qsizetype(511), m_bytes.size() / 2, m_bytes.size() - 1024, m_bytes.size() - 1})
        QVERIFY2(!check(write(m_bytes.left(size))).findings.empty(), qPrintable(QString::number(size)));
    QVERIFY(!check(write(m_bytes + '\0')).findings.empty());
    QVERIFY(!check(write(m_bytes + m_bytes)).findings.empty());
    QVERIFY(!check(m_case->path("nothing.tar")).findings.empty());
}

void tst_Bundle::anotherKeyIsNoProof()
{
    CaseFile other;
    evidence::Seal seal = m_case->seal;
    seal.sign = [&other](QByteArrayView bytes) { return other.signer->sign(bytes); };
    const QString path = m_case->path("forged.tar");
    QVERIFY(evidence::writeBundle(m_case->sources, seal, {1}, evidence::Copy::Whole, QDateTime(), path));

    const auto report = check(path);

    QVERIFY2(said(report).contains(u"manifest.txt: its signature is wrong"_s), qPrintable(said(report)));
}

void tst_Bundle::aChangedRowIsNamed()
{
    const qsizetype inRecord = m_bytes.lastIndexOf(secretWord); // it stands in timeline and chat as well
    QVERIFY(inRecord > 0);
    QByteArray changed = m_bytes;
    changed[inRecord] = 'H';

    const QString findings = said(check(write(changed)));

    QVERIFY2(findings.contains(u"record.jsonl: it is not what the manifest says"_s), qPrintable(findings));
    QVERIFY2(findings.contains(u"row 7: record.jsonl does not say what the row says"_s), qPrintable(findings));
}

void tst_Bundle::theRedactedCopyTellsNobody()
{
    const QString path = m_case->path("redacted.tar");
    const auto bundle = m_case->bundle(path, evidence::Copy::Redacted);
    QVERIFY2(bundle, bundle ? "" : qPrintable(bundle.error().detail));

    QCOMPARE(said(check(path)), QString());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    for (const char *word :
         {secretWord, number, "37.566", "126.97796", "kim", "1.mka", "ssssssss", "1.mkv", "ffffffff"})
        QVERIFY2(!bytes.contains(word), word);
    const auto files = filesIn(path);
    QVERIFY(!files.contains(u"chain/record.key"_s));
    QCOMPARE(files.value(u"chain/links.txt"_s), filesIn(m_path).value(u"chain/links.txt"_s));
    QVERIFY(files.value(u"README.txt"_s).contains("REDACTED"));
}

void tst_Bundle::aLostFileIsToldAndDoesNotHinder()
{
    CaseFile file;
    QVERIFY(file.fill());
    QVERIFY(QFile::remove(file.path("files/1.jpg")));

    const auto bundle = file.bundle(file.path("bundle.tar"));

    QVERIFY(bundle);
    QCOMPARE(bundle->missing, QStringList{u"1.jpg"_s});
    QCOMPARE(said(check(file.path("bundle.tar"))), QString());
}

void tst_Bundle::whatDoesNotExistIsNotFound()
{
    const QString path = m_case->path("none.tar");
    const auto none = evidence::writeBundle(m_case->sources, m_case->seal, {4711}, evidence::Copy::Whole, {}, path);

    QVERIFY(!none);
    QCOMPARE(none.error().kind, Error::Kind::NotFound);
    QVERIFY(!QFile::exists(path));
}

void tst_Bundle::aDestroyedKeyLeavesNothingToTakeAway()
{
    CaseFile file;
    QVERIFY(file.fill());
    QVERIFY(file.keys->shred({1}, vault::Keep::Record));

    const auto bundle = file.bundle(file.path("bundle.tar"));

    QVERIFY(!bundle);
    QCOMPARE(bundle.error().kind, Error::Kind::Expired);
    QVERIFY(!QFile::exists(file.path("bundle.tar")));
}

void tst_Bundle::theVerifierSaysItInWords()
{
    const auto run = [](const QStringList &arguments) {
        QProcess verifier;
        verifier.start(QStringLiteral(KNOCK_VERIFY), arguments);
        verifier.waitForFinished();
        return std::pair(verifier.exitCode(), QString::fromUtf8(verifier.readAllStandardOutput()));
    };

    const auto [good, praise] = run({m_path, m_case->signer->fingerprint()});
    QCOMPARE(good, 0);
    QVERIFY2(praise.endsWith(u"\nPROVEN\n"_s), qPrintable(praise));
    const auto [strange, doubt] = run({m_path, QString(64, u'0')});
    QCOMPARE(strange, 1);
    QVERIFY2(doubt.contains(u"it is not the key that was asked for"_s), qPrintable(doubt));
    QCOMPARE(run({}).first, 2);
}

QTEST_GUILESS_MAIN(tst_Bundle)
#include "tst_bundle.moc"
