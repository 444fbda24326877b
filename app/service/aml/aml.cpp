// SPDX-License-Identifier: Apache-2.0
#include "app/service/aml/aml.h"

#include "app/core/logging.h"
#include "app/service/web/certificate.h"

namespace knock::aml {

namespace {

constexpr quint32 longestHeader = 4 * 1024; // an SMS may stand in it
constexpr quint32 longestBody = 16 * 1024;

} // namespace

Aml::Aml(const Configuration &configuration, const Clock &clock, QObject *parent)
    : Adapter(parent)
    , m_configuration(configuration)
    , m_clock(clock)
    , m_strangers(lcPlace, "a phone's location from nobody who may send one")
    , m_unreadable(lcPlace, "a phone's location that cannot be used")
    , m_flood(lcPlace, "a phone's location, for there are too many")
{
    m_configuration.web.limits.header = longestHeader;
    m_configuration.web.limits.body = longestBody;
    connect(&m_server, &web::Server::requested, this, &Aml::take);
    connect(&m_server, &web::Server::socketWanted, this,
            [this](web::SocketId socket) { m_server.refuse(socket, 404); });
}

Result<> Aml::start()
{
    const web::Configuration &web = m_configuration.web;
    const auto certified = web::ensureCertificate(web.certificateFile, web.keyFile, m_configuration.hostNames, m_clock);
    return certified ? m_server.start(web) : certified;
}

void Aml::take(web::RequestId id, const web::Request &request)
{
    const QDateTime now = m_clock.now();
    const Reading reading = read(request, m_configuration.secrets, now);
    // Before the rules hear of it, so that the time of the answer tells nothing of whose call it is.
    m_server.respond(id, {.status = reading.status, .contentType = {}, .headers = {}, .body = {}});
    if (!reading.located)
        complain(reading.located.error());
    else if (isTooMany(now))
        m_flood.add();
    else
        Q_EMIT input(*reading.located);
}

bool Aml::isTooMany(const QDateTime &now)
{
    const qint64 second = now.toSecsSinceEpoch();
    if (std::exchange(m_second, second) != second)
        m_inSecond = 0;
    return ++m_inSecond > mostASecond;
}

void Aml::complain(const Error &why)
{
    if (why.kind == Error::Kind::NotFound)
        qCInfo(lcPlace) << "A message of a phone:" << why.detail;
    else if (why.kind == Error::Kind::Refused)
        m_strangers.add();
    else
        m_unreadable.add();
}

} // namespace knock::aml
