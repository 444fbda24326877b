// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/kannelgateway.h"

#include <QIODevice>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace knock::sms {

namespace {

/// A body that can be read once only.
///
/// Qt sends a request again when the connection ends before an answer, a POST too. The gateway may have taken the text
/// by then, and a caller in hiding must not get it twice.
class SentOnce final : public QIODevice
{
public:
    explicit SentOnce(QByteArray bytes)
        : m_bytes(std::move(bytes))
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

    [[nodiscard]] qint64 size() const override { return m_bytes.size(); }
    bool reset() override { return false; }

protected:
    qint64 readData(char *data, qint64 most) override
    {
        const qint64 count = std::min(most, m_bytes.size() - pos());
        std::copy_n(m_bytes.constData() + pos(), count, data);
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    const QByteArray m_bytes;
};

KannelGateway::Configuration completed(KannelGateway::Configuration configuration)
{
    if (configuration.url.path().isEmpty() || configuration.url.path() == "/"_L1)
        configuration.url.setPath(u"/cgi-bin/sendsms"_s);
    return configuration;
}

bool fitsIntoAHeader(const QString &value)
{
    return std::ranges::none_of(value, [](QChar c) { return c.category() == QChar::Other_Control; });
}

// Kannel, user's guide: 202 with "0: Accepted for delivery" or "3: Queued for later delivery".
bool isAccepted(int status, const QByteArray &answer)
{
    return status == 202 && (answer.startsWith("0:") || answer.startsWith("3:"));
}

Error::Kind kindOf(int status)
{
    switch (status) {
    case 400:
    case 413:
    case 415:
        return Error::Kind::Malformed;
    case 401:
    case 403:
        return Error::Kind::Refused;
    case 404:
        return Error::Kind::NotFound;
    case 503:
        return Error::Kind::Unreachable;
    default:
        return Error::Kind::Broken;
    }
}

} // namespace

KannelGateway::KannelGateway(Configuration configuration)
    : m_configuration(completed(std::move(configuration)))
{
    // The address was chosen by whoever runs this service; no proxy of the desktop has a say in it.
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setAutoDeleteReplies(false);
}

Result<> KannelGateway::start()
{
    const QUrl &url = m_configuration.url;
    const bool isWeb
        = url.isValid() && !url.host().isEmpty() && (url.scheme() == "http"_L1 || url.scheme() == "https"_L1);
    if (!isWeb)
        return failure(Error::Kind::Malformed, u"the text gateway has no http or https address"_s);
    if (!fitsIntoAHeader(m_configuration.user) || !fitsIntoAHeader(m_configuration.password)
        || !fitsIntoAHeader(m_configuration.sender))
        return failure(Error::Kind::Malformed, u"a setting of the text gateway holds a control character"_s);
    return {};
}

QNetworkRequest KannelGateway::request(const QString &number) const
{
    QNetworkRequest request(m_configuration.url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"text/plain; charset=UTF-8"_s);
    // A connection kept from last time may be dead already, and would cost this text its first try.
    request.setRawHeader("Connection", "close");
    request.setRawHeader("X-Kannel-Username", m_configuration.user.toUtf8());
    request.setRawHeader("X-Kannel-Password", m_configuration.password.toUtf8());
    request.setRawHeader("X-Kannel-To", number.toUtf8());
    request.setRawHeader("X-Kannel-Coding", "2");
    if (!m_configuration.sender.isEmpty())
        request.setRawHeader("X-Kannel-From", m_configuration.sender.toUtf8());
    return request;
}

void KannelGateway::send(quint64 id, const QString &number, const QString &text)
{
    if (m_underway.size() >= mostUnderway) {
        Q_EMIT failed(id, {Error::Kind::Full, u"%1 texts wait for the gateway"_s.arg(m_underway.size())});
        return;
    }

    auto *body = new SentOnce(text.toUtf8());
    QNetworkReply *reply = m_network.post(request(number), body);
    body->setParent(reply);
    m_underway.insert(reply);
    reply->setReadBufferSize(longestAnswer + 1);
    connect(reply, &QNetworkReply::finished, this, [this, id, reply] { finish(id, reply); });
    connect(reply, &QNetworkReply::readyRead, this, [this, id, reply] {
        if (reply->bytesAvailable() > longestAnswer)
            giveUp(id, reply, {Error::Kind::Malformed, u"the gateway's answer has no end"_s});
    });
    // Not QNetworkRequest::setTransferTimeout: each byte that drips in would start that one again.
    QTimer::singleShot(m_configuration.timeout, reply, [this, id, reply] {
        giveUp(id, reply, {Error::Kind::Unreachable, u"the gateway did not answer in time"_s});
    });
}

void KannelGateway::giveUp(quint64 id, QNetworkReply *reply, const Error &why)
{
    if (release(reply))
        Q_EMIT failed(id, why);
}

bool KannelGateway::release(QNetworkReply *reply)
{
    if (!m_underway.remove(reply))
        return false;
    reply->disconnect(this);
    reply->abort();
    reply->deleteLater();
    return true;
}

void KannelGateway::finish(quint64 id, QNetworkReply *reply)
{
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QNetworkReply::NetworkError error = reply->error();
    const QByteArray answer = reply->read(longestAnswer);
    if (!release(reply))
        return;

    // Neither Qt's sentence nor the gateway's answer is passed on: both may repeat what was sent.
    if (isAccepted(status, answer))
        Q_EMIT accepted(id);
    else if (status != 0)
        Q_EMIT failed(id, {kindOf(status), u"the gateway answered with HTTP status %1"_s.arg(status)});
    else
        Q_EMIT failed(id, {Error::Kind::Unreachable, u"the gateway was not reached, network error %1"_s.arg(error)});
}

} // namespace knock::sms
