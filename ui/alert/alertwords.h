// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/kit/glyph.h"

#include <QCoreApplication>
#include <QModelIndex>

namespace knock::ui {

/// What the alert strip and the list of alerts say of a row of desk::AlertModel.
class AlertWords
{
    Q_DECLARE_TR_FUNCTIONS(knock::ui::AlertWords)
public:
    /// "Silent caller 010-****-5678 - 2 presses (5, 9), 1.6 s after the prompt".
    [[nodiscard]] static QString of(const QModelIndex &alert);
    [[nodiscard]] static Glyph glyph(const QModelIndex &alert);
};

} // namespace knock::ui
