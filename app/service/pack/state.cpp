// SPDX-License-Identifier: Apache-2.0
#include "app/service/pack/state.h"

#include "app/service/dispatch/bestfix.h"
#include "app/service/pack/pictures.h"

#include <algorithm>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <ranges>

using namespace Qt::StringLiterals;

namespace knock::pack {

namespace {

constexpr std::ptrdiff_t longestChat = 100;
constexpr std::ptrdiff_t longestTrack = 60;

/// The last \a most of \a all.
template <typename T>
auto lastOf(const std::vector<T> &all, std::ptrdiff_t most)
{
    return all | std::views::drop(std::max<std::ptrdiff_t>(0, std::ssize(all) - most));
}

QJsonValue timeOf(const QDateTime &at) { return at.toMSecsSinceEpoch(); }

/// As the desk says it on the radio.
QString numberOf(const Incident &incident)
{
    return u"%1-%2"_s.arg(incident.arrived.toLocalTime().date().year()).arg(incident.id.value, 5, 10, QChar(u'0'));
}

QLatin1StringView nameOf(Incident::Knock knock)
{
    switch (knock) {
    case Incident::Knock::None:
        return "none"_L1;
    case Incident::Knock::Heard:
        return "heard"_L1;
    case Incident::Knock::Confirmed:
        return "confirmed"_L1;
    case Incident::Knock::Dismissed:
        return "dismissed"_L1;
    }
    Q_UNREACHABLE_RETURN({});
}

QLatin1StringView nameOf(Incident::Line line)
{
    switch (line) {
    case Incident::Line::Ringing:
        return "ringing"_L1;
    case Incident::Line::Connected:
        return "connected"_L1;
    case Incident::Line::Ended:
        return "ended"_L1;
    case Incident::Line::CallingBack:
        return "callingBack"_L1;
    }
    Q_UNREACHABLE_RETURN({});
}

QJsonObject placeOf(const Fix &fix, bool isBest)
{
    QJsonObject place{{u"source"_s, dispatch::nameOf(fix.source)},
                      {u"latitude"_s, fix.latitude},
                      {u"longitude"_s, fix.longitude},
                      {u"at"_s, timeOf(fix.at)},
                      {u"best"_s, isBest}};
    if (fix.radius > Metres{0})
        place.insert(u"radius"_s, fix.radius.value);
    if (fix.confidence)
        place.insert(u"confidence"_s, fix.confidence->value);
    return place;
}

/// The best first, then the newest of each other source.
QJsonArray placesOf(const Incident &incident, const Fix &best)
{
    using enum Fix::Source;
    QJsonArray places{placeOf(best, true)};
    for (const Fix::Source source : {Browser, Aml, Sip, Cell, Typed}) {
        const Fix *newest = nullptr;
        for (const Fix &fix : incident.fixes) {
            if (fix.source == source && (!newest || newest->at <= fix.at))
                newest = &fix;
        }
        if (newest && source != best.source)
            places.append(placeOf(*newest, false));
    }
    return places;
}

QJsonArray trackOf(const Incident &incident, const Fix &best)
{
    std::vector<Fix> own;
    std::ranges::copy_if(incident.fixes, std::back_inserter(own),
                         [&best](const Fix &fix) { return fix.source == best.source; });
    std::ranges::stable_sort(own, {}, &Fix::at);
    QJsonArray track;
    for (const Fix &fix : lastOf(own, longestTrack))
        track.append(QJsonArray{fix.latitude, fix.longitude});
    return track;
}

QJsonArray chatOf(const Incident &incident)
{
    QJsonArray chat;
    for (const Message &line : lastOf(incident.chat, longestChat)) {
        chat.append(QJsonObject{{u"by"_s, line.author == Message::Author::Caller ? u"caller"_s : u"desk"_s},
                                {u"text"_s, line.text},
                                {u"at"_s, timeOf(line.at)}});
    }
    return chat;
}

QJsonArray ordersOf(const Incident &incident)
{
    QJsonArray orders;
    for (const Incident::Order &order : incident.orders)
        orders.append(QJsonObject{{u"unit"_s, order.ordered.unit}, {u"at"_s, timeOf(order.ordered.at)}});
    return orders;
}

} // namespace

Categories readCategories(const QString &file)
{
    Categories categories;
    QFile json(file);
    if (!json.open(QIODevice::ReadOnly))
        return categories;
    for (const QJsonValue &row : QJsonDocument::fromJson(json.readAll())["categories"_L1].toArray())
        categories.insert(row["id"_L1].toString(), row.toObject());
    return categories;
}

QByteArray stateOf(const Incident &incident, const Categories &categories)
{
    QJsonObject state{{u"incident"_s, numberOf(incident)},
                      {u"arrived"_s, timeOf(incident.arrived)},
                      {u"line"_s, nameOf(incident.line)},
                      {u"knock"_s, nameOf(incident.knock)},
                      {u"codedTalk"_s, incident.codedTalk.has_value()},
                      {u"contactUnsafe"_s, incident.isContactUnsafe()},
                      {u"orders"_s, ordersOf(incident)},
                      {u"chat"_s, chatOf(incident)}};
    if (incident.heard)
        state.insert(u"keys"_s, incident.heard->digits);
    if (incident.pack)
        state.insert(u"expires"_s, timeOf(incident.pack->expires));
    if (const auto &judged = incident.classified) {
        if (judged->priority)
            state.insert(u"priority"_s, int(*judged->priority));
        if (!judged->category.isEmpty())
            state.insert(u"category"_s, categories.value(judged->category, {{u"en"_s, judged->category}}));
    }
    if (const Fix *best = dispatch::bestFix(incident)) {
        state.insert(u"places"_s, placesOf(incident, *best));
        state.insert(u"track"_s, trackOf(incident, *best));
    }
    QJsonArray pictures;
    for (const Picture &picture : picturesOf(incident))
        pictures.append(QJsonObject{{u"id"_s, qint64(picture.number)}, {u"at"_s, timeOf(picture.at)}});
    state.insert(u"pictures"_s, pictures);
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

} // namespace knock::pack
