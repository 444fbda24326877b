// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/service/dispatch/adapter.h"
#include "app/service/status/counts.h"
#include "app/service/web/server.h"

#include <functional>
#include <set>

namespace knock::status {

struct Configuration {
    web::Configuration web; ///< its limits, and TLS 1.3, are set here
    QStringList hostNames; ///< for the certificate that is made where there is none
    QByteArray token; ///< RFC 6750: `Authorization: Bearer TOKEN`; empty: whoever reaches the address may ask
    QByteArray version;
};

/// What waits for the disk.
struct Backlog {
    size_t records = 0;
    std::chrono::milliseconds oldest{0}; ///< that one waits so long
};

struct Seats {
    size_t connected = 0;
    size_t behind = 0; ///< of these; they do not read as fast as there is something to tell
};

/// How the service is, for machines that watch over it: `/healthz` (this answers: the service's thread is alive),
/// `/readyz` (200 when callers are taken and what is told is kept, else 503 and the parts that are in the way) and
/// `/metrics` (Prometheus, see Exposition). Nothing of what anybody said, and nobody's number or address.
///
/// On this machine alone everybody may ask; elsewhere only who shows the token, all three alike.
class Status final : public dispatch::Adapter
{
    Q_OBJECT
public:
    /// Longer than this nothing may wait for the disk.
    static constexpr std::chrono::seconds longestWait{5};

    Status(const Configuration &configuration, const Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] Result<> start() override;
    void perform(const knock::dispatch::Effect &) override { }

    [[nodiscard]] quint16 port() const { return m_server.port(); }
    [[nodiscard]] web::Server &server() { return m_server; }

    /// Whose counters are shown as those of the listener \a name, one of a closed set. Asked on this thread.
    void watch(const QByteArray &name, std::function<web::Counters()> counters);
    void watchJournal(std::function<Backlog()> backlog) { m_backlog = std::move(backlog); }
    void watchSeats(std::function<Seats()> seats) { m_seats = std::move(seats); }

    void count(const Event &event) { m_counts.count(event, m_isCaughtUp); }
    void countCommit(std::chrono::nanoseconds took) { m_counts.countCommit(took); }
    void take(const Health &health);
    void setCaughtUp() { m_isCaughtUp = true; }
    void setDraining() { m_isDraining = true; }
    void setLines(qsizetype lines) { m_lines = lines; }
    void heardItself() { m_heardItself = std::chrono::steady_clock::now(); }

private:
    void answer(web::RequestId id, const web::Request &request);
    [[nodiscard]] QByteArrayList inTheWay() const;
    [[nodiscard]] QByteArray metrics() const;
    void addServers(Exposition &out) const;

    Configuration m_configuration;
    const double m_started;
    std::function<Backlog()> m_backlog;
    std::function<Seats()> m_seats;
    std::map<QByteArray, std::function<web::Counters()>> m_servers;
    Counts m_counts;
    std::set<Health::Part> m_unwell;
    std::optional<std::chrono::steady_clock::time_point> m_heardItself;
    qsizetype m_lines = 0;
    bool m_isCaughtUp = false;
    bool m_isDraining = false;
    const Clock &m_clock;
    web::Server m_server;
};

} // namespace knock::status
