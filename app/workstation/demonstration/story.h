// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/workstation/demonstration/phone.h"

#include <chrono>
#include <optional>
#include <vector>

namespace knock::demonstration {

/// One key, and how long after what it answers it is pressed.
struct Press {
    QChar key;
    std::chrono::milliseconds after{0};
    bool operator==(const Press &) const = default;
};

/// What one caller does at the telephone.
struct CallerPart {
    QString number;
    std::chrono::milliseconds ringsAfter{0}; ///< since the demonstration began
    std::optional<std::chrono::milliseconds> hangsUpAfter; ///< since it rang
    std::vector<Press> whenAnswered;
    std::vector<Press> afterPrompt; ///< each time the prompt has been heard to its end
    bool operator==(const CallerPart &) const = default;
};

/// What the one caller does who gets a link.
struct PhonePart {
    QString number;
    Place place;
    QString track; ///< a file's name in the folder of tracks; empty for somebody who stays
    std::chrono::milliseconds opensAfter{0}; ///< since the text was sent
    std::chrono::milliseconds walksAfter{0}; ///< since the page was opened
    std::chrono::milliseconds speaksAfter{0}; ///< since the page was opened, when nobody has spoken until then
    std::chrono::milliseconds answersAfter{0}; ///< since an operator's line
    QStringList lines; ///< one each time it is the caller's turn, until there is none left
    bool operator==(const PhonePart &) const = default;
};

/// The parts of a demonstration, read from a file like resources/demonstration/story.json.
struct Story {
    std::vector<CallerPart> callers;
    PhonePart phone;
    bool operator==(const Story &) const = default;

    [[nodiscard]] static Result<Story> read(const QString &path);
};

} // namespace knock::demonstration
