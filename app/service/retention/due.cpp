// SPDX-License-Identifier: Apache-2.0
#include "app/service/retention/due.h"

#include "app/core/audit.h"
#include "app/core/event.h"
#include "app/core/logging.h"
#include "app/service/store/database.h"
#include "app/service/store/rows.h"
#include "app/wire/codec.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace knock::retention {

namespace {

/// What of the record decides about its end.
struct Fate {
    bool closed = false;
    bool held = false;
    QDateTime closedAt;
    QSet<QString> files;

    void take(const Event &event)
    {
        if (const auto *closing = std::get_if<IncidentClosed>(&event)) {
            closed = true;
            closedAt = closing->at;
        }
        closed = closed && !std::holds_alternative<IncidentReopened>(event);
        if (const auto *recording = std::get_if<RecordingBegan>(&event))
            files << recording->file;
        if (const auto *file = std::get_if<FileKept>(&event))
            files << file->file;
    }
};

constexpr auto sql = "SELECT sequence, incident, at, type, body, form FROM event WHERE incident = ?1 AND type IN"
                     " ('incidentClosed', 'incidentReopened', 'recordingBegan', 'fileKept', 'holdChanged')"
                     " ORDER BY sequence";

Result<Fate> fateOf(store::Statement &statement, store::Rows &rows, IncidentId incident)
{
    Fate fate;
    statement.reset();
    statement.bind(1, static_cast<qint64>(incident.value));
    while (true) {
        const Result<bool> row = statement.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            return fate;
        const auto record = rows.opened(statement);
        if (!record)
            return std::unexpected(record.error());
        if (!*record)
            return failure(Error::Kind::Expired, u"the record is gone already"_s);
        if (wire::isAudit((*record)->type)) {
            const auto entry = wire::decodeAudit((*record)->body);
            if (!entry)
                return std::unexpected(entry.error());
            fate.held = std::get<HoldChanged>(*entry).held;
            continue;
        }
        const auto event = wire::decodeEvent((*record)->body);
        if (!event)
            return std::unexpected(event.error());
        fate.take(*event);
    }
}

/// Sound goes before the record that names its files: after it nobody could tell which they are.
Result<> collect(store::Statement &statement, store::Rows &rows, const std::vector<IncidentId> &incidents,
                 vault::Keep keep, const QDateTime &before, std::vector<Due> &due)
{
    for (const IncidentId incident : incidents) {
        const Result<Fate> fate = fateOf(statement, rows, incident);
        if (!fate) {
            if (fate.error().kind != Error::Kind::Expired)
                qCWarning(lcStore) << "Incident" << incident.value
                                   << "is kept, for its record cannot be read:" << fate.error().detail;
            continue;
        }
        if (fate->closed && !fate->held && fate->closedAt < before)
            due.push_back({incident, keep, keep == vault::Keep::Sound ? fate->files.values() : QStringList()});
    }
    return {};
}

} // namespace

Result<std::vector<Due>> findDue(const QString &journal, store::Sealer &sealer, vault::KeyStore &keys,
                                 const Spans &spans, const QDateTime &now)
{
    auto database = store::Database::open(journal, store::Database::Mode::Read);
    if (!database)
        return std::unexpected(database.error());
    Result<store::Statement> statement = database->prepare(sql);
    if (!statement)
        return std::unexpected(statement.error());
    // The reader does not own the sealer here.
    store::Rows rows(std::shared_ptr<store::Sealer>(std::shared_ptr<void>(), &sealer));

    std::vector<Due> due;
    for (const auto &[keep, span] :
         {std::pair(vault::Keep::Sound, spans.media), std::pair(vault::Keep::Record, spans.record)}) {
        const auto kept = keys.kept(keep);
        if (!kept)
            return std::unexpected(kept.error());
        if (const auto done = collect(*statement, rows, *kept, keep, now.addDuration(-span), due); !done)
            return std::unexpected(done.error());
    }
    return due;
}

} // namespace knock::retention
