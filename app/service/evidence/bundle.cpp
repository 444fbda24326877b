// SPDX-License-Identifier: Apache-2.0
#include "app/service/evidence/bundle.h"

#include "app/service/evidence/media.h"
#include "app/service/evidence/record.h"
#include "app/service/evidence/redact.h"
#include "app/service/evidence/texts.h"
#include "app/service/vault/cipher.h"
#include "app/service/vault/keystore.h"
#include "app/verifier/archive.h"
#include "app/verifier/check.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QSet>

using namespace Qt::StringLiterals;

namespace knock::evidence {

namespace {

std::string_view view(QByteArrayView bytes) { return {bytes.data(), size_t(bytes.size())}; }

/// The archive while it is written: what has been put in stands in the manifest.
class Parcel
{
public:
    explicit Parcel(QSaveFile &file)
        : m_writer([this, &file](std::string_view bytes) {
            m_whole.add({bytes.data(), qsizetype(bytes.size())});
            m_bytes += bytes.size();
            return file.write(bytes.data(), qint64(bytes.size())) == qint64(bytes.size());
        })
    {
    }

    Result<> begin(const QByteArray &name, qint64 size)
    {
        return done(m_writer.begin(name.toStdString(), quint64(size)));
    }
    Result<> add(QByteArrayView bytes) { return done(m_writer.add(view(bytes))); }
    void list(const QByteArray &name, const QByteArray &sha256) { m_manifest += sha256 + "  " + name + '\n'; }

    Result<> put(const QByteArray &name, const QByteArray &bytes)
    {
        vault::Digest digest;
        digest.add(bytes);
        list(name, digest.result().toHex());
        return begin(name, bytes.size()).and_then([&] { return add(bytes); });
    }

    Result<> finish(const Seal &seal)
    {
        const Result<QByteArray> signature = seal.sign(m_manifest);
        if (!signature)
            return std::unexpected(signature.error());
        const QByteArray manifest = m_manifest;
        return put(names::manifest, manifest).and_then([&] { return put(names::signature, *signature); }).and_then([&] {
            return done(m_writer.finish());
        });
    }

    [[nodiscard]] quint64 bytes() const { return m_bytes; }
    [[nodiscard]] QString sha256() { return QString::fromLatin1(m_whole.result().toHex()); }

private:
    static Result<> done(bool isDone)
    {
        return isDone ? Result<>() : failure(Error::Kind::Full, u"the bundle cannot be written"_s);
    }

    vault::Digest m_whole;
    quint64 m_bytes = 0;
    QByteArray m_manifest;
    ArchiveWriter m_writer; ///< last: it writes through what stands above
};

QByteArray joined(const std::vector<QByteArray> &lines)
{
    QByteArray text;
    for (const QByteArray &line : lines)
        text += line + '\n';
    return text;
}

QByteArray sentences(const std::vector<QByteArray> &lines, const QSet<QString> &types)
{
    QByteArray text;
    for (const QByteArray &line : lines) {
        if (types.isEmpty() || types.contains(QJsonDocument::fromJson(line).object().value("type"_L1).toString()))
            text += sentence(line);
    }
    return text;
}

QByteArray rowsOf(const Record &record)
{
    QByteArray rows;
    for (const OwnRow &own : record.rows) {
        const QByteArray content = contentOf(own.row);
        rows += vault::bigEndian(quint64(content.size())) + content;
    }
    return rows;
}

Result<> putMedia(Parcel &parcel, const std::vector<QByteArray> &lines, const Sources &sources, Bundle &bundle)
{
    for (const Medium &medium : mediaIn(lines, sources)) {
        const QByteArray name = "media/" + medium.name.toUtf8();
        bool hasBegun = false;
        const auto begin = [&](qint64 size) {
            hasBegun = true;
            return parcel.begin(name, size);
        };
        const auto hash = readMedium(medium, sources, begin, [&](QByteArrayView bytes) { return parcel.add(bytes); });
        if (!hash && hasBegun)
            return std::unexpected(hash.error());
        if (!hash) {
            bundle.missing << medium.name;
            continue;
        }
        parcel.list(name, hash->toLatin1());
        if (*hash != medium.sha256)
            bundle.missing << medium.name;
    }
    return {};
}

Result<> putProof(Parcel &parcel, const Record &record, const Sources &sources, IncidentId incident, bool isRedacted)
{
    auto put = parcel.put(names::start, record.start.toHex() + '\n')
                   .and_then([&] { return parcel.put(names::links, record.links); })
                   .and_then([&] { return parcel.put(names::checkpoints, record.checkpoints); });
    if (isRedacted || !put)
        return put;
    put = parcel.put(names::rows, rowsOf(record));
    if (!put || !sources.keys)
        return put;
    const Result<vault::Secret> key = sources.keys->find(incident, vault::Keep::Record);
    if (!key && key.error().kind == Error::Kind::NotFound)
        return {}; // nothing of it was sealed
    return key ? parcel.put(names::recordKey, key->bytes().toByteArray()) : std::unexpected(key.error());
}

} // namespace

Result<Bundle> writeBundle(const Sources &sources, const Seal &seal, IncidentId incident, Copy copy,
                           const QDateTime &at, const QString &path)
{
    const bool isRedacted = copy == Copy::Redacted;
    Result<Record> record = readRecord(sources, incident);
    if (!record)
        return std::unexpected(record.error());

    std::vector<QByteArray> lines;
    for (const OwnRow &own : record->rows)
        lines.push_back(isRedacted ? redacted(own.plain) : own.plain);
    std::vector<QByteArray> all = record->unproven;
    if (isRedacted)
        std::ranges::transform(all, all.begin(), &redacted);
    const QByteArray unproven = joined(all);
    all.insert(all.end(), lines.begin(), lines.end());

    if (QFile::exists(path))
        return failure(Error::Kind::Refused, u"there is a file of that name"_s);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return failure(Error::Kind::Unreachable, u"the bundle cannot be made: "_s + file.errorString());

    Bundle bundle;
    bundle.rows = all.size();
    Parcel parcel(file);
    const QJsonObject summary{{u"bundle"_s, 1},
                              {u"incident"_s, qint64(incident.value)},
                              {u"redacted"_s, isRedacted},
                              {u"rows"_s, qint64(all.size())},
                              {u"made"_s, at.toUTC().toString(Qt::ISODateWithMs)}};
    auto put = parcel.put(names::readme, readme(isRedacted))
                   .and_then([&] { return parcel.put(names::summary, QJsonDocument(summary).toJson()); })
                   .and_then([&] { return parcel.put(names::publicKey, seal.publicPem); })
                   .and_then([&] { return parcel.put("timeline.txt", sentences(all, {})); })
                   .and_then([&] { return parcel.put("chat.txt", sentences(all, {u"messageSent"_s})); })
                   .and_then([&] {
                       return parcel.put(
                           "watchers.txt",
                           sentences(all, {u"cameraWatched"_s, u"recordViewed"_s, u"filePlayed"_s, u"exported"_s}));
                   })
                   .and_then([&] { return parcel.put(names::record, joined(lines)); })
                   .and_then([&] { return unproven.isEmpty() ? Result<>() : parcel.put("unproven.jsonl", unproven); })
                   .and_then([&] { return putProof(parcel, *record, sources, incident, isRedacted); });
    if (!isRedacted) {
        put = put.and_then([&] { return parcel.put("people.txt", record->people); }).and_then([&] {
            return putMedia(parcel, all, sources, bundle);
        });
    }
    put = put.and_then([&] { return parcel.finish(seal); });
    if (!put)
        return std::unexpected(put.error());
    if (!file.commit())
        return failure(Error::Kind::Full, u"the bundle cannot be written: "_s + file.errorString());
    bundle.bytes = parcel.bytes();
    bundle.sha256 = parcel.sha256();
    return bundle;
}

} // namespace knock::evidence
