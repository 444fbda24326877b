// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/core/tally.h"
#include "app/service/aml/message.h"
#include "app/service/dispatch/adapter.h"

namespace knock::aml {

struct Configuration {
    web::Configuration web; ///< its limits are set here: a message is small
    QStringList hostNames; ///< for the certificate that is made where there is none
    Secrets secrets;
};

/// Takes what telephones say of themselves during an emergency call (Advanced Mobile Location, ETSI TS 103 625), by
/// HTTPS from their makers' servers or from a text gateway that got it by SMS. Nothing is said back.
class Aml final : public dispatch::Adapter
{
    Q_OBJECT
public:
    /// Messages a second that are given to the rules; more come from no country, and are dropped.
    static constexpr int mostASecond = 200;

    Aml(const Configuration &configuration, const Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] Result<> start() override;
    void perform(const knock::dispatch::Effect &) override { }

    [[nodiscard]] quint16 port() const { return m_server.port(); }
    [[nodiscard]] web::Server &server() { return m_server; } ///< for its counters and its certificate

private:
    void take(web::RequestId id, const web::Request &request);
    [[nodiscard]] bool isTooMany(const QDateTime &now);
    void complain(const Error &why);

    Configuration m_configuration;
    const Clock &m_clock;
    qint64 m_second = 0;
    int m_inSecond = 0;
    Tally m_strangers;
    Tally m_unreadable;
    Tally m_flood;
    web::Server m_server;
};

} // namespace knock::aml
