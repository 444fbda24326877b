// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/httpgateway.h"

#include "app/core/logging.h"
#include "app/service/sms/jsonat.h"
#include "app/service/sms/reports.h"

#include <algorithm>
#include <QIODevice>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTimer>
#include <ranges>

using namespace Qt::StringLiterals;

namespace knock::sms {

namespace {

using Hope = Refusal::Hope;

constexpr size_t mostTheirs = 10'000;
constexpr qsizetype longestName = 200;

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

/// What an HTTP status means that is no yes (RFC 9110, 15).
Refusal refusalBy(int status)
{
    const auto because = [status](Error::Kind kind, Hope hope) {
        return Refusal{{kind, u"the gateway answered with HTTP status %1"_s.arg(status)}, hope};
    };
    switch (status) {
    case 400:
    case 413:
    case 415:
    case 422:
        return because(Error::Kind::Malformed, Hope::None);
    case 404:
    case 405:
    case 410:
        return because(Error::Kind::NotFound, Hope::None);
    case 408:
    case 425:
    case 429:
    case 503:
        return because(Error::Kind::Unreachable, Hope::Later);
    case 504: // whoever stands behind the gateway did not answer it
        return because(Error::Kind::Expired, Hope::Unknown);
    default:
        break;
    }
    if (status >= 500)
        return because(Error::Kind::Broken, Hope::Later);
    return because(status >= 400 ? Error::Kind::Refused : Error::Kind::Broken, Hope::None);
}

/// Retry-After in seconds (RFC 9110, 10.2.3); a date is not read, for it would need a clock that is right.
std::chrono::seconds pauseIn(const QNetworkReply &reply)
{
    constexpr uint aDay = 24 * 60 * 60;
    return std::chrono::seconds(std::min(reply.rawHeader("Retry-After").toUInt(), aDay));
}

Refusal silence(bool isSent)
{
    if (isSent)
        return {{Error::Kind::Expired, u"the gateway got the text and did not answer"_s}, Hope::Unknown};
    return {{Error::Kind::Unreachable, u"the gateway was not reached"_s}, Hope::Later};
}

} // namespace

HttpGateway::HttpGateway(HttpForm form, const Reports *reports)
    : m_form(std::move(form))
    , m_reports(reports)
    , m_run(u"%1-"_s.arg(QRandomGenerator::system()->generate64(), 16, 16, QChar(u'0')))
{
    // The address was chosen by whoever runs this service; no proxy of the desktop has a say in it.
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setAutoDeleteReplies(false);
    if (reports) {
        connect(reports, &Reports::came, this, [this](const QString &gateway, const Report &report) {
            if (gateway == m_form.name)
                read(report);
        });
    }
}

void HttpGateway::send(quint64 id, const QString &number, const QString &text)
{
    if (m_underway.size() >= mostUnderway) {
        Q_EMIT refused(id, {{Error::Kind::Unreachable, u"too many texts wait for the gateway"_s}, Hope::Later});
        return;
    }
    const QString named = m_run + QString::number(id);
    const QString report = m_reports ? m_reports->address(m_form.name) + u"?id="_s + named : QString();
    QNetworkReply *reply = ask({number, text, named, report});
    m_underway.insert(reply, {.id = id});
    reply->setReadBufferSize(longestAnswer + 1);
    const auto noteSent = [this, reply] {
        if (const auto exchange = m_underway.find(reply); exchange != m_underway.end())
            exchange->isSent = true;
    };
    // Of a request with an empty body Qt does not say that it was sent; it follows the TLS handshake at once.
    connect(reply, &QNetworkReply::requestSent, this, noteSent);
    connect(reply, &QNetworkReply::encrypted, this, noteSent);
    connect(reply, &QNetworkReply::finished, this, [this, reply] { finish(reply); });
    connect(reply, &QNetworkReply::readyRead, this, [this, reply] {
        if (reply->bytesAvailable() > longestAnswer)
            giveUp(reply, {{Error::Kind::Broken, u"the gateway's answer has no end"_s}, Hope::Unknown});
    });
    // Not QNetworkRequest::setTransferTimeout: each byte that drips in would start that one again.
    QTimer::singleShot(m_form.timeout, reply,
                       [this, reply] { giveUp(reply, silence(m_underway.value(reply).isSent)); });
}

QNetworkReply *HttpGateway::ask(const HttpForm::Marks &marks)
{
    QNetworkRequest request(m_form.urlWith(marks));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    // A connection kept from last time may be dead already, and would cost this text its first try.
    request.setRawHeader("Connection", "close");
    if (m_form.method == "POST")
        request.setHeader(QNetworkRequest::ContentTypeHeader, m_form.contentType);
    for (const auto &[header, value] : m_form.headers)
        request.setRawHeader(header, m_form.headerWith(value, marks));
    // A GET has an empty body that can be read once, for the same reason as a POST.
    auto *body = new SentOnce(m_form.bodyWith(marks));
    QNetworkReply *reply = m_network.sendCustomRequest(request, m_form.method, body);
    body->setParent(reply);
    return reply;
}

void HttpGateway::giveUp(QNetworkReply *reply, const Refusal &refusal)
{
    if (const auto exchange = release(reply))
        Q_EMIT refused(exchange->id, refusal);
}

std::optional<HttpGateway::Exchange> HttpGateway::release(QNetworkReply *reply)
{
    const auto found = m_underway.constFind(reply);
    if (found == m_underway.constEnd())
        return std::nullopt;
    const Exchange exchange = *found;
    m_underway.erase(found);
    reply->disconnect(this);
    reply->abort();
    reply->deleteLater();
    return exchange;
}

void HttpGateway::finish(QNetworkReply *reply)
{
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QNetworkReply::NetworkError error = reply->error();
    const bool isCut = error == QNetworkReply::RemoteHostClosedError || error == QNetworkReply::ProtocolFailure
        || error == QNetworkReply::ContentReSendError;
    const QByteArray answer = reply->read(longestAnswer);
    Refusal refusal = refusalBy(status);
    refusal.pause = pauseIn(*reply);
    const auto exchange = release(reply);
    if (!exchange)
        return;

    // Neither Qt's sentence nor the gateway's answer is passed on: both may repeat what was sent.
    if (status == 0)
        Q_EMIT refused(exchange->id, silence(exchange->isSent || isCut));
    else if (status < 200 || status > 299)
        Q_EMIT refused(exchange->id, refusal);
    else if (take(exchange->id, answer))
        Q_EMIT accepted(exchange->id);
    else
        Q_EMIT refused(
            exchange->id,
            {{Error::Kind::Broken, u"the gateway answered with HTTP status %1, but not with yes"_s.arg(status)},
             Hope::Unknown});
}

bool HttpGateway::take(quint64 id, const QByteArray &answer)
{
    if (m_form.answerId.isEmpty())
        return true;
    QString name;
    if (m_form.answerId.startsWith(u'/')) {
        name = jsonAt(QJsonDocument::fromJson(answer), m_form.answerId);
        if (name.isEmpty())
            return false;
    } else {
        const auto match = QRegularExpression(m_form.answerId).match(QString::fromUtf8(answer));
        if (!match.hasMatch())
            return false;
        name = match.captured(1);
    }
    if (!name.isEmpty() && name.size() <= longestName)
        m_theirs.push_back({id, name});
    if (m_theirs.size() > mostTheirs)
        m_theirs.pop_front();
    return true;
}

void HttpGateway::read(const Report &report)
{
    const quint64 id = idOf(report.value(m_form.reportId));
    const QString state = report.value(m_form.reportState);
    if (id == 0)
        qCInfo(lcSms) << "A report of a text that" << m_form.name << "was not given lately";
    else if (m_form.delivered.contains(state, Qt::CaseInsensitive))
        Q_EMIT delivered(id);
    else if (m_form.failed.contains(state, Qt::CaseInsensitive))
        Q_EMIT undelivered(id);
}

quint64 HttpGateway::idOf(const QString &named) const
{
    if (named.startsWith(m_run))
        return named.sliced(m_run.size()).toULongLong();
    const auto theirs = std::ranges::find(m_theirs | std::views::reverse, named, &Theirs::name);
    return theirs != m_theirs.rend() ? theirs->id : 0;
}

} // namespace knock::sms
