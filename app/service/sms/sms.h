// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/dispatch/adapter.h"
#include "app/service/sms/numberlimit.h"
#include "app/service/sms/reports.h"
#include "app/service/sms/route.h"

#include <map>
#include <memory>
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QMap>

namespace knock::sms {

/// Sends the texts the rules order, and tells what became of them.
///
/// A text is underway until a gateway has taken it or none will; then its number and its words are forgotten. The
/// order itself is remembered for the report of the network.
class Sms final : public dispatch::Adapter
{
    Q_OBJECT
public:
    struct Configuration {
        /// A second text for the same incident within this time is a key pressed twice, even if the rules let it
        /// through because the clock was set.
        std::chrono::milliseconds doublePress = std::chrono::seconds(2);
        Patience patience = {};
        QString countryCode = QStringLiteral("82"); ///< of numbers that say none
    };

    /// The first of \a gateways is asked first; without any, every text fails. Without \a reports no gateway can tell
    /// that a text has been delivered.
    Sms(std::vector<std::unique_ptr<Gateway>> gateways, Configuration configuration,
        std::unique_ptr<Reports> reports = nullptr);
    ~Sms() override;

    [[nodiscard]] Result<> start() override;
    void perform(const knock::dispatch::Effect &effect) override;

private:
    enum class State { Underway, Taken, Failed, Delivered, Undelivered };
    struct Order {
        dispatch::SendText text; ///< without number and words once it is no longer underway
        Route route;
        QElapsedTimer since;
        QDeadlineTimer doublePress;
        State state = State::Underway;
    };
    using Orders = std::map<quint64, Order>; ///< the newest one of each incident

    void send(const dispatch::SendText &text);
    void sendNow(quint64 id);
    void giveUp(IncidentId incident);
    void accepted(quint64 id, const Gateway &gateway);
    void take(Order &order, const Gateway &gateway);
    void refused(quint64 id, const Gateway &gateway, const Refusal &refusal);
    void delivered(quint64 id, const Gateway &gateway);
    void undelivered(quint64 id);

    [[nodiscard]] Orders::iterator newestOf(IncidentId incident);
    [[nodiscard]] Orders::iterator underway(quint64 id);
    [[nodiscard]] QString limited(const QString &number) const;
    void end(Order &order, State state);
    void refuse(IncidentId incident, const Error &why);
    void fares(const QString &part, const Result<> &how);

    const Configuration m_configuration;
    std::unique_ptr<Reports> m_reports;
    std::vector<std::unique_ptr<Gateway>> m_gateways;
    Orders m_orders;
    NumberLimit m_limit;
    quint64 m_lastId = 0;
    QMap<QString, Error> m_troubles; ///< by gateway
};

} // namespace knock::sms
