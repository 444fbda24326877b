// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QNetworkDatagram>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpSocket>
#include <QTest>
#include <QUdpSocket>

namespace knock::test {

/// The other end of a caller's telephone: sipp answers the call, and the sound comes to this object.
class AnsweringSide
{
public:
    /// One packet of telephone-event, RFC 4733, 2.3.
    struct KeyPacket {
        int event = 0;
        bool end = false;
        int duration = 0;
        quint32 timestamp = 0;
    };

    static bool isInstalled() { return !QStandardPaths::findExecutable(QStringLiteral("sipp")).isEmpty(); }

    ~AnsweringSide()
    {
        m_sipp.kill();
        m_sipp.waitForFinished();
    }

    bool start(const QString &transport)
    {
        m_audio.bind(QHostAddress(QHostAddress::LocalHost));
        QUdpSocket free;
        free.bind(QHostAddress(QHostAddress::LocalHost));
        m_port = free.localPort();
        free.close();
        m_sipp.setProcessChannelMode(QProcess::MergedChannels);
        m_sipp.setStandardInputFile(QProcess::nullDevice());
        m_sipp.start(QStringLiteral("sipp"),
                     {QStringLiteral("-sf"), QFINDTESTDATA("answer.xml"), QStringLiteral("-i"),
                      QStringLiteral("127.0.0.1"), QStringLiteral("-p"), QString::number(m_port), QStringLiteral("-t"),
                      transport == QLatin1StringView("tcp") ? QStringLiteral("t1") : QStringLiteral("u1"),
                      QStringLiteral("-key"), QStringLiteral("audio"), QString::number(m_audio.localPort()),
                      QStringLiteral("-m"), QStringLiteral("20"), QStringLiteral("-nostdin")});
        return m_sipp.waitForStarted() && (transport == QLatin1StringView("udp") || acceptsConnections());
    }

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QByteArray report() { return m_sipp.readAll(); }

    /// Reads what came so far.
    void receive()
    {
        while (m_audio.hasPendingDatagrams()) {
            const QByteArray packet = m_audio.receiveDatagram().data();
            if (packet.size() < 12)
                continue;
            const int payloadType = packet.at(1) & 0x7F;
            if (payloadType == 0)
                ++soundPackets;
            else if (payloadType == 101 && packet.size() >= 16)
                keyPackets.append({quint8(packet.at(12)), (packet.at(13) & 0x80) != 0,
                                   qFromBigEndian<quint16>(packet.constData() + 14),
                                   qFromBigEndian<quint32>(packet.constData() + 4)});
        }
    }

    int soundPackets = 0;
    QList<KeyPacket> keyPackets;

private:
    bool acceptsConnections()
    {
        return QTest::qWaitFor([this] {
            QTcpSocket probe;
            probe.connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
            return probe.waitForConnected(100);
        });
    }

    QProcess m_sipp;
    QUdpSocket m_audio;
    quint16 m_port = 0;
};

} // namespace knock::test
