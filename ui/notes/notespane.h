// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/desk.h"
#include "app/workstation/desk/labels.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace knock::ui {

/// What was judged and written down of the incident in hand: kind of call, priority, notes.
///
/// Everybody may write; nothing that was written can be changed. A line that is half written stays with its incident.
class NotesPane final : public QWidget
{
    Q_OBJECT
public:
    NotesPane(desk::Desk &desk, std::vector<desk::Label> categories, QWidget *parent = nullptr);

    /// Hands the keyboard to the line, or to the list of kinds.
    void write();
    void classify();

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void changeIncident();
    void refresh();
    void send();
    void judge();

    desk::Desk &m_desk;
    const std::vector<desk::Label> m_categories;
    IncidentId m_incident; ///< whose line is in the field
    QHash<IncidentId, QString> m_drafts;
    QComboBox *m_category;
    QComboBox *m_priority;
    QPlainTextEdit *m_notes;
    QLineEdit *m_line;
};

} // namespace knock::ui
