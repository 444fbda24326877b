// SPDX-License-Identifier: Apache-2.0
#include "app/service/desks.h"

#include "app/core/logging.h"
#include "app/service/door/identitysignin.h"

#include <limits>
#include <QDir>

using namespace Qt::StringLiterals;

namespace knock::service {

Result<Desks> makeDesks(const Configuration &c, const Keeping &keeping, const Clock &clock)
{
    const QDir data(c.dataFolder);
    auto letterbox = vault::Letterbox::open(*keeping.keys);
    if (!letterbox)
        return std::unexpected(letterbox.error());
    identity::Identity::Settings signIn;
    signIn.letterbox = std::make_shared<const vault::Letterbox>(*std::move(letterbox));
    if (!c.directory.url.isEmpty()) {
        const auto directory = identity::LdapDirectory::make(c.directory);
        if (!directory)
            return std::unexpected(directory.error());
        signIn.directory = *directory;
    }
    auto people = std::make_unique<identity::Identity>(clock, signIn);
    if (const auto opened = people->open(data.filePath(u"users.db"_s)); !opened)
        return std::unexpected(opened.error());

    door::Configuration settings;
    settings.web.address = c.deskAddress.value_or(c.address);
    settings.web.port = *c.deskPort;
    settings.web.certificateFile = data.filePath(u"certificate.pem"_s);
    settings.web.keyFile = data.filePath(u"key.pem"_s);
    settings.web.clients.authorityFile = c.deskAuthority;
    settings.web.clients.revokedFile = c.deskRevoked;
    settings.hostNames = {c.publicHost, c.deskHost};
    settings.journal = data.filePath(u"journal.db"_s);
    settings.sealer = keeping.sealer;
    auto door = std::make_unique<door::Door>(settings, std::make_unique<door::IdentitySignIn>(*people), clock);
    return Desks{std::move(people), std::move(door)};
}

void join(Service &service, door::Door &door)
{
    using door::Door;
    QObject::connect(&service, &Service::event, &door, &Door::tell);
    QObject::connect(&service, &Service::health, &door, &Door::tellHealth);
    QObject::connect(&service, &Service::sound, &door, &Door::tellSound);
    QObject::connect(&service, &Service::camera, &door, &Door::tellCamera);
    QObject::connect(&service, &Service::typing, &door, &Door::tellTyping);
    QObject::connect(&service, &Service::viewers, &door, &Door::tellViewers);
    QObject::connect(&service, &Service::earlier, &door, &Door::tellEarlier);
    QObject::connect(&service, &Service::piece, &door, &Door::tellPiece);
    QObject::connect(&service, &Service::frame, &door, &Door::tellFrame);

    QObject::connect(&door, &Door::seen, &service, &Service::see);
    QObject::connect(&door, &Door::refused, &service, &Service::refuse);
    QObject::connect(&door, &Door::watched, &service, &Service::watch);
    QObject::connect(&door, &Door::left, &service, &Service::leave);
    QObject::connect(&door, &Door::voice, &service, &Service::setVoice);
    QObject::connect(&door, &Door::keyFrameWanted, &service, &Service::keyFrameWanted);
}

void passAudit(identity::Identity &people, store::Journal &journal, Service &service)
{
    // Numbers and an incident that the service never gives.
    constexpr quint64 ours = 1ULL << 63;
    constexpr IncidentId nothing{quint64(std::numeric_limits<qint64>::max())};
    const auto pass = [&people, &journal, &service] {
        const auto departing = people.takeAudit();
        if (!departing)
            qCWarning(lcService) << "Who came and went cannot be read:" << departing.error().detail;
        if (!departing || departing->entries.empty())
            return;
        for (const Audit &entry : departing->entries)
            service.note(entry);
        // It finds nothing, but waits until all of that is on the disk.
        journal.recall(nothing, ours | departing->upTo);
    };
    QObject::connect(&service, &Service::caughtUp, &service, pass);
    QObject::connect(&people, &identity::Identity::auditWaits, &service, pass);
    QObject::connect(&journal, &store::Journal::recalled, &service,
                     [&people](quint64 ticket, const Result<std::vector<store::Record>> &) {
                         if ((ticket & ours) == 0)
                             return;
                         if (const auto forgotten = people.tookAudit(ticket & ~ours); !forgotten)
                             qCWarning(lcService)
                                 << "Who came and went will be kept twice:" << forgotten.error().detail;
                     });
}

} // namespace knock::service
