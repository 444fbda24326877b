// SPDX-License-Identifier: Apache-2.0
#include "ui/notes/notespane.h"

#include "ui/kit/keybutton.h"
#include "ui/kit/measured.h"

#include <algorithm>
#include <QAbstractItemView>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace knock::ui {

NotesPane::NotesPane(desk::Desk &desk, std::vector<desk::Label> categories, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_categories(std::move(categories))
    , m_category(new QComboBox(this))
    , m_priority(new QComboBox(this))
    , m_notes(new QPlainTextEdit(this))
    , m_line(new QLineEdit(this))
{
    constexpr int longest = 2000; // characters; the service takes no longer ones
    m_line->setMaxLength(longest);
    m_notes->setReadOnly(true);
    m_notes->setTabChangesFocus(true);
    m_notes->setUndoRedoEnabled(false);
    measureBy(m_notes, [this] { m_notes->setMinimumHeight(m_notes->fontMetrics().lineSpacing() + 12); });
    for (QComboBox *list : {m_category, m_priority}) {
        list->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        list->setMinimumContentsLength(5);
    }
    keepTargetHeight({m_category, m_priority, m_line});

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 4, 8, 4);
    auto *row = new QHBoxLayout;
    row->addWidget(m_category, 3);
    row->addWidget(m_priority, 2);
    column->addLayout(row);
    column->addWidget(m_notes, 1);
    column->addWidget(m_line);

    connect(m_line, &QLineEdit::returnPressed, this, &NotesPane::send);
    connect(m_category, &QComboBox::activated, this, &NotesPane::judge);
    connect(m_priority, &QComboBox::activated, this, &NotesPane::judge);
    connect(&desk, &desk::Desk::selectionChanged, this, &NotesPane::changeIncident);
    connect(&desk, &desk::Desk::changed, this, [this](IncidentId incident) {
        if (incident == m_desk.selected())
            refresh();
        else if (const Incident *other = m_desk.find(incident); !other || !other->isOpen())
            m_drafts.remove(incident);
    });
    retranslate();
}

void NotesPane::write() { m_line->setFocus(Qt::ShortcutFocusReason); }

void NotesPane::classify() { m_category->setFocus(Qt::ShortcutFocusReason); }

void NotesPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void NotesPane::retranslate()
{
    m_category->clear();
    m_category->addItem(tr("Kind of call"), QString());
    for (const desk::Label &category : m_categories)
        m_category->addItem(category.in(QLocale().name().left(2)), category.id);
    m_priority->clear();
    m_priority->addItem(tr("Priority"), -1);
    for (int code = 0; code <= int(Priority::Code4); ++code)
        m_priority->addItem(tr("Code %1").arg(code), code);
    m_category->setAccessibleName(tr("Kind of call"));
    m_category->view()->setAccessibleName(tr("Kind of call"));
    m_priority->setAccessibleName(tr("Priority"));
    m_priority->view()->setAccessibleName(tr("Priority"));
    m_notes->setAccessibleName(tr("Notes of this incident"));
    m_line->setAccessibleName(tr("New note"));
    m_line->setPlaceholderText(tr("Write a note, Enter keeps it"));
    refresh();
}

void NotesPane::changeIncident()
{
    if (m_line->text().isEmpty())
        m_drafts.remove(m_incident);
    else
        m_drafts.insert(m_incident, m_line->text());
    m_incident = m_desk.selected();
    m_line->setText(m_drafts.value(m_incident));
    refresh();
}

void NotesPane::refresh()
{
    const Incident *incident = m_desk.current();
    const bool isOpen = incident && incident->isOpen();
    for (QWidget *control :
         {static_cast<QWidget *>(m_category), static_cast<QWidget *>(m_priority), static_cast<QWidget *>(m_line)}) {
        // A control that is switched off hands the keyboard to its neighbour.
        if (!isOpen && control->hasFocus())
            control->clearFocus();
        control->setEnabled(isOpen);
    }

    const std::optional<Classified> classified = incident ? incident->classified : std::nullopt;
    const QString category = classified ? classified->category : QString();
    // Another desk may have a longer list.
    if (m_category->findData(category) < 0)
        m_category->addItem(category, category);
    m_category->setCurrentIndex(m_category->findData(category));
    const int priority = classified && classified->priority ? int(*classified->priority) : -1;
    m_priority->setCurrentIndex(m_priority->findData(priority));

    QStringList lines;
    for (const NoteWritten &note : incident ? incident->notes : std::vector<NoteWritten>())
        lines << tr("%1  seat %2  %3")
                     .arg(note.at.toLocalTime().toString(u"HH:mm:ss"), QString::number(note.seat.value), note.text);
    if (const QString text = lines.join(u'\n'); text != m_notes->toPlainText()) {
        m_notes->setPlainText(text);
        m_notes->verticalScrollBar()->setValue(m_notes->verticalScrollBar()->maximum());
    }
}

void NotesPane::send()
{
    const QString text = m_line->text().trimmed();
    if (text.isEmpty() || !m_desk.selected().isValid())
        return;
    m_desk.send(WriteNote{m_desk.selected(), text});
    m_line->clear();
}

/// What is shown becomes true when the service says so.
void NotesPane::judge()
{
    const int code = m_priority->currentData().toInt();
    m_desk.send(Classify{m_desk.selected(), m_category->currentData().toString(),
                         code < 0 ? std::nullopt : std::optional(Priority(code))});
    refresh();
}

} // namespace knock::ui
