// SPDX-License-Identifier: Apache-2.0
#include "app/service/evidence/media.h"

#include "app/service/vault/keptfile.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace knock::evidence {

std::vector<Medium> mediaIn(const std::vector<QByteArray> &lines, const Sources &sources)
{
    std::vector<Medium> media;
    for (const QByteArray &line : lines) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        const QString type = object.value("type"_L1).toString();
        const bool isRecording = type == "recordingBegan"_L1 || type == "recordingEnded"_L1;
        if (!isRecording && type != "fileKept"_L1)
            continue;
        // A name out of the journal is our own, but it must not lead out of the folder all the same.
        const QString name = QFileInfo(object.value("file"_L1).toString()).fileName();
        const QString path = QDir(isRecording ? sources.recordings : sources.files).filePath(name);
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
    const auto file = vault::KeptReader::open(medium.path, sources.keys);
    if (!file)
        return std::unexpected(file.error());
    if (const auto begun = begin((*file)->size()); !begun)
        return std::unexpected(begun.error());
    return (*file)->readAll(sink).transform(
        [](const QByteArray &sha256) { return QString::fromLatin1(sha256.toHex()); });
}

} // namespace knock::evidence
