// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QImage>
#include <QObject>
#include <QPointF>
#include <QVideoFrame>

class QPainter;
class QPalette;

namespace knock::ui {

/// What is seen of a caller's camera and how it is looked at, wherever it is painted. Blurred and blanked go before
/// all else.
class Picture final : public QObject
{
    Q_OBJECT
public:
    /// How a person looks at it.
    struct View {
        int turns = 0; ///< quarters, clockwise
        int zoom = 1; ///< 1, 2 or 4
        QPointF centre{0.5, 0.5}; ///< of what is seen, in shares of the turned picture
        bool operator==(const View &) const = default;
    };
    static constexpr int mostZoom = 4;

    using QObject::QObject;

    /// The next one of the stream.
    void take(const QVideoFrame &frame);
    void clear();
    /// The last one that came; what is seen may be a frozen one.
    [[nodiscard]] const QVideoFrame &newest() const { return m_newest; }

    /// What is seen stands still from now on, whatever comes.
    void freeze();
    void thaw();
    [[nodiscard]] bool isFrozen() const { return m_frozen.isValid(); }

    void setBlurred(bool isBlurred);
    void setBlanked(bool isBlanked);
    /// No more comes after it: it must not pass for a live one.
    void setOld(bool isOld);
    [[nodiscard]] bool isBlurred() const { return m_isBlurred; }
    [[nodiscard]] bool isBlanked() const { return m_isBlanked; }

    [[nodiscard]] const View &view() const { return m_view; }
    void setView(const View &view);
    void turn();
    /// By so many steps, larger or smaller; what is at \a point of \a area stays there.
    void zoomBy(int steps, const QRect &area, QPoint point);
    /// Moves the picture under a hand.
    void dragBy(QPoint distance, const QRect &area);

    /// Where in \a area it is painted; empty while none is.
    [[nodiscard]] QRect rectIn(const QRect &area) const;
    void paint(QPainter &painter, const QRect &area, const QPalette &palette);

Q_SIGNALS:
    void changed();
    void viewChanged();

private:
    [[nodiscard]] const QVideoFrame &seen() const { return isFrozen() ? m_frozen : m_newest; }
    /// Of all of it, what is out of sight too.
    [[nodiscard]] QRect wholeIn(const QRect &area) const;
    void paintAnew();

    QVideoFrame m_newest;
    QVideoFrame m_frozen;
    QImage m_image; ///< of what is seen, turned; null until it is needed
    bool m_isBlurred = true;
    bool m_isBlanked = false;
    bool m_isOld = false;
    View m_view;
};

} // namespace knock::ui
