// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/kit/statecolours.h"

#include <QPushButton>

class QAction;

namespace knock::ui {

/// The least height of anything that is clicked: 28 pixels, and more where the font is large.
[[nodiscard]] int targetHeight(const QWidget &widget);

/// The key of \a action as it is called on this computer, for sentences; empty while it has none.
[[nodiscard]] QString keyText(const QAction *action);

/// A button for an action of the window, with the action's brief words (QAction::iconText), its key and its state.
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
    /// Where there is no room for words and key, the words stand alone; the key is in the tool tip and in the menu.
    void setNarrow();
    [[nodiscard]] QAction *action() const { return m_action; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void initStyleOption(QStyleOptionButton *option) const override;
    void changeEvent(QEvent *event) override;

private:
    void follow();
    void showWords();
    [[nodiscard]] QString wholeText() const;
    [[nodiscard]] QSize sizeFor(const QString &words) const;

    QAction *m_action;
    bool m_isNarrow = false;
    Weight m_weight = Weight::Plain;
};

} // namespace knock::ui
