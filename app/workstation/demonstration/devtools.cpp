// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/demonstration/devtools.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace knock::demonstration {

DevTools::DevTools(QObject *parent)
    : QObject(parent)
{
    m_socket.setMaxAllowedIncomingMessageSize(largestMessage);
    m_socket.setMaxAllowedIncomingFrameSize(largestMessage);
    connect(&m_socket, &QWebSocket::connected, this, &DevTools::opened);
    connect(&m_socket, &QWebSocket::textMessageReceived, this, &DevTools::take);
    connect(&m_socket, &QWebSocket::errorOccurred, this, [this] { breakOff(m_socket.errorString()); });
    connect(&m_socket, &QWebSocket::disconnected, this, [this] { breakOff(u"The browser closed the connection."_s); });
}

DevTools::~DevTools() { disconnect(&m_socket, nullptr, this, nullptr); }

void DevTools::open(const QUrl &browser) { m_socket.open(browser); }

void DevTools::attachToPage()
{
    call(u"Target.getTargets"_s, {}, [this](const Result<QJsonObject> &answer) {
        if (answer)
            attachTo(*answer);
    });
}

void DevTools::attachTo(const QJsonObject &targets)
{
    for (const QJsonValue &target : targets.value("targetInfos"_L1).toArray()) {
        if (target["type"_L1].toString() != "page"_L1)
            continue;
        const QJsonObject page{{u"targetId"_s, target["targetId"_L1]}, {u"flatten"_s, true}};
        call(u"Target.attachToTarget"_s, page, [this](const Result<QJsonObject> &answer) {
            if (!answer)
                return;
            m_session = answer->value("sessionId"_L1).toString();
            Q_EMIT attached();
        });
        return;
    }
    breakOff(u"The browser has no page."_s);
}

void DevTools::call(const QString &method, const QJsonObject &parameters, Answer answer)
{
    if (m_socket.state() != QAbstractSocket::ConnectedState || m_pending.size() >= mostPending) {
        if (answer)
            answer(failure(Error::Kind::Refused, u"The browser is not there, or too busy."_s));
        return;
    }
    const int id = ++m_last;
    QJsonObject message{{u"id"_s, id}, {u"method"_s, method}, {u"params"_s, parameters}};
    if (!m_session.isEmpty())
        message.insert(u"sessionId"_s, m_session);
    m_pending.emplace(id, std::move(answer));
    m_socket.sendTextMessage(QString::fromUtf8(QJsonDocument(message).toJson(QJsonDocument::Compact)));
}

void DevTools::take(const QString &message)
{
    const QJsonObject object = QJsonDocument::fromJson(message.toUtf8()).object();
    if (!object.contains("id"_L1)) {
        Q_EMIT event(object.value("method"_L1).toString(), object.value("params"_L1).toObject());
        return;
    }
    const auto pending = m_pending.extract(object.value("id"_L1).toInt());
    if (pending.empty() || !pending.mapped())
        return;
    if (const QJsonValue error = object.value("error"_L1); error.isObject())
        pending.mapped()(failure(Error::Kind::Refused, error["message"_L1].toString().left(500)));
    else
        pending.mapped()(object.value("result"_L1).toObject());
}

void DevTools::breakOff(const QString &detail)
{
    m_session.clear();
    const Error error{Error::Kind::Unreachable, detail};
    const auto unanswered = std::exchange(m_pending, {});
    for (const auto &[id, answer] : unanswered) {
        if (answer)
            answer(std::unexpected(error));
    }
    Q_EMIT failed(error);
}

} // namespace knock::demonstration
