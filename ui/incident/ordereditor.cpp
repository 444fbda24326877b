// SPDX-License-Identifier: Apache-2.0
#include "ui/incident/ordereditor.h"

#include "ui/kit/keybutton.h"
#include "ui/kit/measured.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>

namespace knock::ui {

OrderEditor::OrderEditor(const QStringList &units, QWidget *parent)
    : QWidget(parent)
    , m_label(new QLabel(this))
    , m_unit(new QComboBox(this))
    , m_order(new QPushButton(this))
{
    constexpr int longest = 100;
    m_unit->setEditable(true);
    m_unit->setInsertPolicy(QComboBox::NoInsert);
    m_unit->lineEdit()->setMaxLength(longest);
    m_unit->addItems(units);
    m_label->setBuddy(m_unit);
    keepTargetHeight({m_unit, m_order});
    m_order->setFocusPolicy(Qt::TabFocus);
    m_order->setAutoDefault(true);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addWidget(m_label);
    row->addWidget(m_unit, 1);
    row->addWidget(m_order);
    connect(m_unit->lineEdit(), &QLineEdit::returnPressed, this, &OrderEditor::accept);
    connect(m_order, &QPushButton::clicked, this, &OrderEditor::accept);
    retranslate();
    hide();
}

void OrderEditor::open()
{
    show();
    m_unit->setFocus(Qt::ShortcutFocusReason);
    m_unit->lineEdit()->selectAll();
}

void OrderEditor::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void OrderEditor::accept()
{
    const QString unit = m_unit->currentText().trimmed();
    if (!unit.isEmpty())
        Q_EMIT accepted(unit);
}

void OrderEditor::retranslate()
{
    m_label->setText(tr("Unit:"));
    m_unit->setAccessibleName(tr("Unit to order"));
    m_unit->view()->setAccessibleName(tr("Unit to order"));
    m_unit->lineEdit()->setAccessibleName(tr("Unit to order"));
    m_unit->lineEdit()->setPlaceholderText(tr("Name of the unit"));
    m_order->setText(tr("Order this unit  Enter"));
    m_order->setAccessibleName(tr("Order this unit"));
}

} // namespace knock::ui
