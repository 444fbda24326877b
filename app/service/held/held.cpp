// SPDX-License-Identifier: Apache-2.0
#include "app/service/held/held.h"

#include "app/core/logging.h"
#include "app/service/held/hosts.h"
#include "app/service/place/pidf.h"

#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QTimer>
#include <ranges>

using namespace Qt::StringLiterals;

namespace knock::held {

namespace {

// RFC 5985, 5.1 and 6.1; RFC 6753, 4: as good as it is known now, for somebody is about to drive there.
constexpr char question[] = R"(<?xml version="1.0" encoding="UTF-8"?>
<locationRequest xmlns="urn:ietf:params:xml:ns:geopriv:held" responseTime="emergencyDispatch">
  <locationType exact="false">geodetic</locationType>
</locationRequest>
)";

QNetworkRequest requestTo(const QUrl &at, const QSslConfiguration &tls)
{
    QNetworkRequest request(at);
    request.setSslConfiguration(tls);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/held+xml;charset=utf-8"_s);
    request.setRawHeader("Accept", "application/held+xml, application/pidf+xml");
    // Of a packed answer, the size that is counted would not be the size it has.
    request.setRawHeader("Accept-Encoding", "identity");
    return request;
}

void complain(IncidentId incident, const QString &why)
{
    qCWarning(lcPlace).noquote() << "Incident" << incident.value << "- no location from elsewhere:" << why;
}

} // namespace

Held::Held(const Configuration &configuration, const Clock &clock, QObject *parent)
    : Adapter(parent)
    , m_configuration(configuration)
    , m_clock(clock)
    , m_refused(lcPlace, "a location elsewhere, which may not or cannot be asked for now")
{
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setAutoDeleteReplies(false);
}

void Held::perform(const dispatch::Effect &effect)
{
    if (const auto *own = std::get_if<dispatch::Dereference>(&effect))
        ask(*own);
}

void Held::ask(const dispatch::Dereference &effect)
{
    if (!isAt(effect.at, m_configuration.hosts) || m_underway.size() >= mostUnderway) {
        m_refused.add();
        return;
    }
    const IncidentId incident = effect.incident;
    QNetworkReply *reply = m_network.post(requestTo(effect.at, m_configuration.tls), QByteArray(question));
    m_underway.insert(reply);
    reply->setReadBufferSize(longestAnswer + 1);
    connect(reply, &QNetworkReply::finished, this, [this, incident, reply] { finish(incident, reply); });
    connect(reply, &QNetworkReply::readyRead, this, [this, incident, reply] {
        if (reply->bytesAvailable() > longestAnswer)
            giveUp(incident, reply, u"the answer has no end"_s);
    });
    // Not QNetworkRequest::setTransferTimeout: each byte that drips in would start that one again.
    QTimer::singleShot(m_configuration.timeout, reply,
                       [this, incident, reply] { giveUp(incident, reply, u"no answer in time"_s); });
}

void Held::finish(IncidentId incident, QNetworkReply *reply)
{
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QNetworkReply::NetworkError error = reply->error();
    const QByteArray answer = reply->read(longestAnswer);
    if (!release(reply))
        return;
    // Neither Qt's sentence nor the answer is logged: both may say who the caller is.
    if (error != QNetworkReply::NoError || status != 200) {
        complain(incident, u"HTTP status %1, network error %2"_s.arg(status).arg(error));
        return;
    }
    const auto fixes = place::fixesInPidf(answer, m_clock.now());
    if (!fixes) {
        complain(incident, fixes.error().detail);
        return;
    }
    // The one to believe is told last, for the newest stands on top.
    for (const Fix &fix : *fixes | std::views::reverse)
        Q_EMIT input(dispatch::Located{incident, fix});
}

void Held::giveUp(IncidentId incident, QNetworkReply *reply, const QString &why)
{
    if (release(reply))
        complain(incident, why);
}

bool Held::release(QNetworkReply *reply)
{
    if (!m_underway.remove(reply))
        return false;
    reply->disconnect(this);
    reply->abort();
    reply->deleteLater();
    return true;
}

} // namespace knock::held
