// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/workstation/desk/desk.h"

#include <map>
#include <QElapsedTimer>
#include <QImage>
#include <QTimer>
#include <QVideoFrame>
#include <QVideoSink>
#include <QWidget>

class QAction;
class QLabel;

namespace knock::ui {

class EvenGrid;
class FileShelf;

/// The camera of the incident in hand, and below it in words what it is one sees, what was asked of the phone, what it
/// sent to be kept, and the buttons that ask.
///
/// Every stream opens blurred, however the last one was left: nobody is to be met by a picture unprepared. How long a
/// caller's picture has been looked at clear is counted for each incident.
class CameraPane final : public QWidget
{
    Q_OBJECT
public:
    explicit CameraPane(desk::Desk &desk, QWidget *parent = nullptr);
    CameraPane(desk::Desk &desk, const Clock &clock, QWidget *parent = nullptr);
    ~CameraPane() override;

    /// Those that ask something of the phone's camera.
    void setActions(const QList<QAction *> &actions);

    [[nodiscard]] bool isBlurred() const { return m_isBlurred; }
    [[nodiscard]] bool isBlanked() const { return m_isBlanked; }
    /// Where the picture is painted; empty while none is.
    [[nodiscard]] QRect pictureRect() const;
    [[nodiscard]] QString caption() const;
    /// What was asked of the phone last and what came of it; empty when nothing was.
    [[nodiscard]] QString asked() const;
    /// The last picture, as it came.
    [[nodiscard]] const QVideoFrame &frame() const { return m_frame; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

public Q_SLOTS:
    void setBlurred(bool isBlurred);
    void toggleBlur() { setBlurred(!m_isBlurred); }
    void setBlanked(bool isBlanked);
    void toggleBlank() { setBlanked(!m_isBlanked); }

Q_SIGNALS:
    void blurredChanged(bool isBlurred);
    void blankedChanged(bool isBlanked);
    /// A stream's first picture has reached the window.
    void firstFramePainted(knock::IncidentId incident);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void turnTo(IncidentId incident);
    void follow(IncidentId incident, const Event &event);
    void takeFrame(const QVideoFrame &frame);
    void count();
    void settleExposure();
    void refresh();
    void paintPicture(QPainter &painter);
    [[nodiscard]] const Incident *incident() const { return m_desk.find(m_incident); }
    [[nodiscard]] bool isLive() const;
    [[nodiscard]] QRect area() const;
    [[nodiscard]] QString stateText() const;
    [[nodiscard]] QString coverText() const;

    desk::Desk &m_desk;
    const Clock &m_clock;
    QLabel *m_caption;
    QLabel *m_asked;
    FileShelf *m_files;
    EvenGrid *m_buttons;
    QVideoSink m_sink;
    QTimer m_second;

    IncidentId m_incident;
    QVideoFrame m_frame;
    QImage m_image; ///< of m_frame, as it is to be painted; null until it is needed
    bool m_isBlurred = true;
    bool m_isBlanked = false;
    bool m_awaitsFirst = true;

    int m_frames = 0; ///< since m_counted
    int m_rate = -1; ///< pictures in a second; -1 while unknown
    QElapsedTimer m_counted;
    std::map<IncidentId, QDateTime> m_stopped;
    std::map<IncidentId, std::chrono::milliseconds> m_exposed;
    std::optional<QDateTime> m_exposedSince;
};

} // namespace knock::ui
