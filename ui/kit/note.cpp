// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/note.h"

#include "ui/kit/statecolours.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

namespace knock::ui {

Note::Note(QWidget *parent)
    : QFrame(parent)
    , m_glyph(new QLabel(this))
    , m_text(new QLabel(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 2, 0, 2);
    row->setSpacing(8);
    row->addWidget(m_glyph, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    hide();
}

void Note::say(Tone tone, Glyph glyph, const QString &text)
{
    const bool same = tone == m_tone && glyph == m_drawn && text == m_text->text();
    if (same)
        return;
    m_tone = tone;
    m_drawn = glyph;
    m_text->setText(text);
    setAccessibleName(text);
    setVisible(!text.isEmpty());
    paintAgain();
}

QString Note::text() const { return m_text->text(); }

void Note::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        paintAgain();
}

void Note::paintAgain()
{
    const StateColours &colours = stateColours(palette());
    QColor colour = colours.text;
    switch (m_tone) {
    case Tone::Plain:
        break;
    case Tone::Next:
        colour = colours.accent;
        break;
    case Tone::Warning:
        colour = colours.warning;
        break;
    case Tone::Alarm:
        colour = colours.alarm;
        break;
    }
    QPalette words = m_text->palette();
    words.setColor(QPalette::WindowText, colour);
    m_text->setPalette(words);
    m_glyph->setPixmap(glyphPixmap(m_drawn, colour, fontMetrics().height(), devicePixelRatioF()));
}

} // namespace knock::ui
