// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/desk.h"
#include "ui/kit/ticker.h"
#include "ui/picture/picture.h"

#include <map>
#include <QPointer>
#include <QVideoSink>
#include <QWidget>

class QAction;
class QLabel;

namespace knock::ui {

class ElidedLabel;
class EvenGrid;
class FileShelf;
class PictureView;
class SecondScreen;

/// The camera of the incident in hand, and below it in words what it is one sees, what of it is kept, what was asked
/// of the phone, what it sent to be kept, and the buttons that ask.
///
/// Every stream opens blurred, however the last one was left: nobody is to be met by a picture unprepared. How long a
/// caller's picture has been looked at clear is counted for each incident, and how it was turned and zoomed is
/// remembered, until the incident is forgotten.
class CameraPane final : public QWidget
{
    Q_OBJECT
public:
    CameraPane(desk::Desk &desk, Ticker &ticker, QWidget *parent = nullptr);
    ~CameraPane() override;

    /// \a blur is what clears the picture, whose key is named; \a asking ask something of the phone's camera.
    void setActions(const QAction *blur, const QList<QAction *> &asking);

    [[nodiscard]] bool isBlurred() const { return m_picture.isBlurred(); }
    [[nodiscard]] bool isBlanked() const { return m_picture.isBlanked(); }
    [[nodiscard]] bool isFrozen() const { return m_picture.isFrozen(); }
    /// Where the picture is painted; empty while none is.
    [[nodiscard]] QRect pictureRect() const;
    [[nodiscard]] QString caption() const;
    /// What was asked of the phone last and what came of it; empty when nothing was.
    [[nodiscard]] QString asked() const;
    /// What of the call is kept.
    [[nodiscard]] QString kept() const;
    /// The last picture, as it came.
    [[nodiscard]] const QVideoFrame &frame() const { return m_picture.newest(); }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

public Q_SLOTS:
    void setBlurred(bool isBlurred);
    void toggleBlur() { setBlurred(!isBlurred()); }
    void setBlanked(bool isBlanked);
    void toggleBlank() { setBlanked(!isBlanked()); }
    /// The picture stands still, while the stream goes on behind it.
    void toggleFreeze();
    void turnPicture();
    void zoomBy(int steps);
    void showWhole();
    void toggleSecondScreen();
    /// Takes away what lies over the desk, if anything does.
    bool putAway();

Q_SIGNALS:
    void blurredChanged(bool isBlurred);
    void blankedChanged(bool isBlanked);
    /// A stream's first picture has reached the window.
    void firstFramePainted(knock::IncidentId incident);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    /// What is remembered of an incident.
    struct Seen {
        Picture::View view;
        std::chrono::milliseconds exposed{0};
        std::optional<QDateTime> stopped;
    };

    void turnTo(IncidentId incident);
    void leave();
    void follow(IncidentId incident, const Event &event);
    void takeFrame(const QVideoFrame &frame);
    void takeHealth(const CameraHealth &health);
    void beginBlurred();
    void tick(const QDateTime &now);
    void saw();
    void settleExposure();
    void refresh();
    [[nodiscard]] const Incident *incident() const { return m_desk.find(m_incident); }
    [[nodiscard]] const Seen *seen() const;
    [[nodiscard]] bool isLive() const;
    [[nodiscard]] bool isWatched() const;
    [[nodiscard]] QString stateText() const;
    [[nodiscard]] QString streamText() const;
    [[nodiscard]] QString healthText() const;
    [[nodiscard]] QString stillText() const;
    [[nodiscard]] QString viewText() const;
    [[nodiscard]] QString coverText() const;
    [[nodiscard]] QString viewersText() const;
    [[nodiscard]] QString markText() const;

    desk::Desk &m_desk;
    Ticker &m_ticker;
    Picture m_picture;
    PictureView *m_view;
    QLabel *m_caption;
    ElidedLabel *m_kept;
    QLabel *m_asked;
    FileShelf *m_files;
    EvenGrid *m_buttons;
    SecondScreen *m_second;
    QPointer<const QAction> m_blur; ///< the window's, which may go before the pane is hidden
    QVideoSink m_sink;

    IncidentId m_incident;
    bool m_awaitsFirst = true;
    QDateTime m_frozen; ///< since when
    bool m_isOtherBehind = false; ///< another stream has begun behind the frozen picture

    int m_frames = 0; ///< since m_counted
    int m_rate = -1; ///< pictures in a second; -1 while unknown
    QDateTime m_counted;
    QDateTime m_came; ///< the last picture
    std::optional<CameraHealth> m_health;
    QDateTime m_healthAt;
    std::map<IncidentId, Seen> m_seen;
    std::optional<QDateTime> m_exposedSince;
};

} // namespace knock::ui
