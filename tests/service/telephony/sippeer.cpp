// SPDX-License-Identifier: Apache-2.0
#include "tests/service/telephony/sippeer.h"

#include "app/service/hearing/g711.h"

#include <numeric>
#include <QNetworkDatagram>
#include <QRegularExpression>
#include <QtEndian>
#include <QTest>

using namespace Qt::StringLiterals;

namespace knock::test {

namespace {

constexpr size_t samplesInPacket = 160; // 20 ms

QByteArray captured(const QString &form, const QByteArray &text)
{
    const QRegularExpression expression(form, QRegularExpression::MultilineOption);
    return expression.match(QString::fromLatin1(text)).captured(1).toLatin1();
}

} // namespace

SipPeer::SipPeer(Transport transport, quint16 port, const QHostAddress &host)
    : m_transport(transport)
    , m_port(port)
    , m_address(host)
    , m_host(host.protocol() == QAbstractSocket::IPv6Protocol ? '[' + host.toString().toLatin1() + ']'
                                                              : host.toString().toLatin1())
    , m_callId(QByteArray::number(reinterpret_cast<quintptr>(this), 16) + "@peer")
{
    m_udp.bind(m_address);
    m_rtp.bind(m_address);
    connect(&m_udp, &QUdpSocket::readyRead, this, &SipPeer::readSip);
    connect(&m_tcp, &QTcpSocket::readyRead, this, &SipPeer::readSip);
    connect(&m_rtp, &QUdpSocket::readyRead, this, &SipPeer::readRtp);
    if (transport == Transport::Tcp) {
        m_tcp.connectToHost(m_address, port);
        m_tcp.waitForConnected(3000);
    } else if (transport == Transport::Tls) {
        m_tcp.setPeerVerifyMode(QSslSocket::VerifyNone);
        m_tcp.connectToHostEncrypted(m_address.toString(), port);
        m_tcp.waitForEncrypted(10'000);
    }
}

void SipPeer::sendRaw(const QByteArray &bytes)
{
    m_lastSent = bytes;
    if (m_transport == Transport::Udp) {
        m_udp.writeDatagram(bytes, m_address, m_port);
    } else {
        m_tcp.write(bytes);
        m_tcp.flush();
    }
}

QByteArray SipPeer::via(const QByteArray &branch) const
{
    const QByteArray name = m_transport == Transport::Udp ? "UDP" : m_transport == Transport::Tcp ? "TCP" : "TLS";
    const quint16 port = m_transport == Transport::Udp ? m_udp.localPort() : m_tcp.localPort();
    const QByteArray host = "Via: SIP/2.0/" + name + " " + m_host + ":" + QByteArray::number(port);
    return host + (writesBranches ? ";rport;branch=" + branch : QByteArray()) + "\r\n";
}

void SipPeer::request(const QByteArray &method, const QByteArray &headers, const QByteArray &body)
{
    const bool repeatsInvite = method == "ACK" || method == "CANCEL";
    if (!repeatsInvite) {
        ++m_sequence;
    }
    QByteArray branch = "z9hG4bK" + m_callId.first(8) + QByteArray::number(++m_branches);
    if (method == "INVITE") {
        m_inviteBranch = branch;
        m_inviteSequence = m_sequence;
    }
    if (method == "CANCEL") {
        branch = m_inviteBranch;
    }
    const QByteArray target
        = method == "INVITE" && !called.isEmpty() ? called : "sip:112@" + m_host + ":" + QByteArray::number(m_port);
    const quint16 port = m_transport == Transport::Udp ? m_udp.localPort() : m_tcp.localPort();
    const QByteArray suffix = m_transport == Transport::Udp ? ""
        : m_transport == Transport::Tcp                     ? ";transport=tcp"
                                                            : ";transport=tls";
    const bool inDialog = !m_toTag.isEmpty() && method != "CANCEL";
    sendRaw(method + " " + target + " SIP/2.0\r\n" + via(branch) + "From: \"A\" <sip:" + number
            + "@127.0.0.1>;tag=peer\r\n" + "To: <" + target + ">" + (inDialog ? ";tag=" + m_toTag : QByteArray())
            + "\r\nCall-ID: " + m_callId + "\r\nCSeq: "
            + QByteArray::number(repeatsInvite ? m_inviteSequence : m_sequence) + " " + method + "\r\nContact: <"
            + (contact.isEmpty() ? "sip:peer@" + m_host + ":" + QByteArray::number(port) + suffix : contact)
            + ">\r\nMax-Forwards: 70\r\n" + headers + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n"
            + body);
}

void SipPeer::invite(const QByteArray &headers, const QByteArray &description)
{
    const bool hasType = headers.contains("Content-Type:") || description.isEmpty();
    request("INVITE", hasType ? headers : headers + "Content-Type: application/sdp\r\n", description);
}

void SipPeer::acknowledge(const QByteArray &description)
{
    request("ACK", description.isEmpty() ? QByteArray() : "Content-Type: application/sdp\r\n"_ba, description);
}

void SipPeer::respond(const QByteArray &toRequest, const QByteArray &status, const Answer &answer)
{
    QByteArray headers;
    for (const QByteArray &line : toRequest.split('\n')) {
        for (const char *name : {"Via:", "From:", "To:", "Call-ID:", "CSeq:"}) {
            if (line.startsWith(name)) {
                headers += line.trimmed();
                headers += line.startsWith("To:") && !line.contains("tag=") ? ";tag=" + answer.tag : QByteArray();
                headers += "\r\n";
            }
        }
    }
    const QByteArray type = answer.description.isEmpty() ? "" : "Content-Type: application/sdp\r\n";
    const QByteArray ownContact = "Contact: <sip:peer@127.0.0.1:" + QByteArray::number(port()) + ">\r\n";
    sendRaw("SIP/2.0 " + status + "\r\n" + headers + (answer.contact ? ownContact : QByteArray()) + answer.headers
            + type + "Content-Length: " + QByteArray::number(answer.description.size()) + "\r\n\r\n"
            + answer.description);
}

void SipPeer::takeCall(const QByteArray &invite)
{
    m_callId = captured(u"^Call-ID: (\\S+)"_s, invite);
    m_toTag = captured(u"^From:.*;tag=(\\w+)"_s, invite);
    m_remoteRtp = captured(u"^m=audio (\\d+)"_s, invite).toUShort();
}

void SipPeer::cancel() { request("CANCEL"); }

QByteArray SipPeer::wait(const QByteArray &beginning, int milliseconds)
{
    if (!QTest::qWaitFor([&] { return hasReceived(beginning); }, milliseconds)) {
        return {};
    }
    while (!m_messages.front().startsWith(beginning)) {
        m_messages.erase(m_messages.begin());
    }
    const QByteArray message = m_messages.front();
    m_messages.erase(m_messages.begin());
    if (message.startsWith("SIP/2.0 180")) {
        m_toTag = captured(u"^To:.*;tag=(\\w+)"_s, message);
    }
    const bool describesSound = message.startsWith("SIP/2.0 183") || message.startsWith("SIP/2.0 200");
    if (describesSound && message.contains("INVITE")) {
        m_toTag = captured(u"^To:.*;tag=(\\w+)"_s, message);
        m_remoteRtp = captured(u"^m=audio (\\d+)"_s, message).toUShort();
    }
    return message;
}

bool SipPeer::hasReceived(const QByteArray &beginning) const
{
    return std::ranges::any_of(m_messages, [&](const QByteArray &message) { return message.startsWith(beginning); });
}

bool SipPeer::call(const std::function<void()> &answer, const QByteArray &description)
{
    invite({}, description.isEmpty() ? offer() : description);
    if (wait("SIP/2.0 180").isEmpty()) {
        return false;
    }
    answer();
    if (wait("SIP/2.0 200").isEmpty()) {
        return false;
    }
    acknowledge();
    return true;
}

QByteArray SipPeer::offer(const QByteArray &formats) const
{
    const QByteArray place = (m_host.startsWith('[') ? "IN IP6 " : "IN IP4 ") + m_address.toString().toLatin1();
    return "v=0\r\no=peer 1 1 " + place + "\r\ns=-\r\nc=" + place + "\r\nt=0 0\r\nm=audio "
        + QByteArray::number(rtpPort()) + " RTP/AVP " + formats
        + "\r\na=rtpmap:96 telephone-event/8000\r\na=fmtp:96 0-15\r\na=sendrecv\r\n";
}

void SipPeer::sendRtp(const QByteArray &packet, QUdpSocket *from)
{
    (from == nullptr ? m_rtp : *from).writeDatagram(packet, m_address, m_remoteRtp);
}

void SipPeer::sendEvent(int event, int duration, bool end, quint32 timestamp, quint16 sequence, bool marker)
{
    QByteArray packet(16, '\0');
    packet[0] = '\x80';
    packet[1] = static_cast<char>(keyType | (marker ? 0x80 : 0));
    qToBigEndian(sequence, packet.data() + 2);
    qToBigEndian(timestamp, packet.data() + 4);
    qToBigEndian(quint32(0x6b6e6f63), packet.data() + 8);
    packet[12] = static_cast<char>(event);
    packet[13] = static_cast<char>(end ? 0x8a : 0x0a);
    qToBigEndian(static_cast<quint16>(duration), packet.data() + 14);
    sendRtp(packet);
}

void SipPeer::press(int event)
{
    for (int n = 1; n <= 4; ++n) {
        sendEvent(event, 160 * n, false, m_timestamp, m_rtpSequence++, n == 1);
    }
    for (int n = 0; n < 3; ++n) {
        sendEvent(event, 800, true, m_timestamp, m_rtpSequence++, false);
    }
    m_timestamp += 1600;
}

void SipPeer::say(std::span<const qint16> samples)
{
    std::vector<size_t> packets(samples.size() / samplesInPacket);
    std::iota(packets.begin(), packets.end(), 0U);
    say(samples, packets);
}

void SipPeer::say(std::span<const qint16> samples, const std::vector<size_t> &packets)
{
    for (const size_t at : packets) {
        QByteArray packet(12, '\0');
        packet[0] = '\x80';
        qToBigEndian(static_cast<quint16>(m_rtpSequence + at), packet.data() + 2);
        qToBigEndian(static_cast<quint32>(m_timestamp + at * samplesInPacket), packet.data() + 4);
        qToBigEndian(quint32(0x6b6e6f63), packet.data() + 8);
        for (const qint16 sample : samples.subspan(at * samplesInPacket, samplesInPacket)) {
            packet += static_cast<char>(hearing::encoded(sample, hearing::Law::Mu));
        }
        sendRtp(packet);
    }
    m_rtpSequence += static_cast<quint16>(samples.size() / samplesInPacket);
    m_timestamp += static_cast<quint32>(samples.size());
}

void SipPeer::readSip()
{
    while (m_udp.hasPendingDatagrams()) {
        m_messages.push_back(m_udp.receiveDatagram().data());
    }
    if (m_tcp.isOpen()) {
        m_stream += m_tcp.readAll();
        split();
    }
}

void SipPeer::split()
{
    for (;;) {
        const qsizetype head = m_stream.indexOf("\r\n\r\n");
        if (head < 0) {
            return;
        }
        const qsizetype length = captured(u"^Content-Length: (\\d+)"_s, m_stream.first(head + 2)).toLongLong();
        if (m_stream.size() < head + 4 + length) {
            return;
        }
        m_messages.push_back(m_stream.first(head + 4 + length));
        m_stream.remove(0, head + 4 + length);
    }
}

void SipPeer::readRtp()
{
    while (m_rtp.hasPendingDatagrams()) {
        const QByteArray packet = m_rtp.receiveDatagram().data();
        if (packet.size() >= 12) {
            heard.push_back({.type = static_cast<quint8>(packet[1] & 0x7f),
                             .marker = (packet[1] & 0x80) != 0,
                             .timestamp = qFromBigEndian<quint32>(packet.data() + 4),
                             .payload = packet.sliced(12)});
        }
    }
}

} // namespace knock::test
