// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/core/id.h"
#include "app/core/linetape.h"

#include <chrono>
#include <memory>
#include <QString>

namespace knock::vault {
class KeyStore;
}

namespace knock::recording {

/// What can be said of a whole file.
struct Seal {
    QString sha256; ///< of what was said, not of how it is sealed; hexadecimal
    std::chrono::milliseconds duration{0};
};

/// One recording being written: two channels of PCM in Matroska (RFC 9559), left the caller, right our side.
///
/// Nothing written is ever gone back to, so what is on the disk can be played to its last second at any moment, and the
/// hash is ready when the last byte is. Every call blocks; for one thread at a time.
class MediaFile
{
public:
    /// Makes \a path, readable by this user only, and sealed with the incident's key where there are \a keys.
    [[nodiscard]] static Result<std::unique_ptr<MediaFile>> create(const QString &path, const QDateTime &begin,
                                                                   vault::KeyStore *keys, IncidentId incident);
    ~MediaFile();
    Q_DISABLE_COPY_MOVE(MediaFile)

    /// Pairs of samples, see LineTape. After an error nothing more can be written, but finish() still seals what there
    /// is.
    [[nodiscard]] Result<> append(const QByteArray &samples);
    /// On the disk when it returns.
    [[nodiscard]] Seal finish();

    /// Reads \a path to its end, whoever left it there.
    [[nodiscard]] static Result<Seal> seal(const QString &path, vault::KeyStore *keys);

private:
    struct Muxer;
    explicit MediaFile(std::unique_ptr<Muxer> muxer);

    std::unique_ptr<Muxer> m_muxer;
};

} // namespace knock::recording
