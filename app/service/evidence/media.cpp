// SPDX-License-Identifier: Apache-2.0
#include "app/service/evidence/media.h"

#include "app/service/vault/sealedreader.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace knock::evidence {

namespace {

Result<QString> readPlain(QFile &file, const std::function<Result<>(qint64)> &begin, const Sink &sink)
{
    constexpr qint64 piece = 64 * 1024;
    vault::Digest digest;
    qint64 left = file.size();
    if (const auto begun = begin(left); !begun)
        return std::unexpected(begun.error());
    while (left > 0) {
        const QByteArray bytes = file.read(std::min(piece, left));
        if (bytes.isEmpty())
            return failure(Error::Kind::Broken, u"a kept file cannot be read: "_s + file.errorString());
        digest.add(bytes);
        left -= bytes.size();
        if (const auto taken = sink(bytes); !taken)
            return std::unexpected(taken.error());
    }
    return QString::fromLatin1(digest.result().toHex());
}

} // namespace

std::vector<Medium> mediaIn(const std::vector<QByteArray> &lines, const Sources &sources)
{
    std::vector<Medium> media;
    for (const QByteArray &line : lines) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        const QString type = object.value("type"_L1).toString();
        const bool isSound = type == "recordingBegan"_L1 || type == "recordingEnded"_L1;
        if (!isSound && type != "fileKept"_L1)
            continue;
        // A name out of the journal is our own, but it must not lead out of the folder all the same.
        const QString name = QFileInfo(object.value("file"_L1).toString()).fileName();
        const QString path = QDir(isSound ? sources.recordings : sources.files).filePath(name);
        const auto known = std::ranges::find(media, name, &Medium::name);
        const QString sha256 = object.value("sha256"_L1).toString();
        if (known == media.end())
            media.push_back({name, path, sha256});
        else
            known->sha256 = sha256;
    }
    return media;
}

Result<QString> readMedium(const Medium &medium, const Sources &sources,
                           const std::function<Result<>(qint64 size)> &begin, const Sink &sink)
{
    QFile file(medium.path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::NotFound, u"a kept file is not there"_s);
    if (file.peek(vault::form::magicSize) != QByteArrayView(vault::form::magic, vault::form::magicSize))
        return readPlain(file, begin, sink);
    if (!sources.keys)
        return failure(Error::Kind::Refused, u"a kept file is sealed, and there are no keys"_s);
    auto sealed = vault::SealedReader::open(medium.path, *sources.keys);
    if (!sealed)
        return std::unexpected(sealed.error());
    if (const auto begun = begin((*sealed)->size()); !begun)
        return std::unexpected(begun.error());
    return (*sealed)->readAll(sink).transform(
        [](const vault::SealedSums &sums) { return QString::fromLatin1(sums.plainSha256.toHex()); });
}

} // namespace knock::evidence
