// SPDX-License-Identifier: Apache-2.0
#include "app/service/recording/shelf.h"

#include "app/core/logging.h"
#include "app/service/vault/files.h"

using namespace Qt::StringLiterals;

namespace knock::recording {

namespace {

constexpr auto unfinished = ".part"_L1;

QString wholeName(const QString &path) { return QFileInfo(path).fileName().chopped(unfinished.size()); }

/// Its name is on the disk as well as its bytes then.
Result<> rename(const QString &part)
{
    const QString path = part.chopped(unfinished.size());
    QFile file(part);
    if (!file.rename(path))
        return failure(Error::Kind::Broken, file.errorString());
    if (!vault::syncFolderOf(path))
        return failure(Error::Kind::Broken, u"its new name does not reach the disk"_s);
    return {};
}

} // namespace

void Shelf::open()
{
    constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner;
    if (!m_folder.exists() && !QDir().mkdir(m_folder.path(), ownerOnly)) {
        complain({Error::Kind::Broken, u"the folder of recordings cannot be made"_s});
        return;
    }
    m_left = m_folder.entryList({u'*' + m_kind.suffix + unfinished}, QDir::Files);
    sealNext();
}

/// One at a time: they may be large, and what is said meanwhile must reach the disk between two of them.
void Shelf::sealNext()
{
    if (m_left.isEmpty())
        return;
    const QString part = m_folder.filePath(m_left.takeFirst());
    const QString name = wholeName(part);
    const Result<Seal> seal = sealOf(part, m_keys.get());
    if (!seal || !rename(part)) {
        complain({Error::Kind::Broken, u"a recording that was cut off cannot be sealed"_s});
    } else {
        const IncidentId incident{name.section(u'-', 0, 0).toULongLong()};
        Q_EMIT input(dispatch::RecordingClosed{incident, name, seal->sha256, seal->duration, true});
    }
    QMetaObject::invokeMethod(this, &Shelf::sealNext, Qt::QueuedConnection);
}

Place Shelf::placeFor(IncidentId incident, const QDateTime &begin) const
{
    const QString at = begin.toUTC().toString(u"yyyyMMddTHHmmsszzzZ");
    const QString name = u"%1-%2"_s.arg(incident.value).arg(at) + m_kind.suffix + unfinished;
    return {m_folder.filePath(name), begin, m_keys.get(), incident};
}

void Shelf::tellBegun(const Place &place)
{
    Q_EMIT input(dispatch::RecordingOpened{place.incident, wholeName(place.path), place.begin});
}

void Shelf::tellWhole(const Place &place, const Seal &seal, bool cut)
{
    if (const auto renamed = rename(place.path); !renamed)
        qCWarning(lcService) << "A recording keeps its unfinished name:" << renamed.error().detail;
    Q_EMIT input(dispatch::RecordingClosed{place.incident, wholeName(place.path), seal.sha256, seal.duration, cut});
}

void Shelf::complain(const Error &why)
{
    if (!std::exchange(m_troubled, true)) {
        qCWarning(lcService).noquote() << m_kind.what << "are not recorded:" << why.detail;
        Q_EMIT troubled(why);
    }
}

void Shelf::recover()
{
    if (std::exchange(m_troubled, false))
        Q_EMIT recovered();
}

} // namespace knock::recording
