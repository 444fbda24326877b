// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/core/tally.h"
#include "app/service/web/server.h"

#include <QHash>
#include <QJsonDocument>

namespace knock::sms {

/// What a gateway says became of a text: its query, its form or its JSON.
struct Report {
    QHash<QByteArray, QByteArray> fields;
    QJsonDocument json;

    /// Empty when there is no such field. A name that begins with a slash is a JSON pointer (RFC 6901).
    [[nodiscard]] QString value(const QString &field) const;
};

/// Where gateways report, over HTTPS: each has an address of its own, which nobody can guess.
///
/// Who knows it is answered with 200 whatever the report holds, so that no gateway sends one again and again.
class Reports final : public QObject
{
    Q_OBJECT
public:
    struct Configuration {
        web::Configuration web; ///< its limits are set here: a report is small
        QStringList hostNames; ///< for the certificate that is made where there is none
        QString host; ///< as gateways are told
        QByteArray secret = {}; ///< stands in the addresses; a new one each time when empty
    };

    Reports(Configuration configuration, const Clock &clock);

    [[nodiscard]] Result<> start();
    [[nodiscard]] quint16 port() const { return m_server.port(); }
    [[nodiscard]] web::Server &server() { return m_server; } ///< for its counters and its certificate
    /// Once started.
    [[nodiscard]] QString address(const QString &gateway) const;

Q_SIGNALS:
    void came(const QString &gateway, const knock::sms::Report &report);

private:
    void take(web::RequestId id, const web::Request &request);

    Configuration m_configuration;
    const Clock &m_clock;
    Tally m_strangers;
    web::Server m_server;
};

} // namespace knock::sms
