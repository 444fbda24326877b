// SPDX-License-Identifier: Apache-2.0
#include "app/service/vault/sealedreader.h"
#include "app/service/vault/sealedwriter.h"
#include "app/service/vault/signer.h"
#include "tests/service/vault/vaultfolder.h"

#include <atomic>
#include <QTest>
#include <thread>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::test;
using namespace knock::vault;

class tst_Rotation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void changesTheMasterKeyAndNoOther();
    void leavesNothingOfTheOldWrapping();
    void leavesNothingOfTheOldMasterKey();
    void takesAnotherWayToTheMasterKey();
    void isEndedAfterACrashBehindTheCommit();
    void isForgottenAfterACrashBeforeTheCommit();
    void failsAsAWhole();
    void disturbsNobodyWhoReads();
    void neverReplacesALostMasterKey();
};

namespace {

OpenMaster byPassphrase(const QByteArray &passphrase)
{
    return
        [passphrase](const QString &path, Missing missing) { return masterFromPassphrase(path, passphrase, missing); };
}

} // namespace

void tst_Rotation::init() { QTest::failOnWarning(); }

void tst_Rotation::changesTheMasterKeyAndNoOther()
{
    const VaultFolder folder;
    auto keys = folder.open().value();
    const QByteArray key = bytesOf(keys->key({1}, Keep::Record).value());
    const QString signer = Signer::open(*keys).value().fingerprint();
    QVERIFY(keys->shred({2}, Keep::Record));
    const QByteArray master = contentsOf(folder.masterPath());

    QVERIFY(rotate(*keys, folder.masterPath(), masterFromFile));

    QCOMPARE(keys->epoch(), 2U);
    QVERIFY(contentsOf(folder.masterPath()) != master);
    keys.reset();
    QCOMPARE(KeyStore::open(folder.keysPath(), {Secret::from(master).value()}, Missing::Refuse).error().kind,
             Error::Kind::Refused);
    keys = folder.open(Missing::Refuse).value();
    QCOMPARE(keys->epoch(), 2U);
    QCOMPARE(bytesOf(keys->find({1}, Keep::Record).value()), key);
    QCOMPARE(keys->key({2}, Keep::Record).error().kind, Error::Kind::Expired);
    QCOMPARE(Signer::open(*keys).value().fingerprint(), signer);
}

void tst_Rotation::leavesNothingOfTheOldWrapping()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    for (quint64 incident = 0; incident < 200; ++incident)
        QVERIFY(keys->key({incident}, Keep::Sound));
    const QByteArray first = folder.wrappedKey(0, Keep::Sound);
    const QByteArray last = folder.wrappedKey(199, Keep::Sound);

    QVERIFY(rotate(*keys, folder.masterPath(), masterFromFile));

    QCOMPARE(folder.filesWith(first.sliced(16, 16)), 0);
    QCOMPARE(folder.filesWith(last.sliced(16, 16)), 0);
}

void tst_Rotation::leavesNothingOfTheOldMasterKey()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    const QByteArray master = contentsOf(folder.masterPath());
    QFile before(folder.masterPath()); // the same bytes of the disk, whatever their name is
    QVERIFY(before.open(QIODevice::ReadOnly | QIODevice::Unbuffered));

    QVERIFY(rotate(*keys, folder.masterPath(), masterFromFile));

    QCOMPARE(folder.filesWith(master), 0);
    QCOMPARE(before.readAll(), QByteArray(32, '\0'));
}

void tst_Rotation::takesAnotherWayToTheMasterKey()
{
    const VaultFolder folder;
    auto keys = folder.open().value();
    const QByteArray key = bytesOf(keys->key({1}, Keep::Record).value());

    QVERIFY(rotate(*keys, folder.masterPath(), byPassphrase("correct horse battery")));

    keys.reset();
    QVERIFY(!folder.open(Missing::Refuse));
    QCOMPARE(openKeys(folder.keysPath(), folder.masterPath(), byPassphrase("correct horse batterie"), Missing::Refuse)
                 .error()
                 .kind,
             Error::Kind::Refused);
    keys = openKeys(folder.keysPath(), folder.masterPath(), byPassphrase("correct horse battery"), Missing::Refuse)
               .value();
    QCOMPARE(bytesOf(keys->find({1}, Keep::Record).value()), key);
}

void tst_Rotation::isEndedAfterACrashBehindTheCommit()
{
    const VaultFolder folder;
    auto keys = folder.open().value();
    const QByteArray key = bytesOf(keys->key({1}, Keep::Record).value());
    const QString next = folder.masterPath() + u".next"_s;
    QVERIFY(keys->rewrap(masterFromFile(next, Missing::Make).value()));
    keys.reset();
    const QByteArray master = contentsOf(next);

    keys = folder.open(Missing::Refuse).value();

    QCOMPARE(bytesOf(keys->find({1}, Keep::Record).value()), key);
    QCOMPARE(contentsOf(folder.masterPath()), master);
    QVERIFY(!QFileInfo::exists(next));
}

void tst_Rotation::isForgottenAfterACrashBeforeTheCommit()
{
    const VaultFolder folder;
    QVERIFY(folder.open());
    const QString next = folder.masterPath() + u".next"_s;
    QVERIFY(masterFromFile(next, Missing::Make));

    const auto keys = folder.open(Missing::Refuse).value();

    QCOMPARE(keys->epoch(), 1U);
    QVERIFY(!QFileInfo::exists(next));
}

void tst_Rotation::failsAsAWhole()
{
    const VaultFolder folder;
    {
        const auto keys = folder.open().value();
        QVERIFY(keys->key({1}, Keep::Record));
        QVERIFY(keys->key({2}, Keep::Record));
    }
    {
        auto database = store::Database::open(folder.keysPath(), store::Database::Mode::Write);
        QVERIFY(database->run("UPDATE key SET wrapped = randomblob(60) WHERE incident = 2"));
    }
    auto keys = folder.open().value();

    const auto done = rotate(*keys, folder.masterPath(), masterFromFile);

    QCOMPARE(done.error().kind, Error::Kind::Broken);
    QVERIFY(done.error().detail.contains(u"incident 2"_s));
    QCOMPARE(keys->epoch(), 1U);
    QVERIFY(keys->key({3}, Keep::Record));
    keys.reset();
    keys = folder.open(Missing::Refuse).value();
    QVERIFY(keys->find({1}, Keep::Record));
    QVERIFY(keys->find({3}, Keep::Record));
}

void tst_Rotation::disturbsNobodyWhoReads()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    const QString path = folder.path(u"1.sealed"_s);
    const QByteArray plain(300'000, 'x');
    {
        const auto writer = SealedWriter::create(path, *keys, {1}, Keep::Sound).value();
        QVERIFY(writer->append(plain));
        QVERIFY(writer->finish());
    }
    std::atomic<bool> isDone = false;
    std::atomic<int> reads = 0;
    std::atomic<int> wrong = 0;
    std::jthread reader([&] {
        while (!isDone) {
            const auto file = SealedReader::open(path, *keys);
            if (!file || (*file)->read(100'000, 200'000).value_or(QByteArray()) != QByteArray(200'000, 'x'))
                ++wrong;
            ++reads;
        }
    });

    for (int i = 0; i < 10; ++i) {
        const int before = reads;
        QVERIFY(rotate(*keys, folder.masterPath(), masterFromFile));
        QTRY_VERIFY(reads > before);
    }
    isDone = true;
    reader.join();

    QCOMPARE(wrong, 0);
    QCOMPARE(keys->epoch(), 11U);
}

void tst_Rotation::neverReplacesALostMasterKey()
{
    const VaultFolder folder;
    QVERIFY(folder.open());
    QVERIFY(QFile::remove(folder.masterPath()));

    QCOMPARE(folder.open(Missing::Make).error().kind, Error::Kind::NotFound);
    QVERIFY(!QFileInfo::exists(folder.masterPath()));
}

QTEST_GUILESS_MAIN(tst_Rotation)
#include "tst_rotation.moc"
