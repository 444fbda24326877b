// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <QByteArray>
#include <QDateTime>

namespace knock::store {

/// How long the chain was at a time, and how it ended: what shows rows that were cut off, and a chain made anew.
struct Checkpoint {
    quint64 sequence = 0;
    QByteArray hash; ///< of that record; 32 bytes
    QDateTime at; ///< UTC, to the millisecond
    QByteArray signature;

    /// What is signed: four lines of ASCII, each ended by a line feed: "knock checkpoint 1", the sequence in decimal,
    /// the hash in lower hexadecimal, the milliseconds since 1970 in decimal.
    [[nodiscard]] QByteArray text() const
    {
        return "knock checkpoint 1\n" + QByteArray::number(sequence) + '\n' + hash.toHex() + '\n'
            + QByteArray::number(at.toMSecsSinceEpoch()) + '\n';
    }
};

/// Says whether \a signature is the service's own under \a text.
using Verifying = std::function<bool(const QByteArray &text, const QByteArray &signature)>;

} // namespace knock::store
