// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/pageevent.h"

#include <optional>
#include <QByteArray>

namespace knock::caller {

constexpr QByteArrayView filePath = "/caller/file/";

/// Which piece of which file a page says it sends; see PROTOCOL.md.
struct PieceAddress {
    QByteArray token;
    QString id;
    FileKind kind = FileKind::Photo;
    quint64 at = 0;
    quint64 of = 0; ///< at least 1
};

/// None where \a target is not of the form.
[[nodiscard]] std::optional<PieceAddress> readPieceAddress(const QByteArray &target);

} // namespace knock::caller
