// SPDX-License-Identifier: Apache-2.0
#include "app/service/pack/pack.h"

#include "app/service/web/certificate.h"
#include "app/service/web/secret.h"

#include <algorithm>
#include <QLocale>
#include <QRandomGenerator>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace knock::pack {

namespace {

constexpr QByteArrayView statePath = "/p/state";
constexpr QByteArrayView picturePath = "/p/picture/";
constexpr QByteArrayView scheme = "Bearer "; // RFC 6750, 2.1

/// RFC 9110, 5.6.7. The page tells ages by this clock, whatever the unit's own says.
QByteArray dateText(const QDateTime &now)
{
    return QLocale::c().toString(now.toUTC(), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s).toLatin1();
}

web::Response bare(int status) { return {status, {}, securityHeaders(), {}}; }

} // namespace

Pack::Pack(const Configuration &configuration, const Clock &clock, QObject *parent)
    : Adapter(parent)
    , m_configuration(configuration)
    , m_clock(clock)
    , m_run(QByteArray::number(QRandomGenerator::system()->generate64(), 36))
    , m_guesses(configuration.longestWait)
    , m_pictures(configuration.files, configuration.keys)
{
    web::Limits &limits = m_configuration.web.limits;
    limits.request = std::chrono::seconds(60); // a large picture over a slow network
    limits.header = 4 * 1024;
    limits.body = 1024;
    limits.perAddress = 30;
    limits.total = 500;
    connect(&m_server, &web::Server::requested, this, &Pack::take);
    connect(&m_server, &web::Server::socketWanted, this,
            [this](web::SocketId socket) { m_server.refuse(socket, 404); });
}

Result<> Pack::start()
{
    if (const auto loaded = m_pages.load(m_configuration.pages); !loaded)
        return loaded;
    m_categories = readCategories(m_configuration.categories);
    const web::Configuration &web = m_configuration.web;
    const auto certified = web::ensureCertificate(web.certificateFile, web.keyFile, m_configuration.hostNames, m_clock);
    return certified ? m_server.start(web) : certified;
}

void Pack::perform(const dispatch::Effect &effect)
{
    forgetTheOver();
    std::visit(Overloaded{[this](const dispatch::AdmitPack &own) { done(own); },
                          [this](const dispatch::TellPack &own) { done(own); },
                          [this](const dispatch::RevokePack &own) { done(own); }, [](const auto &) {}},
               effect);
}

void Pack::done(const dispatch::AdmitPack &effect)
{
    const Incident &incident = *effect.incident;
    m_shown.insert_or_assign(incident.id,
                             Shown{effect.token.toLatin1(), effect.expires, incident, incident.packOpened.has_value()});
}

void Pack::done(const dispatch::TellPack &effect)
{
    const auto shown = m_shown.find(incidentOf(effect.event));
    if (shown == m_shown.end())
        return;
    apply(shown->second.incident, effect.event);
    shown->second.isStale = true;
}

void Pack::done(const dispatch::RevokePack &effect) { m_shown.erase(effect.incident); }

void Pack::forgetTheOver()
{
    std::erase_if(m_shown, [now = m_clock.now()](const auto &entry) { return entry.second.expires <= now; });
}

void Pack::take(web::RequestId id, const web::Request &request)
{
    if (request.method != "GET") {
        web::Response response = bare(405);
        response.headers.emplaceBack("Allow", "GET");
        m_server.respond(id, response);
        return;
    }
    const QByteArray path = request.target.split('?').constFirst();
    const bool isPicture = path.startsWith(picturePath);
    if (path != statePath && !isPicture) {
        m_server.respond(id, m_pages.find(path, request.languages).value_or(bare(404)));
        return;
    }
    Shown *shown = shownTo(request);
    if (!shown) {
        QTimer::singleShot(m_guesses.count(request.peer, m_clock.now()), this,
                           [this, id] { m_server.respond(id, bare(403)); });
        return;
    }
    if (isPicture)
        answerPicture(id, path.sliced(picturePath.size()), *shown);
    else
        answerState(id, request, *shown);
}

Pack::Shown *Pack::shownTo(const web::Request &request)
{
    forgetTheOver();
    if (!request.authorization.startsWith(scheme))
        return nullptr;
    const QByteArray token = request.authorization.sliced(scheme.size());
    Shown *found = nullptr;
    for (auto &[incident, shown] : m_shown) {
        if (web::isSecret(token, shown.token))
            found = &shown;
    }
    return found;
}

void Pack::answerState(web::RequestId id, const web::Request &request, Shown &shown)
{
    if (std::exchange(shown.isStale, false)) {
        const QByteArray before = std::exchange(shown.state, stateOf(shown.incident, m_categories));
        if (shown.state != before)
            shown.version = ++m_versions;
    }
    const QByteArray tag = '"' + m_run + '-' + QByteArray::number(shown.version) + '"';
    web::Response response = bare(request.ifNoneMatch == tag ? 304 : 200);
    response.headers.emplaceBack("ETag", tag);
    response.headers.emplaceBack("Date", dateText(m_clock.now()));
    if (response.status == 200) {
        response.contentType = "application/json";
        response.body = shown.state;
    }
    m_server.respond(id, response);
    const IncidentId incident = shown.incident.id;
    if (!std::exchange(shown.isOpened, true))
        Q_EMIT input(dispatch::PackFetched{incident});
}

void Pack::answerPicture(web::RequestId id, const QByteArray &number, const Shown &shown)
{
    const std::vector<Picture> pictures = picturesOf(shown.incident);
    const auto picture = std::ranges::find(pictures, number.toULongLong(), &Picture::number);
    if (picture == pictures.end()) {
        m_server.respond(id, bare(404));
        return;
    }
    m_pictures.read(picture->file, [this, id](const QByteArray &jpeg) {
        web::Response response = bare(jpeg.isEmpty() ? 503 : 200);
        if (!jpeg.isEmpty()) {
            response.contentType = "image/jpeg";
            response.body = jpeg;
        }
        m_server.respond(id, response);
    });
}

} // namespace knock::pack
