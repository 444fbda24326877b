// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <QWidget>

namespace knock::ui {

/// The menus and the strip across the window.
///
/// A window asks how high they are at the smallest width that it could have, and is never lower than that needs: the
/// strip would be wrapped there into lines that nobody will see.
class WindowTop final : public QWidget
{
public:
    [[nodiscard]] int heightForWidth(int width) const override
    {
        return QWidget::heightForWidth(std::max(width, window()->width()));
    }
};

} // namespace knock::ui
