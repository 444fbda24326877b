// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/id.h"
#include "app/service/recording/seal.h"

#include <functional>
#include <memory>
#include <QByteArrayView>
#include <QDateTime>

struct AVCodecParameters;
struct AVFormatContext;

namespace knock::vault {
class KeptFile;
}

namespace knock::recording {

/// Where a recording goes, and whose it is.
struct Place {
    QString path;
    QDateTime begin; ///< of its first sample or picture
    vault::KeyStore *keys = nullptr; ///< which outlive it; null: it is not sealed
    IncidentId incident;
};

/// A Matroska file (RFC 9559) of one track being written, readable by this user only.
///
/// Nothing written is ever gone back to, so what is on the disk can be played to its last cluster at any moment, and
/// the hash is ready when the last byte is. Every call blocks; for one thread at a time.
class Matroska final
{
public:
    using Describe = std::function<void(AVCodecParameters &track)>;

    struct Block {
        QByteArrayView bytes;
        std::chrono::microseconds at{0}; ///< since the first
        std::chrono::microseconds length{0}; ///< zero: until the next
        bool key = true;
    };

    /// \a track fills in what the head says of it.
    [[nodiscard]] static Result<std::unique_ptr<Matroska>> create(const Place &place, const Describe &track);
    ~Matroska();
    Q_DISABLE_COPY_MOVE(Matroska)

    /// Waits in memory until its cluster ends, a second after it began or in flush(). Malformed: it is left out. After
    /// another error nothing more can be written, but finish() still seals what there is.
    [[nodiscard]] Result<> put(const Block &block);
    /// Ends the cluster, and gives what waits to the system: a process that dies after that loses none of it.
    [[nodiscard]] Result<> flush();
    /// On the disk when it returns.
    [[nodiscard]] Seal finish();

    [[nodiscard]] qint64 size() const { return m_size; } ///< what has been written, in bytes
    [[nodiscard]] std::chrono::microseconds length() const { return m_length; }

private:
    Matroska(const Place &place, std::unique_ptr<vault::KeptFile> file);

    [[nodiscard]] bool begin(const Describe &track);
    [[nodiscard]] bool isKept(const Result<> &done);
    static int write(void *opaque, const uint8_t *bytes, int size);

    const Place m_place;
    const std::unique_ptr<vault::KeptFile> m_file;
    AVFormatContext *m_context = nullptr;
    qint64 m_size = 0;
    std::chrono::microseconds m_length{0};
    QString m_trouble; ///< the first
    bool m_isBroken = false;
};

} // namespace knock::recording
