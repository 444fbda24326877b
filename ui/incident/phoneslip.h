// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace knock::ui {

/// The demonstration's telephone: what a caller would read, where no real text gateway is.
class PhoneSlip final : public QFrame
{
    Q_OBJECT
public:
    explicit PhoneSlip(QWidget *parent);

    void showText(const QString &text, const QString &link);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QLabel *m_glyph;
    QLabel *m_title;
    QLabel *m_text;
    QPushButton *m_copy;
    QString m_link;
};

} // namespace knock::ui
