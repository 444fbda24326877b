// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHostAddress>
#include <QUdpSocket>

namespace knock::test {

/// A telephone of a few lines on two UDP sockets, for what a real client does not let a test decide: which packet
/// leaves when. It calls once, answers nothing it does not need to, and keeps no timers.
class RawCaller final : public QObject
{
    Q_OBJECT
public:
    RawCaller(quint16 sipPort, QString number, const QHostAddress &service = QHostAddress(QHostAddress::LocalHost),
              const QHostAddress &own = QHostAddress(QHostAddress::LocalHost));

    static constexpr char silence = '\xd5'; ///< a sample of it, in PCMA

    void invite();
    void cancel();
    void bye();
    /// One press of 100 ms as RFC 4733 has it: start, two updates, three ends. Returns when the first packet left, in
    /// microseconds since 1970.
    qint64 press(char key);
    /// The same by SIP INFO.
    qint64 pressByInfo(char key);
    /// The same by its two tones, five packets of 20 ms, each when its time has come.
    qint64 pressByTone(char key);
    /// One packet of PCMA, 20 ms.
    void say(const QByteArray &payload);

    [[nodiscard]] bool isRinging() const { return m_ringing; }
    [[nodiscard]] bool isAnswered() const { return m_answered; }

private:
    void receive();
    void sendRequest(const QByteArray &method, const QByteArray &body = {}, const QByteArray &type = "application/sdp");
    void sendEvent(int event, bool marker, bool end, quint16 duration);

    const quint16 m_sipPort;
    const QHostAddress m_service;
    const QHostAddress m_ownAddress;
    const QByteArray m_own; ///< the same, as SIP and SDP write it
    const QString m_number;
    const QByteArray m_id;
    QUdpSocket m_sip;
    QUdpSocket m_rtp;
    QByteArray m_to;
    quint16 m_remoteRtp = 0;
    quint16 m_sequence = 1;
    quint32 m_timestamp = 8000;
    int m_cseq = 1;
    bool m_ringing = false;
    bool m_answered = false;
};

} // namespace knock::test
