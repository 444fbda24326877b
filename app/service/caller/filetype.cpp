// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/filetype.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace knock::caller {

namespace {

struct Brand {
    QByteArrayView begin; ///< of the four letters
    FileType type;
};

/// ISO/IEC 14496-12, 4.3, and what phones call themselves there (mp4ra.org).
constexpr std::array brands{
    Brand{"heic", {"heic"_L1}},      Brand{"heix", {"heic"_L1}},      Brand{"heim", {"heic"_L1}},
    Brand{"heis", {"heic"_L1}},      Brand{"hevc", {"heic"_L1}},      Brand{"hevx", {"heic"_L1}},
    Brand{"mif1", {"heic"_L1}},      Brand{"msf1", {"heic"_L1}},      Brand{"qt  ", {"mov"_L1, true}},
    Brand{"3g", {"3gp"_L1, true}},   Brand{"iso", {"mp4"_L1, true}},  Brand{"mp4", {"mp4"_L1, true}},
    Brand{"avc1", {"mp4"_L1, true}}, Brand{"M4V", {"mp4"_L1, true}},  Brand{"MSNV", {"mp4"_L1, true}},
    Brand{"dash", {"mp4"_L1, true}}, Brand{"mmp4", {"mp4"_L1, true}}, Brand{"XAVC", {"mp4"_L1, true}},
};

std::optional<FileType> boxType(QByteArrayView bytes)
{
    const QByteArrayView box = bytes.sliced(4, 4);
    if (box != "ftyp") {
        // QuickTime films of old begin with what they hold.
        const bool isOld = box == "moov" || box == "mdat" || box == "wide";
        return isOld ? std::optional(FileType{"mov"_L1, true}) : std::nullopt;
    }
    const QByteArrayView major = bytes.sliced(8, 4);
    const auto brand = std::ranges::find_if(brands, [major](const Brand &one) { return major.startsWith(one.begin); });
    return brand == brands.end() ? std::nullopt : std::optional(brand->type);
}

/// EBML (RFC 8794) says near its beginning whether it is Matroska or WebM.
std::optional<FileType> ebmlType(QByteArrayView bytes)
{
    constexpr qsizetype headerAtMost = 64;
    const QByteArrayView header = bytes.first(std::min(bytes.size(), headerAtMost));
    if (header.contains("webm"))
        return FileType{"webm"_L1, true};
    return header.contains("matroska") ? std::optional(FileType{"mkv"_L1, true}) : std::nullopt;
}

} // namespace

std::optional<FileType> fileTypeOf(QByteArrayView bytes)
{
    if (bytes.size() < 12)
        return std::nullopt;
    if (bytes.startsWith("\xff\xd8\xff"))
        return FileType{"jpg"_L1};
    if (bytes.startsWith("\x89PNG\r\n\x1a\n"))
        return FileType{"png"_L1};
    if (bytes.startsWith("RIFF") && bytes.sliced(8, 4) == "WEBP")
        return FileType{"webp"_L1};
    if (bytes.startsWith("\x1a\x45\xdf\xa3"))
        return ebmlType(bytes);
    return boxType(bytes);
}

} // namespace knock::caller
