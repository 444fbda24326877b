// SPDX-License-Identifier: Apache-2.0
#include "tests/service/vault/sealing.h"

#include <csignal>
#include <openssl/evp.h>
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
    void opensNothingWithOtherKeys();
    void opensNothingWhoseKeyWasDestroyed();
    void replacesNoFile();
    void tellsOfAFullDisk();
    void opensNothingThatIsNoSealedFile();
    void costsLittle();
};

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
