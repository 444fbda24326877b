// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/laddermodel.h"
#include "ui/kit/ticker.h"

#include <QWidget>

namespace knock::ui {

/// One rung: its glyph, its word, and its clock counted from the ring.
class RungView final : public QWidget
{
    Q_OBJECT
public:
    struct Layout {
        QRect glyph;
        QRect word;
        QRect clock;
    };

    explicit RungView(QWidget *parent);

    void show(const QString &word, const QString &clock, desk::LadderModel::Progress progress);
    [[nodiscard]] Layout layout() const;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override { return minimumSizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_word;
    QString m_clock;
    desk::LadderModel::Progress m_progress = desk::LadderModel::Progress::Ahead;
};

/// All rungs of the incident in hand, always in the same places.
class LadderView final : public QWidget
{
    Q_OBJECT
public:
    LadderView(const desk::LadderModel &model, Ticker &ticker, QWidget *parent);

protected:
    void changeEvent(QEvent *event) override;

private:
    void follow();
    [[nodiscard]] QString clockOf(int row, const QDateTime &now) const;
    [[nodiscard]] QString historyOf(int row) const;
    [[nodiscard]] static QString word(desk::LadderModel::Rung rung, desk::LadderModel::Stage stage);
    [[nodiscard]] static QString word(desk::LadderModel::Rung rung);
    [[nodiscard]] static QString word(desk::LadderModel::Progress progress);

    const desk::LadderModel &m_model;
    Ticker &m_ticker;
    QList<RungView *> m_rungs;
};

} // namespace knock::ui
