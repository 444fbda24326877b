// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

namespace knock::test {

/// A PIDF-LO document around \a content, with the names of RFC 5491's examples.
inline QByteArray presence(const QByteArray &content)
{
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\""
           " xmlns:gp=\"urn:ietf:params:xml:ns:pidf:geopriv10\" xmlns:gml=\"http://www.opengis.net/gml\""
           " xmlns:gs=\"http://www.opengis.net/pidflo/1.0\" xmlns:con=\"urn:ietf:params:xml:ns:geopriv:conf\""
           " xmlns:cl=\"urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr\" entity=\"pres:a@example.com\">\n"
        + content + "\n</presence>\n";
}

/// What a device, tuple or person says of its place.
inline QByteArray geopriv(const QByteArray &place)
{
    return "<gp:geopriv><gp:location-info>" + place
        + "</gp:location-info><gp:usage-rules><gp:retransmission-allowed>no</gp:retransmission-allowed>"
          "</gp:usage-rules><gp:method>Wiremap</gp:method></gp:geopriv>";
}

inline QByteArray device(const QByteArray &place, const QByteArray &time = "2007-06-22T20:57:29Z")
{
    return "<dm:device id=\"a\">" + geopriv(place) + "<dm:timestamp>" + time + "</dm:timestamp></dm:device>";
}

inline QByteArray circle(const QByteArray &position, const QByteArray &radius)
{
    return "<gs:Circle srsName=\"urn:ogc:def:crs:EPSG::4326\"><gml:pos>" + position
        + "</gml:pos><gs:radius uom=\"urn:ogc:def:uom:EPSG::9001\">" + radius + "</gs:radius></gs:Circle>";
}

} // namespace knock::test
