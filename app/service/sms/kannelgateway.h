// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/sms/gateway.h"

#include <chrono>
#include <QNetworkAccessManager>
#include <QSet>
#include <QUrl>

class QNetworkReply;

namespace knock::sms {

/// The smsbox of a Kannel (kannel.org, user's guide, "Using the HTTP interface to send SMS messages").
///
/// Text and password travel in the body and in headers, not in the address, where proxies and logs would keep them.
/// Delivery reports are not asked for: nothing here could receive them. Texts always go as UCS-2, so that no alphabet
/// of a network on the way can change a letter of the link.
class KannelGateway final : public Gateway
{
    Q_OBJECT
public:
    struct Configuration {
        QUrl url; ///< http or https; the path is /cgi-bin/sendsms when there is none
        QString user;
        QString password;
        QString sender = {}; ///< Kannel's own default-sender when empty
        std::chrono::milliseconds timeout{10'000}; ///< for the whole exchange
    };

    static constexpr qsizetype mostUnderway = 100;
    static constexpr qint64 longestAnswer = 4096;

    explicit KannelGateway(Configuration configuration);

    [[nodiscard]] QString name() const override { return QStringLiteral("kannel"); }
    [[nodiscard]] Result<> start() override;
    void send(quint64 id, const QString &number, const QString &text) override;

private:
    [[nodiscard]] QNetworkRequest request(const QString &number) const;
    void giveUp(quint64 id, QNetworkReply *reply, const Error &why);
    void finish(quint64 id, QNetworkReply *reply);
    /// False when the exchange has come to its end before.
    [[nodiscard]] bool release(QNetworkReply *reply);

    const Configuration m_configuration;
    QNetworkAccessManager m_network;
    QSet<QNetworkReply *> m_underway;
};

} // namespace knock::sms
