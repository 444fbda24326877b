// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <QtTypes>

struct sqlite3_vfs;
struct sqlite3_file;

namespace knock::test {

/// A disk that can be made to fail: while it lives, files SQLite opens ask it before every write and sync.
class FaultyDisk
{
public:
    FaultyDisk();
    ~FaultyDisk();
    Q_DISABLE_COPY_MOVE(FaultyDisk)

    /// How many more writes there is room for.
    std::atomic<qint64> room = plenty;
    std::atomic<bool> syncs = true;
    std::atomic<bool> isReadOnly = false; ///< as a disk becomes that found an error in itself (EROFS)
    std::atomic<std::chrono::milliseconds> syncTakes{std::chrono::milliseconds(0)};
    std::atomic<int> synced = 0; ///< times

    static constexpr qint64 plenty = 1'000'000'000;

private:
    static int open(sqlite3_vfs *, const char *name, sqlite3_file *file, int flags, int *given);
    static int write(sqlite3_file *file, const void *bytes, int count, long long at);
    static int sync(sqlite3_file *file, int flags);
};

} // namespace knock::test
