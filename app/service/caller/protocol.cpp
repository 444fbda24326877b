// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/protocol.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <optional>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace knock::caller {

namespace {

constexpr qsizetype longestId = 64;
constexpr qsizetype longestLanguage = 35; // RFC 5646, 4.4.1
constexpr double latestTime = 8.64e15; // the last millisecond a browser's clock can show (ECMA-262, 21.4.1.1)
constexpr qsizetype longestChat = 256 * 1024;

QByteArray bytes(const QJsonObject &object) { return QJsonDocument(object).toJson(QJsonDocument::Compact); }

template <typename Value>
using Words = std::initializer_list<std::pair<QLatin1StringView, Value>>;

constexpr Words<LinkKind> links{
    {"live"_L1, LinkKind::Live}, {"location"_L1, LinkKind::Location}, {"upload"_L1, LinkKind::Upload}};
constexpr Words<PageFace> faces{
    {"plain"_L1, PageFace::Plain}, {"disguised"_L1, PageFace::Disguised}, {"black"_L1, PageFace::Black}};
constexpr Words<Permission> permissions{{"location"_L1, Permission::Location}, {"camera"_L1, Permission::Camera}};
constexpr Words<Decision> decisions{
    {"granted"_L1, Decision::Granted}, {"denied"_L1, Decision::Denied}, {"lacking"_L1, Decision::Lacking}};
constexpr Words<CameraWish> wishes{{"back"_L1, CameraWish::Back},
                                   {"front"_L1, CameraWish::Front},
                                   {"off"_L1, CameraWish::Off},
                                   {"snapshot"_L1, CameraWish::Snapshot}};

template <typename Value>
QString wordFor(Words<Value> words, Value value)
{
    return std::ranges::find_if(words, [value](const auto &word) { return word.second == value; })->first;
}

template <typename Value>
std::optional<Value> valueOf(Words<Value> words, const QJsonValue &word)
{
    const auto found
        = std::ranges::find_if(words, [&word](const auto &known) { return known.first == word.toString(); });
    return found == words.end() ? std::nullopt : std::optional(found->second);
}

/// Letters, digits and hyphens: nothing that means anything to whatever it passes through.
bool isName(const QString &name, qsizetype longest)
{
    const auto plain = [](QChar c) { return c == u'-' || (c.unicode() < 128 && c.isLetterOrNumber()); };
    return !name.isEmpty() && name.size() <= longest && std::ranges::all_of(name, plain);
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

Result<FromPage> readSay(const QJsonObject &object)
{
    const Say say{object["id"_L1].toString(), object["text"_L1].toString(), object["phrase"_L1].toString()};
    if (!isName(say.id, longestId) || say.text.isEmpty() || !isPlainText(say.text))
        return failure(Error::Kind::Malformed, u"a line without an id or plain text"_s);
    if (!object["phrase"_L1].isUndefined() && !isName(say.phrase, Message::longestPhrase))
        return failure(Error::Kind::Malformed, u"a line with an impossible phrase"_s);
    return say;
}

Result<FromPage> readOffer(const QJsonObject &object)
{
    const Offer offer{object["sdp"_L1].toString()};
    if (!offer.sdp.startsWith("v=0"_L1) || offer.sdp.toUtf8().size() > longestOffer)
        return failure(Error::Kind::Malformed, u"an offer that is no SDP, or too long"_s);
    return offer;
}

Result<FromPage> readOpen(const QJsonObject &object)
{
    // What a phone calls its language is not worth losing the caller for.
    const QString language = object["language"_L1].toString();
    return Open{isName(language, longestLanguage) ? language : QString()};
}

Result<FromPage> readPermission(const QJsonObject &object)
{
    const auto permission = valueOf(permissions, object["of"_L1]);
    const auto decision = valueOf(decisions, object["decision"_L1]);
    if (!permission || !decision)
        return failure(Error::Kind::Malformed, u"an unknown permission"_s);
    return PermissionRead{*permission, *decision};
}

Result<FromPage> readSeen(const QJsonObject &object)
{
    const SeenLine seen{object["id"_L1].toString(), object["read"_L1].toBool()};
    if (!isName(seen.id, longestId) || !object["read"_L1].isBool())
        return failure(Error::Kind::Malformed, u"a seen line without an id or without how"_s);
    return seen;
}

Result<FromPage> readFace(const QJsonObject &object)
{
    const auto face = valueOf(faces, object["face"_L1]);
    if (!face)
        return failure(Error::Kind::Malformed, u"an unknown face"_s);
    return Face{*face};
}

Result<FromPage> readPing(const QJsonObject &object)
{
    constexpr double most = 100. * 366 * 24 * 3600 * 1000; // ms; a phone that lost its time is in 1970
    const double ahead = object["ahead"_L1].toDouble(most);
    if (std::abs(ahead) >= most)
        return Ping{};
    return Ping{std::chrono::milliseconds(std::llround(ahead))};
}

template <typename Kind>
Result<FromPage> readBare(const QJsonObject &)
{
    return Kind{};
}

QJsonObject describe(const Message &message)
{
    QJsonObject line{
        {u"id"_s, message.id},
        {u"author"_s, message.author == Message::Author::Caller ? u"caller"_s : u"operator"_s},
        {u"text"_s, message.text},
        {u"at"_s, message.at.toMSecsSinceEpoch()},
    };
    if (!message.phrase.isEmpty())
        line[u"phrase"_s] = message.phrase;
    if (message.read)
        line[u"read"_s] = true;
    return line;
}

QJsonArray describe(const std::vector<Relay> &relays)
{
    QJsonArray servers;
    for (const Relay &relay : relays)
        servers.append(
            QJsonObject{{u"urls"_s, relay.url}, {u"username"_s, relay.user}, {u"credential"_s, relay.password}});
    return servers;
}

} // namespace

Result<FromPage> readFromPage(const QByteArray &text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text);
    if (!document.isObject())
        return failure(Error::Kind::Malformed, u"no JSON object"_s);
    const QJsonObject object = document.object();
    static const QHash<QString, Result<FromPage> (*)(const QJsonObject &)> readers{
        {u"open"_s, readOpen},
        {u"permission"_s, readPermission},
        {u"fix"_s, [](const QJsonObject &fix) -> Result<FromPage> { return FixRead{readFix(fix)}; }},
        {u"say"_s, readSay},
        {u"seen"_s, readSeen},
        {u"typing"_s, readBare<Typing>},
        {u"face"_s, readFace},
        {u"offer"_s, readOffer},
        {u"cameraOff"_s, readBare<CameraOff>},
        {u"flee"_s, readBare<Flee>},
        {u"ping"_s, readPing},
    };
    const auto reader = readers.constFind(object["kind"_L1].toString());
    if (reader == readers.constEnd())
        return failure(Error::Kind::Malformed, u"an unknown kind of message"_s);
    return (*reader)(object);
}

bool mayWait(const QByteArray &text) { return text.startsWith(R"({"kind":"fix")"); }

QByteArray chatText(const Beginning &beginning, const std::vector<Message> &messages)
{
    // A talk so long that it would choke the page loses its beginning there; the desk has it all.
    QJsonArray lines;
    qsizetype size = 0;
    for (auto message = messages.rbegin(); message != messages.rend() && size < longestChat; ++message) {
        const QJsonObject line = describe(*message);
        size += bytes(line).size();
        lines.prepend(line);
    }
    return bytes({{u"kind"_s, u"chat"_s},
                  {u"link"_s, wordFor(links, beginning.link)},
                  {u"face"_s, wordFor(faces, beginning.face)},
                  {u"relays"_s, describe(beginning.relays)},
                  {u"messages"_s, lines}});
}

QByteArray messageText(const Message &message)
{
    QJsonObject object = describe(message);
    object[u"kind"_s] = u"message"_s;
    return bytes(object);
}

QByteArray readText(const QString &id) { return bytes({{u"kind"_s, u"read"_s}, {u"id"_s, id}}); }

QByteArray typingText() { return bytes({{u"kind"_s, u"typing"_s}}); }

QByteArray cameraText(CameraWish wish) { return bytes({{u"kind"_s, u"camera"_s}, {u"wish"_s, wordFor(wishes, wish)}}); }

QByteArray answerText(const QString &sdp) { return bytes({{u"kind"_s, u"answer"_s}, {u"sdp"_s, sdp}}); }

QByteArray candidateText(int mediaLine, const QString &candidate)
{
    return bytes({{u"kind"_s, u"candidate"_s}, {u"line"_s, mediaLine}, {u"candidate"_s, candidate}});
}

QByteArray stillText() { return bytes({{u"kind"_s, u"still"_s}}); }

QByteArray pongText(const QDateTime &now)
{
    return bytes({{u"kind"_s, u"pong"_s}, {u"at"_s, now.toMSecsSinceEpoch()}});
}

QByteArray endText() { return bytes({{u"kind"_s, u"end"_s}}); }

QByteArray tooLongText(const QString &id)
{
    return bytes({{u"kind"_s, u"error"_s}, {u"what"_s, u"tooLong"_s}, {u"id"_s, id}});
}

QByteArray haveText(quint64 have) { return bytes({{u"have"_s, static_cast<qint64>(have)}}); }

} // namespace knock::caller
