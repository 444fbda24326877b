// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace knock::ui {

/// Names the unit to order, in place: Enter orders, Esc puts it away.
class OrderEditor final : public QWidget
{
    Q_OBJECT
public:
    OrderEditor(const QStringList &units, QWidget *parent);

    void open();

Q_SIGNALS:
    void accepted(const QString &unit);

protected:
    void changeEvent(QEvent *event) override;

private:
    void accept();
    void retranslate();

    QLabel *m_label;
    QComboBox *m_unit;
    QPushButton *m_order;
};

} // namespace knock::ui
