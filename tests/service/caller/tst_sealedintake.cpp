// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/intake.h"
#include "tests/service/vault/vaultfolder.h"

#include <QCryptographicHash>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;

/// What a phone sends lies on the disk so that only its key opens it, from the first piece on.
class tst_SealedIntake : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aFileThatComesInPiecesIsNeverInClear();
};

void tst_SealedIntake::aFileThatComesInPiecesIsNeverInClear()
{
    const test::VaultFolder folder;
    const std::shared_ptr<vault::KeyStore> keys = folder.open().value();
    const QByteArray photo = QByteArray::fromHex("ffd8ffe000104a464946") + QByteArray("a face").repeated(40'000);
    caller::FileLimits limits;
    limits.reserve = 1;
    caller::Intake intake(folder.path(u"files"_s), keys, limits);
    intake.open();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto isInClear = [&folder] {
        QDirIterator files(folder.path(u"files"_s), QDir::Files | QDir::Hidden);
        while (files.hasNext()) {
            if (test::contentsOf(files.next()).contains("a face"))
                return true;
        }
        return false;
    };

    std::optional<dispatch::FileCame> came;
    constexpr qsizetype pieceSize = 50'000;
    for (qsizetype at = 0; at < photo.size(); at += pieceSize) {
        const auto outcome = intake.take({{17},
                                          u"a"_s,
                                          FileKind::Photo,
                                          quint64(at),
                                          quint64(photo.size()),
                                          photo.sliced(at, std::min(pieceSize, photo.size() - at))},
                                         now);
        QCOMPARE(outcome.status, 200);
        QVERIFY(!isInClear());
        came = outcome.file;
    }

    QVERIFY(came);
    QCOMPARE(came->sha256, QString::fromLatin1(QCryptographicHash::hash(photo, QCryptographicHash::Sha256).toHex()));
    const auto file = vault::KeptReader::open(folder.path(u"files/"_s + came->file), keys.get());
    QVERIFY(file);
    QCOMPARE((*file)->read(0, photo.size()).value_or(QByteArray()), photo);
}

QTEST_GUILESS_MAIN(tst_SealedIntake)
#include "tst_sealedintake.moc"
