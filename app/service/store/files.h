// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <QFile>

namespace knock::store {

inline constexpr QFileDevice::Permissions ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

/// Makes the folder, for its owner alone, when it is missing.
[[nodiscard]] Result<> makeFolder(const QString &path);
/// Makes the file when it is missing, and keeps it to its owner.
[[nodiscard]] Result<> makeFile(const QString &path);
/// Brings what was written, of a file or of the names in a folder, onto the disk.
[[nodiscard]] Result<> sync(const QString &path);
/// Gives \a path the name \a to, taking that name from another file in the same instant.
[[nodiscard]] Result<> rename(const QString &path, const QString &to);

/// A name beside \a path that nothing has yet: with \a word and the time.
[[nodiscard]] QString freeName(const QString &path, const QString &word);
/// Keeps the journal in \a path, if there is one, with what belongs to it, under the name \a to, and puts the one in \a
/// fresh in its place, where there is never none. No connection to either may be open.
[[nodiscard]] Result<> exchange(const QString &path, const QString &to, const QString &fresh);

} // namespace knock::store
