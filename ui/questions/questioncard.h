// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/desk.h"
#include "app/workstation/desk/labels.h"

#include <QWidget>

class QAction;
class QLabel;
class QPushButton;
class QScrollArea;

namespace knock::ui {

/// The questions that a caller can answer with keys, what was asked and what came back.
///
/// The operator reads a question aloud and marks it with its number; the presses that follow are the answer.
class QuestionCard final : public QWidget
{
    Q_OBJECT
public:
    /// \a open is the action that opens the card.
    QuestionCard(desk::Desk &desk, std::vector<desk::Label> questions, const QAction *open, QWidget *parent = nullptr);

    /// Takes the keyboard: the numbers now ask.
    void open();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Row {
        desk::Label question;
        QPushButton *ask;
        QLabel *answer;
    };

    void addRow(desk::Label question);
    void ask(const desk::Label &question);
    [[nodiscard]] bool canAsk() const;
    void fit();
    void arrange();
    void fitSoon();
    void refresh();
    void tell(const Row &row, const Incident::Question *asked);

    desk::Desk &m_desk;
    const QAction *m_open;
    QScrollArea *m_scroll;
    bool m_isFitting = false; ///< fit() is on its way
    std::vector<Row> m_rows;
};

} // namespace knock::ui
