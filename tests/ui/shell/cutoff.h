// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/incident/ladderview.h"

#include <QAbstractButton>
#include <QLabel>

namespace knock::test {

/// Buttons and labels whose words do not fit into them, and rungs that do not fit into the ladder.
inline QStringList cutOff(const QWidget &window)
{
    QStringList cut;
    for (const auto *label : window.findChildren<QLabel *>()) {
        const QSize needed = label->wordWrap() ? QSize(0, label->heightForWidth(label->width())) : label->sizeHint();
        const bool hasWords = label->isVisible() && !label->text().isEmpty();
        if (hasWords && (label->width() < needed.width() || label->height() < needed.height()))
            cut.append(QStringLiteral("%1 (%2x%3 of %4x%5)")
                           .arg(label->text())
                           .arg(label->width())
                           .arg(label->height())
                           .arg(needed.width())
                           .arg(needed.height()));
    }
    for (const auto *rung : window.findChildren<ui::RungView *>()) {
        if (rung->isVisible() && !rung->parentWidget()->rect().contains(rung->geometry()))
            cut.append(rung->accessibleName());
    }
    for (const auto *button : window.findChildren<QAbstractButton *>()) {
        if (button->isVisible() && (button->width() < button->sizeHint().width() || button->height() < 28))
            cut.append(QStringLiteral("%1 (%2 of %3)")
                           .arg(button->text())
                           .arg(button->width())
                           .arg(button->sizeHint().width()));
    }
    return cut;
}

} // namespace knock::test
