// SPDX-License-Identifier: Apache-2.0
#include "ui/incident/phoneslip.h"

#include "ui/kit/glyph.h"
#include "ui/kit/keybutton.h"
#include "ui/kit/measured.h"

#include <QClipboard>
#include <QEvent>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>

namespace knock::ui {

PhoneSlip::PhoneSlip(QWidget *parent)
    : QFrame(parent)
    , m_glyph(new QLabel(this))
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
    , m_copy(new QPushButton(this))
{
    setFrameShape(QFrame::StyledPanel);
    m_title->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setFocusPolicy(Qt::TabFocus);
    m_copy->setFocusPolicy(Qt::TabFocus);
    m_copy->setAutoDefault(true);
    keepTargetHeight({m_copy});

    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(8, 4, 8, 4);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(0);
    grid->addWidget(m_glyph, 0, 0, 2, 1);
    grid->addWidget(m_title, 0, 1);
    grid->addWidget(m_text, 1, 1);
    grid->addWidget(m_copy, 0, 2, 2, 1);
    grid->setColumnStretch(1, 1);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_link); });
    retranslate();
    hide();
}

void PhoneSlip::showText(const QString &text, const QString &link)
{
    m_link = link;
    if (m_text->text() != text)
        m_text->setText(text);
    setVisible(!text.isEmpty());
}

void PhoneSlip::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
}

void PhoneSlip::retranslate()
{
    const QColor colour = palette().color(QPalette::WindowText);
    m_glyph->setPixmap(glyphPixmap(Glyph::Phone, colour, 2 * fontMetrics().height(), devicePixelRatioF()));
    m_title->setText(tr("Demonstration phone: no text left this computer. It would read:"));
    m_text->setAccessibleName(tr("Text to the caller"));
    m_copy->setText(tr("Copy link"));
    m_copy->setAccessibleName(tr("Copy the link"));
}

} // namespace knock::ui
