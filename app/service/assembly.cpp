// SPDX-License-Identifier: Apache-2.0
#include "app/service/assembly.h"

#include "app/core/logging.h"
#include "app/service/aml/aml.h"
#include "app/service/cad/cad.h"
#include "app/service/caller/caller.h"
#include "app/service/custody.h"
#include "app/service/desks.h"
#include "app/service/dispatch/invite.h"
#include "app/service/held/held.h"
#include "app/service/media/media.h"
#include "app/service/meteredjournal.h"
#include "app/service/pack/pack.h"
#include "app/service/recording/recorder.h"
#include "app/service/settingsnotes.h"
#include "app/service/sms/httpfile.h"
#include "app/service/sms/httpgateway.h"
#include "app/service/sms/kannel.h"
#include "app/service/sms/outbox.h"
#include "app/service/sms/sms.h"
#include "app/service/sms/texts.h"
#include "app/service/status/status.h"
#include "app/service/store/sqljournal.h"
#include "app/service/telephony/telephony.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace knock::service {

namespace {

std::unique_ptr<telephony::Telephony> makeTelephony(const Configuration &c, const QDir &resources, const QDir &data)
{
    telephony::Configuration settings;
    settings.address = c.address;
    settings.port = c.sipPort;
    settings.tlsPort = c.sipTlsPort;
    settings.certificateFile = data.filePath(u"certificate.pem"_s);
    settings.keyFile = data.filePath(u"key.pem"_s);
    settings.trunk = c.trunk;
    settings.ear = c.ear;
    settings.canary = c.canary;
    settings.promptFile = resources.filePath(u"sounds/prompts/ask-to-press.%1.wav"_s.arg(c.language));
    return std::make_unique<telephony::Telephony>(settings);
}

std::unique_ptr<caller::Caller> makeCaller(const Configuration &c, const QDir &resources, const QDir &data,
                                           const Keeping &keeping, const Clock &clock)
{
    caller::Configuration settings;
    settings.web.address = c.address;
    settings.web.port = c.webPort;
    settings.web.certificateFile = data.filePath(u"certificate.pem"_s);
    settings.web.keyFile = data.filePath(u"key.pem"_s);
    settings.hostNames = {c.publicHost};
    settings.pages = resources.filePath(u"caller"_s);
    settings.books = resources.filePath(u"phrases/book"_s);
    settings.files = data.filePath(u"files"_s);
    settings.keys = keeping.keys;
    settings.disguised = c.disguise;
    settings.turn = c.turn;
    settings.turnSecret = c.turnSecret.toUtf8();
    return std::make_unique<caller::Caller>(settings, clock);
}

std::unique_ptr<aml::Aml> makeAml(const Configuration &c, const QDir &data, const Clock &clock)
{
    aml::Configuration settings;
    settings.web.address = c.address;
    settings.web.port = *c.amlPort;
    settings.web.certificateFile = data.filePath(u"certificate.pem"_s);
    settings.web.keyFile = data.filePath(u"key.pem"_s);
    settings.hostNames = {c.publicHost};
    settings.secrets = {c.amlKey.toUtf8(), c.amlSmsSecret.toUtf8()};
    return std::make_unique<aml::Aml>(settings, clock);
}

std::unique_ptr<pack::Pack> makePack(const Configuration &c, const QDir &resources, const QDir &data,
                                     const Keeping &keeping, const Clock &clock)
{
    pack::Configuration settings;
    settings.web.address = c.address;
    settings.web.port = *c.packPort;
    settings.web.certificateFile = data.filePath(u"certificate.pem"_s);
    settings.web.keyFile = data.filePath(u"key.pem"_s);
    settings.hostNames = {c.publicHost, c.packHost};
    settings.pages = resources.filePath(u"pack"_s);
    settings.categories = resources.filePath(u"phrases/categories.json"_s);
    settings.files = data.filePath(u"files"_s);
    settings.keys = keeping.keys;
    return std::make_unique<pack::Pack>(settings, clock);
}

std::unique_ptr<status::Status> makeStatus(const Configuration &c, const QDir &data, const Clock &clock)
{
    status::Configuration settings;
    settings.web.address = c.adminAddress;
    settings.web.port = *c.adminPort;
    settings.web.certificateFile = data.filePath(u"certificate.pem"_s);
    settings.web.keyFile = data.filePath(u"key.pem"_s);
    settings.hostNames = {c.publicHost};
    settings.token = c.adminToken.toLatin1();
    settings.version = KNOCK_VERSION;
    return std::make_unique<status::Status>(settings, clock);
}

/// What \a status tells of the others.
void tellStatus(status::Status &status, Service &service, const telephony::Telephony &telephony)
{
    QObject::connect(&service, &Service::event, &status, &status::Status::count);
    QObject::connect(&service, &Service::health, &status, &status::Status::take);
    QObject::connect(&service, &Service::caughtUp, &status, &status::Status::setCaughtUp);
    QObject::connect(&telephony, &telephony::Telephony::linesChanged, &status, &status::Status::setLines);
    QObject::connect(&telephony, &telephony::Telephony::heardItself, &status, &status::Status::heardItself);
}

/// Measured only where somebody looks.
std::unique_ptr<store::Journal> metered(std::unique_ptr<store::Journal> journal, status::Status *status)
{
    if (!status)
        return journal;
    auto meter = std::make_unique<MeteredJournal>(std::move(journal));
    QObject::connect(meter.get(), &MeteredJournal::durable, status, &status::Status::countCommit);
    status->watchJournal([meter = meter.get()] {
        return status::Backlog{meter->waiting(),
                               std::chrono::duration_cast<std::chrono::milliseconds>(meter->oldest())};
    });
    return meter;
}

/// Whether or not a desk looks.
void recordCamera(media::Media &media, recording::Recorder &recorder, const Clock &clock)
{
    QObject::connect(&media, &media::Media::frame, &recorder,
                     [&recorder, &clock](const EncodedFrame &frame) { recorder.film(frame, clock.now()); });
    QObject::connect(&recorder, &recording::Recorder::keyFrameNeeded, &media, &media::Media::requestKeyFrame);
}

QString addressOf(const QString &host, quint16 port, const QString &path)
{
    QUrl url;
    url.setScheme(u"https"_s);
    url.setHost(host);
    url.setPort(port);
    url.setPath(path);
    return url.toString();
}

std::unique_ptr<sms::Reports> makeReports(const Configuration &c, const QDir &data, const Clock &clock)
{
    sms::Reports::Configuration settings;
    settings.web.address = c.address;
    settings.web.port = *c.reportPort;
    settings.web.certificateFile = data.filePath(u"certificate.pem"_s);
    settings.web.keyFile = data.filePath(u"key.pem"_s);
    settings.hostNames = {c.publicHost};
    settings.host = c.publicHost;
    settings.secret = c.reportSecret.toLatin1();
    return std::make_unique<sms::Reports>(settings, clock);
}

using Gateways = std::vector<std::unique_ptr<sms::Gateway>>;

Result<Gateways> makeGateways(const Configuration &c, const sms::Reports *reports)
{
    Gateways gateways;
    for (const auto &[setting, kind] : {std::pair(u"gateway"_s, c.gateway), std::pair(u"gateway2"_s, c.gateway2)}) {
        if (kind == "outbox"_L1)
            gateways.push_back(std::make_unique<sms::Outbox>());
        if (kind != "kannel"_L1 && kind != "http"_L1)
            continue;
        const Result<sms::HttpForm> form = kind == "http"_L1
            ? sms::loadHttpForm(c.smsHttp, setting, reports)
            : sms::kannel(c.kannelUrl, c.kannelUser, c.kannelPassword, reports);
        if (!form)
            return std::unexpected(form.error());
        gateways.push_back(std::make_unique<sms::HttpGateway>(*form, reports));
    }
    if (gateways.size() == 2 && gateways[0]->name() == gateways[1]->name())
        return failure(Error::Kind::Malformed, u"both text gateways have the same name"_s);
    return gateways;
}

/// For whoever must find a service that was told to take any free port.
Result<> leaveEndpoints(const QDir &data, int sip, int web, int aml, int reports, int pack, int admin, int desk)
{
    QSaveFile file(data.filePath(u"endpoints.json"_s));
    if (!file.open(QIODevice::WriteOnly)
        || file.write(QJsonDocument({{u"sip"_s, sip},
                                     {u"web"_s, web},
                                     {u"aml"_s, aml},
                                     {u"reports"_s, reports},
                                     {u"pack"_s, pack},
                                     {u"admin"_s, admin},
                                     {u"desk"_s, desk}})
                          .toJson())
            < 0
        || !file.commit())
        return failure(Error::Kind::Broken, file.errorString());
    return {};
}

} // namespace

Result<std::unique_ptr<Service>> assemble(const Configuration &c, const Clock &clock)
{
    return assembleAll(c, clock).transform([](Assembled &&assembled) { return std::move(assembled.service); });
}

Result<Assembled> assembleAll(const Configuration &c, const Clock &clock)
{
    const QDir data(c.dataFolder);
    const QDir resources(c.resourceFolder);
    if (!data.mkpath(u"."_s))
        return failure(Error::Kind::Broken, u"the data folder cannot be made"_s);

    auto keeping = openKeeping(c);
    if (!keeping)
        return std::unexpected(keeping.error());
    auto journal = std::make_unique<store::SqlJournal>();
    const auto opened = journal->open(data.filePath(u"journal.db"_s), keeping->sealer, keeping->checkpoints);
    if (!opened)
        return std::unexpected(opened.error());
    const auto texts = sms::Texts::load(resources.filePath(u"phrases/sms.json"_s), c.smsPreset);
    if (!texts)
        return std::unexpected(texts.error());

    auto telephony = makeTelephony(c, resources, data);
    auto caller = makeCaller(c, resources, data, *keeping, clock);
    auto media = std::make_unique<media::Media>(media::Media::Configuration{});
    auto recorder = std::make_unique<recording::Recorder>(data.filePath(u"recordings"_s), keeping->keys);
    auto reports = c.reportPort ? makeReports(c, data, clock) : nullptr;
    sms::Reports *reportsAt = reports.get();
    auto gateways = makeGateways(c, reportsAt);
    auto sms = std::make_unique<sms::Sms>(gateways ? std::move(*gateways) : Gateways(),
                                          sms::Sms::Configuration{.countryCode = c.countryCode}, std::move(reports));
    auto aml = c.amlPort ? makeAml(c, data, clock) : nullptr;
    auto pack = c.packPort ? makePack(c, resources, data, *keeping, clock) : nullptr;
    auto status = c.adminPort ? makeStatus(c, data, clock) : nullptr;
    auto desks = c.deskPort ? makeDesks(c, *keeping, clock) : Result<Desks>();
    if (!desks)
        return std::unexpected(desks.error());
    std::vector<Health> unwell;
    const auto note = [&](const Result<> &started, Health::Part part) {
        if (!started) {
            qCWarning(lcService) << "A part of the service does not start:" << started.error().detail;
            unwell.push_back({part, false, started.error()});
        }
    };
    const auto start = [&](dispatch::Adapter &adapter, Health::Part part) { note(adapter.start(), part); };
    if (opened->damage)
        note(std::unexpected(*opened->damage), Health::Part::Journal);
    // First the pages, which make the certificate that calls over TLS need.
    start(*caller, Health::Part::CallerPage);
    start(*telephony, Health::Part::Telephony);
    start(*media, Health::Part::Media);
    start(*recorder, Health::Part::Recording);
    start(*sms, Health::Part::TextGateway);
    if (!gateways)
        note(std::unexpected(gateways.error()), Health::Part::TextGateway);
    if (aml)
        start(*aml, Health::Part::PhoneLocation);
    if (pack)
        start(*pack, Health::Part::UnitPage);
    // Whoever watches over the service must know that it cannot: they would take silence for an end of it.
    if (const auto started = status ? status->start() : Result<>(); !started)
        return std::unexpected(started.error());
    // Nor can there be a room into which no desk comes.
    if (const auto started = desks->door ? desks->door->start() : Result<>(); !started)
        return std::unexpected(started.error());
    if (const auto left = leaveEndpoints(data, telephony->port(), caller->port(), aml ? aml->port() : 0,
                                         reportsAt ? reportsAt->port() : 0, pack ? pack->port() : 0,
                                         status ? status->port() : 0, desks->door ? desks->door->port() : 0);
        !left)
        return std::unexpected(left.error());

    dispatch::Rules rules;
    rules.knock = c.knock;
    rules.askWhileWaiting = c.askWhileWaiting;
    rules.countryCode = c.countryCode;
    rules.answers = c.answersByCount ? dispatch::Rules::Answers::ByCount : dispatch::Rules::Answers::ByKey;
    rules.linkBase = addressOf(c.publicHost, caller->port(), u"/"_s);
    if (pack && pack->port() != 0)
        rules.packBase = addressOf(c.packHost, pack->port(), u"/p/"_s);
    rules.language = c.language;
    rules.composeText = [texts = *texts](LinkKind kind, const QString &language, const QString &link) {
        return texts.compose(kind, language, link);
    };
    rules.makeToken = &dispatch::makeToken;
    rules.tellsCad = !c.cadUrl.isEmpty();

    store::Journal &disk = *journal;
    auto service = std::make_unique<Service>(clock, std::move(rules), metered(std::move(journal), status.get()));
    Assembled assembled{nullptr, telephony.get(), recorder.get(), status.get(), {}};
    const auto keep = [&](const QByteArray &name, web::Server *server) {
        assembled.servers.push_back(server);
        if (status)
            status->watch(name, [server] { return server->counters(); });
    };
    keep("caller", &caller->server());
    if (aml)
        keep("aml", &aml->server());
    if (reportsAt)
        keep("reports", &reportsAt->server());
    if (pack)
        keep("pack", &pack->server());
    if (desks->door)
        keep("desk", &desks->door->server());
    if (status)
        keep("admin", &status->server());
    QObject::connect(media.get(), &media::Media::frame, service.get(), &Service::frame);
    QObject::connect(media.get(), &media::Media::camera, service.get(), &Service::camera);
    QObject::connect(service.get(), &Service::keyFrameWanted, media.get(), &media::Media::requestKeyFrame);
    QObject::connect(telephony.get(), &telephony::Telephony::sound, service.get(), &Service::hear);
    QObject::connect(service.get(), &Service::voiceOn, telephony.get(), &telephony::Telephony::setVoice);
    QObject::connect(telephony.get(), &telephony::Telephony::taped, recorder.get(), &recording::Recorder::take);
    if (c.recordCamera)
        recordCamera(*media, *recorder, clock);
    QObject::connect(caller.get(), &caller::Caller::typing, service.get(), &Service::typing);
    QObject::connect(caller.get(), &caller::Caller::clock, media.get(), &media::Media::setClock);
    QObject::connect(caller.get(), &caller::Caller::still, media.get(), &media::Media::takeStill);
    service->add(std::move(telephony));
    service->add(std::move(recorder));
    service->add(std::move(caller));
    service->add(std::move(media));
    service->add(std::move(sms));
    if (aml)
        service->add(std::move(aml));
    if (pack)
        service->add(std::move(pack));
    if (!c.cadUrl.isEmpty())
        service->add(
            std::make_unique<cad::Cad>(cad::Configuration{.url = c.cadUrl, .secret = c.cadSecret.toUtf8()}, clock));
    if (!c.heldHosts.isEmpty())
        service->add(std::make_unique<held::Held>(held::Configuration{.hosts = c.heldHosts}, clock));
    if (desks->door) {
        join(*service, *desks->door);
        if (status) {
            status->watchSeats([door = desks->door.get()] {
                const auto [connected, behind] = door->seats();
                return status::Seats{connected, behind};
            });
        }
        passAudit(*desks->people, disk, *service);
        service->add(std::move(desks->door));
        desks->people.release()->setParent(service.get());
    }
    if (status) {
        tellStatus(*status, *service, *assembled.telephony);
        service->add(std::move(status));
    }
    noteSettings(*service, disk, c, keeping->seal, clock);
    keepInTime(*service, c, *keeping, clock);
    readOut(*service, c, *keeping, clock);
    if (!c.controlSocket.isEmpty()) {
        auto *control = new control::Control(service.get());
        auto *custody = new Custody(*service, *control, c, *std::move(keeping), clock);
        if (const auto started = custody->start().and_then([&] { return control->start(c.controlSocket); }); !started)
            return std::unexpected(started.error());
    }
    service->tellOnResume(std::move(unwell));
    assembled.service = std::move(service);
    return assembled;
}

} // namespace knock::service
