// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/sms/gateway.h"
#include "app/service/sms/httpform.h"

#include <deque>
#include <optional>
#include <QHash>
#include <QNetworkAccessManager>

class QNetworkReply;

namespace knock::sms {

struct Report;
class Reports;

/// A gateway that is asked over HTTP, once for each try.
class HttpGateway final : public Gateway
{
    Q_OBJECT
public:
    static constexpr qsizetype mostUnderway = 100;
    static constexpr qint64 longestAnswer = 16 * 1024;

    /// \a reports is where it may report, if anywhere.
    explicit HttpGateway(HttpForm form, const Reports *reports = nullptr);

    [[nodiscard]] QString name() const override { return m_form.name; }
    [[nodiscard]] bool isRepeatable() const override { return m_form.isRepeatable; }
    void send(quint64 id, const QString &number, const QString &text) override;

private:
    struct Exchange {
        quint64 id = 0;
        bool isSent = false;
    };
    struct Theirs {
        quint64 id = 0;
        QString name; ///< the gateway's own for it
    };

    [[nodiscard]] QNetworkReply *ask(const HttpForm::Marks &marks);
    void finish(QNetworkReply *reply);
    void giveUp(QNetworkReply *reply, const Refusal &refusal);
    /// None when the exchange has come to its end before.
    [[nodiscard]] std::optional<Exchange> release(QNetworkReply *reply);
    [[nodiscard]] bool take(quint64 id, const QByteArray &answer);
    void read(const Report &report);
    [[nodiscard]] quint64 idOf(const QString &named) const;

    const HttpForm m_form;
    const Reports *const m_reports;
    const QString m_run; ///< before each id: no gateway must take a text for one from before a restart
    QNetworkAccessManager m_network;
    QHash<QNetworkReply *, Exchange> m_underway;
    std::deque<Theirs> m_theirs; ///< the newest
};

} // namespace knock::sms
