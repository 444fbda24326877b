// SPDX-License-Identifier: Apache-2.0
#include "app/service/cad/order.h"

#include "app/service/dispatch/bestfix.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>

using namespace Qt::StringLiterals;

namespace knock::cad {

namespace {

QString timeText(const QDateTime &at) { return at.toUTC().toString(Qt::ISODateWithMs); }

QJsonObject locationOf(const Incident &incident, const Fix &fix, const QDateTime &ordered)
{
    QJsonObject location{{u"latitude"_s, fix.latitude},
                         {u"longitude"_s, fix.longitude},
                         {u"source"_s, dispatch::nameOf(fix.source)},
                         {u"at"_s, timeText(fix.at)},
                         {u"ageSeconds"_s, std::max<qint64>(0, fix.at.secsTo(ordered))},
                         {u"promoted"_s, incident.promoted == fix.source}};
    if (fix.radius > Metres{0})
        location.insert(u"radius"_s, fix.radius.value);
    if (fix.confidence)
        location.insert(u"confidence"_s, fix.confidence->value);
    return location;
}

} // namespace

QByteArray keyOf(IncidentId incident, quint64 order)
{
    return QByteArray::number(incident.value) + '/' + QByteArray::number(order);
}

QByteArray bodyOf(const Incident &incident, quint64 order)
{
    const UnitOrdered &ordered = incident.orders.at(size_t(order) - 1).ordered;
    const bool isSilent = incident.knock == Incident::Knock::Heard || incident.knock == Incident::Knock::Confirmed;
    QJsonObject body{{u"version"_s, 1},
                     {u"order"_s, QString::fromLatin1(keyOf(incident.id, order))},
                     {u"incident"_s, qint64(incident.id.value)},
                     {u"calledAt"_s, timeText(incident.arrived)},
                     {u"unit"_s, ordered.unit},
                     {u"orderedAt"_s, timeText(ordered.at)},
                     {u"callerNumber"_s, incident.number},
                     {u"cannotSpeak"_s, isSilent},
                     {u"contactUnsafe"_s, incident.isContactUnsafe()}};
    if (incident.classified && incident.classified->priority)
        body.insert(u"priority"_s, int(*incident.classified->priority));
    if (incident.classified && !incident.classified->category.isEmpty())
        body.insert(u"category"_s, incident.classified->category);
    if (const Fix *fix = dispatch::bestFix(incident))
        body.insert(u"location"_s, locationOf(incident, *fix, ordered.at));
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

QByteArray signatureOf(const QByteArray &body, const QByteArray &secret, const QDateTime &now)
{
    const QByteArray time = QByteArray::number(now.toSecsSinceEpoch());
    const QByteArray code
        = QMessageAuthenticationCode::hash(time + '.' + body, secret, QCryptographicHash::Sha256).toHex();
    return "t=" + time + ",v1=" + code;
}

} // namespace knock::cad
