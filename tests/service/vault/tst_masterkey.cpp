// SPDX-License-Identifier: Apache-2.0
#include "tests/service/vault/vaultfolder.h"

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::test;
using namespace knock::vault;

class tst_MasterKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void isTheFile();
    void isMadeOnlyWhenAskedTo();
    void refusesAFileOthersCanRead_data();
    void refusesAFileOthersCanRead();
    void refusesAFileThatIsNoKey_data();
    void refusesAFileThatIsNoKey();
    void leavesNoHalfFileInAFolderItCannotWrite();
    void comesFromAPassphrase();
    void isAsTheStandardDerivesIt();
    void differsByTheSalt();
    void refusesAShortPassphrase();
    void refusesASaltThatWasChanged_data();
    void refusesASaltThatWasChanged();
};

namespace {

constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner;

} // namespace

void tst_MasterKey::init() { QTest::failOnWarning(); }

void tst_MasterKey::isTheFile()
{
    const VaultFolder folder;
    const QByteArray bytes = "0123456789abcdef0123456789ABCDEF";
    QVERIFY(overwrite(folder.masterPath(), bytes));
    QVERIFY(QFile::setPermissions(folder.masterPath(), ownerOnly));

    QCOMPARE(bytesOf(masterFromFile(folder.masterPath(), Missing::Refuse).value().secret), bytes);
}

void tst_MasterKey::isMadeOnlyWhenAskedTo()
{
    const VaultFolder folder;
    QCOMPARE(masterFromFile(folder.masterPath(), Missing::Refuse).error().kind, Error::Kind::NotFound);
    QVERIFY(!QFileInfo::exists(folder.masterPath()));

    const QByteArray made = bytesOf(masterFromFile(folder.masterPath(), Missing::Make).value().secret);

    QCOMPARE(contentsOf(folder.masterPath()), made);
    QCOMPARE(QFile::permissions(folder.masterPath()) & ~(QFile::ReadUser | QFile::WriteUser), ownerOnly);
    QCOMPARE(bytesOf(masterFromFile(folder.masterPath(), Missing::Make).value().secret), made);
}

void tst_MasterKey::refusesAFileOthersCanRead_data()
{
    QTest::addColumn<QFile::Permissions>("permissions");
    QTest::addColumn<bool>("isGood");

    QTest::newRow("others read") << (ownerOnly | QFile::ReadOther) << false;
    QTest::newRow("others write") << (ownerOnly | QFile::WriteOther) << false;
    QTest::newRow("the group writes") << (ownerOnly | QFile::WriteGroup) << false;
    QTest::newRow("a credential of systemd") << (QFile::ReadOwner | QFile::ReadGroup) << true;
}

void tst_MasterKey::refusesAFileOthersCanRead()
{
    QFETCH(const QFile::Permissions, permissions);
    QFETCH(const bool, isGood);
    const VaultFolder folder;
    QVERIFY(masterFromFile(folder.masterPath(), Missing::Make));
    QVERIFY(QFile::setPermissions(folder.masterPath(), permissions));

    const auto opened = masterFromFile(folder.masterPath(), Missing::Make);

    QCOMPARE(opened.has_value(), isGood);
    if (!isGood)
        QCOMPARE(opened.error().kind, Error::Kind::Refused);
}

void tst_MasterKey::refusesAFileThatIsNoKey_data()
{
    QTest::addColumn<QByteArray>("bytes");

    QTest::newRow("empty") << QByteArray();
    QTest::newRow("short") << QByteArray(31, 'x');
    QTest::newRow("long") << QByteArray(33, 'x');
    QTest::newRow("huge") << QByteArray(1'000'000, 'x');
}

void tst_MasterKey::refusesAFileThatIsNoKey()
{
    QFETCH(const QByteArray, bytes);
    const VaultFolder folder;
    QVERIFY(overwrite(folder.masterPath(), bytes));
    QVERIFY(QFile::setPermissions(folder.masterPath(), ownerOnly));

    QCOMPARE(masterFromFile(folder.masterPath(), Missing::Make).error().kind, Error::Kind::Malformed);
    QCOMPARE(contentsOf(folder.masterPath()), bytes);
}

void tst_MasterKey::leavesNoHalfFileInAFolderItCannotWrite()
{
    const VaultFolder folder;

    QCOMPARE(masterFromFile(folder.path(u"absent/master.key"_s), Missing::Make).error().kind, Error::Kind::Unreachable);
    QVERIFY(QDir(folder.folder.path()).isEmpty());
}

void tst_MasterKey::comesFromAPassphrase()
{
    const VaultFolder folder;
    const QByteArray passphrase = "쉬운 말 열두 글자";
    QElapsedTimer timer;
    timer.start();
    const QByteArray made
        = bytesOf(masterFromPassphrase(folder.masterPath(), passphrase, Missing::Make).value().secret);
    qInfo("Argon2id takes %lld ms", static_cast<long long>(timer.elapsed()));

    QCOMPARE(bytesOf(masterFromPassphrase(folder.masterPath(), passphrase, Missing::Refuse).value().secret), made);
    QVERIFY(bytesOf(masterFromPassphrase(folder.masterPath(), passphrase + ' ', Missing::Refuse).value().secret)
            != made);
    QCOMPARE(folder.filesWith(passphrase), 0);
    QCOMPARE(folder.filesWith(made), 0);
}

void tst_MasterKey::isAsTheStandardDerivesIt()
{
    // The answer is that of libargon2 (20190702) to: echo -n "correct horse" | argon2 saltsaltsaltsalt -id -k 64 -t 2
    // -p 1
    const VaultFolder folder;
    QVERIFY(overwrite(folder.masterPath(),
                      "knock-master-1 argon2id m=64 t=2 p=1 salt=" + "saltsaltsaltsalt"_ba.toHex() + '\n'));
    QVERIFY(QFile::setPermissions(folder.masterPath(), ownerOnly));

    const auto master = masterFromPassphrase(folder.masterPath(), "correct horse", Missing::Refuse);

    QCOMPARE(bytesOf(master.value().secret).toHex(),
             "e6374c2335a815bcd23a5ea4df06a2f6e5377fc2c3f879865d0828d6e84740f2"_ba);
}

void tst_MasterKey::differsByTheSalt()
{
    const VaultFolder folder;
    const auto make = [&](const QString &name) {
        return bytesOf(masterFromPassphrase(folder.path(name), "the same passphrase", Missing::Make).value().secret);
    };

    QVERIFY(make(u"one"_s) != make(u"other"_s));
}

void tst_MasterKey::refusesAShortPassphrase()
{
    const VaultFolder folder;

    QCOMPARE(masterFromPassphrase(folder.masterPath(), "elevenbytes", Missing::Make).error().kind,
             Error::Kind::Refused);
    QVERIFY(!QFileInfo::exists(folder.masterPath()));
}

void tst_MasterKey::refusesASaltThatWasChanged_data()
{
    QTest::addColumn<QByteArray>("bytes");

    const QByteArray salt = QByteArray(32, 'a');
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("a raw key") << QByteArray(32, 'x');
    QTest::newRow("a short salt") << "knock-master-1 argon2id m=65536 t=3 p=4 salt=" + salt.first(30) + '\n';
    QTest::newRow("terabytes of memory") << "knock-master-1 argon2id m=1073741824 t=3 p=4 salt=" + salt + '\n';
    QTest::newRow("no memory") << "knock-master-1 argon2id m=0 t=3 p=4 salt=" + salt + '\n';
    QTest::newRow("no end") << "knock-master-1 argon2id m=65536 t=3 p=4 salt=" + salt;
    QTest::newRow("a word more") << "knock-master-1 argon2id m=65536 t=3 p=4 salt=" + salt + " x\n";
    QTest::newRow("of the time to come") << "knock-master-2 argon2id m=65536 t=3 p=4 salt=" + salt + '\n';
}

void tst_MasterKey::refusesASaltThatWasChanged()
{
    QFETCH(const QByteArray, bytes);
    const VaultFolder folder;
    QVERIFY(overwrite(folder.masterPath(), bytes));
    QVERIFY(QFile::setPermissions(folder.masterPath(), ownerOnly));

    QVERIFY(!masterFromPassphrase(folder.masterPath(), "correct horse battery", Missing::Make));
    QCOMPARE(contentsOf(folder.masterPath()), bytes);
}

QTEST_GUILESS_MAIN(tst_MasterKey)
#include "tst_masterkey.moc"
