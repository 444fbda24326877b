// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/command.h"

#include <QUrl>
#include <variant>

namespace knock::dispatch {

// ---- from the telephone line

struct Rang {
    LineId line;
    QString number;
};

/// One press, merged from all that carried it.
struct Pressed {
    LineId line;
    quint64 press = 0; ///< on this line, from 1
    QChar key;
    Carrier carrier = Carrier::Event;
    std::optional<Dbm0> level;
    QDateTime at; ///< when the key went down, as far as the carrier tells
};

/// Another carrier brought the same press.
struct PressedToo {
    LineId line;
    quint64 press = 0;
    Carrier carrier = Carrier::Event;
    std::optional<Dbm0> level;
};

/// A caller who waits begins to hear the prompt.
struct PromptBegan {
    LineId line;
};

/// The prompt has been sent to its last sample.
struct PromptPlayed {
    LineId line;
};

/// The call itself says where the caller is.
struct LocatedByCall {
    LineId line;
    Fix fix;
};

/// The call says who can be asked where the caller is (RFC 6442; HELD, RFC 6753).
struct PlaceReferred {
    LineId line;
    QUrl at;
};

/// The caller wrote a line with the telephone itself.
struct SaidByCall {
    LineId line;
    QString id; ///< see Message::id
    QString text;
};

/// The line on which the incident's caller is being called back; it rings there now, or soon.
struct Dialled {
    IncidentId incident;
    LineId line;
};

/// Who was called back has answered.
struct LineAnswered {
    LineId line;
};

/// The other number did not take the caller.
struct TransferRefused {
    LineId line;
    Error why;
};

struct LineWentAway {
    LineId line;
    LineEnd how = LineEnd::HungUp;
};

// ---- from the recorder

struct RecordingOpened {
    IncidentId incident;
    QString file;
    QDateTime at; ///< of the first sample
};

struct RecordingClosed {
    IncidentId incident;
    QString file;
    QString sha256; ///< of the file, hexadecimal
    std::chrono::milliseconds duration{0};
    bool cut = false;
};

// ---- from the caller's telephone itself

/// Where it is (AML). Only its number tells which call it belongs to; it may come before that call.
struct LocatedByPhone {
    QString number;
    Fix fix;
};

// ---- from the text gateway

struct TextAccepted {
    IncidentId incident;
    QString gateway;
};

struct TextDelivered {
    IncidentId incident;
};

struct TextFailed {
    IncidentId incident;
    Error why;
};

// ---- from the caller's page

/// A person touched the page.
struct Opened {
    IncidentId incident;
    VisitId visit;
};

struct Left {
    IncidentId incident;
    VisitId visit;
};

struct Located {
    IncidentId incident;
    Fix fix;
};

struct Said {
    IncidentId incident;
    QString id; ///< see Message::id
    QString text;
};

/// The page offers its camera (SDP, RFC 8866; JSEP, RFC 9429).
struct CameraOffered {
    IncidentId incident;
    VisitId visit;
    QString sdp;
};

/// The page has stopped its camera itself.
struct CameraWithdrawn {
    IncidentId incident;
    VisitId visit;
};

// ---- from the media reception

struct CameraAnswered {
    IncidentId incident;
    VisitId visit;
    QString sdp;
};

/// An ICE candidate of the service (RFC 8839), for the page.
struct CandidateFound {
    IncidentId incident;
    VisitId visit;
    int mediaLine = 0;
    QString candidate;
};

/// The first whole picture of a stream.
struct PictureSeen {
    IncidentId incident;
    VisitId visit;
};

/// No picture for too long, or the stream ended.
struct PictureLost {
    IncidentId incident;
    VisitId visit;
};

// ---- from a seat

struct Asked {
    SeatId seat;
    Command what;
};

/// Everything that can reach the service from outside. An unknown line or incident is ignored with a logged line.
using Input = std::variant<Rang, Pressed, PressedToo, PromptBegan, PromptPlayed, LocatedByCall, PlaceReferred,
                           LocatedByPhone, SaidByCall, Dialled, LineAnswered,
                           TransferRefused, LineWentAway, RecordingOpened, RecordingClosed, TextAccepted, TextDelivered,
                           TextFailed, Opened, Left, Located, Said, CameraOffered, CameraWithdrawn, CameraAnswered,
                           CandidateFound, PictureSeen, PictureLost, Asked>;

} // namespace knock::dispatch
