// SPDX-License-Identifier: Apache-2.0
#include "app/service/status/status.h"

#include "app/service/status/process.h"
#include "app/service/web/certificate.h"
#include "app/service/web/secret.h"

#include <array>

using namespace Qt::StringLiterals;

namespace knock::status {

namespace {

using Type = Exposition::Type;

constexpr QByteArrayView scheme = "Bearer ";

constexpr std::array parts{Health::Part::Journal,     Health::Part::Telephony,     Health::Part::CallerPage,
                           Health::Part::TextGateway, Health::Part::Media,         Health::Part::Recording,
                           Health::Part::Canary,      Health::Part::PhoneLocation, Health::Part::Cad,
                           Health::Part::UnitPage};

QByteArrayView nameOf(Health::Part part)
{
    switch (part) {
    case Health::Part::Journal:
        return "journal";
    case Health::Part::Telephony:
        return "telephony";
    case Health::Part::CallerPage:
        return "callerPage";
    case Health::Part::TextGateway:
        return "textGateway";
    case Health::Part::Media:
        return "media";
    case Health::Part::Recording:
        return "recording";
    case Health::Part::Canary:
        return "canary";
    case Health::Part::PhoneLocation:
        return "phoneLocation";
    case Health::Part::Cad:
        return "cad";
    case Health::Part::UnitPage:
        return "unitPage";
    }
    return "";
}

web::Response plain(int status, const QByteArray &text)
{
    return {status, "text/plain; charset=utf-8", {{"Cache-Control", "no-store"}}, text};
}

} // namespace

Status::Status(const Configuration &configuration, const Clock &clock, QObject *parent)
    : Adapter(parent)
    , m_configuration(configuration)
    , m_started(double(clock.now().toMSecsSinceEpoch()) / 1000)
    , m_clock(clock)
{
    web::Configuration &web = m_configuration.web;
    web.minimumTls = web::TlsVersion::Tls13;
    web.limits.header = 4 * 1024;
    web.limits.body = 1024;
    web.limits.perAddress = 16;
    web.limits.total = 64;
    web.limits.requestsPerAddress = 20;
    connect(&m_server, &web::Server::requested, this, &Status::answer);
    connect(&m_server, &web::Server::socketWanted, this,
            [this](web::SocketId socket) { m_server.refuse(socket, 404); });
}

Result<> Status::start()
{
    const web::Configuration &web = m_configuration.web;
    const auto certified = web::ensureCertificate(web.certificateFile, web.keyFile, m_configuration.hostNames, m_clock);
    return certified ? m_server.start(web) : certified;
}

void Status::watch(const QByteArray &name, std::function<web::Counters()> counters)
{
    m_servers.insert_or_assign(name, std::move(counters));
}

void Status::take(const Health &health)
{
    if (health.well)
        m_unwell.erase(health.part);
    else
        m_unwell.insert(health.part);
}

void Status::answer(web::RequestId id, const web::Request &request)
{
    const QByteArray shown
        = request.authorization.startsWith(scheme) ? request.authorization.sliced(scheme.size()) : QByteArray();
    const QByteArray path = request.target.split('?').constFirst();
    web::Response response;
    if (!m_configuration.token.isEmpty() && !web::isSecret(shown, m_configuration.token)) {
        response = plain(401, "who asks?\n");
        response.headers.emplaceBack("WWW-Authenticate", "Bearer");
    } else if (request.method != "GET" && request.method != "HEAD") {
        response = plain(405, {});
        response.headers.emplaceBack("Allow", "GET, HEAD");
    } else if (path == "/healthz") {
        response = plain(200, "alive\n");
    } else if (path == "/readyz") {
        const QByteArrayList unready = inTheWay();
        response = unready.isEmpty() ? plain(200, "ready\n") : plain(503, unready.join('\n') + '\n');
    } else if (path == "/metrics") {
        response = plain(200, metrics());
        response.contentType = Exposition::contentType.toByteArray();
    } else {
        response = plain(404, {});
    }
    m_server.respond(id, response);
}

/// Why a caller should be sent elsewhere.
QByteArrayList Status::inTheWay() const
{
    QByteArrayList unready;
    if (!m_isCaughtUp)
        unready << "starting";
    if (m_isDraining)
        unready << "draining";
    if (m_unwell.contains(Health::Part::Journal) || (m_backlog && m_backlog().oldest > longestWait))
        unready << nameOf(Health::Part::Journal).toByteArray();
    if (m_unwell.contains(Health::Part::Telephony))
        unready << nameOf(Health::Part::Telephony).toByteArray();
    return unready;
}

QByteArray Status::metrics() const
{
    Exposition out;
    out.begin("knock_build_info", Type::Gauge, "What this is.");
    out.add(1, {{"version", m_configuration.version}, {"qt", qVersion()}});
    out.add("knock_ready", Type::Gauge, "Whether callers may be sent here.", inTheWay().isEmpty() ? 1 : 0);
    out.add("knock_draining", Type::Gauge, "Whether the service is about to end.", m_isDraining ? 1 : 0);
    out.begin("knock_part_well", Type::Gauge, "Whether a part of the service works.");
    for (const Health::Part part : parts)
        out.add(m_unwell.contains(part) ? 0 : 1, {{"part", nameOf(part)}});
    out.add("knock_lines", Type::Gauge, "Open telephone lines.", double(m_lines));
    if (m_heardItself) {
        out.add("knock_canary_age_seconds", Type::Gauge, "Since the service last heard its own knock.",
                std::chrono::duration<double>(std::chrono::steady_clock::now() - *m_heardItself).count());
    }
    m_counts.addTo(out);
    if (m_backlog) {
        const Backlog backlog = m_backlog();
        out.add("knock_journal_waiting_records", Type::Gauge, "What waits for the disk.", double(backlog.records));
        out.add("knock_journal_waiting_seconds", Type::Gauge, "How long the first of it does.",
                std::chrono::duration<double>(backlog.oldest).count());
    }
    const Seats seats = m_seats ? m_seats() : Seats();
    out.begin("knock_seats", Type::Gauge, "Desks: all that are connected, and those of them that do not keep up.");
    out.add(double(seats.connected), {{"state", "connected"}});
    out.add(double(seats.behind), {{"state", "behind"}});
    addServers(out);
    addProcess(out, m_started);
    return out.text();
}

void Status::addServers(Exposition &out) const
{
    std::map<QByteArray, web::Counters> all;
    for (const auto &[name, counters] : m_servers)
        all.emplace(name, counters());
    const auto family = [&](QByteArrayView name, Type type, QByteArrayView help, auto member) {
        out.begin(name, type, help);
        for (const auto &[listener, counters] : all)
            out.add(double(counters.*member), {{"listener", listener}});
    };
    using web::Counters;
    family("knock_web_connections", Type::Gauge, "Open connections.", &Counters::connections);
    family("knock_web_sockets", Type::Gauge, "Open WebSockets.", &Counters::sockets);
    family("knock_web_accepted_total", Type::Counter, "Connections that came in.", &Counters::accepted);
    family("knock_web_refused_total", Type::Counter, "Connections and requests above a limit.", &Counters::refused);
    family("knock_web_handshakes_failed_total", Type::Counter, "TLS that came to nothing.",
           &Counters::handshakesFailed);
    family("knock_web_requests_total", Type::Counter, "Requests, those for a WebSocket with them.",
           &Counters::requests);
    family("knock_web_received_bytes_total", Type::Counter, "Bytes that came in.", &Counters::bytesIn);
    family("knock_web_sent_bytes_total", Type::Counter, "Bytes that went out.", &Counters::bytesOut);
}

} // namespace knock::status
