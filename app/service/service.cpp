// SPDX-License-Identifier: Apache-2.0
#include "app/service/service.h"

#include "app/core/logging.h"
#include "app/wire/codec.h"

namespace knock::service {

namespace {

IncidentId incidentOf(const dispatch::Asked &asked)
{
    return std::visit([](const auto &command) { return command.incident; }, asked.what);
}

/// What stands in the journal of an incident beside its events is left out.
Result<std::vector<Event>> decoded(std::vector<store::Record> &records)
{
    std::erase_if(records, [](const store::Record &record) { return wire::isAudit(record.type); });
    std::vector<Event> events;
    events.reserve(records.size());
    for (const store::Record &record : records) {
        auto event = wire::decodeEvent(record.body);
        if (!event)
            return failure(Error::Kind::Broken,
                           QStringLiteral("journal record %1: %2").arg(record.sequence).arg(event.error().detail));
        events.push_back(*std::move(event));
    }
    return events;
}

} // namespace

Service::Service(const Clock &clock, dispatch::Rules rules, std::unique_ptr<store::Journal> journal)
    : m_clock(clock)
    , m_book(clock, std::move(rules))
    , m_journal(std::move(journal))
{
    connect(m_journal.get(), &store::Journal::appended, this, &Service::written);
    connect(m_journal.get(), &store::Journal::recalled, this, &Service::recalled);
    connect(m_journal.get(), &store::Journal::failed, this,
            [this](const Error &why) { Q_EMIT health({Health::Part::Journal, false, why}); });
    connect(m_journal.get(), &store::Journal::recovered, this,
            [this] { Q_EMIT health({Health::Part::Journal, true, {}}); });
    connect(&m_watch, &QTimer::timeout, this, &Service::watchSeats);
    m_watch.start(lookEvery);
}

Service::~Service() = default;

void Service::add(std::unique_ptr<dispatch::Adapter> adapter)
{
    connect(adapter.get(), &dispatch::Adapter::input, this, &Service::take);
    connect(adapter.get(), &dispatch::Adapter::health, this, &Service::health);
    m_adapters.push_back(std::move(adapter));
}

Result<> Service::resume()
{
    const auto last = m_journal->lastIncident();
    if (!last)
        return std::unexpected(last.error());
    auto records = m_journal->load();
    if (!records)
        return std::unexpected(records.error());

    const auto recent = m_journal->recent(m_clock.now().addDuration(-dispatch::CallerHistory::span),
                                          {CallArrived::name, CallAnswered::name, LineEnded::name, KnockHeard::name,
                                           SilentCallConfirmed::name, KnockDismissed::name, CodedTalkMarked::name});
    if (!recent)
        return std::unexpected(recent.error());
    for (const store::Record &record : *recent) {
        if (const auto told = wire::decodeEvent(record.body))
            m_book.remember(*told);
    }

    m_book.continueAfter(*last);
    const auto told = decoded(*records);
    if (!told)
        return std::unexpected(told.error());
    for (size_t i = 0; i < told->size(); ++i) {
        m_book.restore(told->at(i));
        Q_EMIT event(told->at(i), records->at(i).sequence, records->at(i).body);
    }
    note(ServiceStarted{QStringLiteral(KNOCK_VERSION), m_clock.now()});
    write(m_book.resume());
    Q_EMIT caughtUp();
    for (const Health &part : std::exchange(m_unwell, {}))
        Q_EMIT health(part);
    return {};
}

void Service::take(const dispatch::Input &input)
{
    const auto *asked = std::get_if<dispatch::Asked>(&input);
    if (asked)
        see(asked->seat);
    if (asked && isForNobody(*asked)) {
        refuse(*asked, {Error::Kind::NotFound, QStringLiteral("nobody is at that seat")});
        return;
    }
    if (asked && std::holds_alternative<ReadFile>(asked->what)) {
        Q_EMIT fileWanted(*asked);
        return;
    }
    if (asked && recall(*asked))
        return;
    write(m_book.take(input));
    joinVoices();
}

/// A call given to a seat where nobody is would be held for nobody.
bool Service::isForNobody(const dispatch::Asked &asked) const
{
    const auto *handOver = std::get_if<HandOverCall>(&asked.what);
    return handOver && !m_looks.contains(handOver->to);
}

void Service::watch(SeatId seat, IncidentId incident, bool on)
{
    QSet<SeatId> &seats = m_viewers[incident];
    const qsizetype before = seats.size();
    if (on)
        seats.insert(seat);
    else
        seats.remove(seat);
    const qsizetype now = seats.size();
    if (seats.isEmpty())
        m_viewers.remove(incident);
    if (now == before)
        return;
    note(CameraWatched{incident, seat, on, m_clock.now()});
    Q_EMIT viewers(incident, int(now));
}

void Service::leave(SeatId seat)
{
    std::vector<IncidentId> watched;
    for (const auto &[incident, seats] : m_viewers.asKeyValueRange()) {
        if (seats.contains(seat))
            watched.push_back(incident);
    }
    for (const IncidentId incident : watched)
        watch(seat, incident, false);
    setVoice(seat, nullptr);
}

void Service::see(SeatId seat) { m_looks.insert(seat, 0); }

void Service::watchSeats()
{
    std::vector<SeatId> silent;
    for (const auto &[seat, looks] : m_looks.asKeyValueRange()) {
        if (++looks >= seatPatience / lookEvery)
            silent.push_back(seat);
    }
    for (const SeatId seat : silent) {
        m_looks.remove(seat);
        qCWarning(lcService) << "Seat" << seat.value << "gives no sign of life; its calls are held for everybody";
        take(dispatch::SeatFellSilent{seat});
    }
}

void Service::setVoice(SeatId seat, std::shared_ptr<VoicePort> port)
{
    if (const Headset before = m_headsets.take(seat); before.line.isValid())
        Q_EMIT voiceOn(before.line, nullptr);
    if (port)
        m_headsets.insert(seat, {std::move(port), LineId()});
    joinVoices();
}

// Ears and voices do not wait for the disk: what an operator hears is no event. Costs as much as there are headsets.
void Service::joinVoices()
{
    for (const auto &[seat, headset] : m_headsets.asKeyValueRange()) {
        const LineId line = m_book.lineOf(seat);
        if (line == headset.line)
            continue;
        if (headset.line.isValid())
            Q_EMIT voiceOn(headset.line, nullptr);
        headset.line = line;
        if (line.isValid())
            Q_EMIT voiceOn(line, headset.port);
    }
}

void Service::hear(LineId line, LineSound heard)
{
    heard.incident = m_book.incidentOn(line);
    if (heard.incident.isValid())
        Q_EMIT sound(heard);
}

/// What is wanted of an incident's history is read first, behind the thread; recalled() goes on. False: nothing is.
bool Service::recall(const dispatch::Asked &asked)
{
    const IncidentId incident = incidentOf(asked);
    const bool isReopening = std::holds_alternative<ReopenIncident>(asked.what) && !m_book.isOpen(incident);
    if (!incident.isValid() || (!isReopening && !std::holds_alternative<LookUp>(asked.what)))
        return false;
    if (m_recalls.size() >= mostRecalls) {
        refuse(asked, {Error::Kind::Full, QStringLiteral("too many histories are being read")});
        return true;
    }
    m_recalls.insert({++m_lastRecall, {asked, {}}});
    m_journal->recall(incident, m_lastRecall);
    return true;
}

void Service::recalled(quint64 ticket, Result<std::vector<store::Record>> records)
{
    const auto node = m_recalls.extract(ticket);
    if (!node)
        return;
    const auto &[asked, late] = node.mapped();
    auto events = records.and_then(decoded);
    if (!events) {
        refuse(asked, events.error());
    } else if (events->empty()) {
        refuse(asked, {Error::Kind::NotFound, QStringLiteral("no such incident")});
    } else if (std::holds_alternative<LookUp>(asked.what)) {
        // What became true after the journal was asked is not in it, and is told after this.
        note(RecordViewed{incidentOf(asked), asked.seat, m_clock.now()});
        Q_EMIT earlier(incidentOf(asked), *events, asked.seat);
    } else {
        events->insert(events->end(), late.begin(), late.end());
        write(m_book.take(dispatch::Recalled{asked.seat, *std::move(events)}));
    }
}

void Service::refuse(const dispatch::Asked &asked, const Error &why)
{
    const QString wish = std::visit([](const auto &command) { return QString(command.name); }, asked.what);
    write({{Refused{incidentOf(asked), asked.seat, wish, why, m_clock.now()}}, {}});
}

void Service::note(const Audit &entry)
{
    const auto incident = std::visit(
        [](const auto &kind) {
            if constexpr (requires { kind.incident; })
                return kind.incident;
            else
                return IncidentId();
        },
        entry);
    const auto name = std::visit([](const auto &kind) { return QString(kind.name); }, entry);
    append({{0, incident, m_clock.now(), name, wire::encode(entry), false}}, {});
}

void Service::write(dispatch::Outcome outcome)
{
    if (outcome.events.empty() && outcome.effects.empty())
        return;
    std::vector<store::Record> records;
    records.reserve(outcome.events.size());
    Pending pending;
    const QDateTime now = m_clock.now();
    for (const Event &event : outcome.events) {
        pending.bodies.push_back(wire::encode(event));
        records.push_back({0, knock::incidentOf(event), now, nameOf(event), pending.bodies.back(),
                           !std::holds_alternative<Refused>(event)});
        for (auto &[recall, wanted] : m_recalls) {
            if (incidentOf(wanted.asked) == knock::incidentOf(event))
                wanted.late.push_back(event);
        }
    }
    pending.outcome = std::move(outcome);
    append(std::move(records), std::move(pending));
}

void Service::append(std::vector<store::Record> records, Pending pending)
{
    pending.ticket = records.empty() ? 0 : ++m_lastTicket;
    m_pending.push_back(std::move(pending));
    if (!records.empty())
        m_journal->append(std::move(records), m_lastTicket);
    else
        carryOut();
}

void Service::written(quint64 ticket, quint64 first)
{
    // Tickets come back in their order, so the first one that waits for the disk is the one.
    for (Pending &pending : m_pending) {
        if (pending.ticket != ticket)
            continue;
        pending.first = first;
        break;
    }
    m_durable = ticket;
    carryOut();
}

void Service::carryOut()
{
    // An effect may give rise to an input at once; it joins the end of the queue.
    if (m_carryingOut)
        return;
    m_carryingOut = true;
    while (!m_pending.empty() && m_pending.front().ticket <= m_durable) {
        const Pending done = std::move(m_pending.front());
        m_pending.pop_front();
        for (size_t i = 0; i < done.outcome.events.size(); ++i)
            Q_EMIT event(done.outcome.events[i], done.first + i, done.bodies[i]);
        for (const dispatch::Effect &effect : done.outcome.effects) {
            for (const auto &adapter : m_adapters)
                adapter->perform(effect);
        }
    }
    m_carryingOut = false;
}

} // namespace knock::service
