// SPDX-License-Identifier: Apache-2.0
#include "tests/service/store/powercut.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <sqlite3.h>

namespace knock::test {

namespace {

// SQLite knows C functions only, so what they need is kept here.
PowerCut *disk = nullptr;
sqlite3_vfs *real = nullptr;
sqlite3_vfs watched;
struct Methods {
    const sqlite3_io_methods *real = nullptr;
    sqlite3_io_methods watched = {};
};
Methods ofDatabase;
Methods ofLog;

const sqlite3_io_methods *realOf(const sqlite3_file *file)
{
    return file->pMethods == &ofLog.watched ? ofLog.real : ofDatabase.real;
}

} // namespace

PowerCut::PowerCut()
{
    disk = this;
    real = sqlite3_vfs_find(nullptr);
    watched = *real;
    watched.zName = "knock-powercut";
    watched.xOpen = &PowerCut::open;
    sqlite3_vfs_register(&watched, 1);
}

PowerCut::~PowerCut()
{
    sqlite3_vfs_unregister(&watched);
    sqlite3_vfs_register(real, 1);
    disk = nullptr;
}

int PowerCut::open(sqlite3_vfs *, const char *name, sqlite3_file *file, int flags, int *given)
{
    const int code = real->xOpen(real, name, file, flags, given);
    if (code != SQLITE_OK || !(flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)))
        return code;

    Methods &methods = flags & SQLITE_OPEN_WAL ? ofLog : ofDatabase;
    const QString path = QFile::decodeName(name);
    const std::scoped_lock lock(disk->m_mutex);
    // Once: another thread may be writing through them, and what it does meanwhile would not be seen.
    if (!methods.real) {
        methods.watched = *file->pMethods;
        methods.watched.xClose = &PowerCut::close;
        methods.watched.xWrite = &PowerCut::write;
        methods.watched.xTruncate = &PowerCut::truncate;
        methods.watched.xSync = &PowerCut::sync;
        methods.real = file->pMethods;
    }
    file->pMethods = &methods.watched;
    disk->m_open[file] = path;
    if (!disk->m_files.contains(path)) {
        QFile there(path);
        disk->m_files[path] = {there.open(QIODevice::ReadOnly) ? there.readAll() : QByteArray(), {}};
    }
    return code;
}

int PowerCut::close(sqlite3_file *file)
{
    {
        const std::scoped_lock lock(disk->m_mutex);
        disk->m_open.erase(file);
    }
    return realOf(file)->xClose(file);
}

int PowerCut::write(sqlite3_file *file, const void *bytes, int count, long long at)
{
    const int code = realOf(file)->xWrite(file, bytes, count, at);
    if (code == SQLITE_OK)
        disk->remember(file, {at, QByteArray(static_cast<const char *>(bytes), count)});
    return code;
}

int PowerCut::truncate(sqlite3_file *file, long long size)
{
    const int code = realOf(file)->xTruncate(file, size);
    if (code == SQLITE_OK)
        disk->remember(file, {size, {}});
    return code;
}

int PowerCut::sync(sqlite3_file *file, int)
{
    // The real disk need not do it: nobody takes its power. It is done from the moment it is said.
    const std::scoped_lock lock(disk->m_mutex);
    File &kept = disk->m_files[disk->m_open[file]];
    for (const Write &write : kept.since)
        apply(kept.synced, write);
    kept.since.clear();
    return SQLITE_OK;
}

void PowerCut::remember(sqlite3_file *file, Write write)
{
    const std::scoped_lock lock(m_mutex);
    m_files[m_open[file]].since.push_back(std::move(write));
}

void PowerCut::apply(QByteArray &image, const Write &write)
{
    if (write.bytes.isEmpty()) {
        image.truncate(write.at);
        return;
    }
    const qint64 end = write.at + write.bytes.size();
    if (image.size() < end)
        image.append(end - image.size(), '\0');
    std::ranges::copy(write.bytes, image.begin() + write.at);
}

void PowerCut::cut(const QString &from, const QString &to, QRandomGenerator &random)
{
    const std::scoped_lock lock(m_mutex);
    for (const auto &[path, file] : m_files) {
        if (QFileInfo(path).path() != from)
            continue;
        QByteArray image = file.synced;
        for (size_t i = 0; i < file.since.size(); ++i) {
            Write write = file.since[i];
            const bool isLast = i + 1 == file.since.size();
            if (isLast && write.bytes.size() > 1)
                write.bytes.truncate(write.bytes.size() / 2);
            else if (random.bounded(2) == 0)
                continue;
            apply(image, write);
        }
        QFile left(QDir(to).filePath(QFileInfo(path).fileName()));
        if (!left.open(QIODevice::WriteOnly) || left.write(image) != image.size())
            qFatal("The test cannot write %s.", qPrintable(left.fileName()));
    }
}

} // namespace knock::test
