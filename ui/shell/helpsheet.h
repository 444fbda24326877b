// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/shell/keymap.h"

#include <QFrame>
#include <QStandardItemModel>

class QLabel;
class QListView;
class QPushButton;

namespace knock::ui {

class Note;

/// Every key of the window and of its panes, beside the call and never over it; and where another key is chosen.
class HelpSheet final : public QFrame
{
    Q_OBJECT
public:
    enum Role { KeyRole = Qt::UserRole, IdRole }; ///< what is pressed; the ActionId, or nothing for a key of a pane

    /// What is changed in \a keys is told by changed(); both outlive the sheet.
    HelpSheet(KeyMap &keys, const Actions &actions, QWidget *parent);

    /// Says all of it anew.
    void list();
    /// Takes the keyboard, so that a row can be chosen.
    void choose();
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

Q_SIGNALS:
    void changed();

protected:
    void changeEvent(QEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void retranslate();
    void addHead(const QString &text);
    void addRow(const QString &key, const QString &text, const QVariant &id = {});
    [[nodiscard]] std::optional<ActionId> chosen() const;
    void ask();
    void stopAsking();
    void take(QKeyCombination key);
    void settle(const std::optional<KeyMap::Refusal> &refusal);
    void follow();

    KeyMap &m_keys;
    const Actions &m_actions;
    QStandardItemModel m_model;
    QLabel *m_title;
    QListView *m_list;
    Note *m_note;
    QPushButton *m_change;
    QPushButton *m_reset;
    QPushButton *m_resetAll;
    std::optional<ActionId> m_asking; ///< gets the key that is pressed next
};

} // namespace knock::ui
