// SPDX-License-Identifier: Apache-2.0
#include "app/service/archive/archive.h"

#include <algorithm>
#include <QDir>

using namespace Qt::StringLiterals;

namespace knock::archive {

Archive::Archive(QStringList folders, std::shared_ptr<vault::KeyStore> keys, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_folders(std::move(folders))
    , m_keys(std::move(keys))
    , m_clock(clock)
{
    m_worker.moveToThread(&m_thread);
    m_thread.setObjectName(u"archive"_s);
    m_thread.start();
}

Archive::~Archive()
{
    m_thread.quit();
    m_thread.wait();
}

void Archive::read(const dispatch::Asked &asked)
{
    if (m_waiting >= mostWaiting) {
        Q_EMIT refused(asked, {Error::Kind::Full, u"too many files are being read"_s});
        return;
    }
    ++m_waiting;
    QMetaObject::invokeMethod(&m_worker, [this, asked] {
        auto piece = pieceOf(std::get<ReadFile>(asked.what), asked.seat);
        QMetaObject::invokeMethod(this, [this, asked, piece = std::move(piece)] { answer(asked, piece); });
    });
}

void Archive::answer(const dispatch::Asked &asked, const Result<FilePiece> &given)
{
    --m_waiting;
    if (!given) {
        Q_EMIT refused(asked, given.error());
        return;
    }
    if (given->from == 0)
        Q_EMIT noted(FilePlayed{given->incident, asked.seat, {}, given->file, m_clock.now()});
    Q_EMIT piece(*given, asked.seat);
}

Result<FilePiece> Archive::pieceOf(const ReadFile &part, SeatId seat)
{
    const auto reader = open(part, seat);
    if (!reader)
        return std::unexpected(reader.error());
    const auto size = static_cast<quint64>((*reader)->size());
    if (part.from > size)
        return failure(Error::Kind::Malformed, u"the file ends before that"_s);
    auto bytes = (*reader)->read(static_cast<qint64>(part.from), FilePiece::most);
    if (!bytes)
        return std::unexpected(bytes.error());
    return FilePiece{part.incident, part.file, part.from, size, *std::move(bytes)};
}

/// Empty: there is no such file, or it is another incident's. It loses its second ending when it is whole.
QString Archive::pathOf(const ReadFile &part) const
{
    const bool isNamed = part.file.startsWith(u"%1-"_s.arg(part.incident.value)) && !part.file.contains(u'/');
    for (const QString &folder : m_folders) {
        const QString path = QDir(folder).filePath(part.file);
        for (const QString &each : {path, path + u".part"_s, path}) {
            if (isNamed && QFileInfo::exists(each))
                return each;
        }
    }
    return {};
}

// A file that is still being written is read as it was when its first part was asked for; one that was erased is not.
Result<vault::KeptReader *> Archive::open(const ReadFile &part, SeatId seat)
{
    const QString path = pathOf(part);
    const auto known
        = std::ranges::find_if(m_open, [&](const Open &open) { return open.seat == seat && open.file == part.file; });
    if (known != m_open.end() && part.from > 0 && !path.isEmpty()) {
        std::rotate(known, known + 1, m_open.end());
        return m_open.back().reader.get();
    }
    if (known != m_open.end())
        m_open.erase(known);
    if (path.isEmpty())
        return failure(Error::Kind::NotFound, u"no such file is kept of the incident"_s);

    auto reader = vault::KeptReader::open(path, m_keys.get());
    if (!reader)
        return std::unexpected(reader.error());
    if (m_open.size() >= mostOpen)
        m_open.pop_front();
    m_open.push_back({seat, part.file, *std::move(reader)});
    return m_open.back().reader.get();
}

} // namespace knock::archive
