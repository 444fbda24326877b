// SPDX-License-Identifier: Apache-2.0
#include "tests/service/web/serverhouse.h"

#include "app/core/clock.h"
#include "tests/support/webclient.h"

#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::web;
using namespace std::chrono_literals;
using knock::test::frame;
using knock::test::trustingTls;
using knock::test::WebClient;

namespace knock::test {

void ServerHouse::initTestCase()
{
    QVERIFY(ensureCertificate(configuration().certificateFile, configuration().keyFile, {}, WallClock()));
}

void ServerHouse::init() { QTest::failOnWarning(); }

void ServerHouse::cleanup()
{
    m_server.reset();
    m_terms = {};
}

Configuration ServerHouse::configuration() const
{
    Configuration configuration;
    configuration.certificateFile = m_folder.filePath(u"certificate.pem"_s);
    configuration.keyFile = m_folder.filePath(u"key.pem"_s);
    return configuration;
}

void ServerHouse::start(const Limits &limits, quint16 port)
{
    Configuration own = configuration();
    own.limits = limits;
    own.port = port;
    own.largeBodiesAt = "/large/";
    start(own);
}

void ServerHouse::start(const Configuration &configuration)
{
    m_server = std::make_unique<Server>();
    const auto started = m_server->start(configuration);
    QVERIFY2(started, started ? "" : qPrintable(started.error().detail));
    connect(m_server.get(), &Server::requested, this, [this](RequestId id, const Request &request) {
        const QByteArray about = request.userAgent + (request.acceptsGzip ? " takes gzip" : "");
        if (request.target == "/about")
            m_server->respond(id, {200, "text/plain", {}, about});
        else if (request.target == "/name")
            m_server->respond(id, {200, "text/plain", {}, "I am " + request.clientName.toUtf8()});
        else if (request.target.startsWith("/large/") && request.target != "/large/silence")
            m_server->respond(id, {200, "text/plain", {}, QByteArray::number(request.body.size())});
        else if (!request.target.endsWith("/silence"))
            m_server->respond(
                id, {200, "text/plain", {{"X-Peer", request.peer.toLatin1()}}, request.target + request.body});
    });
    connect(m_server.get(), &Server::socketWanted, this, [this](SocketId id, const Request &request) {
        if (request.target == "/silence")
            return;
        if (request.target == "/refused")
            m_server->refuse(id, 403);
        else if (request.target == "/binary")
            m_server->accept(id, {.frames = Frames::TextAndBinary});
        else
            m_server->accept(id, request.target == "/terms" ? m_terms : Terms());
    });
}

void ServerHouse::expectComplaint() const
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Cut off a connection"_s));
}

bool ServerHouse::serves() const { return WebClient(m_server->port()).get("/still").endsWith("/still"); }

} // namespace knock::test
