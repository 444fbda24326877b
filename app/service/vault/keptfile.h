// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/vault/sealedreader.h"
#include "app/service/vault/sealedwriter.h"

namespace knock::vault {

/// A file that is kept: sealed where there are keys, and else as it is. Nothing written is ever gone back to.
///
/// For one thread at a time; every call may block on the disk.
class KeptFile
{
public:
    /// Makes \a path, readable by this user only; there must be none. \a keys may be null and outlive this.
    [[nodiscard]] static Result<std::unique_ptr<KeptFile>> create(const QString &path, KeyStore *keys,
                                                                  IncidentId incident, Keep keep);
    virtual ~KeptFile() = default;
    Q_DISABLE_COPY_MOVE(KeptFile)

    /// After an error nothing more can be written.
    [[nodiscard]] virtual Result<> append(QByteArrayView plain) = 0;
    /// Gives what waits to the system: a process that dies after that loses none of it.
    [[nodiscard]] virtual Result<> flush() = 0;
    /// On the disk when it returns. Gives the SHA-256 of the plain bytes, 32 bytes.
    [[nodiscard]] virtual Result<QByteArray> finish() = 0;

protected:
    KeptFile() = default;
};

/// Reads a kept file, sealed or not, from anywhere in it.
class KeptReader
{
public:
    /// \a keys may be null, and a sealed file is Refused then. Not needed after.
    [[nodiscard]] static Result<std::unique_ptr<KeptReader>> open(const QString &path, KeyStore *keys);
    Q_DISABLE_COPY_MOVE(KeptReader)

    [[nodiscard]] qint64 size() const; ///< of the plain bytes that can be read
    /// At most \a most bytes, fewer at the end. Broken: they are not what was written.
    [[nodiscard]] Result<QByteArray> read(qint64 offset, qsizetype most);
    /// All of it, piece by piece. Gives the SHA-256 of the plain bytes, 32 bytes.
    [[nodiscard]] Result<QByteArray> readAll(const SealedReader::Sink &sink = {});

private:
    KeptReader() = default;

    std::unique_ptr<QFile> m_plain; ///< or
    std::unique_ptr<SealedReader> m_sealed;
};

} // namespace knock::vault
