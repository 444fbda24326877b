// SPDX-License-Identifier: Apache-2.0
#include "tests/service/vault/sealing.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::test;
using namespace knock::vault;

/// Whatever is changed in a sealed file is found, and told where it is.
class tst_SealedTampering : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void saysThatItWasCut();
    void findsEveryFlippedBit();
    void findsFlippedBitsInLargeFiles();
    void findsWhatWasMoved_data();
    void findsWhatWasMoved();
    void findsASegmentOfAnotherFile();
    void findsAnotherHeader();
};

namespace {

/// The detail of what reading \a bytes comes to; empty if nothing is wrong with them.
QString complaint(const VaultFolder &folder, KeyStore &keys, const QByteArray &bytes)
{
    const QString path = folder.path(u"changed"_s);
    if (!overwrite(path, bytes))
        return u"cannot be written"_s;
    const auto sums = readAll(path, keys);
    if (!sums)
        return sums.error().detail;
    return sums->isCut ? u"cut after segment %1"_s.arg(qsizetype(sums->segments.size()) - 1) : QString();
}

} // namespace

void tst_SealedTampering::init() { QTest::failOnWarning(); }

void tst_SealedTampering::saysThatItWasCut()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    const QByteArray plain = pattern(65'536 + 100 + 1);
    {
        const auto writer = SealedWriter::create(folder.path(u"file"_s), *keys, {7}, Keep::Sound).value();
        QVERIFY(writer->append(QByteArrayView(plain).first(65'636)));
        QVERIFY(writer->flush());
        QVERIFY(writer->append(QByteArrayView(plain).last(1)));
        QVERIFY(writer->finish());
    }
    const QByteArray whole = contentsOf(folder.path(u"file"_s));
    const QString path = folder.path(u"cut"_s);
    const qsizetype first = headerSize + fullSegment;
    const qsizetype second = first + 32 + 100;
    QCOMPARE(whole.size(), second + 32 + 1);

    QCOMPARE(complaint(folder, *keys, whole), QString());
    for (qsizetype size = 0; size < whole.size(); ++size) {
        if (size > headerSize + 100 && size < first - 100 && size % 1013 != 0)
            continue; // each is like its neighbours there
        QVERIFY(overwrite(path, whole.first(size)));
        const auto file = SealedReader::open(path, *keys);
        if (size < headerSize) {
            QCOMPARE(file.error().kind, Error::Kind::Malformed);
            continue;
        }
        const qsizetype left = size < first ? 0 : size < second ? 65'536 : 65'636;
        QVERIFY((*file)->isCut());
        QCOMPARE((*file)->size(), left);
        QCOMPARE((*file)->read(0, 100'000).value(), plain.first(left));
        const SealedSums sums = (*file)->readAll().value();
        QVERIFY(sums.isCut);
        QCOMPARE(sums.plainSha256, sha256(plain.first(left)));
        QCOMPARE(sums.sealedSha256, sha256(whole.first(size)));
    }
}

void tst_SealedTampering::findsEveryFlippedBit()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    const auto writer = SealedWriter::create(folder.path(u"file"_s), *keys, {7}, Keep::Sound).value();
    for (const QByteArray &piece : {"one"_ba, "two, longer"_ba, "three"_ba}) {
        QVERIFY(writer->append(piece));
        QVERIFY(writer->flush());
    }
    QVERIFY(writer->finish());
    const QByteArray whole = contentsOf(folder.path(u"file"_s));
    // Where the segments begin; the last holds nothing but its mark.
    const std::array<qsizetype, 5> places{headerSize, headerSize + 35, headerSize + 78, headerSize + 115, whole.size()};
    QCOMPARE(whole.size(), headerSize + 115 + 32);
    QVERIFY(keys->key({0}, Keep::Sound));
    QVERIFY(keys->key({7}, Keep::Record));

    for (qsizetype bit = 0; bit < whole.size() * 8; ++bit) {
        QByteArray changed = whole;
        changed[bit / 8] = char(changed.at(bit / 8) ^ (1 << (bit % 8)));
        const QString said = complaint(folder, *keys, changed);
        const auto segment = std::ranges::upper_bound(places, bit / 8) - places.begin() - 1;
        // A longer last segment looks as if its rest were missing.
        const bool isNamed = bit / 8 < headerSize
            ? !said.isEmpty()
            : said.contains(u"segment %1 "_s.arg(segment)) || said == u"cut after segment %1"_s.arg(segment - 1);
        QVERIFY2(isNamed, qPrintable(u"bit %1 in segment %2: %3"_s.arg(bit).arg(segment).arg(said)));
    }
}

void tst_SealedTampering::findsFlippedBitsInLargeFiles()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    write(folder.path(u"file"_s), *keys, pattern(400'000));
    const QByteArray whole = contentsOf(folder.path(u"file"_s));
    QRandomGenerator random(112);

    for (int i = 0; i < 200; ++i) {
        const qsizetype place = headerSize + random.bounded(int(whole.size() - headerSize));
        const qsizetype segment = (place - headerSize) / fullSegment;
        QByteArray changed = whole;
        changed[place] = char(changed.at(place) ^ (1 << random.bounded(8)));
        const QString said = complaint(folder, *keys, changed);
        QVERIFY2(said.contains(u"segment %1 "_s.arg(segment)) || said == u"cut after segment %1"_s.arg(segment - 1),
                 qPrintable(said));
        if ((place - headerSize) % fullSegment < 4)
            continue;
        // The other segments can be read all the same.
        const auto file = SealedReader::open(folder.path(u"changed"_s), *keys).value();
        QVERIFY(!file->read(segment * 65'536, 1));
        QVERIFY(segment == 0 ? file->read(65'536, 1) : file->read(0, 65'536));
    }
}

void tst_SealedTampering::findsWhatWasMoved_data()
{
    QTest::addColumn<QList<int>>("order");
    QTest::addColumn<QString>("said");

    QTest::newRow("as it was") << QList<int>{0, 1, 2, 3} << QString();
    QTest::newRow("exchanged") << QList<int>{0, 2, 1, 3} << u"segment 1 "_s;
    QTest::newRow("repeated") << QList<int>{0, 1, 1, 2, 3} << u"segment 2 "_s;
    QTest::newRow("one in place of another") << QList<int>{0, 1, 1, 3} << u"segment 2 "_s;
    QTest::newRow("one is missing") << QList<int>{0, 2, 3} << u"segment 1 "_s;
    QTest::newRow("the first is missing") << QList<int>{1, 2, 3} << u"segment 0 "_s;
    QTest::newRow("the last is missing") << QList<int>{0, 1, 2} << u"cut after segment 2"_s;
    QTest::newRow("the last stands in the middle") << QList<int>{0, 3, 1, 2} << u"segment 1 "_s;
    QTest::newRow("something follows the last")
        << QList<int>{0, 1, 2, 3, 1} << u"behind the last segment, which is 3"_s;
    QTest::newRow("the last twice") << QList<int>{0, 1, 2, 3, 3} << u"behind the last segment, which is 3"_s;
    QTest::newRow("none is left") << QList<int>{} << u"cut after segment -1"_s;
}

void tst_SealedTampering::findsWhatWasMoved()
{
    QFETCH(const QList<int>, order);
    QFETCH(const QString, said);
    const VaultFolder folder;
    const auto keys = folder.open().value();
    write(folder.path(u"file"_s), *keys, pattern(3 * 65'536 + 100));
    const QByteArray whole = contentsOf(folder.path(u"file"_s));

    QByteArray moved = whole.first(headerSize);
    for (const int segment : order)
        moved += whole.sliced(headerSize + segment * fullSegment).first(segment < 3 ? fullSegment : 132);

    const QString found = complaint(folder, *keys, moved);
    QVERIFY2(said.isEmpty() ? found.isEmpty() : found.contains(said), qPrintable(found));
}

void tst_SealedTampering::findsASegmentOfAnotherFile()
{
    // Of the same incident, at the same place, of the same size.
    const VaultFolder folder;
    const auto keys = folder.open().value();
    write(folder.path(u"one"_s), *keys, pattern(3 * 65'536));
    write(folder.path(u"other"_s), *keys, pattern(3 * 65'536));
    QByteArray mixed = contentsOf(folder.path(u"one"_s));
    mixed.replace(headerSize + fullSegment, fullSegment,
                  contentsOf(folder.path(u"other"_s)).sliced(headerSize + fullSegment, fullSegment));

    QVERIFY(complaint(folder, *keys, mixed).contains(u"segment 1 "_s));
}

void tst_SealedTampering::findsAnotherHeader()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    write(folder.path(u"one"_s), *keys, pattern(100));
    write(folder.path(u"other"_s), *keys, pattern(100));
    write(folder.path(u"third"_s), *keys, pattern(100), {8});
    QByteArray mixed = contentsOf(folder.path(u"one"_s));

    mixed.replace(0, headerSize, contentsOf(folder.path(u"other"_s)).first(headerSize));
    QVERIFY(complaint(folder, *keys, mixed).contains(u"segment 0 "_s));
    mixed.replace(0, headerSize, contentsOf(folder.path(u"third"_s)).first(headerSize));
    QVERIFY(complaint(folder, *keys, mixed).contains(u"segment 0 "_s));
}

QTEST_GUILESS_MAIN(tst_SealedTampering)
#include "tst_sealedtampering.moc"
