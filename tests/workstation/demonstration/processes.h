// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDir>
#include <QFile>

namespace knock::test {

/// How many running processes have \a text in their command line.
inline int processesNaming(const QString &text)
{
    const auto isNumber = [](const QString &name) { return name.front().isDigit(); };
    int count = 0;
    for (const QString &name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (!isNumber(name))
            continue;
        QFile commandLine(QStringLiteral("/proc/%1/cmdline").arg(name));
        if (commandLine.open(QIODevice::ReadOnly) && commandLine.readAll().contains(text.toUtf8()))
            ++count;
    }
    return count;
}

} // namespace knock::test
