// SPDX-License-Identifier: Apache-2.0
#include "tests/service/store/faultydisk.h"

#include <mutex>
#include <sqlite3.h>
#include <thread>

namespace knock::test {

namespace {

// SQLite knows C functions only, so what they need is kept here. One disk at a time.
FaultyDisk *disk = nullptr;
sqlite3_vfs *real = nullptr;
sqlite3_vfs faulty;
// What SQLite does to an open file: as it was, and with our own way to write.
struct Methods {
    const sqlite3_io_methods *real = nullptr;
    sqlite3_io_methods faulty = {};
};
Methods ofDatabase;
Methods ofLog;

const sqlite3_io_methods *realOf(const sqlite3_file *file)
{
    return file->pMethods == &ofLog.faulty ? ofLog.real : ofDatabase.real;
}

} // namespace

FaultyDisk::FaultyDisk()
{
    disk = this;
    real = sqlite3_vfs_find(nullptr);
    faulty = *real;
    faulty.zName = "knock-faulty";
    faulty.xOpen = &FaultyDisk::open;
    sqlite3_vfs_register(&faulty, 1);
}

FaultyDisk::~FaultyDisk()
{
    sqlite3_vfs_unregister(&faulty);
    sqlite3_vfs_register(real, 1);
    disk = nullptr;
}

int FaultyDisk::open(sqlite3_vfs *, const char *name, sqlite3_file *file, int flags, int *given)
{
    const int code = real->xOpen(real, name, file, flags, given);
    if (code != SQLITE_OK || !(flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)))
        return code;

    Methods &methods = flags & SQLITE_OPEN_WAL ? ofLog : ofDatabase;
    // Once: another thread may be writing through them.
    static std::mutex mutex;
    const std::scoped_lock lock(mutex);
    if (!methods.real) {
        methods.faulty = *file->pMethods;
        methods.faulty.xWrite = &FaultyDisk::write;
        methods.faulty.xSync = &FaultyDisk::sync;
        methods.real = file->pMethods;
    }
    file->pMethods = &methods.faulty;
    return code;
}

int FaultyDisk::write(sqlite3_file *file, const void *bytes, int count, long long at)
{
    if (disk->isReadOnly)
        return SQLITE_IOERR_WRITE;
    if (disk->room.fetch_sub(1) <= 0) {
        disk->room.fetch_add(1);
        return SQLITE_FULL;
    }
    return realOf(file)->xWrite(file, bytes, count, at);
}

int FaultyDisk::sync(sqlite3_file *file, int flags)
{
    ++disk->synced;
    std::this_thread::sleep_for(disk->syncTakes.load());
    return disk->syncs ? realOf(file)->xSync(file, flags) : SQLITE_IOERR_FSYNC;
}

} // namespace knock::test
