// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/core/id.h"

#include <chrono>
#include <memory>
#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QObject>

namespace knock::web {

class Network;

using RequestId = Id<struct RequestTag>; ///< one HTTP request until it is answered
using SocketId = Id<struct SocketTag>; ///< one WebSocket as long as it lasts

/// How much of everything a stranger may take.
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
    quint32 queue = 1024 * 1024; ///< bytes that may wait for a WebSocket that does not read
    quint32 perAddress = 100; ///< connections; mobile networks hide many phones behind one address
    quint32 total = 10000; ///< connections; above it new ones wait to be accepted
};

struct Configuration {
    QHostAddress address = QHostAddress(QHostAddress::LocalHost);
    quint16 port = 0; ///< 0: any free one
    QString certificateFile; ///< PEM, the chain included; see ensureCertificate()
    QString keyFile; ///< PEM
    QByteArray largeBodiesAt = {}; ///< what their target begins with; empty: there are none
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
};

struct Response {
    int status = 200;
    QByteArray contentType;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body; ///< left out by itself when the request was a HEAD
};

/// What a WebSocket may carry from a client.
enum class Frames { Text, TextAndBinary };

/// The one HTTPS and WebSocket server of the service: HTTP/1.1 over TLS 1.2 or 1.3.
///
/// Lives on the service thread; sockets and TLS run on a thread of its own behind it, and both meet only in queued
/// calls. A client that breaks the protocol or a limit is cut off with at most one logged line; no other client
/// notices. An order for a request or socket that is gone does nothing.
class Server final : public QObject
{
    Q_OBJECT
public:
    explicit Server(QObject *parent = nullptr);
    ~Server() override; ///< closes every connection and returns when its thread has ended

    [[nodiscard]] Result<> start(const Configuration &configuration);
    [[nodiscard]] quint16 port() const; ///< 0 before start()

    void respond(RequestId request, const Response &response);

    /// Lets the wanted socket in. From now on it ends with closed(), whatever happens.
    void accept(SocketId socket, Frames frames = Frames::Text);
    void refuse(SocketId socket, int status);
    void send(SocketId socket, const QByteArray &text);
    /// Ends the socket once everything sent before has gone out.
    void close(SocketId socket);

Q_SIGNALS:
    /// Expects respond() within Limits::request.
    void requested(knock::web::RequestId id, const knock::web::Request &request);
    /// Expects accept() or refuse() within Limits::request.
    void socketWanted(knock::web::SocketId id, const knock::web::Request &request);
    /// The next message of the same socket is read only when this one has been handled.
    void textReceived(knock::web::SocketId id, const QByteArray &text);
    void binaryReceived(knock::web::SocketId id, const QByteArray &bytes); ///< likewise, where it was let in
    void closed(knock::web::SocketId id);

private:
    std::unique_ptr<Network> m_network;
};

} // namespace knock::web
