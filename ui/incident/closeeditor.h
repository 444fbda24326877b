// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/event.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace knock::ui {

/// The reason for closing, in place: Enter closes, Esc puts it away and keeps what was written.
class CloseEditor final : public QWidget
{
    Q_OBJECT
public:
    explicit CloseEditor(QWidget *parent);

    /// Proposes \a reason unless the person chose one before; without one they must choose.
    void open(std::optional<CloseReason> reason);
    /// For another incident.
    void reset();

Q_SIGNALS:
    void accepted(knock::CloseReason reason, const QString &note);

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void accept();
    void retranslate();

    QLabel *m_label;
    QComboBox *m_reason;
    QLineEdit *m_note;
    QPushButton *m_close;
};

} // namespace knock::ui
