// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/caller.h"

#include "app/core/logging.h"
#include "app/service/caller/headers.h"
#include "app/service/web/certificate.h"

#include <algorithm>

namespace knock::caller {

namespace {

constexpr QByteArrayView socketPath = "/caller/socket/";
// A phone that changes its network leaves sockets behind that look alive for a while.
constexpr auto visitsAtOnce = 8;
const WallClock wallClock;

} // namespace

Caller::Caller(const Configuration &configuration, QObject *parent)
    : Caller(configuration, wallClock, parent)
{
}

Caller::Caller(const Configuration &configuration, const Clock &clock, QObject *parent)
    : Adapter(parent)
    , m_configuration(configuration)
    , m_clock(clock)
{
    connect(&m_server, &web::Server::requested, this,
            [this](web::RequestId id, const web::Request &request) { m_server.respond(id, answer(request)); });
    connect(&m_server, &web::Server::socketWanted, this, &Caller::welcome);
    connect(&m_server, &web::Server::textReceived, this, &Caller::hear);
    connect(&m_server, &web::Server::closed, this, &Caller::leave);
}

Result<> Caller::start()
{
    if (const auto loaded = m_pages.load(m_configuration.pages); !loaded)
        return loaded;
    const web::Configuration &web = m_configuration.web;
    const auto certified = web::ensureCertificate(web.certificateFile, web.keyFile, m_configuration.hostNames, m_clock);
    if (!certified)
        return certified;
    return m_server.start(web);
}

void Caller::perform(const dispatch::Effect &effect)
{
    std::visit(Overloaded{
                   [this](const dispatch::AdmitToken &own) { done(own); },
                   [this](const dispatch::RevokeTokens &own) { done(own); },
                   [this](const dispatch::ShowChat &own) { done(own); },
                   [this](const dispatch::ShowMessage &own) { done(own); },
                   [this](const dispatch::ShowRead &own) { done(own); },
                   [this](const dispatch::ShowTyping &own) { done(own); },
                   [this](const dispatch::SteerCamera &own) { done(own); },
                   [this](const dispatch::PassAnswer &own) { done(own); },
                   [this](const dispatch::PassCandidate &own) { done(own); }, [](const auto &) {}, // another adapter's
               },
               effect);
}

web::Response Caller::answer(const web::Request &request) const
{
    if (!request.target.startsWith(socketPath))
        return m_pages.answer(request);
    // A browser tells its page nothing about a refused WebSocket. A page that cannot get in asks here whether it ever
    // will; the answer says no more than the WebSocket itself would.
    web::Response response;
    response.status = admissionOf(request).incident.isValid() ? 426 : 403;
    response.headers = securityHeaders(request.host);
    return response;
}

Tokens::Admission Caller::admissionOf(const web::Request &request) const
{
    if (!request.target.startsWith(socketPath))
        return {};
    return m_tokens.find(QByteArrayView(request.target).sliced(socketPath.size()), m_clock.now());
}

void Caller::welcome(web::SocketId socket, const web::Request &request)
{
    // Another site's page that somehow learnt a token gets no further: browsers do not let it choose its Origin.
    const bool ownPage = isPlainHost(request.host) && request.origin.toLower() == "https://" + request.host.toLower();
    const Tokens::Admission admission = admissionOf(request);
    if (!ownPage || !admission.incident.isValid()) {
        qCDebug(lcCaller) << "Refused a page:" << (ownPage ? "no such token" : "not from its own site");
        m_server.refuse(socket, 403);
        return;
    }
    makeRoom(admission.incident);
    m_visits.emplace(socket, Visit({++m_lastVisit}, admission.incident, admission.link, m_clock));
    m_server.accept(socket);
}

void Caller::makeRoom(IncidentId incident)
{
    const auto same = [incident](const auto &entry) { return entry.second.incident() == incident; };
    if (std::ranges::count_if(m_visits, same) < visitsAtOnce)
        return;
    const web::SocketId oldest = std::ranges::find_if(m_visits, same)->first;
    m_server.close(oldest);
    leave(oldest);
}

void Caller::hear(web::SocketId socket, const QByteArray &text)
{
    const auto visit = m_visits.find(socket);
    if (visit == m_visits.end())
        return;
    const IncidentId incident = visit->second.incident();
    const Visit::Outcome outcome = visit->second.take(text);
    if (!outcome.complaint.isEmpty())
        qCWarning(lcCaller).noquote() << "A page sent" << outcome.complaint;
    if (!outcome.reply.isEmpty())
        m_server.send(socket, outcome.reply);
    if (outcome.end) {
        m_server.close(socket);
        leave(socket);
    }
    if (outcome.input)
        Q_EMIT input(*outcome.input);
    if (outcome.isTyping)
        Q_EMIT typing(incident);
}

void Caller::leave(web::SocketId socket)
{
    const auto left = m_visits.extract(socket);
    if (left && left.mapped().hasOpened())
        Q_EMIT input(dispatch::Left{left.mapped().incident(), left.mapped().id(), left.mapped().hasFled()});
}

void Caller::done(const dispatch::AdmitToken &effect)
{
    m_tokens.admit({effect.incident, effect.kind}, effect.token.toLatin1(), effect.expires);
}

void Caller::done(const dispatch::RevokeTokens &effect)
{
    m_tokens.revoke(effect.incident);
    for (const auto &[socket, visit] : m_visits) {
        if (visit.incident() == effect.incident) {
            m_server.send(socket, endText());
            m_server.close(socket);
        }
    }
}

void Caller::done(const dispatch::ShowChat &effect)
{
    const auto visit = std::ranges::find(m_visits, effect.visit, [](const auto &entry) { return entry.second.id(); });
    if (visit == m_visits.end())
        return;
    m_server.send(visit->first, chatText({.link = visit->second.link(), .face = {}, .relays = {}}, effect.messages));
}

void Caller::done(const dispatch::ShowMessage &effect) { sendToAll(effect.incident, messageText(effect.message)); }

void Caller::done(const dispatch::ShowRead &effect) { sendToAll(effect.incident, readText(effect.message)); }

void Caller::done(const dispatch::ShowTyping &effect) { sendToAll(effect.incident, typingText()); }

void Caller::done(const dispatch::SteerCamera &effect) { sendToAll(effect.incident, cameraText(effect.wish)); }

void Caller::done(const dispatch::PassAnswer &effect) { sendTo(effect.visit, answerText(effect.sdp)); }

void Caller::done(const dispatch::PassCandidate &effect)
{
    sendTo(effect.visit, candidateText(effect.mediaLine, effect.candidate));
}

void Caller::sendTo(VisitId visit, const QByteArray &text)
{
    for (const auto &[socket, each] : m_visits) {
        if (each.id() == visit)
            m_server.send(socket, text);
    }
}

void Caller::sendToAll(IncidentId incident, const QByteArray &text)
{
    for (const auto &[socket, visit] : m_visits) {
        if (visit.incident() == incident && visit.hasOpened())
            m_server.send(socket, text);
    }
}

} // namespace knock::caller
