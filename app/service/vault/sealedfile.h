// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/vault/cipher.h"
#include "app/service/vault/keystore.h"

#include <vector>

namespace knock::vault {

/// A piece of what a sealed file holds, by which a change in the open file can be found again.
struct SegmentSum {
    qint64 offset = 0; ///< in the plain bytes
    qint64 size = 0;
    QByteArray sha256; ///< 32 bytes, of the plain bytes of the piece
    bool operator==(const SegmentSum &) const = default;
};

/// What can be said of a whole sealed file.
struct SealedSums {
    qint64 size = 0; ///< of the plain bytes
    QByteArray plainSha256; ///< 32 bytes
    QByteArray
        sealedSha256; ///< 32 bytes, of the file as it lies on the disk; can be checked without a key, and for ever
    std::vector<SegmentSum> segments;
    bool isCut = false; ///< its end is missing: what came after was never written, or was taken away
    bool operator==(const SealedSums &) const = default;
};

/// The form on the disk; `README.md` has it byte by byte.
namespace form {

inline constexpr char magic[] = "KNOCKSF\1"; // with its version
inline constexpr qsizetype magicSize = 8;
inline constexpr qsizetype segmentSize = 64 * 1024; ///< of plain bytes, at most
inline constexpr qsizetype largestCount = 1 << 20; ///< of segments: 64 GB, or twelve days of one each second
inline constexpr qsizetype headSize = 40; ///< what is bound to every segment
inline constexpr qsizetype headerSize = headSize + sealedExtra;
inline constexpr qsizetype markSize = 4;
inline constexpr quint32 lastMark = 0x8000'0000; ///< and below it the size of the segment's plain bytes

[[nodiscard]] inline QByteArray boundTo(const QByteArray &head, quint64 number, quint32 mark)
{
    return head + bigEndian(number) + bigEndian(mark);
}

} // namespace form

} // namespace knock::vault
