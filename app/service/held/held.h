// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/core/tally.h"
#include "app/service/dispatch/adapter.h"

#include <chrono>
#include <QNetworkAccessManager>
#include <QSet>
#include <QSslConfiguration>

class QNetworkReply;

namespace knock::held {

struct Configuration {
    QStringList hosts; ///< which may be asked, see isHost(); nobody else ever is
    std::chrono::milliseconds timeout{5000}; ///< for the whole exchange
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration(); ///< whom to trust
};

/// Asks the network's location servers where a call comes from (HELD, RFC 5985 and 6753). Performs Dereference.
///
/// A call names who is to be asked, and a call may be anybody's: only the agency's own hosts are, redirections are not
/// followed, and what goes wrong is one line in the log.
class Held final : public dispatch::Adapter
{
    Q_OBJECT
public:
    static constexpr qsizetype mostUnderway = 50;
    static constexpr qsizetype longestAnswer = 64 * 1024;

    Held(const Configuration &configuration, const Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] Result<> start() override { return {}; }
    void perform(const knock::dispatch::Effect &effect) override;
    /// Nobody is being asked now.
    [[nodiscard]] bool isIdle() const { return m_underway.isEmpty(); }

private:
    void ask(const dispatch::Dereference &effect);
    void finish(IncidentId incident, QNetworkReply *reply);
    void giveUp(IncidentId incident, QNetworkReply *reply, const QString &why);
    /// False when the exchange has come to its end before.
    [[nodiscard]] bool release(QNetworkReply *reply);

    const Configuration m_configuration;
    const Clock &m_clock;
    Tally m_refused;
    QNetworkAccessManager m_network;
    QSet<QNetworkReply *> m_underway;
};

} // namespace knock::held
