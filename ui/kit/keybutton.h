// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/kit/statecolours.h"

#include <QPushButton>

class QAction;

namespace knock::ui {

/// The least height of anything that is clicked: 28 pixels, and more where the font is large.
[[nodiscard]] int targetHeight(const QWidget &widget);

/// A button for an action of the window, with the action's words, its key and its state.
///
/// Takes the focus by Tab only: a click must not leave the space bar on a button.
class KeyButton final : public QPushButton
{
    Q_OBJECT
public:
    enum class Weight { Plain, Accent, Alarm };

    explicit KeyButton(QAction *action, QWidget *parent = nullptr);

    /// Accent for the one next step, Alarm on the alert's own ground.
    void setWeight(Weight weight);
    [[nodiscard]] Weight weight() const { return m_weight; }
    [[nodiscard]] QAction *action() const { return m_action; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void initStyleOption(QStyleOptionButton *option) const override;
    void changeEvent(QEvent *event) override;

private:
    void follow();

    QAction *m_action;
    Weight m_weight = Weight::Plain;
};

} // namespace knock::ui
