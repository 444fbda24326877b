// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/helpsheet.h"

#include "ui/shell/actions.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>

namespace knock::ui {

namespace {

constexpr int columns = 3; // so that it is no higher than the map on the smallest screen

} // namespace

HelpSheet::HelpSheet(QWidget *parent)
    : QFrame(parent)
    , m_title(new QLabel(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);

    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(12, 8, 12, 8);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(2);
    grid->addWidget(m_title, 0, 0, 1, 2 * columns);
    const int rows = (static_cast<int>(Actions::table().size()) + columns - 1) / columns;
    int place = 0;
    for ([[maybe_unused]] const ActionRow &row : Actions::table()) {
        m_keys.append(new QLabel(this));
        m_names.append(new QLabel(this));
        m_keys.last()->setFont(bold);
        grid->addWidget(m_keys.last(), 1 + place % rows, place / rows * 2);
        grid->addWidget(m_names.last(), 1 + place % rows, place / rows * 2 + 1);
        ++place;
    }
    for (int column = 0; column < columns; ++column)
        grid->setColumnStretch(2 * column + 1, 1);
    retranslate();
    hide();
}

void HelpSheet::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void HelpSheet::retranslate()
{
    setAccessibleName(tr("Keys"));
    m_title->setText(tr("Keys (F1 or Esc puts this away)"));
    qsizetype place = 0;
    for (const ActionRow &row : Actions::table()) {
        const QKeySequence key = row.key ? QKeySequence(*row.key) : QKeySequence();
        m_keys.at(place)->setText(row.key ? key.toString(QKeySequence::NativeText) : tr("menu"));
        m_names.at(place)->setText(Actions::text(row));
        ++place;
    }
}

} // namespace knock::ui
