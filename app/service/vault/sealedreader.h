// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/vault/sealedfile.h"

#include <functional>
#include <QFile>

namespace knock::vault {

/// Reads a sealed file, also one that is still being written or was cut off: as it was when it was opened, to its last
/// whole segment. Gives no byte that it has not proven.
///
/// For one thread at a time; every call may block on the disk.
class SealedReader
{
public:
    /// Expired: its key was destroyed. NotFound: no such file, or its incident has no key. Malformed: not a sealed
    /// file. Broken: its header was changed. \a keys are not needed after.
    [[nodiscard]] static Result<std::unique_ptr<SealedReader>> open(const QString &path, KeyStore &keys);
    Q_DISABLE_COPY_MOVE(SealedReader)

    [[nodiscard]] IncidentId incident() const;
    /// Of the plain bytes that can be read.
    [[nodiscard]] qint64 size() const { return m_size; }
    /// Its end is missing.
    [[nodiscard]] bool isCut() const { return m_isCut; }

    /// The plain bytes from \a offset on, at most \a most; fewer at the end. Costs the segments they are in. Broken:
    /// one of these was changed, and `detail` names it, counting from 0.
    [[nodiscard]] Result<QByteArray> read(qint64 offset, qsizetype most);

    using Sink = std::function<Result<>(QByteArrayView plain)>;
    /// Reads and proves all of it; \a sink gets the plain bytes segment by segment. Broken: `detail` names the first
    /// segment that was changed, exchanged, moved or repeated; what was before that, \a sink has got.
    [[nodiscard]] Result<SealedSums> readAll(const Sink &sink = {});

private:
    struct Segment {
        qint64 place = 0; ///< in the file
        qint64 offset = 0; ///< in the plain bytes
        quint32 mark = 0;
        [[nodiscard]] qsizetype size() const { return qsizetype(mark & ~form::lastMark); }
    };

    SealedReader(std::unique_ptr<QFile> file, QByteArray header, const Secret &key);

    [[nodiscard]] Result<> findSegments();
    [[nodiscard]] Result<QByteArray> bytesAt(qint64 place, qsizetype count);
    [[nodiscard]] Result<QByteArray> rawSegment(size_t number);
    [[nodiscard]] Result<QByteArray> opened(size_t number, const QByteArray &raw) const;

    const std::unique_ptr<QFile> m_file;
    const qint64 m_fileSize;
    const QByteArray m_header;
    const QByteArray m_head;
    const Secret m_key;
    std::vector<Segment> m_segments;
    qint64 m_end = 0; ///< where the last whole segment ends in the file
    qint64 m_size = 0;
    bool m_isCut = true;
    QString m_damage; ///< why what follows the last segment is none
    size_t m_openNumber = 0; ///< of the segment read last, when m_open is not empty
    QByteArray m_open;
};

} // namespace knock::vault
