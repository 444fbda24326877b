// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFile>
#include <QJsonObject>
#include <QString>

namespace knock::workstation {

/// One JSON object a line for each thing that happened or was shown, with the time in microseconds since 1970: what
/// the demonstration leaves behind, what the journey test reads and what the bench measures.
///
/// No telephone numbers and no chat text are written unless the desk is one of a demonstration or a test, which is
/// when a timeline is asked for.
class Timeline
{
public:
    /// "-" is the standard output; an empty path writes nothing.
    [[nodiscard]] bool open(const QString &path);
    [[nodiscard]] bool isOpen() const { return m_file.isOpen(); }
    void write(const QString &what, QJsonObject line = {});

private:
    QFile m_file;
};

} // namespace knock::workstation
