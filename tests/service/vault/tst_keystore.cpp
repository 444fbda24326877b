// SPDX-License-Identifier: Apache-2.0
#include "tests/service/vault/vaultfolder.h"

#include <atomic>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QTest>
#include <set>
#include <thread>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::test;
using namespace knock::vault;

class tst_KeyStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void givesEachIncidentAndEachKeepItsOwnKey();
    void keepsAKeyBeforeItGivesIt();
    void findsNoKeyThatNobodyMade();
    void keepsNoKeyInClear();
    void refusesAnotherMasterKey();
    void refusesASecondOwner();
    void isReadableByItsOwnerOnly();
    void isNotMadeUnlessAskedTo();
    void saysWhichKeyWasChanged();
    void refusesTheKeyOfAnotherIncident();
    void shredsSoThatNothingIsLeft();
    void shredsAnyOfManyKeys();
    void shredsForEver();
    void shredsOneKeepAndLeavesTheOther();
    void shredsWhatNeverHadAKey();
    void shredsTheLogWhenNobodyReadsAnyMore();
    void refusesToShredWhatBelongsToNoIncident();
    void refusesToBringBackAShreddedKey();
    void copiesWhileItIsInUse();
    void givesManyThreadsTheSameKeys();
};

void tst_KeyStore::init() { QTest::failOnWarning(); }

void tst_KeyStore::givesEachIncidentAndEachKeepItsOwnKey()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();

    std::set<QByteArray> different;
    for (quint64 incident = 0; incident < 300; ++incident) {
        different.insert(bytesOf(keys->key({incident}, Keep::Record).value()));
        different.insert(bytesOf(keys->key({incident}, Keep::Sound).value()));
    }

    QCOMPARE(different.size(), size_t(600));
    QCOMPARE(keys->key({7}, Keep::Record).transform(bytesOf), keys->find({7}, Keep::Record).transform(bytesOf));
}

void tst_KeyStore::keepsAKeyBeforeItGivesIt()
{
    const VaultFolder folder;
    auto keys = folder.open().value();
    const QByteArray made = bytesOf(keys->key({112}, Keep::Record).value());

    // What another process sees at this moment is what a killed one would leave.
    QCOMPARE(folder.wrappedKey(112, Keep::Record).size(), 60);
    keys.reset();
    keys = folder.open(Missing::Refuse).value();

    QCOMPARE(bytesOf(keys->find({112}, Keep::Record).value()), made);
}

void tst_KeyStore::findsNoKeyThatNobodyMade()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();

    QCOMPARE(keys->find({5}, Keep::Sound).error().kind, Error::Kind::NotFound);
    QVERIFY(folder.wrappedKey(5, Keep::Sound).isEmpty());
}

void tst_KeyStore::keepsNoKeyInClear()
{
    const VaultFolder folder;
    auto keys = folder.open().value();
    const QByteArray key = bytesOf(keys->key({1}, Keep::Record).value());
    const QByteArray seed = bytesOf(keys->signingSeed().value());

    QCOMPARE(folder.filesWith(key), 0);
    QCOMPARE(folder.filesWith(seed), 0);
    keys.reset();
    QCOMPARE(folder.filesWith(key), 0);
    QCOMPARE(folder.filesWith(seed), 0);
}

void tst_KeyStore::refusesAnotherMasterKey()
{
    const VaultFolder folder;
    QVERIFY(folder.open());

    const auto other = KeyStore::open(folder.keysPath(), anyMaster(), Missing::Refuse);

    QCOMPARE(other.error().kind, Error::Kind::Refused);
    QVERIFY(folder.open(Missing::Refuse));
}

void tst_KeyStore::refusesASecondOwner()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();

    QCOMPARE(folder.open(Missing::Refuse).error().kind, Error::Kind::Refused);
}

void tst_KeyStore::isReadableByItsOwnerOnly()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    QVERIFY(keys->key({1}, Keep::Record));

    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    for (const QString &name : {u"keys.db"_s, u"keys.db-wal"_s, u"keys.db-shm"_s, u"keys.db.lock"_s, u"master.key"_s}) {
        QVERIFY2(QFileInfo::exists(folder.path(name)), qPrintable(name));
        QVERIFY2(!(QFile::permissions(folder.path(name)) & others), qPrintable(name));
    }
}

void tst_KeyStore::isNotMadeUnlessAskedTo()
{
    const VaultFolder folder;

    QCOMPARE(KeyStore::open(folder.keysPath(), anyMaster(), Missing::Refuse).error().kind, Error::Kind::NotFound);
    QCOMPARE(folder.open(Missing::Refuse).error().kind, Error::Kind::NotFound);
    QVERIFY(!QFileInfo::exists(folder.keysPath()));
    QVERIFY(!QFileInfo::exists(folder.masterPath()));
}

void tst_KeyStore::saysWhichKeyWasChanged()
{
    const VaultFolder folder;
    QVERIFY(folder.open().value()->key({77}, Keep::Record));
    auto database = store::Database::open(folder.keysPath(), store::Database::Mode::Write);
    QVERIFY(database->run("UPDATE key SET wrapped = randomblob(60)"));

    const auto found = folder.open().value()->find({77}, Keep::Record);

    QCOMPARE(found.error().kind, Error::Kind::Broken);
    QVERIFY(found.error().detail.contains(u"incident 77"_s));
}

void tst_KeyStore::refusesTheKeyOfAnotherIncident()
{
    const VaultFolder folder;
    {
        const auto keys = folder.open().value();
        QVERIFY(keys->key({1}, Keep::Record));
        QVERIFY(keys->key({2}, Keep::Record));
    }
    auto database = store::Database::open(folder.keysPath(), store::Database::Mode::Write);
    QVERIFY(database->run("UPDATE key SET wrapped = (SELECT wrapped FROM key WHERE incident = 2) WHERE incident = 1"));

    QCOMPARE(folder.open().value()->find({1}, Keep::Record).error().kind, Error::Kind::Broken);
}

void tst_KeyStore::shredsSoThatNothingIsLeft()
{
    const VaultFolder folder;
    auto keys = folder.open().value();
    QVERIFY(keys->key({41}, Keep::Record));
    QVERIFY(keys->key({42}, Keep::Record));
    QVERIFY(keys->key({43}, Keep::Record));
    const QByteArray wrapped = folder.wrappedKey(42, Keep::Record);
    const QByteArray cipherText = wrapped.sliced(12, 32);
    QVERIFY(folder.filesWith(cipherText) > 0);

    QVERIFY(keys->shred({42}, Keep::Record));

    QCOMPARE(folder.filesWith(cipherText), 0);
    QCOMPARE(QFileInfo(folder.path(u"keys.db-wal"_s)).size(), 0);
    QVERIFY(keys->find({41}, Keep::Record));
    QVERIFY(keys->find({43}, Keep::Record));
    keys.reset();
    QCOMPARE(folder.filesWith(cipherText), 0);
}

void tst_KeyStore::shredsAnyOfManyKeys()
{
    // Enough for many pages, in an order that no incident comes in.
    const VaultFolder folder;
    const auto keys = folder.open().value();
    QRandomGenerator random(112);
    std::vector<quint64> incidents;
    for (int i = 0; i < 400; ++i) {
        incidents.push_back(quint64(random.bounded(1, 1'000'000)));
        QVERIFY(keys->key({incidents.back()}, random.bounded(2) ? Keep::Record : Keep::Sound));
    }

    for (int i = 0; i < 40; ++i) {
        const quint64 incident = incidents.at(size_t(random.bounded(400)));
        for (const Keep keep : {Keep::Record, Keep::Sound}) {
            const QByteArray wrapped = folder.wrappedKey(incident, keep);
            QVERIFY(keys->shred({incident}, keep));
            if (wrapped.size() == 60 && wrapped != QByteArray(60, '\0'))
                QCOMPARE(folder.filesWith(wrapped.sliced(16, 16)), 0);
        }
    }
}

void tst_KeyStore::shredsForEver()
{
    const VaultFolder folder;
    auto keys = folder.open().value();
    QVERIFY(keys->key({42}, Keep::Record));
    QVERIFY(keys->shred({42}, Keep::Record));

    QCOMPARE(keys->key({42}, Keep::Record).error().kind, Error::Kind::Expired);
    QCOMPARE(keys->find({42}, Keep::Record).error().kind, Error::Kind::Expired);
    QVERIFY(keys->shred({42}, Keep::Record));
    keys.reset();
    keys = folder.open().value();
    QCOMPARE(keys->key({42}, Keep::Record).error().kind, Error::Kind::Expired);
}

void tst_KeyStore::shredsOneKeepAndLeavesTheOther()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    const QByteArray record = bytesOf(keys->key({42}, Keep::Record).value());
    QVERIFY(keys->key({42}, Keep::Sound));

    QVERIFY(keys->shred({42}, Keep::Sound));

    QCOMPARE(keys->key({42}, Keep::Sound).error().kind, Error::Kind::Expired);
    QCOMPARE(bytesOf(keys->key({42}, Keep::Record).value()), record);
}

void tst_KeyStore::shredsWhatNeverHadAKey()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();

    QVERIFY(keys->shred({9}, Keep::Sound));

    QCOMPARE(keys->key({9}, Keep::Sound).error().kind, Error::Kind::Expired);
}

void tst_KeyStore::shredsTheLogWhenNobodyReadsAnyMore()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    QVERIFY(keys->key({42}, Keep::Record));
    const QByteArray cipherText = folder.wrappedKey(42, Keep::Record).sliced(12, 32);
    {
        auto reader = store::Database::open(folder.keysPath(), store::Database::Mode::Read);
        auto row = reader->prepare("SELECT wrapped FROM key");
        QVERIFY(row->step().value());

        QCOMPARE(keys->shred({42}, Keep::Record).error().kind, Error::Kind::Refused);
        QCOMPARE(keys->find({42}, Keep::Record).error().kind, Error::Kind::Expired);
    }

    QVERIFY(keys->shred({42}, Keep::Record));

    QCOMPARE(folder.filesWith(cipherText), 0);
}

void tst_KeyStore::refusesToShredWhatBelongsToNoIncident()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();

    QCOMPARE(keys->shred({}, Keep::Record).error().kind, Error::Kind::Refused);
    QVERIFY(keys->key({}, Keep::Record));
}

void tst_KeyStore::refusesToBringBackAShreddedKey()
{
    const VaultFolder folder;
    {
        const auto keys = folder.open().value();
        QVERIFY(keys->key({42}, Keep::Record));
        QVERIFY(keys->shred({42}, Keep::Record));
    }
    auto database = store::Database::open(folder.keysPath(), store::Database::Mode::Write);

    QVERIFY(!database->run("UPDATE key SET destroyed = 0"));
    QVERIFY(!database->run("UPDATE key SET wrapped = randomblob(60)"));
    QVERIFY(!database->run("DELETE FROM key"));
}

void tst_KeyStore::copiesWhileItIsInUse()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    const QByteArray key = bytesOf(keys->key({3}, Keep::Record).value());
    const QString copy = folder.path(u"copy.db"_s);

    QVERIFY(keys->copyTo(copy));

    const auto master = masterFromFile(folder.masterPath(), Missing::Refuse).value();
    const auto copied = KeyStore::open(copy, master, Missing::Refuse).value();
    QCOMPARE(bytesOf(copied->find({3}, Keep::Record).value()), key);
    QVERIFY(!keys->copyTo(copy));
    QCOMPARE(QFile::permissions(copy) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void tst_KeyStore::givesManyThreadsTheSameKeys()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    std::atomic<int> wrong = 0;
    std::vector<QByteArray> first(40);
    for (quint64 incident = 0; incident < 40; ++incident)
        first[incident] = bytesOf(keys->key({incident}, Keep::Record).value());

    {
        std::vector<std::jthread> threads;
        for (quint64 thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&, thread] {
                for (quint64 i = 0; i < 2000; ++i) {
                    const quint64 incident = (i * 7 + thread) % 40;
                    const auto key = keys->key({incident}, Keep::Record);
                    if (!key || bytesOf(*key) != first[incident])
                        ++wrong;
                    if (i % 100 == 0 && !keys->key({1000 + i}, Keep::Sound))
                        ++wrong;
                }
            });
        }
        QVERIFY(keys->rewrap(anyMaster()));
    }

    QCOMPARE(wrong, 0);
}

QTEST_GUILESS_MAIN(tst_KeyStore)
#include "tst_keystore.moc"
