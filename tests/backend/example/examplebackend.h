// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend/backend.h"
#include "app/core/clock.h"
#include "app/core/incident.h"

#include <QPointer>
#include <QVideoSink>

namespace knock::example {

/// What outlives a backend: here the memory of the process, for others a data base or a service elsewhere.
struct Store {
    std::vector<Event> told; ///< in the order in which it became true
    std::map<IncidentId, Incident> incidents; ///< the sum of it
};

/// The smallest backend that keeps the whole contract. Settings: "store", a name; "away", a file that takes the service
/// out of reach as long as it is there.
class ExampleBackend final : public backend::Backend
{
    Q_OBJECT
public:
    ExampleBackend(Store &store, QString away)
        : m_store(store)
        , m_away(std::move(away))
    {
    }

    void open() override;
    void send(const Command &command) override;
    void beat() override { }
    void showVideo(IncidentId incident, QVideoSink *sink) override;
    void setVoice(std::shared_ptr<VoicePort>) override { }
    [[nodiscard]] SeatId seat() const override { return {1}; }

    // What a caller does; a real backend hears it from a line.
    Q_INVOKABLE void ring(const QString &number);
    Q_INVOKABLE void speak(quint64 incident) { Q_EMIT sound({{incident}, {-30}, {}, {}}); }
    Q_INVOKABLE void write(quint64 incident) { Q_EMIT typing({incident}); }
    Q_INVOKABLE void film(quint64 incident);
    Q_INVOKABLE void ail()
    {
        Q_EMIT health({Health::Part::TextGateway, false, {Error::Kind::Unreachable, QStringLiteral("no answer")}});
    }

private:
    void attempt();
    void tell(const Event &event);
    [[nodiscard]] const Incident *find(IncidentId incident, bool isOpen) const;

    // Each says whether the wish was granted.
    bool take(const AnswerCall &wish);
    bool take(const OrderUnit &wish);
    bool take(const CloseIncident &wish);
    bool take(const ReopenIncident &wish);
    bool take(const LookUp &wish);
    template <typename Other>
    bool take(const Other &)
    {
        return false;
    }

    Store &m_store;
    const QString m_away;
    const WallClock m_clock;
    std::map<IncidentId, QPointer<QVideoSink>> m_sinks;
    bool m_isOpen = false;
    bool m_isLost = false;
};

class ExampleFactory final : public QObject, public backend::Factory
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID KNOCK_BACKEND_IID)
    Q_INTERFACES(knock::backend::Factory)
public:
    [[nodiscard]] std::unique_ptr<backend::Backend> create(const QVariantMap &settings) override;
};

} // namespace knock::example
