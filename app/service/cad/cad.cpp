// SPDX-License-Identifier: Apache-2.0
#include "app/service/cad/cad.h"

#include "app/core/logging.h"
#include "app/service/cad/order.h"

#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace knock::cad {

namespace {

struct Refusal {
    Error why;
    bool mayPass = false;
};

/// What an HTTP status means that is no yes (RFC 9110, 15).
Refusal refusalBy(int status)
{
    const QString detail = u"the dispatch system answered with HTTP status %1"_s.arg(status);
    switch (status) {
    case 400:
    case 413:
    case 415:
    case 422:
        return {{Error::Kind::Malformed, detail}};
    case 404:
    case 405:
    case 410:
        return {{Error::Kind::NotFound, detail}};
    case 408:
    case 425:
    case 429:
        return {{Error::Kind::Unreachable, detail}, true};
    default:
        break;
    }
    if (status >= 500)
        return {{Error::Kind::Broken, detail}, true};
    return {{status >= 400 ? Error::Kind::Refused : Error::Kind::Broken, detail}};
}

/// Why there was no answer. Qt's sentence is not passed on: it may repeat what was sent.
Refusal refusalBy(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::SslHandshakeFailedError:
        return {{Error::Kind::Refused, u"the dispatch system has no certificate that is trusted"_s}};
    case QNetworkReply::NoError: // it was not waited for any longer, and may have taken the order
    case QNetworkReply::RemoteHostClosedError:
        return {{Error::Kind::Expired, u"the dispatch system did not answer"_s}, true};
    default:
        return {{Error::Kind::Unreachable, u"the dispatch system was not reached, network error %1"_s.arg(error)},
                true};
    }
}

} // namespace

Cad::Cad(Configuration configuration, const Clock &clock, QObject *parent)
    : Adapter(parent)
    , m_configuration(std::move(configuration))
    , m_clock(clock)
{
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setAutoDeleteReplies(false);
}

void Cad::perform(const dispatch::Effect &effect)
{
    if (const auto *own = std::get_if<dispatch::TellCad>(&effect))
        pass(*own);
}

void Cad::pass(const dispatch::TellCad &effect)
{
    const Key key{effect.incident->id, effect.order};
    if (m_underway.contains(key))
        return;
    if (m_underway.size() >= mostUnderway) {
        giveUp(key, {Error::Kind::Full, u"too many orders wait for the dispatch system"_s});
        return;
    }
    m_underway.emplace(key, Underway{bodyOf(*effect.incident, effect.order)});
    attempt(key);
}

void Cad::attempt(const Key &key)
{
    Underway &order = m_underway.at(key);
    ++order.tries;
    QNetworkRequest request(m_configuration.url);
    request.setSslConfiguration(m_configuration.tls);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    // A connection kept from last time may be dead already, and would cost this order its first try.
    request.setRawHeader("Connection", "close");
    request.setRawHeader("Idempotency-Key", keyOf(key.first, key.second));
    request.setRawHeader("Knock-Signature", signatureOf(order.body, m_configuration.secret, m_clock.now()));

    QNetworkReply *reply = m_network.post(request, order.body);
    order.reply = reply;
    reply->setReadBufferSize(longestAnswer + 1);
    connect(reply, &QNetworkReply::finished, this, [this, key, reply] { settle(key, reply); });
    // Only the status counts, which has come by then.
    connect(reply, &QNetworkReply::readyRead, this, [this, key, reply] {
        if (reply->bytesAvailable() > longestAnswer)
            settle(key, reply);
    });
    // Not QNetworkRequest::setTransferTimeout: each byte that drips in would start that one again.
    QTimer::singleShot(m_configuration.timeout, reply, [this, key, reply] { settle(key, reply); });
}

void Cad::settle(const Key &key, QNetworkReply *reply)
{
    const auto order = m_underway.find(key);
    if (order == m_underway.end() || order->second.reply != reply)
        return; // it came to its end before
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QNetworkReply::NetworkError error = reply->error();
    reply->disconnect(this);
    reply->abort();
    reply->deleteLater();
    order->second.reply = nullptr;

    if (status >= 200 && status <= 299) {
        m_underway.erase(order);
        tell(nullptr);
        Q_EMIT input(dispatch::CadTook{key.first, key.second});
        return;
    }
    const Refusal refusal = status != 0 ? refusalBy(status) : refusalBy(error);
    const size_t tries = order->second.tries;
    if (refusal.mayPass && tries <= m_configuration.pauses.size()) {
        QTimer::singleShot(m_configuration.pauses.at(tries - 1), this, [this, key] { attempt(key); });
        return;
    }
    m_underway.erase(order);
    giveUp(key, refusal.why);
}

void Cad::giveUp(const Key &key, const Error &why)
{
    qCWarning(lcService) << "Order" << keyOf(key.first, key.second) << "is not passed on:" << why.detail;
    tell(&why);
    Q_EMIT input(dispatch::CadFailed{key.first, key.second, why});
}

void Cad::tell(const Error *trouble)
{
    const bool isWell = !trouble;
    if (std::exchange(m_isWell, isWell) != isWell)
        Q_EMIT health({Health::Part::Cad, isWell, trouble ? *trouble : Error()});
}

} // namespace knock::cad
