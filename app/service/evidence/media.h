// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/evidence/bundle.h"

#include <vector>

namespace knock::evidence {

/// A file that the record names.
struct Medium {
    QString name; ///< without a folder
    QString path;
    QString sha256; ///< of its plain bytes, hexadecimal, as the record says; empty: it was never whole
};

/// All files that \a lines of a record name.
[[nodiscard]] std::vector<Medium> mediaIn(const std::vector<QByteArray> &lines, const Sources &sources);

using Sink = std::function<Result<>(QByteArrayView plain)>;
/// Gives the plain bytes of a kept file, sealed or not, to \a sink; before them their number to \a begin. Gives back
/// their SHA-256, hexadecimal.
[[nodiscard]] Result<QString> readMedium(const Medium &medium, const Sources &sources,
                                         const std::function<Result<>(qint64 size)> &begin, const Sink &sink);

} // namespace knock::evidence
