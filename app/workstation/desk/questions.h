// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <QHash>
#include <QString>
#include <vector>

namespace knock::desk {

/// One question of the agency's card: every answer is yes or no.
struct CardQuestion {
    QString id;
    QHash<QString, QString> words; ///< by language: "en" always, others as the agency wrote them

    [[nodiscard]] QString in(const QString &language) const;
};

/// Reads {"questions": [{"id": ..., "en": ..., "ko": ...}, ...]}: one to nine, for each has a key of its own.
[[nodiscard]] Result<std::vector<CardQuestion>> readQuestions(const QString &file);

} // namespace knock::desk
