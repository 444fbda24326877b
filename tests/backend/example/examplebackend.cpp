// SPDX-License-Identifier: Apache-2.0
#include "tests/backend/example/examplebackend.h"

#include <QFile>
#include <QTimer>
#include <QVideoFrame>

using namespace Qt::StringLiterals;

namespace knock::example {

/// Nothing is told from within open() itself, nor from within any other call.
void ExampleBackend::open() { QTimer::singleShot(0, this, &ExampleBackend::attempt); }

void ExampleBackend::attempt()
{
    constexpr std::chrono::milliseconds pause{50};
    if (QFile::exists(m_away)) {
        if (!std::exchange(m_isLost, true))
            Q_EMIT lost(m_clock.now());
        QTimer::singleShot(pause, this, &ExampleBackend::attempt);
        return;
    }
    // All of every open incident in order, and only then the word that this was it.
    Q_EMIT startingOver();
    for (const Event &told : m_store.told) {
        if (find(incidentOf(told), true))
            Q_EMIT event(told);
    }
    m_isOpen = true;
    Q_EMIT caughtUp();
}

/// Nothing is answered: what comes of a wish is an event, told later; or it is refused.
void ExampleBackend::send(const Command &command)
{
    const auto settle = [this](const auto &wish) {
        if (m_isOpen && take(wish))
            return;
        const Error why{m_isOpen ? Error::Kind::Refused : Error::Kind::Unreachable, u"it cannot be had"_s};
        Q_EMIT event(Refused{wish.incident, seat(), wish.name, why, m_clock.now()});
    };
    QTimer::singleShot(0, this, [settle, command] { std::visit(settle, command); });
}

void ExampleBackend::tell(const Event &event)
{
    m_store.told.push_back(event);
    apply(m_store.incidents[incidentOf(event)], event);
    Q_EMIT this->event(event);
}

const Incident *ExampleBackend::find(IncidentId incident, bool isOpen) const
{
    const auto it = m_store.incidents.find(incident);
    return it != m_store.incidents.end() && it->second.isOpen() == isOpen ? &it->second : nullptr;
}

bool ExampleBackend::take(const AnswerCall &wish)
{
    const Incident *incident = find(wish.incident, true);
    if (!incident || incident->line != Incident::Line::Ringing)
        return false;
    tell(CallAnswered{wish.incident, seat(), m_clock.now()});
    return true;
}

bool ExampleBackend::take(const OrderUnit &wish)
{
    if (!find(wish.incident, true))
        return false;
    tell(UnitOrdered{wish.incident, wish.unit, seat(), m_clock.now()});
    return true;
}

bool ExampleBackend::take(const CloseIncident &wish)
{
    if (!find(wish.incident, true))
        return false;
    tell(IncidentClosed{wish.incident, wish.reason, wish.note, seat(), m_clock.now()});
    return true;
}

bool ExampleBackend::take(const ReopenIncident &wish)
{
    if (!find(wish.incident, false))
        return false;
    tell(IncidentReopened{wish.incident, seat(), m_clock.now()});
    return true;
}

bool ExampleBackend::take(const LookUp &wish)
{
    std::vector<Event> all;
    std::ranges::copy_if(m_store.told, std::back_inserter(all),
                         [&](const Event &told) { return incidentOf(told) == wish.incident; });
    if (!all.empty())
        Q_EMIT earlier(wish.incident, all);
    return !all.empty();
}

void ExampleBackend::showVideo(IncidentId incident, QVideoSink *sink)
{
    if (!incident.isValid() || (!sink && !m_sinks.contains(incident)))
        return;
    if (sink)
        m_sinks[incident] = sink;
    else
        m_sinks.erase(incident);
    Q_EMIT viewers(incident, sink ? 1 : 0);
}

void ExampleBackend::ring(const QString &number)
{
    tell(CallArrived{.incident = {m_store.incidents.size() + 1}, .number = number, .at = m_clock.now()});
}

void ExampleBackend::film(quint64 incident)
{
    if (const auto it = m_sinks.find({incident}); it != m_sinks.end() && it->second)
        it->second->setVideoFrame(QVideoFrame(QVideoFrameFormat({16, 16}, QVideoFrameFormat::Format_YUV420P)));
}

std::unique_ptr<backend::Backend> ExampleFactory::create(const QVariantMap &settings)
{
    static std::map<QString, Store> stores;
    return std::make_unique<ExampleBackend>(stores[settings[u"store"_s].toString()], settings[u"away"_s].toString());
}

} // namespace knock::example
