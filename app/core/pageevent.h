// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/chat.h"
#include "app/core/error.h"
#include "app/core/id.h"
#include "app/core/location.h"

#include <optional>

namespace knock {

/// What a link asks of the phone that opens it.
enum class LinkKind {
    Live, ///< location, camera and chat
    Location, ///< location and chat
    Upload ///< pictures and films the phone has already, and chat
};

/// What somebody beside the caller sees of the page.
enum class PageFace {
    Plain, ///< what it is
    Disguised, ///< a harmless page that works
    Black ///< nothing
};

/// What a phone asks its owner for, and what became of it.
enum class Permission { Location, Camera };
enum class Decision {
    Granted,
    Denied, ///< by the person or by the browser for them
    Lacking ///< the browser has no such thing, or it is broken
};

/// What an operator wants of the phone's camera.
enum class CameraWish { Back, Front, Off, Snapshot };

/// How pictures travel.
enum class PicturePath {
    Stream, ///< WebRTC
    Stills ///< one JPEG after the other, where nothing else gets through
};

/// What kind of thing the phone sent to be kept.
enum class FileKind { Snapshot, Photo, Film };

/// A link was made for this caller and its text given to the gateway.
struct InviteSent {
    static constexpr QLatin1StringView name{"inviteSent"};
    IncidentId incident;
    QString token; ///< 128 random bits, base64url
    QString number;
    QString text; ///< the whole message, link included
    QString link;
    QDateTime at;
    QDateTime expires;
    LinkKind kind = LinkKind::Live;
    QString language = {}; ///< of the text (BCP 47)
    bool operator==(const InviteSent &) const = default;
};

/// The gateway took the text.
struct InviteAccepted {
    static constexpr QLatin1StringView name{"inviteAccepted"};
    IncidentId incident;
    QString gateway;
    QDateTime at;
    bool operator==(const InviteAccepted &) const = default;
};

/// A gateway did not take the text, which is tried again, there or at the next one.
struct InviteDelayed {
    static constexpr QLatin1StringView name{"inviteDelayed"};
    IncidentId incident;
    QString gateway;
    Error::Kind why = Error::Kind::Unreachable;
    QDateTime at;
    bool operator==(const InviteDelayed &) const = default;
};

/// The network says the phone has it.
struct InviteDelivered {
    static constexpr QLatin1StringView name{"inviteDelivered"};
    IncidentId incident;
    QDateTime at;
    bool operator==(const InviteDelivered &) const = default;
};

/// Nothing tries any more.
struct InviteFailed {
    static constexpr QLatin1StringView name{"inviteFailed"};
    IncidentId incident;
    Error::Kind why = Error::Kind::Unreachable;
    QDateTime at;
    bool operator==(const InviteFailed &) const = default;
};

/// Something fetched the link without touching the page. Told once for robots and once for what looks like a phone.
struct LinkFetched {
    static constexpr QLatin1StringView name{"linkFetched"};
    IncidentId incident;
    bool byRobot = false; ///< it says so itself: a messenger's preview
    QDateTime at;
    bool operator==(const LinkFetched &) const = default;
};

/// A person touched the page; a preview robot never does.
struct PageOpened {
    static constexpr QLatin1StringView name{"pageOpened"};
    IncidentId incident;
    QDateTime at;
    QString language = {}; ///< which the phone prefers (BCP 47); empty when it does not say
    bool operator==(const PageOpened &) const = default;
};

struct PageChanged {
    static constexpr QLatin1StringView name{"pageChanged"};
    IncidentId incident;
    PageFace face = PageFace::Plain;
    QDateTime at;
    bool operator==(const PageChanged &) const = default;
};

/// The last of the caller's open pages went away.
struct PageLeft {
    static constexpr QLatin1StringView name{"pageLeft"};
    IncidentId incident;
    QDateTime at;
    bool fled = false; ///< by the button that leaves at once
    bool operator==(const PageLeft &) const = default;
};

struct PermissionDecided {
    static constexpr QLatin1StringView name{"permissionDecided"};
    IncidentId incident;
    Permission permission = Permission::Location;
    Decision decision = Decision::Granted;
    QDateTime at;
    bool operator==(const PermissionDecided &) const = default;
};

struct CallerLocated {
    static constexpr QLatin1StringView name{"callerLocated"};
    IncidentId incident;
    Fix fix;
    QDateTime at; ///< when it reached the service
    bool operator==(const CallerLocated &) const = default;
};

/// An operator asked the phone for something; whether it does it shows by itself.
struct CameraAsked {
    static constexpr QLatin1StringView name{"cameraAsked"};
    IncidentId incident;
    CameraWish wish = CameraWish::Back;
    SeatId seat;
    QDateTime at;
    bool operator==(const CameraAsked &) const = default;
};

/// The first picture of a camera came in whole, or pictures go on by another path.
struct CameraStarted {
    static constexpr QLatin1StringView name{"cameraStarted"};
    IncidentId incident;
    QDateTime at;
    PicturePath path = PicturePath::Stream;
    bool operator==(const CameraStarted &) const = default;
};

struct CameraStopped {
    static constexpr QLatin1StringView name{"cameraStopped"};
    IncidentId incident;
    QDateTime at;
    bool operator==(const CameraStopped &) const = default;
};

/// The phone sent something to be kept, and it is kept.
struct FileKept {
    static constexpr QLatin1StringView name{"fileKept"};
    IncidentId incident;
    FileKind kind = FileKind::Snapshot;
    QString file; ///< its name in the folder of files
    QString sha256; ///< hexadecimal
    quint64 bytes = 0;
    QDateTime at;
    bool operator==(const FileKept &) const = default;
};

struct MessageSent {
    static constexpr QLatin1StringView name{"messageSent"};
    IncidentId incident;
    Message message;
    bool operator==(const MessageSent &) const = default;
};

/// A chat line reached the other side, or was in front of somebody there.
struct MessageSeen {
    static constexpr QLatin1StringView name{"messageSeen"};
    IncidentId incident;
    QString message; ///< its id
    bool read = false; ///< false: reached only
    QDateTime at;
    bool operator==(const MessageSeen &) const = default;
};

} // namespace knock
