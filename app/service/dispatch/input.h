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

/// This gateway did not take it; it is tried again, there or at the next one.
struct TextDelayed {
    IncidentId incident;
    QString gateway;
    Error why;
};

struct TextDelivered {
    IncidentId incident;
};

struct TextFailed {
    IncidentId incident;
    Error why;
};

// ---- from the caller's page

/// The link was fetched, which nobody needs to have wished.
struct Fetched {
    IncidentId incident;
    bool byRobot = false; ///< as it says itself
};

/// A person touched the page.
struct Opened {
    IncidentId incident;
    VisitId visit;
    QString language = {}; ///< which the phone prefers (BCP 47)
};

struct FaceShown {
    IncidentId incident;
    PageFace face = PageFace::Plain;
};

struct PermissionSaid {
    IncidentId incident;
    Permission permission = Permission::Location;
    Decision decision = Decision::Granted;
};

struct Left {
    IncidentId incident;
    VisitId visit;
    bool fled = false; ///< by the button that leaves at once
};

struct Located {
    IncidentId incident;
    Fix fix;
};

struct Said {
    IncidentId incident;
    QString id; ///< see Message::id
    QString text;
    QString phrase = {}; ///< see Message::phrase
};

/// A line of the operator's reached the phone, or was in front of the caller.
struct Seen {
    IncidentId incident;
    QString message; ///< its id
    bool read = false;
};

/// A file of the phone's lies in the folder of files, whole and hashed.
struct FileCame {
    IncidentId incident;
    FileKind kind = FileKind::Snapshot;
    QString file;
    QString sha256; ///< hexadecimal
    quint64 bytes = 0;
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

/// The first whole picture of a stream, or the first still.
struct PictureSeen {
    IncidentId incident;
    VisitId visit;
    PicturePath path = PicturePath::Stream;
};

/// No picture for too long, or the stream ended.
struct PictureLost {
    IncidentId incident;
    VisitId visit;
};

// ---- from the dispatch system of the agency

struct CadTook {
    IncidentId incident;
    quint64 order = 0;
};

/// It is not asked again.
struct CadFailed {
    IncidentId incident;
    quint64 order = 0;
    Error why;
};

// ---- from the page for the units

/// Somebody opened it.
struct PackFetched {
    IncidentId incident;
};

// ---- from the journal

/// The whole history of an incident that a seat wants back, read for it.
struct Recalled {
    SeatId seat;
    std::vector<Event> events;
};

// ---- from a seat

/// No sign of life came from it for too long.
struct SeatFellSilent {
    SeatId seat;
};

struct Asked {
    SeatId seat;
    Command what;
};

/// Everything that can reach the service from outside. An unknown line or incident is ignored with a logged line.
using Input
    = std::variant<Rang, Pressed, PressedToo, PromptBegan, PromptPlayed, LocatedByCall, PlaceReferred, LocatedByPhone,
                   SaidByCall, Dialled, LineAnswered, TransferRefused, LineWentAway, RecordingOpened, RecordingClosed,
                   TextAccepted, TextDelayed, TextDelivered, TextFailed, Fetched, Opened, FaceShown, PermissionSaid,
                   Left, Located, Said, Seen, FileCame, CameraOffered, CameraWithdrawn, CameraAnswered, CandidateFound,
                   PictureSeen, PictureLost, CadTook, CadFailed, PackFetched, Recalled, SeatFellSilent, Asked>;

} // namespace knock::dispatch
