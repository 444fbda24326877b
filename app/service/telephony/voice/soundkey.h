// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <QByteArray>

namespace knock::telephony {

/// A key as a description carries it (RFC 4568).
struct SoundKey {
    QByteArray tag;
    QByteArray suiteName;
    QByteArray key; ///< with its salt

    bool operator==(const SoundKey &) const = default;
};

/// The key in the value of a crypto attribute; nothing unless it is of a kind that can be done here.
[[nodiscard]] std::optional<SoundKey> soundKeyIn(QByteArrayView attribute);

} // namespace knock::telephony
