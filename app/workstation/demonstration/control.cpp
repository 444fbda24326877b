// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/demonstration/control.h"

#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace knock::demonstration {

namespace {

constexpr auto timeToListen = 10s;

} // namespace

Control::Control(QObject *parent)
    : QObject(parent)
{
    m_again.setSingleShot(true);
    m_again.setInterval(50ms);
    m_socket.setReadBufferSize(largestMessage);
    connect(&m_again, &QTimer::timeout, this, &Control::tryAgain);
    connect(&m_socket, &QTcpSocket::connected, this, &Control::opened);
    connect(&m_socket, &QTcpSocket::readyRead, this, &Control::read);
    connect(&m_socket, &QTcpSocket::errorOccurred, this, [this](QAbstractSocket::SocketError error) {
        const bool notYet = error == QAbstractSocket::ConnectionRefusedError && !m_giveUp.hasExpired();
        if (notYet)
            m_again.start();
        else
            fail(Error::Kind::Unreachable, m_socket.errorString());
    });
}

void Control::open(quint16 port)
{
    m_port = port;
    m_failed = false;
    m_received.clear();
    m_giveUp = QDeadlineTimer(timeToListen);
    tryAgain();
}

void Control::tryAgain()
{
    m_socket.abort();
    m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
}

void Control::send(const QString &command, const QString &parameters)
{
    if (m_socket.state() != QAbstractSocket::ConnectedState)
        return;
    QJsonObject object{{u"command"_s, command}};
    if (!parameters.isEmpty())
        object.insert(u"params"_s, parameters);
    const QByteArray text = QJsonDocument(object).toJson(QJsonDocument::Compact);
    m_socket.write(QByteArray::number(text.size()) + ':' + text + ',');
}

void Control::read()
{
    m_received += m_socket.readAll();
    while (!m_received.isEmpty() && !m_failed) {
        const qsizetype colon = m_received.indexOf(':');
        if (colon < 0 && m_received.size() < 6)
            return;
        bool isNumber = false;
        const qsizetype length = m_received.first(qMax(colon, 0)).toInt(&isNumber);
        if (!isNumber || length < 0 || length > largestMessage)
            return fail(Error::Kind::Malformed, u"The telephone's control connection is out of step."_s);
        const qsizetype end = colon + 1 + length;
        if (m_received.size() <= end)
            return;
        const QByteArray message = m_received.sliced(colon + 1, length);
        m_received.remove(0, end + 1);
        take(message);
    }
}

void Control::take(const QByteArray &message)
{
    const QJsonObject object = QJsonDocument::fromJson(message).object();
    if (object.value("event"_L1).toBool())
        Q_EMIT event(object.value("type"_L1).toString(), object.value("param"_L1).toString());
    else if (object.value("response"_L1).toBool() && !object.value("ok"_L1).toBool())
        Q_EMIT refused(object.value("data"_L1).toString().trimmed());
}

void Control::fail(Error::Kind kind, const QString &detail)
{
    if (m_failed)
        return;
    m_failed = true;
    m_again.stop();
    Q_EMIT failed(Error{kind, detail});
}

} // namespace knock::demonstration
