// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/service/dispatch/adapter.h"

#include <chrono>
#include <map>
#include <QNetworkAccessManager>
#include <QSslConfiguration>
#include <QUrl>

class QNetworkReply;

namespace knock::cad {

struct Configuration {
    QUrl url; ///< see isAddress()
    QByteArray secret; ///< with which orders are signed
    std::chrono::milliseconds timeout{4000}; ///< of one try, from its beginning to its end
    /// Before each further try. A person waits for the outcome, so there are few.
    std::vector<std::chrono::milliseconds> pauses{std::chrono::seconds(1), std::chrono::seconds(3),
                                                  std::chrono::seconds(9)};
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration(); ///< whom to trust
};

/// Hands orders to the dispatch system of the agency: one POST each, tried again with the same key while it is out of
/// reach. Performs TellCad; each ends with CadTook or CadFailed. README.md has the form.
class Cad final : public dispatch::Adapter
{
    Q_OBJECT
public:
    static constexpr size_t mostUnderway = 100;
    static constexpr qint64 longestAnswer = 16 * 1024;

    Cad(Configuration configuration, const Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] Result<> start() override { return {}; }
    void perform(const knock::dispatch::Effect &effect) override;
    /// No order is on its way.
    [[nodiscard]] bool isIdle() const { return m_underway.empty(); }

private:
    using Key = std::pair<IncidentId, quint64>;
    struct Underway {
        QByteArray body;
        size_t tries = 0;
        const QNetworkReply *reply = nullptr; ///< of the try that is under way
    };

    void pass(const dispatch::TellCad &effect);
    void attempt(const Key &key);
    void settle(const Key &key, QNetworkReply *reply);
    void giveUp(const Key &key, const Error &why);
    void tell(const Error *trouble);

    const Configuration m_configuration;
    const Clock &m_clock;
    QNetworkAccessManager m_network;
    std::map<Key, Underway> m_underway;
    bool m_isWell = true;
};

} // namespace knock::cad
