// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace knock::ui {

class Picture;

/// A place where the picture is painted, with what has to be said on it. The wheel zooms, and a hand moves what is
/// larger than the place.
class PictureView final : public QWidget
{
    Q_OBJECT
public:
    PictureView(Picture &picture, QWidget *parent);

    /// \a instead of a picture; \a mark over a picture that is not what is there now: empty for one that is.
    void say(const QString &instead, const QString &mark);
    [[nodiscard]] QRect pictureRect() const;

Q_SIGNALS:
    void painted(); ///< a picture

protected:
    void paintEvent(QPaintEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    void paintMark(QPainter &painter);

    Picture &m_picture;
    QString m_instead;
    QString m_mark;
    int m_wheel = 0; ///< that has not become a step yet
    QPoint m_hand; ///< where it was last
};

} // namespace knock::ui
