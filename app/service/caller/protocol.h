// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/chat.h"
#include "app/core/error.h"
#include "app/core/location.h"

#include <QByteArray>
#include <variant>
#include <vector>

/// The words between the caller's page and the service, as bytes and as values; see PROTOCOL.md.
namespace knock::caller {

// ---- from the page

struct Open {
};

struct FixRead {
    Fix fix; ///< may be one that is not valid: a browser's reading is not a broken message
};

struct Say {
    QString id;
    QString text;
};

struct Offer {
    QString sdp;
};

struct CameraOff {
};

struct Ping {
};

using FromPage = std::variant<Open, FixRead, Say, Offer, CameraOff, Ping>;

constexpr qsizetype longestOffer = 32 * 1024;

[[nodiscard]] Result<FromPage> readFromPage(const QByteArray &text);

// ---- to the page

[[nodiscard]] QByteArray chatText(const std::vector<Message> &messages);
[[nodiscard]] QByteArray messageText(const Message &message);
[[nodiscard]] QByteArray answerText(const QString &sdp);
[[nodiscard]] QByteArray candidateText(int mediaLine, const QString &candidate);
[[nodiscard]] QByteArray pongText();
[[nodiscard]] QByteArray endText();
/// The line \a id was too long and has not been taken.
[[nodiscard]] QByteArray tooLongText(const QString &id);

} // namespace knock::caller
