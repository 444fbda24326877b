// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <QHash>
#include <QString>
#include <vector>

namespace knock::desk {

/// One entry of a list of the agency's: a question of the card, a kind of call.
struct Label {
    QString id;
    QHash<QString, QString> words; ///< by language: "en" always, others as the agency wrote them

    /// In English where the agency wrote none in \a language.
    [[nodiscard]] QString in(const QString &language) const;
};

/// Reads {"questions": [{"id": ..., "en": ..., "ko": ...}, ...]}: one to nine, for each has a key of its own.
[[nodiscard]] Result<std::vector<Label>> readQuestions(const QString &file);
/// Reads {"categories": [...]} of the same form: one to sixty kinds of call.
[[nodiscard]] Result<std::vector<Label>> readCategories(const QString &file);

} // namespace knock::desk
