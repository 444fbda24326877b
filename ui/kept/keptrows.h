// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/incident.h"

#include <QCoreApplication>

namespace knock::ui {

/// One file that is kept of an incident: a recording, or what the phone sent.
struct KeptRow {
    enum class Kind { Sound, Camera, Picture, Film };

    Kind kind = Kind::Sound;
    QString file;
    QDateTime at;
    QString words; ///< "Sound 03:40:14 · 02:15", "Photo 03:41:02 · 1.2 MB"
};

class KeptRows
{
    Q_DECLARE_TR_FUNCTIONS(knock::ui::KeptRows)
public:
    /// All that is kept of \a incident, the newest first.
    [[nodiscard]] static std::vector<KeptRow> of(const Incident &incident);

private:
    [[nodiscard]] static KeptRow of(const Incident::Recording &recording);
    [[nodiscard]] static KeptRow of(const FileKept &file);
};

} // namespace knock::ui
