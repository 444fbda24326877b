// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/vault/sealedfile.h"

#include <QFile>

namespace knock::vault {

/// Writes a file that only the key of its incident opens. Nothing written is ever gone back to, and no plain byte
/// reaches the disk.
///
/// For one thread at a time; every call may block on the disk. One that is not finished is left as a cut file.
class SealedWriter
{
public:
    /// Makes \a path, readable by this user only; there must be none. \a keys outlive this.
    [[nodiscard]] static Result<std::unique_ptr<SealedWriter>> create(const QString &path, KeyStore &keys,
                                                                      IncidentId incident, Keep keep);
    Q_DISABLE_COPY_MOVE(SealedWriter)

    /// Waits in memory until a segment of 64 kB is full. After an error nothing more can be written, but finish() still
    /// tells of what there is. Full: no room on the disk, or the file has as many segments as it may have.
    [[nodiscard]] Result<> append(QByteArrayView plain);
    /// Gives what waits to the system, as a shorter segment: a process that dies after that loses none of it.
    [[nodiscard]] Result<> flush();
    /// The end. The file and its name are on the disk when it returns.
    [[nodiscard]] Result<SealedSums> finish();

private:
    SealedWriter(const QString &path, KeyStore &keys, const Secret &key);

    [[nodiscard]] Result<> begin(IncidentId incident, Keep keep);
    [[nodiscard]] Result<> writeSegment(quint32 lastMark);
    [[nodiscard]] Result<> write(const QByteArray &bytes);

    KeyStore &m_keys;
    const Secret m_key;
    QFile m_file;
    QByteArray m_head;
    QByteArray m_waiting;
    Digest m_plain;
    Digest m_sealed;
    SealedSums m_sums;
    bool m_isBroken = false;
};

} // namespace knock::vault
