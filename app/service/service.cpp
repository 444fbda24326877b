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

Result<std::vector<Event>> decoded(const std::vector<store::Record> &records)
{
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
    const auto records = m_journal->load();
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
    for (const Event &restored : *told) {
        m_book.restore(restored);
        Q_EMIT event(restored);
    }
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
    if (asked && recall(*asked))
        return;
    write(m_book.take(input));
    joinVoices();
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

void Service::recalled(quint64 ticket, const Result<std::vector<store::Record>> &records)
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

void Service::write(dispatch::Outcome outcome)
{
    if (outcome.events.empty() && outcome.effects.empty())
        return;
    std::vector<store::Record> records;
    records.reserve(outcome.events.size());
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (const Event &event : outcome.events) {
        records.push_back({0, knock::incidentOf(event), now, nameOf(event), wire::encode(event)});
        for (auto &[recall, wanted] : m_recalls) {
            if (incidentOf(wanted.asked) == knock::incidentOf(event))
                wanted.late.push_back(event);
        }
    }

    const quint64 ticket = records.empty() ? 0 : ++m_lastTicket;
    m_pending.push_back({ticket, std::move(outcome)});
    if (ticket)
        m_journal->append(std::move(records), ticket);
    else
        carryOut();
}

void Service::written(quint64 ticket)
{
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
        const dispatch::Outcome outcome = std::move(m_pending.front().outcome);
        m_pending.pop_front();
        for (const Event &told : outcome.events)
            Q_EMIT event(told);
        for (const dispatch::Effect &effect : outcome.effects) {
            for (const auto &adapter : m_adapters)
                adapter->perform(effect);
        }
    }
    m_carryingOut = false;
}

} // namespace knock::service
