// SPDX-License-Identifier: Apache-2.0
#include "ui/incident/closeeditor.h"

#include "ui/kit/keybutton.h"
#include "ui/kit/measured.h"
#include "ui/kit/words.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>

namespace knock::ui {

namespace {

constexpr auto reasons = std::to_array({CloseReason::HelpSent, CloseReason::Mistake, CloseReason::TestCall,
                                        CloseReason::NoNeed, CloseReason::HandedOver, CloseReason::Other});

} // namespace

CloseEditor::CloseEditor(QWidget *parent)
    : QWidget(parent)
    , m_label(new QLabel(this))
    , m_reason(new QComboBox(this))
    , m_note(new QLineEdit(this))
    , m_close(new QPushButton(this))
{
    constexpr int longest = 2000;
    m_note->setMaxLength(longest);
    m_label->setBuddy(m_reason);
    for (const CloseReason reason : reasons)
        m_reason->addItem(QString(), QVariant::fromValue(reason));
    m_reason->setCurrentIndex(-1);
    m_reason->installEventFilter(this);
    keepTargetHeight({m_reason, m_note, m_close});
    m_close->setFocusPolicy(Qt::TabFocus);
    m_close->setAutoDefault(true);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addWidget(m_label);
    row->addWidget(m_reason);
    row->addWidget(m_note, 1);
    row->addWidget(m_close);
    connect(m_note, &QLineEdit::returnPressed, this, &CloseEditor::accept);
    connect(m_close, &QPushButton::clicked, this, &CloseEditor::accept);
    connect(m_reason, &QComboBox::currentIndexChanged, this, [this](int index) { m_close->setEnabled(index >= 0); });
    m_close->setEnabled(false);
    retranslate();
    hide();
}

void CloseEditor::open(std::optional<CloseReason> reason)
{
    if (reason && m_reason->currentIndex() < 0)
        m_reason->setCurrentIndex(m_reason->findData(QVariant::fromValue(*reason)));
    show();
    m_reason->setFocus(Qt::ShortcutFocusReason);
}

void CloseEditor::reset()
{
    hide();
    m_reason->setCurrentIndex(-1);
    m_note->clear();
}

void CloseEditor::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

bool CloseEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_reason && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            accept();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void CloseEditor::accept()
{
    if (m_reason->currentIndex() < 0) {
        m_reason->setFocus(Qt::OtherFocusReason);
        return;
    }
    Q_EMIT accepted(m_reason->currentData().value<CloseReason>(), m_note->text().trimmed());
}

void CloseEditor::retranslate()
{
    for (int i = 0; i < m_reason->count(); ++i)
        m_reason->setItemText(i, Words::of(m_reason->itemData(i).value<CloseReason>()));
    m_label->setText(tr("Close because:"));
    m_reason->setAccessibleName(tr("Reason for closing"));
    m_reason->view()->setAccessibleName(tr("Reason for closing"));
    m_reason->setPlaceholderText(tr("Choose a reason"));
    m_note->setAccessibleName(tr("Note"));
    m_note->setPlaceholderText(tr("Note"));
    m_close->setText(tr("Close incident  Enter"));
    m_close->setAccessibleName(tr("Close the incident"));
}

} // namespace knock::ui
