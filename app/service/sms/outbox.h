// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/sms/gateway.h"

#include <deque>

namespace knock::sms {

/// Sends nothing: the text stays here, and whoever plays the telephone reads it from the desk.
///
/// For demonstrations and training. The pretended telephone has every text at once.
class Outbox final : public Gateway
{
    Q_OBJECT
public:
    struct Text {
        QString number;
        QString text;
        bool operator==(const Text &) const = default;
    };

    static constexpr size_t mostKept = 100;

    using Gateway::Gateway;

    [[nodiscard]] QString name() const override { return QStringLiteral("outbox"); }
    void send(quint64 id, const QString &number, const QString &text) override;

    /// The last ones, oldest first.
    [[nodiscard]] const std::deque<Text> &texts() const { return m_texts; }

private:
    std::deque<Text> m_texts;
};

} // namespace knock::sms
