// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/filelock.h"

#include <cerrno>
#include <fcntl.h>
#include <QFile>
#include <sys/file.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace knock::store {

Result<FileLock> FileLock::take(const QString &path)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return failure(Error::Kind::Unreachable, u"cannot open %1: %2"_s.arg(path, qt_error_string(errno)));

    FileLock lock(file);
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            return failure(Error::Kind::Refused, u"another program holds %1"_s.arg(path));
        return failure(Error::Kind::Broken, u"cannot lock %1: %2"_s.arg(path, qt_error_string(errno)));
    }
    return lock;
}

FileLock::~FileLock()
{
    if (m_file >= 0)
        ::close(m_file);
}

} // namespace knock::store
