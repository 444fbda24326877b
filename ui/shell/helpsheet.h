// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>

class QLabel;

namespace knock::ui {

/// Every action and its key, beside the call and never over it.
class HelpSheet final : public QFrame
{
    Q_OBJECT
public:
    explicit HelpSheet(QWidget *parent);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QLabel *m_title;
    QList<QLabel *> m_names;
    QList<QLabel *> m_keys;
};

} // namespace knock::ui
