// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPointer>
#include <QScreen>
#include <QWidget>

class QLabel;

namespace knock::ui {

class Picture;
class PictureView;

/// The picture over the whole of a monitor: another one than the desk's, if there is one. It never takes the keyboard
/// from the desk, and goes away when its monitor does.
class SecondScreen final : public QWidget
{
    Q_OBJECT
public:
    SecondScreen(Picture &picture, QWidget *parent);

    void open(QScreen *desk);
    void say(const QString &instead, const QString &mark, const QString &caption);
    /// It lies over the desk, for there was no other monitor.
    [[nodiscard]] bool coversDesk() const { return isVisible() && m_coversDesk; }

private:
    PictureView *m_view;
    QLabel *m_caption;
    QPointer<QScreen> m_on;
    bool m_coversDesk = false;
};

} // namespace knock::ui
