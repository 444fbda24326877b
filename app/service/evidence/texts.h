// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

namespace knock::evidence {

/// README.txt of a bundle: what each file is, and how it is proven with sha256sum and openssl alone.
[[nodiscard]] QByteArray readme(bool isRedacted);
/// A line for a person to read: the time, what became true, and its parts.
[[nodiscard]] QByteArray sentence(const QByteArray &line);

} // namespace knock::evidence
