// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/event.h"
#include "app/core/health.h"
#include "app/core/incident.h"
#include "app/core/smslength.h"

#include <QCoreApplication>

namespace knock::ui {

/// What a value is called in the person's language.
class Words
{
    Q_DECLARE_TR_FUNCTIONS(knock::ui::Words)
public:
    [[nodiscard]] static QString of(Carrier carrier);
    [[nodiscard]] static QString of(LineEnd how);
    /// "Yes (1) 03:41:02".
    [[nodiscard]] static QString of(const QuestionAnswered &answered);
    [[nodiscard]] static QString of(CloseReason reason);
    [[nodiscard]] static QString of(Fix::Source source);
    [[nodiscard]] static QString brief(Fix::Source source); ///< for a narrow row
    [[nodiscard]] static QString of(LinkKind kind);
    [[nodiscard]] static QString of(CameraWish wish);
    [[nodiscard]] static QString of(FileKind kind);
    /// "64 of 70 characters (UCS-2), 1 text".
    [[nodiscard]] static QString of(const SmsLength &length);
    [[nodiscard]] static QString of(Health::Part part);
    /// The cause alone: "nobody could be reached".
    [[nodiscard]] static QString of(Error::Kind why);
    /// What was asked for, why it could not be, and what to do now.
    [[nodiscard]] static QString of(const Refused &refused);

    /// Why a file that is kept is not shown.
    [[nodiscard]] static QString unread(Error::Kind why);

    /// What is kept of the sound.
    [[nodiscard]] static QString kept(const std::vector<Incident::Recording> &recordings);
    /// What is kept of the camera, beside snapshots.
    [[nodiscard]] static QString keptOfCamera(const std::vector<Incident::Recording> &recordings);

    /// "1 press", "2 presses".
    [[nodiscard]] static QString presses(qsizetype count);
    /// "2 presses (5, 9), 1.6 s after the prompt"; of a train also that it may come from a pocket.
    [[nodiscard]] static QString knock(const QString &digits, std::chrono::milliseconds afterPrompt, bool train);
    /// "5 by packet and tone, -12 dBm0, 03:40:14".
    [[nodiscard]] static QString press(const Press &press);
    /// The number, or that it is withheld.
    [[nodiscard]] static QString number(const QString &shown);
};

} // namespace knock::ui
