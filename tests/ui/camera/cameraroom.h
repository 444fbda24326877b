// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/fakebackend.h"
#include "tests/support/manualclock.h"
#include "ui/camera/camerapane.h"

#include <QAction>
#include <QLayout>

namespace knock::test {

inline constexpr IncidentId first{1};
inline constexpr IncidentId second{2};

/// A desk with two incidents, the first of them in hand, and the pane.
struct Room {
    Room()
    {
        backend.tell(CallArrived{first, QStringLiteral("01000000001"), clock.now()});
        backend.tell(CallArrived{second, QStringLiteral("01000000002"), clock.now()});
        desk.select(first);
        blur.setShortcut(Qt::Key_Space);
        pane.setActions(&blur, {});
        pane.resize(640, 480);
        pane.show();
    }

    void startCamera(IncidentId incident = first) { backend.tell(CameraStarted{incident, clock.now()}); }
    void stopCamera(IncidentId incident = first) { backend.tell(CameraStopped{incident, clock.now()}); }
    /// Gives \a frame to the sink which the pane asked to be filled.
    void give(const QVideoFrame &frame) { backend.shown.back().second->setVideoFrame(frame); }
    QImage seen()
    {
        pane.layout()->activate(); // words that have grown take their room from the picture
        return pane.grab(pane.pictureRect()).toImage();
    }
    void advance(std::chrono::milliseconds by)
    {
        clock.advance(by);
        ticker.tick();
    }
    /// A clear picture of the incident in hand.
    void showClear(const QVideoFrame &frame)
    {
        startCamera();
        give(frame);
        pane.setBlurred(false);
    }

    ManualClock clock;
    FakeBackend backend;
    desk::Desk desk{backend};
    ui::Ticker ticker{clock};
    QAction blur;
    ui::CameraPane pane{desk, ticker};
};

} // namespace knock::test
