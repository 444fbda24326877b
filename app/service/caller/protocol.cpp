// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/protocol.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace knock::caller {

namespace {

constexpr qsizetype longestId = 64;
constexpr double latestTime = 8.64e15; // the last millisecond a browser's clock can show (ECMA-262, 21.4.1.1)
constexpr qsizetype longestChat = 256 * 1024;

QByteArray bytes(const QJsonObject &object) { return QJsonDocument(object).toJson(QJsonDocument::Compact); }

bool isId(const QString &id)
{
    const auto plain = [](QChar c) { return c == u'-' || (c.unicode() < 128 && c.isLetterOrNumber()); };
    return !id.isEmpty() && id.size() <= longestId && std::ranges::all_of(id, plain);
}

/// A line may be broken into several, but steers no terminal.
bool isPlainText(const QString &text)
{
    return std::ranges::none_of(
        text, [](QChar c) { return c.category() == QChar::Other_Control && c != u'\n' && c != u'\t'; });
}

double number(const QJsonValue &value) { return value.toDouble(std::numeric_limits<double>::quiet_NaN()); }

Fix readFix(const QJsonObject &object)
{
    Fix fix;
    fix.latitude = number(object["lat"_L1]);
    fix.longitude = number(object["lon"_L1]);
    fix.radius = Metres{number(object["radius"_L1])};
    fix.source = Fix::Source::Browser;
    const double at = number(object["at"_L1]);
    if (std::abs(at) <= latestTime)
        fix.at = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(at), QTimeZone::UTC);
    if (const double speed = number(object["speed"_L1]); speed >= 0 && std::isfinite(speed))
        fix.speed = MetresPerSecond{speed};
    if (const double heading = number(object["heading"_L1]); heading >= 0 && heading <= 360)
        fix.heading = Degrees{heading};
    return fix;
}

QJsonObject describe(const Message &message)
{
    return {
        {u"id"_s, message.id},
        {u"author"_s, message.author == Message::Author::Caller ? u"caller"_s : u"operator"_s},
        {u"text"_s, message.text},
        {u"at"_s, message.at.toMSecsSinceEpoch()},
    };
}

} // namespace

Result<FromPage> readFromPage(const QByteArray &text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text);
    if (!document.isObject())
        return failure(Error::Kind::Malformed, u"no JSON object"_s);
    const QJsonObject object = document.object();
    const QString kind = object["kind"_L1].toString();
    if (kind == "open"_L1)
        return Open{};
    if (kind == "fix"_L1)
        return FixRead{readFix(object)};
    if (kind == "say"_L1) {
        const Say say{object["id"_L1].toString(), object["text"_L1].toString()};
        if (!isId(say.id) || say.text.isEmpty() || !isPlainText(say.text))
            return failure(Error::Kind::Malformed, u"a line without an id or plain text"_s);
        return say;
    }
    if (kind == "offer"_L1) {
        const Offer offer{object["sdp"_L1].toString()};
        if (!offer.sdp.startsWith("v=0"_L1) || offer.sdp.toUtf8().size() > longestOffer)
            return failure(Error::Kind::Malformed, u"an offer that is no SDP, or too long"_s);
        return offer;
    }
    if (kind == "cameraOff"_L1)
        return CameraOff{};
    if (kind == "ping"_L1)
        return Ping{};
    return failure(Error::Kind::Malformed, u"an unknown kind of message"_s);
}

QByteArray chatText(const std::vector<Message> &messages)
{
    // A talk so long that it would choke the page loses its beginning there; the desk has it all.
    QJsonArray lines;
    qsizetype size = 0;
    for (auto message = messages.rbegin(); message != messages.rend() && size < longestChat; ++message) {
        const QJsonObject line = describe(*message);
        size += bytes(line).size();
        lines.prepend(line);
    }
    return bytes({{u"kind"_s, u"chat"_s}, {u"messages"_s, lines}});
}

QByteArray messageText(const Message &message)
{
    QJsonObject object = describe(message);
    object[u"kind"_s] = u"message"_s;
    return bytes(object);
}

QByteArray answerText(const QString &sdp) { return bytes({{u"kind"_s, u"answer"_s}, {u"sdp"_s, sdp}}); }

QByteArray candidateText(int mediaLine, const QString &candidate)
{
    return bytes({{u"kind"_s, u"candidate"_s}, {u"line"_s, mediaLine}, {u"candidate"_s, candidate}});
}

QByteArray pongText() { return bytes({{u"kind"_s, u"pong"_s}}); }

QByteArray endText() { return bytes({{u"kind"_s, u"end"_s}}); }

QByteArray tooLongText(const QString &id)
{
    return bytes({{u"kind"_s, u"error"_s}, {u"what"_s, u"tooLong"_s}, {u"id"_s, id}});
}

} // namespace knock::caller
