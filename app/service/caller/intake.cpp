// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/intake.h"

#include "app/core/logging.h"
#include "app/service/caller/filetype.h"
#include "app/service/vault/files.h"

#include <algorithm>
#include <QFile>
#include <sys/statvfs.h>

using namespace Qt::StringLiterals;

namespace knock::caller {

namespace {

constexpr auto unfinishedSuffix = ".part"_L1;
constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

} // namespace

Intake::Intake(const QString &folder, std::shared_ptr<vault::KeyStore> keys, const FileLimits &limits)
    : m_folder(folder)
    , m_keys(std::move(keys))
    , m_limits(limits)
{
}

void Intake::open()
{
    if (!m_folder.exists() && !QDir().mkdir(m_folder.path(), ownerOnly | QFileDevice::ExeOwner))
        qCWarning(lcCaller) << "The folder of files cannot be made";
    for (const QFileInfo &info : m_folder.entryInfoList(QDir::Files)) {
        if (info.fileName().endsWith(unfinishedSuffix)) {
            QFile::remove(info.filePath());
            continue;
        }
        OfIncident &own = m_incidents[{info.baseName().section(u'-', 0, 0).toULongLong()}];
        own.bytes += static_cast<quint64>(info.size());
        ++own.files;
        own.lastNumber = std::max(own.lastNumber, info.baseName().section(u'-', 2, 2).toInt());
    }
}

Intake::Outcome Intake::take(const Piece &piece, const QDateTime &now)
{
    OfIncident &own = m_incidents[piece.incident];
    if (const auto whole = own.whole.find(piece.id); whole != own.whole.end())
        return {.have = whole->second};
    auto place = own.unfinished.find(piece.id);
    if (piece.bytes.isEmpty())
        return {.have = place == own.unfinished.end() ? 0 : place->second.have};
    if (place == own.unfinished.end()) {
        if (piece.at != 0)
            return {.status = 409};
        if (const int status = refusal(own, piece); status != 0)
            return {.status = status};
        place = begin(own, piece);
    }

    Unfinished &file = place->second;
    const auto size = static_cast<quint64>(piece.bytes.size());
    if (piece.at != file.have || piece.of != file.of || piece.kind != file.kind || size > file.of - file.have)
        return {.status = 409, .have = file.have};
    if (!hasRoomFor(file.of - file.have) || !append(file, piece.incident, piece.bytes)) {
        qCWarning(lcCaller) << "Incident" << piece.incident.value << "the disk takes no more of its files";
        drop(own, place);
        return {.status = 507};
    }
    file.have += size;
    file.touched = now;
    return file.have < file.of ? Outcome{.have = file.have} : finish(own, place, piece.incident, now);
}

int Intake::refusal(const OfIncident &own, const Piece &piece) const
{
    const bool isFilm = piece.kind == FileKind::Film;
    if (piece.of > (isFilm ? m_limits.film : m_limits.picture) || own.files >= m_limits.filesOfIncident
        || own.bytes + piece.of > m_limits.bytesOfIncident)
        return 413;
    if (std::ssize(own.unfinished) >= m_limits.unfinishedOfIncident)
        return 429;
    const auto type = fileTypeOf(piece.bytes);
    return type && type->isFilm == isFilm ? 0 : 415;
}

Intake::Place Intake::begin(OfIncident &own, const Piece &piece)
{
    own.bytes += piece.of;
    ++own.files;
    const Place place = own.unfinished.try_emplace(piece.id).first;
    Unfinished &file = place->second;
    file.part = u"%1-%2"_s.arg(piece.incident.value).arg(++m_lastPart) + unfinishedSuffix;
    file.suffix = fileTypeOf(piece.bytes)->suffix;
    file.kind = piece.kind;
    file.of = piece.of;
    return place;
}

bool Intake::append(Unfinished &file, IncidentId incident, const QByteArray &bytes) const
{
    if (!file.kept) {
        auto kept = vault::KeptFile::create(m_folder.filePath(file.part), m_keys.get(), incident, vault::Keep::Sound);
        if (!kept)
            return false;
        file.kept = *std::move(kept);
    }
    return file.kept->append(bytes).has_value();
}

Intake::Outcome Intake::finish(OfIncident &own, Place place, IncidentId incident, const QDateTime &now)
{
    Unfinished &file = place->second;
    const int number = ++own.lastNumber;
    const QString name = u"%1-%2-%3.%4"_s.arg(incident.value)
                             .arg(now.toUTC().toString(u"yyyyMMddTHHmmsszzzZ"))
                             .arg(number)
                             .arg(file.suffix);
    const auto sha256 = file.kept->finish();
    if (!sha256 || !QFile::rename(m_folder.filePath(file.part), m_folder.filePath(name))
        || !vault::syncFolderOf(m_folder.filePath(name))) {
        QFile::remove(m_folder.filePath(name));
        drop(own, place);
        return {.status = 507};
    }
    const dispatch::FileCame came{incident, file.kind, name, QString::fromLatin1(sha256->toHex()), file.of};
    own.whole.emplace(place->first, file.of);
    own.unfinished.erase(place);
    return {.have = came.bytes, .file = came};
}

void Intake::sweep(const QDateTime &now)
{
    for (auto &[incident, own] : m_incidents) {
        for (auto place = own.unfinished.begin(); place != own.unfinished.end();) {
            const auto current = place++;
            if (current->second.touched.addDuration(m_limits.patience) <= now)
                drop(own, current);
        }
    }
}

void Intake::drop(OfIncident &own, Place place)
{
    QFile::remove(m_folder.filePath(place->second.part));
    own.bytes -= place->second.of;
    --own.files;
    own.unfinished.erase(place);
}

bool Intake::hasRoomFor(quint64 bytes) const
{
    struct statvfs disk = {};
    return ::statvfs(QFile::encodeName(m_folder.path()).constData(), &disk) == 0
        && quint64{disk.f_bavail} * disk.f_frsize >= m_limits.reserve + bytes;
}

} // namespace knock::caller
