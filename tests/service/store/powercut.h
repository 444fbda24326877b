// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <QByteArray>
#include <QRandomGenerator>
#include <QString>
#include <vector>

struct sqlite3_vfs;
struct sqlite3_file;

namespace knock::test {

/// A disk whose power can be cut: while it lives it remembers of each file SQLite opens what was synced, and what was
/// written since then. At most one at a time.
class PowerCut
{
public:
    PowerCut();
    ~PowerCut();
    Q_DISABLE_COPY_MOVE(PowerCut)

    /// Leaves in \a to what the disk may hold of folder \a from after the power went at this instant: all that was
    /// synced; of what was written since then any part, in any order, and half of the last write.
    void cut(const QString &from, const QString &to, QRandomGenerator &random);

private:
    /// To the disk, and not yet surely on it. Without bytes: the file was cut off there.
    struct Write {
        qint64 at = 0;
        QByteArray bytes;
    };
    struct File {
        QByteArray synced;
        std::vector<Write> since;
    };

    static int open(sqlite3_vfs *, const char *name, sqlite3_file *file, int flags, int *given);
    static int close(sqlite3_file *file);
    static int write(sqlite3_file *file, const void *bytes, int count, long long at);
    static int truncate(sqlite3_file *file, long long size);
    static int sync(sqlite3_file *file, int flags);
    static void apply(QByteArray &image, const Write &write);
    void remember(sqlite3_file *file, Write write);

    std::mutex m_mutex;
    std::map<QString, File> m_files; ///< guarded; by their paths
    std::map<sqlite3_file *, QString> m_open; ///< guarded
};

} // namespace knock::test
