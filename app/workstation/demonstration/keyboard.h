// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QKeyCombination>
#include <QString>

class QWidget;

namespace knock::demonstration {

/// Presses keys in \a window as a person does: what has the focus may claim a key for itself, else a shortcut of the
/// window takes it, else what has the focus gets it. The window need not be the active one.
void pressKey(QWidget &window, QKeyCombination key);
void typeText(QWidget &window, const QString &text);

} // namespace knock::demonstration
