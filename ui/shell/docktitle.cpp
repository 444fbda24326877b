// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/docktitle.h"

#include "ui/kit/glyph.h"
#include "ui/kit/keybutton.h"
#include "ui/kit/measured.h"

#include <QDockWidget>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace knock::ui {

DockTitle::DockTitle(QDockWidget *dock)
    : QWidget(dock)
    , m_dock(dock)
    , m_title(new QLabel(this))
    , m_tear(new QToolButton(this))
{
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    measureBy(this, [this] {
        const int side = targetHeight(*this);
        m_tear->setMinimumSize(side, side);
    });
    m_tear->setAutoRaise(true);
    m_tear->setFocusPolicy(Qt::TabFocus);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 0, 0, 0);
    row->addWidget(m_title, 1);
    row->addWidget(m_tear);
    connect(m_tear, &QToolButton::clicked, dock, [dock] { dock->setFloating(!dock->isFloating()); });
    connect(dock, &QWidget::windowTitleChanged, this, &DockTitle::follow);
    connect(dock, &QDockWidget::topLevelChanged, this, &DockTitle::follow);
    follow();
}

void DockTitle::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        follow();
}

void DockTitle::follow()
{
    const bool floating = m_dock->isFloating();
    m_title->setText(m_dock->windowTitle());
    m_tear->setIcon(glyphIcon(floating ? Glyph::Dock : Glyph::Tear, stateColours(palette()).muted));
    const QString words = floating ? tr("Put %1 back into the window") : tr("Tear %1 off to another monitor");
    m_tear->setAccessibleName(words.arg(m_dock->windowTitle()));
    m_tear->setToolTip(m_tear->accessibleName());
}

} // namespace knock::ui
