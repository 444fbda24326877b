// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/core/id.h"

#include <chrono>
#include <functional>
#include <memory>
#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QObject>

namespace knock::web {

class Network;

using RequestId = Id<struct RequestTag>; ///< one HTTP request until it is answered
using SocketId = Id<struct SocketTag>; ///< one WebSocket as long as it lasts

/// How much of everything a stranger may take. Of what is counted by the second, five seconds' worth may come at once.
struct Limits {
    std::chrono::milliseconds firstByte{5000}; ///< nothing is set aside for TLS before it came
    std::chrono::milliseconds request{10000}; ///< the TLS handshake, and again each whole request, answer and farewell
    std::chrono::milliseconds idle{60000}; ///< of a WebSocket; it is pinged at half of it
    quint32 header = 8 * 1024; ///< bytes of one request's header
    quint32 body = 64 * 1024; ///< bytes of one request's body
    quint32 largeBody = 256 * 1024; ///< the same for a POST to Configuration::largeBodiesAt
    quint32 largeBodies = 64; ///< that may be under way together; one more is answered with 503
    quint32 largeBodiesPerAddress = 16;
    quint32 message = 64 * 1024; ///< bytes of one WebSocket message, all its fragments together
    quint32 messages = 200; ///< a second of one WebSocket; more are read later, and as many pings end it
    quint32 queue = 1024 * 1024; ///< bytes that may wait for a WebSocket that does not read
    quint32 perAddress = 100; ///< connections; mobile networks hide many phones behind one address
    quint32 total = 10000; ///< connections; above it new ones wait to be accepted
    quint32 requestsPerAddress = 200; ///< a second; one more is answered with 429
    quint32 handshakesPerAddress = 50; ///< of TLS, a second; one more is cut off
    quint32 handshakes = 1000; ///< likewise of all addresses together: they are what costs most
};

enum class TlsVersion { Tls12, Tls13 };

/// Who must show by a certificate that it is one of our own.
struct ClientCertificates {
    QString authorityFile = {}; ///< PEM; who signs them. Empty: nobody is asked for one
    QString revokedFile = {}; ///< PEM; those which the authority took back (RFC 5280, 5). Empty: there is no such list
    bool demanded = true; ///< else whoever has none is let in without a name
};

struct Configuration {
    QHostAddress address = QHostAddress(QHostAddress::LocalHost);
    quint16 port = 0; ///< 0: any free one
    QString certificateFile; ///< PEM, the chain included; see ensureCertificate()
    QString keyFile; ///< PEM
    QByteArray largeBodiesAt = {}; ///< what their target begins with; empty: there are none
    TlsVersion minimumTls = TlsVersion::Tls12; ///< older phones know no other; desks do
    ClientCertificates clients = {};
    Limits limits;
};

struct Request {
    QByteArray method;
    QByteArray target; ///< as sent, not decoded
    QByteArray origin;
    QByteArray host;
    QByteArray body;
    QString peer; ///< the address; personal data, never logged
    QByteArray userAgent = {};
    QByteArray languages = {}; ///< that the person reads (RFC 9110, 12.5.4), as sent
    bool acceptsGzip = false; ///< in the answer
    QByteArray authorization = {}; ///< RFC 9110, 11.6.2, as sent
    QByteArray ifNoneMatch = {}; ///< RFC 9110, 13.1.2, as sent
    QString clientName = {}; ///< the common name in the certificate that the client showed; empty: it showed none
};

struct Response {
    int status = 200;
    QByteArray contentType;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body; ///< left out by itself when the request was a HEAD
};

/// What a WebSocket may carry from a client.
enum class Frames { Text, TextAndBinary };

/// When Server::sent() says what has gone out over a WebSocket.
enum class Telling { Never, InTime, AtOnce };

/// What a WebSocket is let in on.
struct Terms {
    Frames frames = Frames::Text;
    quint32 queue = 0; ///< bytes that may wait for it; 0: Limits::queue
    quint32 message = 0; ///< bytes of each of its messages; 0: Limits::message
    Telling sent = Telling::AtOnce;
    /// Whether a message may wait for what others say, a tenth of a second at most and only where there is much of it:
    /// each that comes by itself wakes the service's thread. Called on the network's thread. Empty: none may.
    std::function<bool(const QByteArray &message)> mayWait = {};
};

/// What has happened since the start, and how much there is now.
struct Counters {
    quint32 connections = 0; ///< now
    quint32 sockets = 0; ///< WebSockets now
    quint64 accepted = 0; ///< connections
    quint64 refused = 0; ///< connections and requests, by a limit on how many there may be
    quint64 handshakesFailed = 0;
    quint64 requests = 0; ///< with the wishes for a WebSocket
    quint64 bytesIn = 0; ///< over TCP
    quint64 bytesOut = 0;
};

/// The one HTTPS and WebSocket server of the service: HTTP/1.1 over TLS 1.2 or 1.3.
///
/// Over TLS 1.3 a client whose certificate is missing, revoked or somebody else's learns so only when it first reads.
///
/// Lives on the service thread; sockets and TLS run on a thread of its own behind it, and both meet only in queued
/// calls: none of its signals may be the end of it. A client that breaks the protocol or a limit is cut off with at
/// most one logged line; no other client notices. An order for a request or socket that is gone does nothing.
class Server final : public QObject
{
    Q_OBJECT
public:
    explicit Server(QObject *parent = nullptr);
    ~Server() override; ///< closes every connection and returns when its thread has ended

    [[nodiscard]] Result<> start(const Configuration &configuration);
    [[nodiscard]] quint16 port() const; ///< 0 before start()
    [[nodiscard]] Counters counters() const;

    /// New connections see the files of the configuration as they are now; where these cannot be used, as they were.
    [[nodiscard]] Result<> reloadCertificate();
    /// Listens no more. Connections that there are go on.
    void drain();

    void respond(RequestId request, const Response &response);

    /// Lets the wanted socket in. From now on it ends with closed(), whatever happens.
    void accept(SocketId socket, const Terms &terms = {});
    void refuse(SocketId socket, int status);
    void send(SocketId socket, const QByteArray &text);
    /// One message after the other: costs less than to send each by itself.
    void send(SocketId socket, const QList<QByteArray> &texts);
    void sendBinary(SocketId socket, const QByteArray &bytes);
    /// Ends the socket once everything sent before has gone out.
    void close(SocketId socket);

Q_SIGNALS:
    /// Expects respond() within Limits::request.
    void requested(knock::web::RequestId id, const knock::web::Request &request);
    /// Expects accept() or refuse() within Limits::request.
    void socketWanted(knock::web::SocketId id, const knock::web::Request &request);
    /// The next message of the same socket comes when this one has been handled; no more than that one is read ahead.
    void textReceived(knock::web::SocketId id, const QByteArray &text);
    void binaryReceived(knock::web::SocketId id, const QByteArray &bytes); ///< likewise, where it was let in
    /// Of all messages to the socket, text and binary, \a bytes have gone out so far; the rest waits for it to read.
    /// Comes when there is something new, as the terms want it, and not again before it was handled.
    void sent(knock::web::SocketId id, quint64 bytes);
    void closed(knock::web::SocketId id);

private:
    std::unique_ptr<Network> m_network;
};

} // namespace knock::web
