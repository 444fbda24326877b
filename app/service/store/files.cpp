// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/files.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace knock::store {

namespace {

std::unexpected<Error> problem(const QString &what, const QString &path)
{
    const int code = errno;
    const auto kind = code == ENOSPC || code == EDQUOT ? Error::Kind::Full : Error::Kind::Unreachable;
    return failure(kind, u"cannot %1 %2: %3"_s.arg(what, path, qt_error_string(code)));
}

Result<> remove(const QString &path)
{
    if (::unlink(QFile::encodeName(path).constData()) != 0 && errno != ENOENT)
        return problem(u"remove"_s, path);
    return {};
}

Result<> alsoName(const QString &path, const QString &to)
{
    if (::link(QFile::encodeName(path).constData(), QFile::encodeName(to).constData()) != 0)
        return problem(u"keep"_s, path);
    return {};
}

} // namespace

Result<> makeFolder(const QString &path)
{
    if (QFileInfo(path).isDir())
        return {};
    const bool made
        = QDir().mkpath(QFileInfo(path).absolutePath()) && QDir().mkdir(path, ownerOnly | QFileDevice::ExeOwner);
    if (!made)
        return failure(Error::Kind::Unreachable, u"cannot make the folder %1"_s.arg(path));
    return {};
}

// SQLite gives its companion files (-wal, -shm) the permissions of the database file.
Result<> makeFile(const QString &path)
{
    QFile file(path);
    const bool made = file.open(QIODevice::ReadWrite, ownerOnly) && file.setPermissions(ownerOnly);
    if (!made)
        return failure(Error::Kind::Unreachable, u"cannot write %1: %2"_s.arg(path, file.errorString()));
    return {};
}

Result<> sync(const QString &path)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return problem(u"open"_s, path);
    const bool synced = ::fsync(file) == 0;
    const int code = errno;
    ::close(file);
    errno = code;
    if (!synced)
        return problem(u"sync"_s, path);
    return {};
}

Result<> rename(const QString &path, const QString &to)
{
    if (::rename(QFile::encodeName(path).constData(), QFile::encodeName(to).constData()) != 0)
        return problem(u"rename"_s, path);
    return {};
}

QString freeName(const QString &path, const QString &word)
{
    const QString time = QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
    const QString stem = u"%1.%2-%3"_s.arg(path, word, time);
    QString name = stem;
    for (int i = 2; QFile::exists(name) || QFile::exists(name + "-wal"_L1); ++i)
        name = stem + u"-%1"_s.arg(i);
    return name;
}

Result<> exchange(const QString &path, const QString &to, const QString &fresh)
{
    const QString log = path + "-wal"_L1;
    Result<> done;
    if (QFile::exists(path))
        done = alsoName(path, to);
    if (done && QFile::exists(log))
        done = alsoName(log, to + "-wal"_L1);
    // The old log must be gone before the new file is there: SQLite would write it into that.
    return done.and_then([&] { return remove(log); })
        .and_then([&] { return remove(path + "-shm"_L1); })
        .and_then([&] { return rename(fresh, path); })
        .and_then([&] { return sync(QFileInfo(path).absolutePath()); });
}

} // namespace knock::store
