// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/atlas/addressbook.h"

#include <functional>
#include <QFrame>

class QLabel;
class QLineEdit;
class QListWidget;

namespace knock::ui {

/// Looks for an address, over the map. Enter shows it there; only then another key puts the caller at it.
class Finder final : public QFrame
{
    Q_OBJECT
public:
    struct Ways {
        std::function<std::vector<AddressBook::Place>(const QString &words)> search;
        std::function<bool()> mayPlace; ///< there is a caller to be placed
        bool hasBook = false;
    };

    Finder(Ways ways, QWidget *parent);

    void open();
    /// What was looked at counts no more: for another incident, or when the place was taken.
    void reset();

Q_SIGNALS:
    void looked(const knock::ui::AddressBook::Place &place);
    void placed(const knock::ui::AddressBook::Place &place); ///< the caller is there, a person says
    void left();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void find();
    void look();
    void place();
    void step(int rows);
    void retranslate();
    void updateHint();

    Ways m_ways;
    QLineEdit *m_line;
    QListWidget *m_list;
    QLabel *m_hint;
    std::vector<AddressBook::Place> m_found;
    std::optional<AddressBook::Place> m_looked; ///< shown on the map now
};

} // namespace knock::ui
