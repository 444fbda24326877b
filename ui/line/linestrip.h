// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/linemodel.h"

#include <QWidget>

namespace knock::ui {

/// Half a minute of a line, the newest at the right: its level, the prompts, the keys and the hints, each with its
/// word.
class LineStrip final : public QWidget
{
    Q_OBJECT
public:
    explicit LineStrip(const desk::LineModel &model, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    /// The word of a mark: the key itself, "asked", "voice".
    [[nodiscard]] static QString wordOf(const desk::LineModel::Mark &mark);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int xOf(const QDateTime &at, const QDateTime &now) const;
    void paintLevels(QPainter &painter, const desk::LineModel::Strip &strip, const QDateTime &now) const;
    void paintMarks(QPainter &painter, const desk::LineModel::Strip &strip, const QDateTime &now) const;

    const desk::LineModel &m_model;
};

} // namespace knock::ui
