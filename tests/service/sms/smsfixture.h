// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/sms/sms.h"

#include <QTest>

namespace knock::test {

/// A gateway of which the test says every word.
class FakeGateway final : public sms::Gateway
{
public:
    struct Sent {
        quint64 id = 0;
        QString number;
        QString text;
    };

    explicit FakeGateway(QString name)
        : m_name(std::move(name))
    {
    }

    [[nodiscard]] QString name() const override { return m_name; }
    void send(quint64 id, const QString &number, const QString &text) override { sent.push_back({id, number, text}); }

    std::vector<Sent> sent;

private:
    const QString m_name;
};

inline const sms::Refusal away{{Error::Kind::Unreachable, QStringLiteral("away")}, sms::Refusal::Hope::Later};
inline const sms::Refusal never{{Error::Kind::Refused, QStringLiteral("no")}, sms::Refusal::Hope::None};
inline const sms::Refusal silent{{Error::Kind::Expired, QStringLiteral("silent")}, sms::Refusal::Hope::Unknown};

/// What the adapter said, in words.
inline QString worded(const dispatch::Input &input)
{
    const Overloaded words{
        [](const dispatch::TextAccepted &accepted) {
            return QStringLiteral("%1 accepted by %2").arg(accepted.incident.value).arg(accepted.gateway);
        },
        [](const dispatch::TextDelayed &delayed) {
            return QStringLiteral("%1 delayed by %2").arg(delayed.incident.value).arg(delayed.gateway);
        },
        [](const dispatch::TextDelivered &delivered) {
            return QStringLiteral("%1 delivered").arg(delivered.incident.value);
        },
        [](const dispatch::TextFailed &failed) {
            return QStringLiteral("%1 failed, kind %2")
                .arg(failed.incident.value)
                .arg(static_cast<int>(failed.why.kind));
        },
        [](const auto &) { return QStringLiteral("something else"); },
    };
    return std::visit(words, input);
}

inline QString failedBy(Error::Kind kind) { return QStringLiteral("7 failed, kind %1").arg(static_cast<int>(kind)); }

/// An adapter for texts, whose inputs are gathered in words.
class SmsFixture : public QObject
{
protected:
    void begin()
    {
        QTest::failOnWarning();
        m_told.clear();
        m_isWell.clear();
    }

    void follow(sms::Sms &sms)
    {
        connect(&sms, &dispatch::Adapter::input, this,
                [this](const dispatch::Input &input) { m_told << worded(input); });
        connect(&sms, &dispatch::Adapter::health, this, [this](const Health &health) { m_isWell << health.well; });
    }

    /// One whose gateways are played by the test, and which is quick to try again.
    std::unique_ptr<sms::Sms> made(std::chrono::milliseconds doublePress = std::chrono::seconds(2),
                                   const QStringList &names = {QStringLiteral("fake")})
    {
        std::vector<std::unique_ptr<sms::Gateway>> gateways;
        m_fakes.clear();
        for (const QString &name : names) {
            auto fake = std::make_unique<FakeGateway>(name);
            m_fakes.push_back(fake.get());
            gateways.push_back(std::move(fake));
        }
        auto sms
            = std::make_unique<sms::Sms>(std::move(gateways),
                                         sms::Sms::Configuration{.doublePress = doublePress,
                                                                 .patience = {.first = std::chrono::milliseconds(5),
                                                                              .whole = std::chrono::seconds(1)}});
        follow(*sms);
        return sms;
    }

    std::vector<FakeGateway *> m_fakes;
    QStringList m_told;
    QList<bool> m_isWell;
    const dispatch::SendText m_text{IncidentId{7}, QStringLiteral("010-1234-5678"),
                                    QStringLiteral("Please open: https://a/b")};
};

} // namespace knock::test
