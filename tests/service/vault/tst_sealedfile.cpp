// SPDX-License-Identifier: Apache-2.0
#include "app/service/vault/sealedreader.h"
#include "app/service/vault/sealedwriter.h"
#include "tests/service/vault/vaultfolder.h"

#include <csignal>
#include <openssl/evp.h>
#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::test;
using namespace knock::vault;

class tst_SealedFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void givesBackWhatItTook_data();
    void givesBackWhatItTook();
    void readsFromAnywhere();
    void showsNothingOfItsContent();
    void isReadableByItsOwnerOnly();
    void tellsItsSums();
    void shortSegmentsAreAsGood();
    void opensAsTheReadmeSays();
    void saysThatItWasCut();
    void findsEveryFlippedBit();
    void findsFlippedBitsInLargeFiles();
    void findsWhatWasMoved_data();
    void findsWhatWasMoved();
    void findsASegmentOfAnotherFile();
    void findsAnotherHeader();
    void opensNothingWithOtherKeys();
    void opensNothingWhoseKeyWasDestroyed();
    void replacesNoFile();
    void tellsOfAFullDisk();
    void opensNothingThatIsNoSealedFile();
    void costsLittle();
};

namespace {

constexpr qsizetype fullSegment = 4 + 12 + 65536 + 16;
constexpr qsizetype headerSize = 68;

QByteArray pattern(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    QRandomGenerator random(quint32(size) + 1);
    for (char &byte : bytes)
        byte = char(random.bounded(256));
    return bytes;
}

QByteArray sha256(QByteArrayView bytes) { return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256); }

SealedSums write(const QString &path, KeyStore &keys, const QByteArray &plain, IncidentId incident = {7})
{
    const auto writer = SealedWriter::create(path, keys, incident, Keep::Sound).value();
    for (qsizetype at = 0; at < plain.size(); at += 10'000)
        writer->append(QByteArrayView(plain).sliced(at).first(std::min<qsizetype>(10'000, plain.size() - at))).value();
    return writer->finish().value();
}

Result<SealedSums> readAll(const QString &path, KeyStore &keys, QByteArray *plain = nullptr)
{
    return SealedReader::open(path, keys).and_then([&](const auto &file) {
        return file->readAll([&](QByteArrayView bytes) -> Result<> {
            if (plain != nullptr)
                *plain += bytes;
            return {};
        });
    });
}

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

void tst_SealedFile::init() { QTest::failOnWarning(); }

void tst_SealedFile::givesBackWhatItTook_data()
{
    QTest::addColumn<qsizetype>("size");
    QTest::addColumn<size_t>("segments");

    QTest::newRow("nothing") << qsizetype(0) << size_t(1);
    QTest::newRow("a byte") << qsizetype(1) << size_t(1);
    QTest::newRow("nearly a segment") << qsizetype(65'535) << size_t(1);
    QTest::newRow("a segment") << qsizetype(65'536) << size_t(2);
    QTest::newRow("a byte more") << qsizetype(65'537) << size_t(2);
    QTest::newRow("many") << qsizetype(1'000'000) << size_t(16);
}

void tst_SealedFile::givesBackWhatItTook()
{
    QFETCH(const qsizetype, size);
    QFETCH(const size_t, segments);
    const VaultFolder folder;
    const auto keys = folder.open().value();
    const QString path = folder.path(u"file"_s);
    const QByteArray plain = pattern(size);

    const SealedSums written = write(path, *keys, plain);

    QByteArray found;
    QCOMPARE(readAll(path, *keys, &found).value(), written);
    QCOMPARE(found, plain);
    QCOMPARE(written.segments.size(), segments);
    QVERIFY(!written.isCut);
    const auto file = SealedReader::open(path, *keys).value();
    QCOMPARE(file->size(), size);
    QCOMPARE(file->incident(), IncidentId{7});
    QVERIFY(!file->isCut());
}

void tst_SealedFile::readsFromAnywhere()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    const QByteArray plain = pattern(400'000);
    write(folder.path(u"file"_s), *keys, plain);
    const auto file = SealedReader::open(folder.path(u"file"_s), *keys).value();
    QRandomGenerator random(112);

    for (int i = 0; i < 500; ++i) {
        const qsizetype offset = random.bounded(400'000);
        const qsizetype most = random.bounded(200'000);
        QCOMPARE(file->read(offset, most).value(), plain.mid(offset, most));
    }
    QCOMPARE(file->read(65'535, 2).value(), plain.mid(65'535, 2));
    QCOMPARE(file->read(399'999, 10).value(), plain.last(1));
    QCOMPARE(file->read(400'000, 10).value(), QByteArray());
    QCOMPARE(file->read(-1, 10).value(), QByteArray());
}

void tst_SealedFile::showsNothingOfItsContent()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();

    QByteArray plain = pattern(200'000);
    for (qsizetype at = 0; at + 100 < plain.size(); at += 5'000)
        plain.replace(at, 18, "known plain words ");
    const auto writer = SealedWriter::create(folder.path(u"file"_s), *keys, {7}, Keep::Record).value();
    QVERIFY(writer->append(plain));
    QVERIFY(writer->flush());
    QCOMPARE(folder.filesWith("known plain words"), 0);
    QVERIFY(writer->finish());

    QCOMPARE(folder.filesWith("known plain words"), 0);
    QVERIFY(overwrite(folder.path(u"in the clear"_s), plain));
    QCOMPARE(folder.filesWith("known plain words"), 1);
}

void tst_SealedFile::isReadableByItsOwnerOnly()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    write(folder.path(u"file"_s), *keys, "x");

    QCOMPARE(QFile::permissions(folder.path(u"file"_s)) & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::ReadOwner | QFile::WriteOwner);
}

void tst_SealedFile::tellsItsSums()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    const QString path = folder.path(u"file"_s);
    const QByteArray plain = pattern(150'000);

    const SealedSums sums = write(path, *keys, plain);

    QCOMPARE(sums.size, plain.size());
    QCOMPARE(sums.plainSha256, sha256(plain));
    QCOMPARE(sums.sealedSha256, sha256(contentsOf(path)));
    QCOMPARE(sums.segments.size(), size_t(3));
    qint64 offset = 0;
    for (const SegmentSum &segment : sums.segments) {
        QCOMPARE(segment.offset, offset);
        QCOMPARE(segment.sha256, sha256(QByteArrayView(plain).sliced(segment.offset, segment.size)));
        offset += segment.size;
    }
    QCOMPARE(offset, sums.size);
}

void tst_SealedFile::shortSegmentsAreAsGood()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    const QString path = folder.path(u"file"_s);
    const QByteArray plain = pattern(300'000);
    const auto writer = SealedWriter::create(path, *keys, {7}, Keep::Sound).value();
    QRandomGenerator random(112);
    for (qsizetype at = 0; at < plain.size();) {
        const qsizetype size = std::min<qsizetype>(random.bounded(1, 90'000), plain.size() - at);
        QVERIFY(writer->append(QByteArrayView(plain).sliced(at, size)));
        QVERIFY(writer->flush());
        at += size;
        QCOMPARE(SealedReader::open(path, *keys).value()->size(), at);
    }
    const SealedSums sums = writer->finish().value();

    QByteArray found;
    QCOMPARE(readAll(path, *keys, &found).value(), sums);
    QCOMPARE(found, plain);
    const auto file = SealedReader::open(path, *keys).value();
    for (int i = 0; i < 200; ++i) {
        const qsizetype offset = random.bounded(300'000);
        QCOMPARE(file->read(offset, 70'000).value(), plain.mid(offset, 70'000));
    }
}

void tst_SealedFile::opensAsTheReadmeSays()
{
    // With nothing but OpenSSL and what stands in README.md.
    const VaultFolder folder;
    const auto keys = folder.open().value();
    const QString path = folder.path(u"file"_s);
    const QByteArray plain = pattern(70'000);
    write(path, *keys, plain, {258});
    const QByteArray key = bytesOf(keys->find({258}, Keep::Sound).value());
    const QByteArray file = contentsOf(path);
    const auto bytes = [](const QByteArray &array) { return reinterpret_cast<const uchar *>(array.constData()); };

    QCOMPARE(file.first(8), "KNOCKSF\1"_ba);
    QCOMPARE(file.sliced(8, 16).toHex(), "00000000000001020200000000010000"_ba);
    const QByteArray head = file.first(40);
    QByteArray found;
    qsizetype place = 68;
    for (char number = 0; place < file.size(); ++number) {
        const QByteArray mark = file.sliced(place, 4);
        const qsizetype size
            = (uchar(mark.at(0)) & 0x7f) << 24 | uchar(mark.at(1)) << 16 | uchar(mark.at(2)) << 8 | uchar(mark.at(3));
        const QByteArray nonce = file.sliced(place + 4, 12);
        const QByteArray cipherText = file.sliced(place + 16, size);
        QByteArray tag = file.sliced(place + 16 + size, 16);
        const QByteArray bound = head + QByteArray(7, '\0') + number + mark;
        place += 4 + 12 + size + 16;
        QCOMPARE(bool(uchar(mark.at(0)) & 0x80), place == file.size());

        EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
        QByteArray piece(size, '\0');
        int count = 0;
        QCOMPARE(EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nullptr, bytes(key), bytes(nonce)), 1);
        QCOMPARE(EVP_DecryptUpdate(context, nullptr, &count, bytes(bound), int(bound.size())), 1);
        QCOMPARE(
            EVP_DecryptUpdate(context, reinterpret_cast<uchar *>(piece.data()), &count, bytes(cipherText), int(size)),
            1);
        QCOMPARE(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, 16, tag.data()), 1);
        QCOMPARE(EVP_DecryptFinal_ex(context, nullptr, &count), 1);
        EVP_CIPHER_CTX_free(context);
        found += piece;
    }
    QCOMPARE(found, plain);
}

void tst_SealedFile::saysThatItWasCut()
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

void tst_SealedFile::findsEveryFlippedBit()
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

void tst_SealedFile::findsFlippedBitsInLargeFiles()
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

void tst_SealedFile::findsWhatWasMoved_data()
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

void tst_SealedFile::findsWhatWasMoved()
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

void tst_SealedFile::findsASegmentOfAnotherFile()
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

void tst_SealedFile::findsAnotherHeader()
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

void tst_SealedFile::opensNothingWithOtherKeys()
{
    const VaultFolder folder;
    const VaultFolder stranger;
    const auto keys = folder.open().value();
    const auto others = stranger.open().value();
    write(folder.path(u"file"_s), *keys, "x");

    QCOMPARE(SealedReader::open(folder.path(u"file"_s), *others).error().kind, Error::Kind::NotFound);
    QVERIFY(others->key({7}, Keep::Sound));
    QCOMPARE(SealedReader::open(folder.path(u"file"_s), *others).error().kind, Error::Kind::Broken);
}

void tst_SealedFile::opensNothingWhoseKeyWasDestroyed()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    const QByteArray sealed = write(folder.path(u"file"_s), *keys, pattern(100)).sealedSha256;

    QVERIFY(keys->shred({7}, Keep::Sound));

    QCOMPARE(SealedReader::open(folder.path(u"file"_s), *keys).error().kind, Error::Kind::Expired);
    QCOMPARE(SealedWriter::create(folder.path(u"more"_s), *keys, {7}, Keep::Sound).error().kind, Error::Kind::Expired);
    QVERIFY(!QFileInfo::exists(folder.path(u"more"_s)));
    QCOMPARE(sha256(contentsOf(folder.path(u"file"_s))), sealed);
}

void tst_SealedFile::replacesNoFile()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    QVERIFY(overwrite(folder.path(u"file"_s), "evidence"));

    QCOMPARE(SealedWriter::create(folder.path(u"file"_s), *keys, {7}, Keep::Sound).error().kind,
             Error::Kind::Unreachable);
    QCOMPARE(SealedWriter::create(folder.path(u"absent/file"_s), *keys, {7}, Keep::Sound).error().kind,
             Error::Kind::Unreachable);
    QCOMPARE(contentsOf(folder.path(u"file"_s)), "evidence"_ba);
}

void tst_SealedFile::tellsOfAFullDisk()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();
    QVERIFY(keys->key({7}, Keep::Sound));
    const QByteArray plain = pattern(400'000);
    const auto writer = SealedWriter::create(folder.path(u"file"_s), *keys, {7}, Keep::Sound).value();
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, SIG_IGN);

    const rlimit narrow{headerSize + 2 * fullSegment + 5'000, before.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &narrow), 0);
    const auto appended = writer->append(plain);
    const auto again = writer->append("more");
    const auto flushed = writer->flush();
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    const SealedSums sums = writer->finish().value();

    QVERIFY(!appended && !again && !flushed);
    QVERIFY(sums.isCut);
    QCOMPARE(sums.size, 2 * 65'536);
    QCOMPARE(sums.plainSha256, sha256(plain.first(2 * 65'536)));
    QCOMPARE(sums.sealedSha256, sha256(contentsOf(folder.path(u"file"_s))));
}

void tst_SealedFile::opensNothingThatIsNoSealedFile()
{
    const VaultFolder folder;
    const auto keys = folder.open().value();

    QCOMPARE(SealedReader::open(folder.path(u"absent"_s), *keys).error().kind, Error::Kind::NotFound);
    for (const QByteArray &bytes :
         {""_ba, "KNOCKSF\1"_ba, QByteArray(1'000, '\0'), "KNOCKSF\2"_ba + QByteArray(1'000, '\0')}) {
        QVERIFY(overwrite(folder.path(u"file"_s), bytes));
        QCOMPARE(SealedReader::open(folder.path(u"file"_s), *keys).error().kind, Error::Kind::Malformed);
    }
    // Zeros behind what was written, as a power cut leaves them: all before them is there.
    const QByteArray plain = pattern(2 * 65'536);
    write(folder.path(u"whole"_s), *keys, plain);
    QVERIFY(
        overwrite(folder.path(u"zeros"_s),
                  contentsOf(folder.path(u"whole"_s)).first(headerSize + 2 * fullSegment) + QByteArray(5'000, '\0')));
    const auto file = SealedReader::open(folder.path(u"zeros"_s), *keys).value();
    QVERIFY(file->isCut());
    QCOMPARE(file->read(0, 200'000).value(), plain);
    QVERIFY(file->readAll().error().detail.contains(u"segment 2 "_s));
}

void tst_SealedFile::costsLittle()
{
    constexpr qsizetype size = 16 * 1024 * 1024;
    const VaultFolder folder;
    const auto keys = folder.open().value();
    const QByteArray plain(size, 'x');
    const QString path = folder.path(u"file"_s);
    const auto speed = [](qint64 nanoseconds) { return double(size) * 1000 / double(nanoseconds); };

    QElapsedTimer timer;
    timer.start();
    write(path, *keys, plain);
    const double written = speed(timer.nsecsElapsed());
    timer.start();
    QVERIFY(readAll(path, *keys));
    const double read = speed(timer.nsecsElapsed());

    qInfo("%.0f MB/s sealed with its sums, %.0f MB/s read and proven", written, read);
    QVERIFY(written > 5); // a hundred calls with pictures are less
}

QTEST_GUILESS_MAIN(tst_SealedFile)
#include "tst_sealedfile.moc"
