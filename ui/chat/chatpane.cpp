// SPDX-License-Identifier: Apache-2.0
#include "ui/chat/chatpane.h"

#include "ui/chat/chatdelegate.h"
#include "ui/kit/keybutton.h"
#include "ui/kit/note.h"
#include "ui/kit/spokenmodel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QPushButton>

namespace knock::ui {

ChatPane::ChatPane(desk::Desk &desk, Ticker &ticker, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_model(desk, ticker.clock())
    , m_state(new QLabel(this))
    , m_list(new QListView(this))
    , m_trouble(new Note(this))
    , m_line(new QLineEdit(this))
    , m_send(new QPushButton(this))
{
    m_list->setModel(new SpokenModel(m_model, &ChatDelegate::spoken, this));
    m_list->setItemDelegate(new ChatDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_list->setFocusPolicy(Qt::TabFocus);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_line->setMinimumHeight(targetHeight(*this));
    m_send->setMinimumHeight(targetHeight(*this));
    m_send->setFocusPolicy(Qt::TabFocus);
    m_send->setAutoDefault(true);

    auto *row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(m_line, 1);
    row->addWidget(m_send);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 4, 8, 8);
    column->setSpacing(4);
    column->addWidget(m_state);
    column->addWidget(m_list, 1);
    column->addWidget(m_trouble);
    column->addLayout(row);

    connect(m_line, &QLineEdit::returnPressed, this, &ChatPane::send);
    connect(m_send, &QPushButton::clicked, this, &ChatPane::send);
    connect(m_line, &QLineEdit::textChanged, this, &ChatPane::checkLength);
    connect(&m_model, &QAbstractItemModel::rowsInserted, m_list, &QListView::scrollToBottom, Qt::QueuedConnection);
    connect(&m_model, &QAbstractItemModel::modelReset, m_list, &QListView::scrollToBottom, Qt::QueuedConnection);
    connect(&desk, &desk::Desk::selectionChanged, this, &ChatPane::changeIncident);
    connect(&desk, &desk::Desk::changed, this, [this](IncidentId incident) {
        if (incident == m_desk.selected())
            follow();
    });
    changeIncident(desk.selected());
    retranslate();
}

void ChatPane::focusLine() { m_line->setFocus(Qt::ShortcutFocusReason); }

void ChatPane::send()
{
    if (!m_model.say(m_line->text())) {
        checkLength();
        return;
    }
    m_line->clear();
}

void ChatPane::follow()
{
    const Incident *incident = m_desk.current();
    const bool open = incident && incident->isOpen();
    const bool writable = open && incident->invite;
    if (!writable)
        m_line->clearFocus(); // or the focus, and the next key, would go to another pane
    m_line->setEnabled(writable);
    m_send->setEnabled(m_line->isEnabled());
    if (!incident)
        m_state->setText(tr("No caller in hand"));
    else if (!open)
        m_state->setText(tr("The incident is closed"));
    else if (!incident->invite)
        m_state->setText(tr("No link sent yet: there is no chat without it"));
    else if (incident->present)
        m_state->setText(tr("The caller has the page open"));
    else if (incident->opened)
        m_state->setText(tr("The caller left the page; lines wait for the return"));
    else
        m_state->setText(tr("Not opened yet; lines wait for the caller"));
}

void ChatPane::changeIncident(IncidentId incident)
{
    if (m_line->text().isEmpty())
        m_unsent.remove(m_incident);
    else
        m_unsent.insert(m_incident, m_line->text());
    m_unsent.removeIf([this](const auto &entry) { return !m_desk.find(entry.key()); });
    m_incident = incident;
    m_line->setText(m_unsent.value(incident));
    follow();
}

void ChatPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ChatPane::retranslate()
{
    m_state->setWordWrap(true);
    m_list->setAccessibleName(tr("Chat with the caller"));
    m_line->setAccessibleName(tr("Line to the caller"));
    m_line->setPlaceholderText(tr("Write to the caller (Enter sends)"));
    m_send->setText(tr("Send"));
    m_send->setAccessibleName(tr("Send the line to the caller"));
    follow();
    checkLength();
    m_list->viewport()->update();
}

/// A line is never cut: what was left off might have been the floor and the door.
void ChatPane::checkLength()
{
    const qsizetype length = m_line->text().trimmed().size();
    if (length <= Message::longest) {
        m_trouble->clear();
        return;
    }
    m_trouble->say(Note::Tone::Warning, Glyph::Warning,
                   tr("%1 characters; at most %2 can be sent. Shorten the line.")
                       .arg(QLocale().toString(length), QLocale().toString(Message::longest)));
}

} // namespace knock::ui
