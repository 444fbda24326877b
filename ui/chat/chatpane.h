// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/chatmodel.h"
#include "ui/kit/ticker.h"

#include <QHash>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;

namespace knock::ui {

class Note;

/// The hidden chat with the caller in hand. What is half written stays with its incident.
class ChatPane final : public QWidget
{
    Q_OBJECT
public:
    ChatPane(desk::Desk &desk, Ticker &ticker, QWidget *parent = nullptr);

    void focusLine();

protected:
    void changeEvent(QEvent *event) override;

private:
    void send();
    void follow();
    void changeIncident(IncidentId incident);
    void retranslate();
    void checkLength();

    desk::Desk &m_desk;
    desk::ChatModel m_model;
    QLabel *m_state;
    QListView *m_list;
    Note *m_trouble;
    QLineEdit *m_line;
    QPushButton *m_send;
    IncidentId m_incident;
    QHash<IncidentId, QString> m_unsent;
};

} // namespace knock::ui
