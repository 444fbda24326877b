// SPDX-License-Identifier: Apache-2.0
#include "app/knockd/listing.h"

using namespace Qt::StringLiterals;

namespace knock::keeper {

namespace {

QString place(const QHostAddress &address, quint16 port)
{
    const QString host
        = address.protocol() == QAbstractSocket::IPv6Protocol ? u"[%1]"_s.arg(address.toString()) : address.toString();
    return port == 0 ? host + u", any free port"_s : host + u':' + QString::number(port);
}

} // namespace

QStringList listingOf(const service::Configuration &c)
{
    QStringList lines;
    const auto add = [&lines](const QString &what, const QHostAddress &address, const std::optional<quint16> &port,
                              const QString &how) {
        if (port)
            lines << what.leftJustified(24) + place(address, *port) + u"  "_s + how;
    };
    add(u"calls"_s, c.address, c.sipPort, u"SIP over UDP and TCP"_s);
    add(u"calls, encrypted"_s, c.address, c.sipTlsPort, u"SIP over TLS"_s);
    add(u"the caller's page"_s, c.address, c.webPort, u"HTTPS, as %1"_s.arg(c.publicHost));
    add(u"phones' locations"_s, c.address, c.amlPort, u"HTTPS"_s);
    add(u"reports of gateways"_s, c.address, c.reportPort, u"HTTPS"_s);
    add(u"the page for the units"_s, c.address, c.packPort, u"HTTPS, as %1"_s.arg(c.packHost));
    add(u"desks"_s, c.deskAddress.value_or(c.address), c.deskPort, u"WebSocket, TLS 1.3"_s);
    add(u"how the service is"_s, c.adminAddress, c.adminPort, u"HTTPS, TLS 1.3"_s);
    return lines;
}

} // namespace knock::keeper
