// SPDX-License-Identifier: Apache-2.0
#include "app/service/custody.h"

#include "app/service/evidence/bundle.h"
#include "app/service/service.h"
#include "app/wire/codec.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace knock::service {

namespace {

IncidentId incidentIn(const control::Wish &wish)
{
    return {static_cast<quint64>(std::max<qint64>(0, wish.parts.value("incident"_L1).toInteger()))};
}

std::unexpected<Error> notUnderstood(const QString &why) { return failure(Error::Kind::Malformed, why); }

} // namespace

Custody::Custody(Service &service, control::Control &control, const Configuration &configuration, Keeping keeping,
                 const Clock &clock)
    : QObject(&service)
    , m_service(service)
    , m_configuration(configuration)
    , m_keeping(std::move(keeping))
    , m_clock(clock)
{
    using control::Answer;
    using control::Wish;
    control.serve(u"export"_s, [this](const Wish &wish, const Answer &answer) { makeBundle(wish, answer); });
    control.serve(u"hold"_s, [this](const Wish &wish, const Answer &answer) { hold(wish, answer); });
    control.serve(u"audit"_s, [this](const Wish &wish, const Answer &answer) { readAudit(wish, answer); });
    control.serve(u"rotate"_s, [this](const Wish &wish, const Answer &answer) { rotate(wish, answer); });
    control.serve(u"key"_s, [this](const Wish &, const Answer &answer) { showKey(answer); });
    connect(&m_reader, &store::Reader::page, this, &Custody::give);
}

Custody::~Custody() = default;

Result<> Custody::start()
{
    return m_reader.open(QDir(m_configuration.dataFolder).filePath(u"journal.db"_s), m_keeping.sealer);
}

void Custody::makeBundle(const control::Wish &wish, const control::Answer &answer)
{
    const IncidentId incident = incidentIn(wish);
    const bool isRedacted = wish.parts.value("redacted"_L1).toBool();
    if (!incident.isValid())
        return answer(notUnderstood(u"an incident has a number from 1 on"_s));
    if (m_isExporting)
        return answer(failure(Error::Kind::Full, u"a bundle is being made; ask again when it is done"_s));
    const QDir data(m_configuration.dataFolder);
    if (!data.mkpath(u"bundles"_s))
        return answer(failure(Error::Kind::Unreachable, u"the folder of bundles cannot be made"_s));

    const QDateTime at = m_clock.now();
    const QString path = data.filePath(u"bundles/%1-%2%3.tar"_s.arg(incident.value)
                                           .arg(at.toUTC().toString(u"yyyyMMddTHHmmsszzzZ"))
                                           .arg(isRedacted ? u"-redacted"_s : QString()));
    m_service.note(Exported{incident, {}, wish.user, {}, isRedacted, at});
    const evidence::Sources sources{data.filePath(u"journal.db"_s), m_keeping.sealer, m_keeping.keys.get(),
                                    data.filePath(u"recordings"_s), data.filePath(u"files"_s)};
    const evidence::Seal seal{m_keeping.seal->publicPem(),
                              [seal = m_keeping.seal](QByteArrayView bytes) { return seal->sign(bytes); }};
    m_isExporting = true;
    m_exporter = std::jthread([this, sources, seal, incident, isRedacted, at, path, user = wish.user, answer] {
        const auto copy = isRedacted ? evidence::Copy::Redacted : evidence::Copy::Whole;
        auto bundle = evidence::writeBundle(sources, seal, incident, copy, at, path);
        QMetaObject::invokeMethod(this, [=, this, bundle = std::move(bundle)] {
            m_isExporting = false;
            if (!bundle)
                return answer(std::unexpected(bundle.error()));
            m_service.note(Exported{incident, {}, user, bundle->sha256, isRedacted, m_clock.now()});
            answer(QJsonObject{{u"file"_s, path},
                               {u"sha256"_s, bundle->sha256},
                               {u"rows"_s, qint64(bundle->rows)},
                               {u"missing"_s, QJsonArray::fromStringList(bundle->missing)}});
        });
    });
}

void Custody::hold(const control::Wish &wish, const control::Answer &answer)
{
    constexpr qsizetype longest = 500;
    const IncidentId incident = incidentIn(wish);
    const QString reason = wish.parts.value("reason"_L1).toString();
    const QJsonValue held = wish.parts.value("held"_L1);
    if (!incident.isValid() || !held.isBool() || reason.trimmed().isEmpty() || reason.size() > longest)
        return answer(notUnderstood(u"a hold needs an incident and a reason"_s));
    m_service.note(HoldChanged{incident, wish.user, held.toBool(), reason, m_clock.now()});
    answer(QJsonObject());
}

void Custody::readAudit(const control::Wish &wish, const control::Answer &answer)
{
    const auto after = static_cast<quint64>(std::max<qint64>(0, wish.parts.value("after"_L1).toInteger()));
    if (after == 0)
        m_service.note(AuditRead{{}, wish.user, wish.parts.value("filter"_L1).toString().left(200), m_clock.now()});
    store::Reader::Wish pages;
    pages.after = after;
    pages.types = wire::auditTypes();
    m_readings.insert(++m_lastReading, answer);
    m_reader.read(pages, m_lastReading);
}

void Custody::give(quint64 ticket, const Result<store::Reader::Page> &page)
{
    const control::Answer answer = m_readings.take(ticket);
    if (!page)
        return answer(std::unexpected(page.error()));
    QJsonArray entries;
    for (const store::Record &record : page->records) {
        QJsonObject entry = QJsonDocument::fromJson(record.body).object();
        entry.insert("sequence"_L1, qint64(record.sequence));
        entries.append(entry);
    }
    answer(
        QJsonObject{{u"entries"_s, entries}, {u"through"_s, qint64(page->through)}, {u"head"_s, qint64(page->head)}});
}

void Custody::rotate(const control::Wish &wish, const control::Answer &answer)
{
    m_service.note(SettingChanged{wish.user, u"masterKey"_s, m_clock.now()});
    const auto rotated = rotateMaster(m_configuration, m_keeping);
    answer(rotated.transform([] { return QJsonObject(); }));
}

void Custody::showKey(const control::Answer &answer) const
{
    answer(QJsonObject{{u"pem"_s, QString::fromLatin1(m_keeping.seal->publicPem())},
                       {u"fingerprint"_s, m_keeping.seal->fingerprint()}});
}

} // namespace knock::service
