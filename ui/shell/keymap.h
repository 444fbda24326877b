// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/shell/actions.h"

#include <map>

class QSettings;

namespace knock::ui {

/// Which key does what at this position: the keys of the table, and those that somebody chose instead. No key is ever
/// there twice.
class KeyMap
{
public:
    struct Refusal {
        std::optional<ActionId> holder; ///< has the key already; none: a pane, a menu or a text field keeps it
    };

    [[nodiscard]] std::optional<QKeyCombination> of(ActionId id) const;
    [[nodiscard]] bool isChosen(ActionId id) const { return m_chosen.contains(id); }

    std::optional<Refusal> choose(ActionId id, QKeyCombination key);
    /// Gives \a id the key of the table again.
    std::optional<Refusal> reset(ActionId id);
    void resetAll() { m_chosen.clear(); }

    /// What somebody wrote may not do: those rows keep the key of the table and are returned.
    std::vector<ActionId> read(const QSettings &settings);
    void write(QSettings &settings) const;

private:
    [[nodiscard]] std::optional<ActionId> holder(QKeyCombination key, ActionId besides) const;

    std::map<ActionId, QKeyCombination> m_chosen;
};

} // namespace knock::ui
