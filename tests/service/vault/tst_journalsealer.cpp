// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/journalfile.h"
#include "app/service/store/verify.h"
#include "app/service/vault/journalsealer.h"
#include "tests/service/vault/vaultfolder.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::test;
using namespace knock::vault;

class tst_JournalSealer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void opensWhatItSealed();
    void sealsTheSameBodyDifferentlyEachTime();
    void showsNothingOfTheBody();
    void givesBackWhatWasNeverSealed();
    void findsEveryChangedBit();
    void findsAMovedBody_data();
    void findsAMovedBody();
    void saysThatTheKeyWasDestroyed();
    void keepsFactsOfAShreddedIncident();
    void opensNothingWithOtherKeys();
    void leavesNoPlaintextOnTheDisk();
    void costsLittle();
};

namespace {

const QByteArray words = R"({"text":"he has a knife, second floor","from":"page"})";

store::Record record(quint64 incident = 7)
{
    return {
        12, {incident}, QDateTime::fromMSecsSinceEpoch(1'780'000'000'000, QTimeZone::UTC), u"chatReceived"_s, words};
}

} // namespace

void tst_JournalSealer::init() { QTest::failOnWarning(); }

void tst_JournalSealer::opensWhatItSealed()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    JournalSealer sealer(*keys);

    for (const quint64 incident : {0U, 7U}) {
        store::Record kept = record(incident);
        kept.body = sealer.seal(kept).value();
        QCOMPARE(kept.body.at(0), char(1));
        QCOMPARE(sealer.open(kept).value(), words);
    }
    store::Record empty = record();
    empty.body.clear();
    empty.body = sealer.seal(empty).value();
    QCOMPARE(sealer.open(empty).value(), QByteArray());
}

void tst_JournalSealer::sealsTheSameBodyDifferentlyEachTime()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    JournalSealer sealer(*keys);

    // The journal seals once more with the same number after a write that was rolled back.
    QVERIFY(sealer.seal(record()).value().sliced(2, 12) != sealer.seal(record()).value().sliced(2, 12));
}

void tst_JournalSealer::showsNothingOfTheBody()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();

    const QByteArray sealed = JournalSealer(*keys).seal(record()).value();

    QCOMPARE(sealed.size(), words.size() + 30);
    for (qsizetype at = 0; at + 6 <= words.size(); ++at)
        QVERIFY(!sealed.contains(words.sliced(at, 6)));
}

void tst_JournalSealer::givesBackWhatWasNeverSealed()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    JournalSealer sealer(*keys);
    store::Record older = record();

    QCOMPARE(sealer.open(older).value(), words);
    for (const QByteArray &body : {""_ba, "\1"_ba, "[]"_ba, QByteArray("\2\0 something of the time to come", 32)}) {
        older.body = body;
        QCOMPARE(sealer.open(older).error().kind, Error::Kind::Broken);
    }
}

void tst_JournalSealer::findsEveryChangedBit()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    JournalSealer sealer(*keys);
    QVERIFY(keys->key({}, Keep::Record));
    const QByteArray sealed = sealer.seal(record()).value();

    for (qsizetype bit = 0; bit < sealed.size() * 8; ++bit) {
        store::Record changed = record();
        changed.body = sealed;
        changed.body[bit / 8] = char(changed.body.at(bit / 8) ^ (1 << (bit % 8)));
        const auto opened = sealer.open(changed);
        QVERIFY2(!opened && opened.error().kind == Error::Kind::Broken, qPrintable(u"bit %1"_s.arg(bit)));
    }
}

void tst_JournalSealer::findsAMovedBody_data()
{
    QTest::addColumn<quint64>("sequence");
    QTest::addColumn<quint64>("incident");
    QTest::addColumn<QString>("type");

    QTest::newRow("to another number") << quint64(13) << quint64(7) << u"chatReceived"_s;
    QTest::newRow("to another incident") << quint64(12) << quint64(8) << u"chatReceived"_s;
    QTest::newRow("to no incident") << quint64(12) << quint64(0) << u"chatReceived"_s;
    QTest::newRow("to another event") << quint64(12) << quint64(7) << u"chatSent"_s;
}

void tst_JournalSealer::findsAMovedBody()
{
    QFETCH(const quint64, sequence);
    QFETCH(const quint64, incident);
    QFETCH(const QString, type);
    const VaultFolder folder;
    const auto keys = folder.open().value();
    JournalSealer sealer(*keys);
    QVERIFY(keys->key({8}, Keep::Record));
    QVERIFY(keys->key({}, Keep::Record));

    const store::Record moved{sequence, {incident}, record().at, type, sealer.seal(record()).value()};

    QCOMPARE(sealer.open(moved).error().kind, Error::Kind::Broken);
}

void tst_JournalSealer::saysThatTheKeyWasDestroyed()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    JournalSealer sealer(*keys);
    store::Record kept = record();
    kept.body = sealer.seal(kept).value();
    store::Record other = record(8);
    other.body = sealer.seal(other).value();

    QVERIFY(keys->shred({7}, Keep::Record));

    QCOMPARE(sealer.open(kept).error().kind, Error::Kind::Expired);
    QCOMPARE(sealer.open(other).value(), words);
}

void tst_JournalSealer::keepsFactsOfAShreddedIncident()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    JournalSealer sealer(*keys);
    QVERIFY(keys->shred({7}, Keep::Record));

    store::Record later = record();
    later.body = sealer.seal(later).value();

    QCOMPARE(sealer.open(later).value(), words);
    QVERIFY(!later.body.contains("knife"));
}

void tst_JournalSealer::opensNothingWithOtherKeys()
{
    const VaultFolder folder;
    const VaultFolder stranger;
    const auto keys = folder.open().value();
    const auto others = stranger.open().value();
    QVERIFY(others->key({7}, Keep::Record));
    store::Record kept = record();
    kept.body = JournalSealer(*keys).seal(kept).value();

    QCOMPARE(JournalSealer(*others).open(kept).error().kind, Error::Kind::Broken);
}

void tst_JournalSealer::leavesNoPlaintextOnTheDisk()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    const auto sealer = std::make_shared<JournalSealer>(*keys);
    const QString path = folder.path(u"knock.db"_s);
    const auto history = [&](quint64 incident) {
        return store::JournalFile::open(path, sealer)
            .and_then([&](store::JournalFile file) { return file.history({incident}, 10); })
            .value();
    };
    {
        auto file = store::JournalFile::open(path, sealer).value();
        QVERIFY(file.write({{1, {record(7), record(8)}}}));
        QCOMPARE(folder.filesWith("second floor"), 0);
        QCOMPARE(folder.filesWith("chatReceived"), 1);
    }
    QCOMPARE(folder.filesWith("second floor"), 0);
    QCOMPARE(history(7).at(0).body, words);

    QVERIFY(keys->shred({7}, Keep::Record));

    QVERIFY(store::verify(path));
    QVERIFY(history(7).empty());
    QCOMPARE(history(8).at(0).body, words);
    {
        auto plain = store::JournalFile::open(folder.path(u"plain.db"_s)).value();
        QVERIFY(plain.write({{1, {record(7)}}}));
        QVERIFY(folder.filesWith("second floor") > 0);
    }
}

void tst_JournalSealer::costsLittle()
{
    constexpr int rounds = 20'000;
    const VaultFolder folder;
    const auto keys = folder.open().value();
    JournalSealer sealer(*keys);
    store::Record kept = record();
    kept.body = QByteArray("{").leftJustified(300, 'x');
    store::Record sealed = kept;
    sealed.body = sealer.seal(kept).value();

    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < rounds; ++i)
        QVERIFY(sealer.seal(kept));
    const qint64 seal = timer.nsecsElapsed() / rounds;
    timer.start();
    for (int i = 0; i < rounds; ++i)
        QVERIFY(sealer.open(sealed));
    const qint64 open = timer.nsecsElapsed() / rounds;

    qInfo("a body of 300 bytes: %lld ns to seal, %lld ns to open", static_cast<long long>(seal),
          static_cast<long long>(open));
    QVERIFY(seal < 1'000'000); // a thousand events a second would notice
}

QTEST_GUILESS_MAIN(tst_JournalSealer)
#include "tst_journalsealer.moc"
