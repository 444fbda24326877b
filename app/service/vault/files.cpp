// SPDX-License-Identifier: Apache-2.0
#include "app/service/vault/files.h"

#include "app/core/logging.h"

#include <cerrno>
#include <fcntl.h>
#include <QFile>
#include <QFileInfo>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace knock::vault {

namespace {

constexpr qsizetype largest = 64 * 1024;
constexpr QFile::Permissions ownerOnly = QFile::ReadOwner | QFile::WriteOwner;

std::unexpected<Error> problem(const QString &path, const QString &what, int code = errno)
{
    const bool isFull = code == ENOSPC || code == EDQUOT || code == EFBIG;
    return failure(isFull ? Error::Kind::Full : Error::Kind::Unreachable,
                   u"%1 %2: %3"_s.arg(QFileInfo(path).fileName(), what, qt_error_string(code)));
}

} // namespace

Result<QByteArray> readPrivate(const QString &path)
{
    QFile file(path);
    if (!QFileInfo::exists(path))
        return failure(Error::Kind::NotFound, u"there is no file %1"_s.arg(path));
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return problem(path, u"cannot be read"_s);

    // The group may read: a credential of systemd shows the rights of its access list there.
    struct stat state = {};
    if (::fstat(file.handle(), &state) != 0 || !S_ISREG(state.st_mode) || (state.st_mode & 0037) != 0)
        return failure(Error::Kind::Refused, u"others may read or change %1; it needs mode 0600"_s.arg(path));
    if (file.size() > largest)
        return failure(Error::Kind::Malformed, u"%1 is too large"_s.arg(path));
    return file.readAll();
}

Result<> writePrivate(const QString &path, QByteArrayView bytes)
{
    const QString part = path + ".part"_L1;
    QFile::remove(part);
    QFile file(part);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered, ownerOnly))
        return problem(path, u"cannot be made"_s);
    if (const auto written = writeAll(file.handle(), bytes); !written || ::fsync(file.handle()) != 0) {
        file.remove();
        return written ? problem(path, u"does not reach the disk"_s) : written;
    }
    file.close();
    const QByteArray from = QFile::encodeName(part);
    const QByteArray to = QFile::encodeName(path);
    if (::renameat2(AT_FDCWD, from.constData(), AT_FDCWD, to.constData(), RENAME_NOREPLACE) != 0) {
        const auto why = problem(path, u"cannot be made"_s);
        QFile::remove(part);
        return why;
    }
    return syncFolderOf(path);
}

Result<> replacePrivate(const QString &path, const QString &next)
{
    QFile old(path);
    if (old.open(QIODevice::ReadWrite | QIODevice::ExistingOnly | QIODevice::Unbuffered)) {
        const auto wiped = writeAll(old.handle(), QByteArray(old.size(), '\0'));
        if (!wiped || ::fsync(old.handle()) != 0)
            qCWarning(lcStore) << "An old master key could not be overwritten.";
    }
    if (::rename(QFile::encodeName(next).constData(), QFile::encodeName(path).constData()) != 0)
        return problem(path, u"cannot be replaced"_s);
    return syncFolderOf(path);
}

Result<> syncFolderOf(const QString &path)
{
    const QString folder = QFileInfo(path).absolutePath();
    const int file = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = file >= 0 && ::fsync(file) == 0;
    const int code = errno;
    if (file >= 0)
        ::close(file);
    return synced ? Result<>() : problem(folder, u"does not reach the disk"_s, code);
}

Result<> writeAll(int file, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(file, bytes.data(), size_t(bytes.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return problem({}, u"a file cannot be written"_s, written < 0 ? errno : EIO);
        bytes = bytes.sliced(written);
    }
    return {};
}

} // namespace knock::vault
