// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QRandomGenerator>
#include <QString>
#include <QStringList>

namespace knock::test {

/// What a browser says about sound, a camera and a data channel; the camera is the second line.
inline QString browserOffer()
{
    using namespace Qt::StringLiterals;
    return uR"(v=0
o=- 4611731400430051336 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0 1 2
a=extmap-allow-mixed
a=msid-semantic: WMS stream
m=audio 9 UDP/TLS/RTP/SAVPF 111 63
c=IN IP4 0.0.0.0
a=rtcp:9 IN IP4 0.0.0.0
a=ice-ufrag:4ZcD
a=ice-pwd:2/1muCWoOi3uLifh0NuRHlMv
a=ice-options:trickle
a=fingerprint:sha-256 7B:8B:F0:65:5F:78:E2:51:3B:AC:6F:F3:3F:46:1B:35:DC:B8:5F:64:1A:24:C2:43:F0:A1:58:D0:A1:2C:19:08
a=setup:actpass
a=mid:0
a=sendonly
a=rtcp-mux
a=rtpmap:111 opus/48000/2
a=fmtp:111 minptime=10;useinbandfec=1
m=video 51472 UDP/TLS/RTP/SAVPF 45 46 96 97 102 103
c=IN IP4 192.0.2.7
a=rtcp:9 IN IP4 0.0.0.0
a=candidate:1 1 udp 2122260223 192.0.2.7 51472 typ host generation 0
a=ice-ufrag:4ZcD
a=ice-pwd:2/1muCWoOi3uLifh0NuRHlMv
a=ice-options:trickle
a=fingerprint:sha-256 7B:8B:F0:65:5F:78:E2:51:3B:AC:6F:F3:3F:46:1B:35:DC:B8:5F:64:1A:24:C2:43:F0:A1:58:D0:A1:2C:19:08
a=setup:actpass
a=mid:1
a=extmap:1 urn:ietf:params:rtp-hdrext:toffset
a=extmap:3 urn:3gpp:video-orientation
a=extmap:4/sendonly http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
a=extmap:9 urn:ietf:params:rtp-hdrext:sdes:mid
a=sendonly
a=msid:stream track
a=rtcp-mux
a=rtcp-rsize
a=rtpmap:45 AV1/90000
a=rtcp-fb:45 transport-cc
a=rtpmap:46 rtx/90000
a=fmtp:46 apt=45
a=rtpmap:96 VP8/90000
a=rtcp-fb:96 goog-remb
a=rtcp-fb:96 transport-cc
a=rtcp-fb:96 ccm fir
a=rtcp-fb:96 nack
a=rtcp-fb:96 nack pli
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96
a=rtpmap:102 H264/90000
a=rtcp-fb:102 transport-cc
a=rtcp-fb:102 nack pli
a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f
a=rtpmap:103 rtx/90000
a=fmtp:103 apt=102
a=ssrc-group:FID 2231627014 632943048
a=ssrc:2231627014 cname:EocUG1f0fcg/yvY7
a=ssrc:632943048 cname:EocUG1f0fcg/yvY7
m=application 9 UDP/DTLS/SCTP webrtc-datachannel
c=IN IP4 0.0.0.0
a=ice-ufrag:4ZcD
a=ice-pwd:2/1muCWoOi3uLifh0NuRHlMv
a=fingerprint:sha-256 7B:8B:F0:65:5F:78:E2:51:3B:AC:6F:F3:3F:46:1B:35:DC:B8:5F:64:1A:24:C2:43:F0:A1:58:D0:A1:2C:19:08
a=setup:actpass
a=mid:2
a=sctp-port:5000
)"_s.replace(u'\n', u"\r\n"_s);
}

/// \a offer with a few places spoilt: characters changed, lines lost, doubled or swapped, numbers made huge.
inline QString mutated(const QString &offer, QRandomGenerator &random)
{
    using namespace Qt::StringLiterals;
    QStringList lines = offer.split(u"\r\n"_s);
    for (int i = random.bounded(1, 5); i > 0; --i) {
        const int at = random.bounded(static_cast<int>(lines.size()));
        QString &line = lines[at];
        switch (random.bounded(6)) {
        case 0:
            if (!line.isEmpty())
                line[random.bounded(static_cast<int>(line.size()))] = QChar(random.bounded(1, 256));
            break;
        case 1:
            lines.removeAt(at);
            break;
        case 2:
            lines.insert(at, QString(line));
            break;
        case 3:
            lines.swapItemsAt(at, random.bounded(static_cast<int>(lines.size())));
            break;
        case 4:
            line.truncate(random.bounded(static_cast<int>(line.size()) + 1));
            break;
        default:
            line += QString(random.bounded(1, 600), u'9');
            break;
        }
    }
    return lines.join(u"\r\n"_s);
}

} // namespace knock::test
