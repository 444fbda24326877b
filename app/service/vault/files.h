// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <QByteArray>

namespace knock::vault {

/// What to do when a file is not there.
enum class Missing { Refuse, Make };

/// A small file that only its owner may change and that not everybody may read. NotFound: there is none.
[[nodiscard]] Result<QByteArray> readPrivate(const QString &path);
/// Makes \a path for its owner alone: wholly and on the disk when it returns, or not at all. Never replaces one.
[[nodiscard]] Result<> writePrivate(const QString &path, QByteArrayView bytes);
/// Puts \a next in the place of \a path, whose bytes are overwritten first as far as the file system lets that happen.
[[nodiscard]] Result<> replacePrivate(const QString &path, const QString &next);
/// Names that were made, changed or removed in the folder of \a path are on the disk when it returns.
[[nodiscard]] Result<> syncFolderOf(const QString &path);
/// Full: the disk has no room; some of them may have been written.
[[nodiscard]] Result<> writeAll(int file, QByteArrayView bytes);

} // namespace knock::vault
