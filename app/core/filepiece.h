// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/id.h"

#include <QByteArray>
#include <QString>

namespace knock {

/// A part of a file that is kept of an incident, as it was before it was sealed. Not an event: the answer to a
/// ReadFile.
struct FilePiece {
    static constexpr qsizetype most = 192 * 1024; ///< bytes

    IncidentId incident;
    QString file;
    quint64 from = 0; ///< bytes of the file that are before it
    quint64 size = 0; ///< of the whole file, bytes
    QByteArray bytes; ///< fewer than `most` only at the end
    bool operator==(const FilePiece &) const = default;
};

} // namespace knock
