// SPDX-License-Identifier: Apache-2.0
#include "ui/incident/wordeditor.h"

#include "ui/kit/keybutton.h"
#include "ui/kit/measured.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace knock::ui {

WordEditor::WordEditor(QWidget *parent)
    : QWidget(parent)
    , m_label(new QLabel(this))
    , m_line(new QLineEdit(this))
    , m_button(new QPushButton(this))
{
    constexpr int longest = 500;
    m_line->setMaxLength(longest);
    m_label->setBuddy(m_line);
    m_label->setTextFormat(Qt::PlainText);
    keepTargetHeight({m_line, m_button});
    m_button->setFocusPolicy(Qt::TabFocus);
    m_button->setAutoDefault(true);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addWidget(m_label);
    row->addWidget(m_line, 1);
    row->addWidget(m_button);
    connect(m_line, &QLineEdit::returnPressed, this, &WordEditor::accept);
    connect(m_button, &QPushButton::clicked, this, &WordEditor::accept);
    hide();
}

void WordEditor::setWords(const Words &words)
{
    m_label->setText(words.label);
    m_line->setPlaceholderText(words.hint);
    m_line->setAccessibleName(words.label);
    m_button->setText(words.button + u"  Enter"_s);
    m_button->setAccessibleName(words.button);
}

void WordEditor::open(bool mayBeEmpty)
{
    m_mayBeEmpty = mayBeEmpty;
    show();
    m_line->setFocus(Qt::ShortcutFocusReason);
    m_line->selectAll();
}

void WordEditor::reset() { m_line->clear(); }

void WordEditor::accept()
{
    const QString text = m_line->text().trimmed();
    if (!text.isEmpty() || m_mayBeEmpty)
        Q_EMIT accepted(text);
}

} // namespace knock::ui
