// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <QByteArrayView>
#include <QLatin1StringView>

namespace knock::caller {

struct FileType {
    QLatin1StringView suffix;
    bool isFilm = false;
};

/// What kind of file begins with \a bytes; none if it is of no kind that is taken. Whatever the phone calls it.
[[nodiscard]] std::optional<FileType> fileTypeOf(QByteArrayView bytes);

} // namespace knock::caller
