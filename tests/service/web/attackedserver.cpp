// SPDX-License-Identifier: Apache-2.0
// attackedserver CERTIFICATE KEY: a web server of its own memory. It says its port and ends with its standard input.
#include "app/service/web/server.h"

#include <cstdio>
#include <map>
#include <QCoreApplication>
#include <QSocketNotifier>
#include <QTimer>
#include <unistd.h>

using namespace knock::web;
using namespace std::chrono_literals;

namespace {

constexpr int pieces = 1500; // of 100 kB each: far more than may wait for anybody

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    Configuration configuration;
    configuration.address = QHostAddress(QHostAddress::Any);
    configuration.certificateFile = app.arguments().value(1);
    configuration.keyFile = app.arguments().value(2);
    configuration.limits.firstByte = 1000ms;
    configuration.limits.request = 1000ms;
    configuration.limits.idle = 1500ms;
    configuration.limits.message = 256 * 1024;

    Server server;
    std::map<SocketId, int> pushed;
    QTimer push;
    QObject::connect(&push, &QTimer::timeout, &server, [&] {
        for (auto &[socket, count] : pushed) {
            for (int i = 0; i < 5 && count < pieces; ++i, ++count)
                server.send(socket, QByteArray(100 * 1000, 'x'));
        }
    });
    push.start(1);
    QObject::connect(&server, &Server::requested, &server, [&server](RequestId id, const Request &request) {
        server.respond(id, {200, "text/plain", {}, request.target});
    });
    QObject::connect(&server, &Server::socketWanted, &server, [&server](SocketId id) { server.accept(id); });
    QObject::connect(&server, &Server::textReceived, &server, [&pushed](SocketId id, const QByteArray &text) {
        if (text == "push")
            pushed[id] = 0;
    });
    QObject::connect(&server, &Server::closed, &server, [&pushed](SocketId id) { pushed.erase(id); });
    if (!server.start(configuration))
        return 1;
    std::printf("%d\n", server.port());
    std::fflush(stdout);

    QSocketNotifier end(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&end, &QSocketNotifier::activated, &app, &QCoreApplication::quit);
    return QCoreApplication::exec();
}
