// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/caller.h"

#include "app/core/logging.h"
#include "app/service/caller/filedoor.h"
#include "app/service/caller/headers.h"
#include "app/service/caller/relays.h"
#include "app/service/caller/robots.h"
#include "app/service/web/certificate.h"

#include <algorithm>
#include <QTimer>

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
    , m_guesses(configuration.longestWait)
{
    connect(&m_server, &web::Server::requested, this, &Caller::take);
    connect(&m_server, &web::Server::socketWanted, this, &Caller::welcome);
    connect(&m_server, &web::Server::textReceived, this, [this](web::SocketId socket, const QByteArray &text) {
        if (const auto visit = m_visits.find(socket); visit != m_visits.end())
            act(socket, visit->second.take(text));
    });
    connect(&m_server, &web::Server::binaryReceived, this, [this](web::SocketId socket, const QByteArray &bytes) {
        const auto visit = m_visits.find(socket);
        if (visit == m_visits.end())
            return;
        const auto [incident, id] = std::pair(visit->second.incident(), visit->second.id());
        const Visit::Outcome outcome = visit->second.takeStill(bytes);
        if (outcome.isStill)
            Q_EMIT still(incident, id, bytes);
        act(socket, outcome);
    });
    connect(&m_server, &web::Server::closed, this, &Caller::leave);
}

Result<> Caller::start()
{
    if (const auto loaded = m_pages.load(m_configuration.pages, m_configuration.books); !loaded)
        return loaded;
    web::Configuration web = m_configuration.web;
    web.limits.body = 0; // nobody sends one but to the door for files
    if (!m_configuration.files.isEmpty()) {
        web.largeBodiesAt = filePath.toByteArray();
        m_files = std::make_unique<FileStore>(m_configuration.files, m_configuration.keys, m_clock);
        connect(m_files.get(), &FileStore::came, this, &Caller::input);
    }
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

void Caller::take(web::RequestId id, const web::Request &request)
{
    if (request.target.startsWith(filePath)) {
        takePiece(id, request);
        return;
    }
    web::Response response = m_pages.answer(request);
    IncidentId incident;
    bool isGuess = false;
    if (request.target.startsWith(socketPath)) {
        // A browser tells its page nothing about a refused WebSocket. A page that cannot get in asks here whether it
        // ever will; the answer says no more than the WebSocket itself would.
        isGuess = !admissionOf(request).incident.isValid();
        response = {isGuess ? 403 : 426, {}, securityHeaders(request.host), {}};
    } else if (const QByteArray path = pathOf(request).mid(1); isToken(path) && response.status == 200) {
        incident = m_tokens.find(path, m_clock.now()).incident;
        isGuess = !incident.isValid();
    }
    if (isGuess)
        refuseLater(request.peer, [this, id, response] { m_server.respond(id, response); });
    else
        m_server.respond(id, response);
    if (incident.isValid())
        Q_EMIT input(dispatch::Fetched{incident, isRobot(request.userAgent)});
}

void Caller::takePiece(web::RequestId id, const web::Request &request)
{
    const auto address = readPieceAddress(request.target);
    if (!address || request.method != "POST" || !m_files) {
        m_server.respond(id, m_pages.decoy(request));
        return;
    }
    const IncidentId incident = m_tokens.find(address->token, m_clock.now()).incident;
    const auto isOpen
        = [incident](const auto &entry) { return entry.second.incident() == incident && entry.second.hasOpened(); };
    const web::Response refusal{403, {}, securityHeaders(request.host), {}};
    if (!incident.isValid()) {
        refuseLater(request.peer, [this, id, refusal] { m_server.respond(id, refusal); });
    } else if (std::ranges::none_of(m_visits, isOpen)) {
        m_server.respond(id, refusal);
    } else {
        m_files->take({incident, address->id, address->kind, address->at, address->of, request.body},
                      [this, id, host = request.host](int status, quint64 have) {
                          m_server.respond(id, {status, "application/json", securityHeaders(host), haveText(have)});
                      });
    }
}

void Caller::refuseLater(const QString &peer, const std::function<void()> &refuse)
{
    QTimer::singleShot(m_guesses.count(peer, m_clock.now()), this, refuse);
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
        if (admission.incident.isValid())
            m_server.refuse(socket, 403);
        else
            refuseLater(request.peer, [this, socket] { m_server.refuse(socket, 403); });
        return;
    }
    makeRoom(admission.incident);
    m_visits.emplace(socket, Visit({++m_lastVisit}, admission.incident, admission.link, m_clock));
    m_server.accept(socket, {.frames = web::Frames::TextAndBinary, .sent = web::Telling::Never, .mayWait = mayWait});
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

void Caller::act(web::SocketId socket, const Visit::Outcome &outcome)
{
    const IncidentId incident = m_visits.at(socket).incident();
    const VisitId visit = m_visits.at(socket).id();
    if (!outcome.complaint.isEmpty())
        qCWarning(lcCaller).noquote() << "A page sent" << outcome.complaint;
    if (!outcome.reply.isEmpty())
        m_server.send(socket, outcome.reply);
    if (outcome.next)
        QTimer::singleShot(*outcome.next, this, [this, socket] { m_server.send(socket, stillText()); });
    if (outcome.end) {
        m_server.close(socket);
        leave(socket);
    }
    if (outcome.input)
        Q_EMIT input(*outcome.input);
    if (outcome.isTyping)
        Q_EMIT typing(incident);
    if (outcome.ahead)
        Q_EMIT clock(incident, visit, *outcome.ahead);
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
    const Beginning beginning{
        .link = visit->second.link(),
        .face = m_configuration.disguised ? PageFace::Disguised : PageFace::Plain,
        .relays = relaysFor(m_configuration.turn, m_configuration.turnSecret, m_clock.now()),
    };
    m_server.send(visit->first, chatText(beginning, effect.messages));
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
