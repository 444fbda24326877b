// SPDX-License-Identifier: Apache-2.0
#include "app/service/recording/shelf.h"

#include "app/core/logging.h"
#include "app/service/vault/files.h"

using namespace Qt::StringLiterals;

namespace knock::recording {

namespace {

constexpr auto unfinished = ".part"_L1;

IncidentId incidentIn(const QString &name) { return {name.section(u'-', 0, 0).toULongLong()}; }

} // namespace

void Shelf::open()
{
    constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner;
    if (!m_folder.exists() && !QDir().mkdir(m_folder.path(), ownerOnly)) {
        complain({Error::Kind::Broken, u"the folder of recordings cannot be made"_s});
        return;
    }
    for (const QString &left : m_folder.entryList({u"*.mka.part"_s}, QDir::Files)) {
        const QString path = m_folder.filePath(left);
        const QString name = left.chopped(unfinished.size());
        const Result<Seal> seal = MediaFile::seal(path, m_keys.get());
        if (!seal || !rename(left, name)) {
            complain({Error::Kind::Broken, u"a recording that was cut off cannot be sealed"_s});
            continue;
        }
        Q_EMIT input(dispatch::RecordingClosed{incidentIn(name), name, seal->sha256, seal->duration, true});
    }
}

void Shelf::begin(LineId line, IncidentId incident) { m_open[line].incident = incident; }

void Shelf::take(LineId line, const LineTape &piece)
{
    const auto found = m_open.find(line);
    if (found == m_open.end())
        return;
    Open &open = found->second;
    if (!piece.samples.isEmpty()) {
        const Result<> kept = start(open, piece.at).and_then([&] { return open.file->append(piece.samples); });
        if (kept && m_troubled) {
            m_troubled = false;
            Q_EMIT recovered();
        } else if (!kept) {
            // The next piece tries another file: the disk may have room again.
            complain(kept.error());
            finish(open, true);
        }
    }
    if (piece.isLast) {
        finish(open, false);
        m_open.erase(found);
    }
}

void Shelf::close()
{
    for (auto &[line, open] : m_open)
        finish(open, true);
    m_open.clear();
}

Result<> Shelf::start(Open &open, const QDateTime &at)
{
    if (open.file)
        return {};
    const QString name = u"%1-%2.mka"_s.arg(open.incident.value).arg(at.toUTC().toString(u"yyyyMMddTHHmmsszzzZ"));
    auto file = MediaFile::create(m_folder.filePath(name + unfinished), at, m_keys.get(), open.incident);
    if (!file)
        return std::unexpected(file.error());
    open.file = std::move(*file);
    open.name = name;
    Q_EMIT input(dispatch::RecordingOpened{open.incident, name, at});
    return {};
}

void Shelf::finish(Open &open, bool cut)
{
    if (!open.file)
        return;
    const Seal seal = std::exchange(open.file, nullptr)->finish();
    if (!rename(open.name + unfinished, open.name))
        qCWarning(lcService) << "A recording keeps its unfinished name";
    Q_EMIT input(dispatch::RecordingClosed{open.incident, open.name, seal.sha256, seal.duration, cut});
}

/// Its name is on the disk as well as its bytes then.
bool Shelf::rename(const QString &part, const QString &name) const
{
    const QString path = m_folder.filePath(name);
    return QFile::rename(m_folder.filePath(part), path) && vault::syncFolderOf(path);
}

void Shelf::complain(const Error &why)
{
    if (!std::exchange(m_troubled, true)) {
        qCWarning(lcService) << "Calls are not recorded:" << why.detail;
        Q_EMIT troubled(why);
    }
}

} // namespace knock::recording
