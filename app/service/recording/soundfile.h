// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/recording/matroska.h"

namespace knock::recording {

/// What both sides of a call say, being written: two channels of PCM, left the caller, right our side.
///
/// Every call blocks; for one thread at a time.
class SoundFile final
{
public:
    [[nodiscard]] static Result<std::unique_ptr<SoundFile>> create(const Place &place);

    /// Pairs of samples, see LineTape; they are with the system when it returns. After an error nothing more can be
    /// written, but finish() still seals what there is.
    [[nodiscard]] Result<> append(const QByteArray &samples);
    /// On the disk when it returns.
    [[nodiscard]] Seal finish() { return m_file->finish(); }

private:
    explicit SoundFile(std::unique_ptr<Matroska> file)
        : m_file(std::move(file))
    {
    }

    const std::unique_ptr<Matroska> m_file;
    qint64 m_pairs = 0;
};

} // namespace knock::recording
