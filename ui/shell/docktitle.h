// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QDockWidget;
class QLabel;
class QToolButton;

namespace knock::ui {

/// The title of a pane, by which it is dragged; its button tears the pane off to another monitor and back.
class DockTitle final : public QWidget
{
    Q_OBJECT
public:
    explicit DockTitle(QDockWidget *dock);

protected:
    void changeEvent(QEvent *event) override;

private:
    void follow();

    QDockWidget *m_dock;
    QLabel *m_title;
    QToolButton *m_tear;
};

} // namespace knock::ui
