// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend/gate.h"
#include "app/core/command.h"
#include "app/core/event.h"
#include "app/core/filepiece.h"
#include "app/core/health.h"
#include "app/core/linesound.h"
#include "app/core/video.h"
#include "app/core/voiceport.h"

#include <memory>
#include <QObject>
#include <QtPlugin>
#include <QVariantMap>

class QVideoSink;

namespace knock::backend {

/// The workstation's one door to the service. Commands go in, events come out, nothing is returned.
///
/// Lives on the GUI thread; an implementation hides its own threads behind queued signals. After open() it first gives
/// every event of every open incident, in the order in which they became true, and then says caughtUp().
///
/// When the service is out of reach it says lost() and tries to come back by itself. What is sent meanwhile is refused
/// at once and never kept for later. Back again it goes on where it stopped if nothing was missed; else it says
/// startingOver() and gives every event of every open incident anew. In both cases it then says caughtUp().
class Backend : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    virtual void open() = 0;
    virtual void send(const knock::Command &command) = 0;
    /// A sign of life of this workstation, to be given every few seconds: a seat that gives none loses its claims.
    virtual void beat() = 0;
    /// Shows the incident's camera in \a sink from now on; a null sink ends it. One sink an incident.
    virtual void showVideo(knock::IncidentId incident, QVideoSink *sink) = 0;
    /// The headset of this workstation: it is joined to whatever line this seat is on. Null: it has none any more.
    virtual void setVoice(std::shared_ptr<knock::VoicePort> port) = 0;
    /// This workstation's number; valid once caughtUp() was said.
    [[nodiscard]] virtual SeatId seat() const = 0;
    /// Where people sign in; null: nobody has to.
    [[nodiscard]] virtual Gate *gate() { return nullptr; }

Q_SIGNALS:
    void event(const knock::Event &event);
    void lost(const QDateTime &since);
    void startingOver();
    void caughtUp();
    void health(const knock::Health &health);
    void sound(const knock::LineSound &sound); ///< of every connected line
    void camera(const knock::CameraHealth &health); ///< of every camera whose pictures arrive
    /// How many workstations show the incident's camera, this one included.
    void viewers(knock::IncidentId incident, int seats);
    /// Everything that became true of an incident, for LookUp.
    void earlier(knock::IncidentId incident, const std::vector<knock::Event> &events);
    /// A part of a kept file, for ReadFile.
    void piece(const knock::FilePiece &piece);
    void typing(knock::IncidentId incident); ///< the caller is writing; said again every few seconds
};

/// What a backend plug-in exports.
class Factory
{
public:
    virtual ~Factory() = default;
    /// \a settings are the plug-in's own; an unknown one is an error of the caller and logged.
    [[nodiscard]] virtual std::unique_ptr<Backend> create(const QVariantMap &settings) = 0;
};

} // namespace knock::backend

#define KNOCK_BACKEND_IID "kr.go.police.Knock.Backend/1"
Q_DECLARE_INTERFACE(knock::backend::Factory, KNOCK_BACKEND_IID)
