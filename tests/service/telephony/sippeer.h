// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <QByteArray>
#include <QHostAddress>
#include <QSslSocket>
#include <QStringList>
#include <QUdpSocket>
#include <span>
#include <vector>

namespace knock::test {

/// A caller's telephone, written by hand so that it can also do what no telephone should.
class SipPeer : public QObject
{
    Q_OBJECT
public:
    enum class Transport { Udp, Tcp, Tls };
    Q_ENUM(Transport)

    struct Sound {
        quint8 type = 0;
        bool marker = false;
        quint32 timestamp = 0;
        QByteArray payload;
    };

    SipPeer(Transport transport, quint16 port, const QHostAddress &host = QHostAddress::LocalHost);

    // ---- signalling
    void sendRaw(const QByteArray &bytes);
    /// \a headers are whole lines that come after the mandatory ones.
    void request(const QByteArray &method, const QByteArray &headers = {}, const QByteArray &body = {});
    void invite(const QByteArray &headers = {}) { invite(headers, offer()); }
    void invite(const QByteArray &headers, const QByteArray &description);
    void acknowledge(const QByteArray &description = {});
    struct Answer {
        QByteArray headers{}; ///< whole lines
        QByteArray description{};
        QByteArray tag = "peer"; ///< of the one who answers
        bool contact = true; ///< says where it is
    };
    void respond(const QByteArray &toRequest, const QByteArray &status) { respond(toRequest, status, {}); }
    void respond(const QByteArray &toRequest, const QByteArray &status, const Answer &answer);
    /// From now on this is the call of the INVITE that came.
    void takeCall(const QByteArray &invite);
    /// Where its messages go.
    void setTarget(quint16 target) { m_port = target; }
    [[nodiscard]] quint16 port() const { return m_udp.localPort(); }
    void cancel();
    /// Sends the last message again, to the letter.
    void repeat() { sendRaw(QByteArray(m_lastSent)); }

    /// Waits for a message whose first line begins so, takes it and those before it; empty when none comes.
    [[nodiscard]] QByteArray wait(const QByteArray &beginning, int milliseconds = 20'000);
    [[nodiscard]] bool hasReceived(const QByteArray &beginning) const;
    /// Invites, waits for the ring, lets \a answer be done and acknowledges.
    [[nodiscard]] bool call(const std::function<void()> &answer, const QByteArray &description = {});

    QByteArray number = "01012345678";
    QByteArray contact; ///< instead of the place it really is at
    bool writesBranches = true; ///< clients before RFC 3261 did not
    QByteArray called; ///< by INVITE; 112 here when empty

    // ---- sound
    quint8 keyType = 96;
    [[nodiscard]] QByteArray offer(const QByteArray &formats = "0 8 96") const;
    [[nodiscard]] quint16 rtpPort() const { return m_rtp.localPort(); }
    void sendRtp(const QByteArray &packet, QUdpSocket *from = nullptr);
    void sendEvent(int event, int duration, bool end, quint32 timestamp, quint16 sequence, bool marker);
    /// A whole press, with its end three times.
    void press(int event);
    /// Sound in packets of 20 ms, all at once; a rest that fills no packet is not sent.
    void say(std::span<const qint16> samples);
    /// Those of its packets that are numbered, in this order; the others are lost.
    void say(std::span<const qint16> samples, const std::vector<size_t> &packets);
    std::vector<Sound> heard;

private:
    [[nodiscard]] QByteArray via(const QByteArray &branch) const;
    void readSip();
    void readRtp();
    void split();

    const Transport m_transport;
    quint16 m_port;
    const QHostAddress m_address;
    const QByteArray m_host; ///< as it stands in an address
    QUdpSocket m_udp;
    QSslSocket m_tcp;
    QUdpSocket m_rtp;
    quint16 m_remoteRtp = 0;
    QByteArray m_stream;
    QByteArray m_lastSent;
    std::vector<QByteArray> m_messages;
    QByteArray m_callId;
    QByteArray m_inviteBranch = "z9hG4bKnone";
    QByteArray m_toTag;
    int m_sequence = 0;
    int m_inviteSequence = 0;
    int m_branches = 0;
    quint32 m_timestamp = 8000;
    quint16 m_rtpSequence = 100;
};

} // namespace knock::test
