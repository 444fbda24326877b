// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace knock::ui {

/// Asks for one line, in place: Enter takes it, Esc puts it away and keeps what was written.
class WordEditor final : public QWidget
{
    Q_OBJECT
public:
    struct Words {
        QString label;
        QString hint;
        QString button;
    };

    explicit WordEditor(QWidget *parent);

    void setWords(const Words &words);
    /// An empty line is taken only where it \a mayBeEmpty.
    void open(bool mayBeEmpty);
    /// For another incident.
    void reset();

Q_SIGNALS:
    void accepted(const QString &text);

private:
    void accept();

    QLabel *m_label;
    QLineEdit *m_line;
    QPushButton *m_button;
    bool m_mayBeEmpty = false;
};

} // namespace knock::ui
