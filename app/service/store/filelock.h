// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <utility>

namespace knock::store {

/// Holds a file for one owner alone.
///
/// The kernel drops the lock when its process dies, however it dies, so there is never a stale lock to judge.
class FileLock
{
public:
    /// Fails with Refused when another owner, of this or another process, holds it.
    [[nodiscard]] static Result<FileLock> take(const QString &path);

    FileLock(FileLock &&other) noexcept
        : m_file(std::exchange(other.m_file, -1))
    {
    }
    FileLock &operator=(FileLock &&other) noexcept
    {
        std::swap(m_file, other.m_file);
        return *this;
    }
    ~FileLock();

private:
    explicit FileLock(int file)
        : m_file(file)
    {
    }

    int m_file = -1;
};

} // namespace knock::store
