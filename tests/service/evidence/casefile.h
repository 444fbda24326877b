// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/evidence/bundle.h"
#include "app/service/store/sqljournal.h"
#include "app/service/vault/journalsealer.h"
#include "app/service/vault/keystore.h"
#include "app/service/vault/rotation.h"
#include "app/service/vault/sealedwriter.h"
#include "app/service/vault/signer.h"

#include <QCryptographicHash>
#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

namespace knock::test {

inline constexpr char secretWord[] = "he is at the door with a knife";
inline constexpr char number[] = "01012345678";

class CheckpointSigner final : public store::Signer
{
public:
    explicit CheckpointSigner(const vault::Signer &signer)
        : m_signer(signer)
    {
    }
    Result<QByteArray> sign(const QByteArray &bytes) override { return m_signer.sign(bytes); }

private:
    const vault::Signer &m_signer;
};

/// A journal with two incidents whose rows lie between each other, sealed, with what was said in the first, what its
/// camera showed, and a picture.
struct CaseFile {
    QTemporaryDir folder;
    std::unique_ptr<vault::KeyStore> keys;
    std::optional<vault::Signer> signer;
    std::shared_ptr<vault::JournalSealer> sealer;
    evidence::Sources sources;
    evidence::Seal seal;

    CaseFile()
    {
        keys
            = vault::openKeys(path("keys.db"), path("master.key"), vault::masterFromFile, vault::Missing::Make).value();
        signer = vault::Signer::open(*keys).value();
        sealer = std::make_shared<vault::JournalSealer>(*keys);
        QDir(folder.path()).mkdir(QStringLiteral("recordings"));
        QDir(folder.path()).mkdir(QStringLiteral("files"));
        sources = {path("journal.db"), sealer, keys.get(), path("recordings"), path("files")};
        seal = {signer->publicPem(), [this](QByteArrayView bytes) { return signer->sign(bytes); }};
    }

    [[nodiscard]] QString path(const char *name) const { return folder.filePath(QString::fromLatin1(name)); }

    static store::Record record(quint64 incident, const char *type, const QByteArray &parts, bool opens = true)
    {
        static qint64 clock = 1'767'323'400'000;
        clock += 100;
        const QDateTime at = QDateTime::fromMSecsSinceEpoch(clock, QTimeZone::UTC);
        const QByteArray body = QByteArray("{") + (parts.isEmpty() ? QByteArray() : parts + ',') + R"("incident":)"
            + QByteArray::number(incident) + R"(,"at":")" + at.toString(Qt::ISODateWithMs).toLatin1() + R"(","type":")"
            + type + "\"}";
        return {0, IncidentId{incident}, at, QString::fromLatin1(type), body, opens};
    }

    /// False: the disk did not do it.
    bool fill(int between = 20)
    {
        const QByteArray sound(200'000, 's');
        const QByteArray film(90'000, 'f');
        const QByteArray picture(70'000, 'p');
        for (const auto &[name, bytes] : {std::pair("recordings/1.mka", sound), std::pair("recordings/1.mkv", film)}) {
            auto kept = vault::SealedWriter::create(path(name), *keys, {1}, vault::Keep::Sound).value();
            if (!kept->append(bytes) || !kept->finish())
                return false;
        }
        QFile file(path("files/1.jpg"));
        if (!file.open(QIODevice::WriteOnly) || file.write(picture) != picture.size())
            return false;

        const auto hash = [](const QByteArray &bytes) {
            return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
        };
        std::vector<store::Record> records{
            record(0, "signedIn", R"("seat":1,"user":"kim","roles":["callTaker"],"position":"A")", false),
            record(1, "callArrived", QByteArray(R"("number":")") + number + '"'),
            record(2, "callArrived", R"("number":"01099998888")"),
            record(1, "recordingBegan", R"("file":"1.mka")"),
            record(1, "recordingBegan", R"("file":"1.mkv")"),
            record(1, "callerLocated",
                   R"("fix":{"latitude":37.566535,"longitude":126.977969,"radius":12,"source":"browser"})"),
            record(1, "messageSent",
                   QByteArray(R"("message":{"id":"9f","author":"caller","text":")") + secretWord + R"("})"),
            record(1, "cameraWatched", R"("seat":1,"began":true)", false)};
        for (int i = 0; i < between; ++i)
            records.push_back(record(2, "noteWritten", R"("text":"of another call","seat":1)"));
        records.push_back(record(1, "fileKept", R"("kind":"photo","file":"1.jpg","sha256":")" + hash(picture) + '"'));
        records.push_back(record(1, "recordingEnded", R"("file":"1.mka","sha256":")" + hash(sound) + '"'));
        records.push_back(record(1, "recordingEnded", R"("file":"1.mkv","sha256":")" + hash(film) + '"'));
        records.push_back(record(1, "incidentClosed", R"("reason":"helpSent","note":"","seat":1)"));
        records.push_back(record(2, "incidentClosed", R"("reason":"noNeed","note":"","seat":1)"));

        store::SqlJournal::Limits limits;
        limits.mostUnsigned = 10;
        store::SqlJournal journal(limits);
        if (!journal.open(sources.journal, sealer, std::make_shared<CheckpointSigner>(*signer)))
            return false;
        QSignalSpy appended(&journal, &store::Journal::appended);
        quint64 ticket = 0;
        for (store::Record &one : records)
            journal.append({std::move(one)}, ++ticket);
        return QTest::qWaitFor([&] { return appended.count() == qsizetype(ticket); });
    }

    Result<evidence::Bundle> bundle(const QString &to, evidence::Copy copy = evidence::Copy::Whole)
    {
        return evidence::writeBundle(sources, seal, {1}, copy, QDateTime::fromMSecsSinceEpoch(0, QTimeZone::UTC), to);
    }
};

} // namespace knock::test
