// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/chat.h"
#include "app/core/error.h"
#include "app/core/location.h"
#include "app/core/pageevent.h"

#include <optional>
#include <QByteArray>
#include <variant>
#include <vector>

/// The words between the caller's page and the service, as bytes and as values; see PROTOCOL.md.
namespace knock::caller {

// ---- from the page

struct Open {
    QString language; ///< empty where the page does not say, or says none
};

struct PermissionRead {
    Permission permission = Permission::Location;
    Decision decision = Decision::Granted;
};

struct FixRead {
    Fix fix; ///< may be one that is not valid: a browser's reading is not a broken message
};

struct Say {
    QString id;
    QString text;
    QString phrase;
};

struct SeenLine {
    QString id;
    bool read = false;
};

struct Typing {
};

struct Face {
    PageFace face = PageFace::Plain;
};

struct Offer {
    QString sdp;
};

struct CameraOff {
};

struct Flee {
};

struct Ping {
    std::optional<std::chrono::milliseconds> ahead; ///< by how much the phone's clock is before the one here
};

using FromPage = std::variant<Open, PermissionRead, FixRead, Say, SeenLine, Typing, Face, Offer, CameraOff, Flee, Ping>;

constexpr qsizetype longestOffer = 32 * 1024;

[[nodiscard]] Result<FromPage> readFromPage(const QByteArray &text);
/// Nobody sees whether it came a tenth of a second earlier: readings of the place, as the page writes them.
[[nodiscard]] bool mayWait(const QByteArray &text);

// ---- to the page

/// A TURN server (RFC 8656) that the page's camera may go through, with what lets it in.
struct Relay {
    QString url;
    QString user;
    QString password;
};

/// What a page needs to know when it begins.
struct Beginning {
    LinkKind link = LinkKind::Live;
    PageFace face = PageFace::Plain;
    std::vector<Relay> relays;
};

[[nodiscard]] QByteArray chatText(const Beginning &beginning, const std::vector<Message> &messages);
[[nodiscard]] QByteArray messageText(const Message &message);
[[nodiscard]] QByteArray readText(const QString &id);
[[nodiscard]] QByteArray typingText();
[[nodiscard]] QByteArray cameraText(CameraWish wish);
[[nodiscard]] QByteArray answerText(const QString &sdp);
[[nodiscard]] QByteArray candidateText(int mediaLine, const QString &candidate);
[[nodiscard]] QByteArray stillText();
[[nodiscard]] QByteArray pongText(const QDateTime &now);
[[nodiscard]] QByteArray endText();
/// The line \a id was too long and has not been taken.
[[nodiscard]] QByteArray tooLongText(const QString &id);

// ---- to a page that sends a file

[[nodiscard]] QByteArray haveText(quint64 have);

} // namespace knock::caller
