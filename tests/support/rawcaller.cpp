// SPDX-License-Identifier: Apache-2.0
#include "tests/support/rawcaller.h"

#include "app/service/hearing/g711.h"

#include <array>
#include <chrono>
#include <cmath>
#include <numbers>
#include <QRegularExpression>
#include <QtEndian>
#include <QTest>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace knock::test {

RawCaller::RawCaller(quint16 sipPort, QString number, const QHostAddress &service, const QHostAddress &own)
    : m_sipPort(sipPort)
    , m_service(service)
    , m_ownAddress(own)
    , m_own(own.toString().toLatin1())
    , m_number(std::move(number))
    , m_id(QUuid::createUuid().toByteArray(QUuid::Id128))
    , m_to("<sip:112@127.0.0.1>")
{
    m_sip.bind(m_ownAddress);
    m_rtp.bind(m_ownAddress);
    connect(&m_sip, &QUdpSocket::readyRead, this, &RawCaller::receive);
    connect(&m_rtp, &QUdpSocket::readyRead, this, [this] {
        while (m_rtp.hasPendingDatagrams())
            m_rtp.readDatagram(nullptr, 0);
    });
}

void RawCaller::invite()
{
    const QByteArray port = QByteArray::number(m_rtp.localPort());
    sendRequest(
        "INVITE",
        "v=0\r\no=- 1 1 IN IP4 " + m_own + "\r\ns=-\r\nc=IN IP4 " + m_own + "\r\nt=0 0\r\nm=audio " + port
            + " RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\n");
}

void RawCaller::cancel() { sendRequest("CANCEL"); }

void RawCaller::bye()
{
    ++m_cseq;
    sendRequest("BYE");
}

void RawCaller::sendRequest(const QByteArray &method, const QByteArray &body, const QByteArray &type)
{
    const QByteArray number = m_number.toLatin1();
    const QByteArray port = QByteArray::number(m_sip.localPort());
    QByteArray request = method + " sip:112@127.0.0.1 SIP/2.0\r\n";
    request += "Via: SIP/2.0/UDP " + m_own + ":" + port + ";rport;branch=z9hG4bK" + m_id + QByteArray::number(m_cseq)
        + "\r\n";
    request += "Max-Forwards: 70\r\nFrom: <sip:" + number + "@" + m_own + ">;tag=" + m_id + "\r\nTo: " + m_to + "\r\n";
    request += "Call-ID: " + m_id + "\r\nCSeq: " + QByteArray::number(m_cseq) + " " + method + "\r\n";
    request += "Contact: <sip:" + number + "@" + m_own + ":" + port + ">\r\n";
    if (!body.isEmpty())
        request += "Content-Type: " + type + "\r\n";
    request += "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    m_sip.writeDatagram(request, m_service, m_sipPort);
}

void RawCaller::receive()
{
    while (m_sip.hasPendingDatagrams()) {
        QByteArray answer(m_sip.pendingDatagramSize(), Qt::Uninitialized);
        m_sip.readDatagram(answer.data(), answer.size());
        const QString text = QString::fromUtf8(answer);
        if (text.startsWith("SIP/2.0 180"_L1))
            m_ringing = true;
        if (!text.startsWith("SIP/2.0 200"_L1) || !text.contains("INVITE"_L1))
            continue;
        static const QRegularExpression to(
            u"^To: *(.+?)\\r$"_s, QRegularExpression::MultilineOption | QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression audio(u"^m=audio (\\d+)"_s, QRegularExpression::MultilineOption);
        m_to = to.match(text).captured(1).toUtf8();
        m_remoteRtp = audio.match(text).captured(1).toUShort();
        m_answered = true;
        sendRequest("ACK");
    }
}

namespace {

constexpr QByteArrayView keys = "0123456789*#";

qint64 microsecondsNow()
{
    using namespace std::chrono;
    return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

} // namespace

qint64 RawCaller::press(char key)
{
    const int event = int(keys.indexOf(key));
    const qint64 left = microsecondsNow();
    sendEvent(event, true, false, 160);
    sendEvent(event, false, false, 320);
    sendEvent(event, false, false, 480);
    for (int repeat = 0; repeat < 3; ++repeat)
        sendEvent(event, false, true, 800);
    m_timestamp += 1600;
    return left;
}

qint64 RawCaller::pressByInfo(char key)
{
    ++m_cseq;
    const qint64 left = microsecondsNow();
    sendRequest("INFO", QByteArray("Signal=") + key + "\r\nDuration=160\r\n", "application/dtmf-relay");
    return left;
}

// ITU-T Q.23: one tone for the row of the key and one for its column.
qint64 RawCaller::pressByTone(char key)
{
    static constexpr std::array<double, 4> rows{697, 770, 852, 941};
    static constexpr std::array<double, 3> columns{1209, 1336, 1477};
    static constexpr QByteArrayView pad = "123456789*0#";
    constexpr int packets = 5;
    constexpr int size = 160;
    constexpr double loudness = 5000;
    const auto place = static_cast<size_t>(pad.indexOf(key));
    const qint64 left = microsecondsNow();
    for (int packet = 0; packet < packets; ++packet) {
        (void)QTest::qWaitFor([&] { return microsecondsNow() >= left + packet * 20'000; });
        QByteArray payload;
        for (int n = packet * size; n < (packet + 1) * size; ++n) {
            const double turn = 2 * std::numbers::pi * n / 8000;
            const double both = std::sin(turn * rows.at(place / 3)) + std::sin(turn * columns.at(place % 3));
            payload += static_cast<char>(hearing::encoded(static_cast<qint16>(loudness * both), hearing::Law::A));
        }
        say(payload);
    }
    say(QByteArray(size, silence));
    return left;
}

void RawCaller::say(const QByteArray &payload)
{
    QByteArray packet(12, '\0');
    auto *bytes = reinterpret_cast<uchar *>(packet.data());
    bytes[0] = 0x80;
    bytes[1] = 8;
    qToBigEndian<quint16>(m_sequence++, bytes + 2);
    qToBigEndian<quint32>(m_timestamp, bytes + 4);
    qToBigEndian<quint32>(0x4b4e4f43, bytes + 8);
    m_timestamp += static_cast<quint32>(payload.size());
    m_rtp.writeDatagram(packet + payload, m_service, m_remoteRtp);
}

void RawCaller::sendEvent(int event, bool marker, bool end, quint16 duration)
{
    // RFC 3550, 5.1: the header; RFC 4733, 2.3: event, end bit and volume, duration.
    QByteArray packet(16, '\0');
    auto *bytes = reinterpret_cast<uchar *>(packet.data());
    bytes[0] = 0x80;
    bytes[1] = uchar((marker ? 0x80 : 0) | 101);
    qToBigEndian<quint16>(m_sequence++, bytes + 2);
    qToBigEndian<quint32>(m_timestamp, bytes + 4);
    qToBigEndian<quint32>(0x4b4e4f43, bytes + 8);
    bytes[12] = uchar(event);
    bytes[13] = uchar((end ? 0x80 : 0) | 10);
    qToBigEndian<quint16>(duration, bytes + 14);
    m_rtp.writeDatagram(packet, m_service, m_remoteRtp);
}

} // namespace knock::test
