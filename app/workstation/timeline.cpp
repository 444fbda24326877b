// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/timeline.h"

#include <chrono>
#include <cstdio>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace knock::workstation {

bool Timeline::open(const QString &path)
{
    if (path.isEmpty())
        return true;
    if (path == "-"_L1)
        return m_file.open(stdout, QIODevice::WriteOnly);
    m_file.setFileName(path);
    return m_file.open(QIODevice::WriteOnly | QIODevice::Truncate);
}

void Timeline::write(const QString &what, QJsonObject line)
{
    if (!m_file.isOpen())
        return;
    using namespace std::chrono;
    line.insert(u"us"_s, qint64(duration_cast<microseconds>(system_clock::now().time_since_epoch()).count()));
    line.insert(u"what"_s, what);
    m_file.write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
    m_file.flush();
}

} // namespace knock::workstation
