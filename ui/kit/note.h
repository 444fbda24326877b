// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/kit/glyph.h"

#include <QFrame>

class QLabel;

namespace knock::ui {

/// One calm line about what went wrong or comes next, at the place where it belongs. Hidden while it is empty.
class Note final : public QFrame
{
    Q_OBJECT
public:
    enum class Tone { Plain, Next, Warning, Alarm };

    explicit Note(QWidget *parent = nullptr);

    void say(Tone tone, Glyph glyph, const QString &text);
    void clear() { say(Tone::Plain, Glyph::Ahead, {}); }
    [[nodiscard]] QString text() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void paintAgain();

    QLabel *m_glyph;
    QLabel *m_text;
    Tone m_tone = Tone::Plain;
    Glyph m_drawn = Glyph::Ahead;
};

} // namespace knock::ui
