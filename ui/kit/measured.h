// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

class QWidget;

namespace knock::ui {

/// Does \a measure now, and again whenever the letters of \a widget have become larger or smaller.
void measureBy(QWidget *widget, std::function<void()> measure);

/// Keeps each of \a controls at the height that a hand needs, see targetHeight().
void keepTargetHeight(std::initializer_list<QWidget *> controls);

} // namespace knock::ui
