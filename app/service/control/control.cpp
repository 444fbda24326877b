// SPDX-License-Identifier: Apache-2.0
#include "app/service/control/control.h"

#include "app/core/logging.h"

#include <pwd.h>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QPointer>
#include <QTimer>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace knock::control {

namespace {

QString userOf(const QLocalSocket &socket)
{
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return {};
    passwd entry{};
    passwd *found = nullptr;
    std::array<char, 4096> memory{};
    ::getpwuid_r(peer.uid, &entry, memory.data(), memory.size(), &found);
    return found ? QString::fromLocal8Bit(found->pw_name) : u"uid %1"_s.arg(peer.uid);
}

QByteArray lineOf(const QJsonObject &object) { return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n'; }

QByteArray lineOf(const Result<QJsonObject> &answer)
{
    if (answer)
        return lineOf(QJsonObject{{u"done"_s, *answer}});
    return lineOf(QJsonObject{{u"kind"_s, int(answer.error().kind)}, {u"failed"_s, answer.error().detail}});
}

} // namespace

Result<> Control::start(const QString &path)
{
    QLocalSocket other;
    other.connectToServer(path);
    if (other.waitForConnected(1000))
        return failure(Error::Kind::Refused, u"another service answers at %1"_s.arg(path));
    QLocalServer::removeServer(path);
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    m_server.setMaxPendingConnections(mostConnections);
    if (!m_server.listen(path))
        return failure(Error::Kind::Unreachable, u"%1: %2"_s.arg(path, m_server.errorString()));
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *socket = m_server.nextPendingConnection())
            take(socket);
    });
    return {};
}

void Control::serve(const QString &word, std::function<void(const Wish &, const Answer &)> work)
{
    m_works[word] = std::move(work);
}

void Control::take(QLocalSocket *socket)
{
    connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
    if (m_connections >= mostConnections) {
        socket->abort();
        return;
    }
    ++m_connections;
    connect(socket, &QObject::destroyed, this, [this] { --m_connections; });
    socket->setReadBufferSize(longestLine);
    connect(socket, &QLocalSocket::readyRead, this, [this, socket] { read(socket); });
    QTimer::singleShot(patience, socket, [socket] {
        if (!socket->property("asked").toBool())
            socket->abort();
    });
    read(socket);
}

void Control::read(QLocalSocket *socket)
{
    if (socket->property("asked").toBool())
        return;
    if (!socket->canReadLine()) {
        if (socket->bytesAvailable() >= longestLine)
            socket->abort();
        return;
    }
    socket->setProperty("asked", true);
    const Answer answer = [to = QPointer(socket)](const Result<QJsonObject> &said) {
        if (!to)
            return;
        to->write(lineOf(said));
        to->disconnectFromServer();
    };
    const QJsonObject parts = QJsonDocument::fromJson(socket->readLine()).object();
    const auto work = m_works.find(parts.value("do"_L1).toString());
    if (work == m_works.end())
        return answer(failure(Error::Kind::Malformed, u"nothing of that name can be done"_s));
    const Wish wish{userOf(*socket), parts};
    qCInfo(lcService) << "At this machine it is asked for" << work->first;
    work->second(wish, answer);
}

Result<QJsonObject> ask(const QString &path, const QJsonObject &wish, std::chrono::milliseconds patience)
{
    QLocalSocket socket;
    socket.connectToServer(path);
    if (!socket.waitForConnected(5000))
        return failure(Error::Kind::Unreachable,
                       u"the service does not run, or this user may not ask it (%1)"_s.arg(path));
    socket.write(lineOf(wish));
    QByteArray line;
    while (!line.endsWith('\n') && socket.waitForReadyRead(int(patience.count())))
        line += socket.readAll();
    line += socket.readAll();
    const QJsonObject answer = QJsonDocument::fromJson(line).object();
    if (answer.contains("done"_L1))
        return answer.value("done"_L1).toObject();
    if (!answer.contains("failed"_L1))
        return failure(Error::Kind::Unreachable, u"the service gave no answer"_s);
    return failure(Error::Kind(answer.value("kind"_L1).toInt()), answer.value("failed"_L1).toString());
}

} // namespace knock::control
