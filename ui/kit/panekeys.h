// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCoreApplication>
#include <QKeyCombination>
#include <span>
#include <vector>

namespace knock::ui {

/// Keys that a pane keeps for itself: they work there and nowhere else, and never become the key of an action.
struct PaneKey {
    const char *pane; ///< in English; translated in the context knock::ui::PaneKeys
    std::vector<QKeyCombination> keys; ///< each does the same; the digits from 1 to 9 each their own
    const char *does; ///< as pane
};

/// What the panes do with keys, once: for the help sheet, and so that no action takes one of them.
class PaneKeys
{
    Q_DECLARE_TR_FUNCTIONS(knock::ui::PaneKeys)
public:
    /// Pane by pane.
    [[nodiscard]] static std::span<const PaneKey> table();
    [[nodiscard]] static bool contains(QKeyCombination key);

    [[nodiscard]] static QString pane(const PaneKey &row) { return tr(row.pane); }
    [[nodiscard]] static QString text(const PaneKey &row) { return tr(row.does); }
    /// The keys as they are called on this computer.
    [[nodiscard]] static QString keys(const PaneKey &row);
};

} // namespace knock::ui
