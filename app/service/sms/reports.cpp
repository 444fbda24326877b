// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/reports.h"

#include "app/core/logging.h"
#include "app/service/sms/jsonat.h"
#include "app/service/web/certificate.h"
#include "app/service/web/fields.h"
#include "app/service/web/secret.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace knock::sms {

namespace {

constexpr quint32 longestHeader = 4 * 1024;
constexpr quint32 longestBody = 16 * 1024;

QByteArray madeSecret()
{
    std::array<quint32, 4> random{};
    QRandomGenerator::system()->fillRange(random.data(), random.size());
    return QByteArray(reinterpret_cast<const char *>(random.data()), sizeof random)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

} // namespace

QString Report::value(const QString &field) const
{
    return field.startsWith(u'/') ? jsonAt(json, field) : QString::fromUtf8(fields.value(field.toUtf8()));
}

Reports::Reports(Configuration configuration, const Clock &clock)
    : m_configuration(std::move(configuration))
    , m_clock(clock)
    , m_strangers(lcSms, "a delivery report from nobody who may send one")
{
    m_configuration.web.limits.header = longestHeader;
    m_configuration.web.limits.body = longestBody;
    if (m_configuration.secret.isEmpty())
        m_configuration.secret = madeSecret();
    connect(&m_server, &web::Server::requested, this, &Reports::take);
    connect(&m_server, &web::Server::socketWanted, this,
            [this](web::SocketId socket) { m_server.refuse(socket, 404); });
}

Result<> Reports::start()
{
    const web::Configuration &web = m_configuration.web;
    const auto certified = web::ensureCertificate(web.certificateFile, web.keyFile, m_configuration.hostNames, m_clock);
    return certified ? m_server.start(web) : certified;
}

QString Reports::address(const QString &gateway) const
{
    return u"https://%1:%2/%3/%4"_s.arg(m_configuration.host)
        .arg(port())
        .arg(QString::fromLatin1(m_configuration.secret), gateway);
}

void Reports::take(web::RequestId id, const web::Request &request)
{
    const qsizetype mark = request.target.indexOf('?');
    const QList<QByteArray> path = request.target.first(mark < 0 ? request.target.size() : mark).split('/');
    const bool isGateway = path.size() == 3 && web::isSecret(path[1], m_configuration.secret);
    m_server.respond(id, {.status = isGateway ? 200 : 404, .contentType = {}, .headers = {}, .body = {}});
    if (!isGateway) {
        m_strangers.add();
        return;
    }
    Report report;
    report.fields = web::fieldsOf(request.body);
    // What we put into the address ourselves counts for more than what a body says.
    if (mark >= 0)
        report.fields.insert(web::fieldsOf(QByteArrayView(request.target).sliced(mark + 1)));
    report.json = QJsonDocument::fromJson(request.body);
    Q_EMIT came(QString::fromUtf8(path[2]), report);
}

} // namespace knock::sms
