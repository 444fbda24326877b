// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/dispatch/adapter.h"
#include "app/service/sms/gateway.h"

#include <map>
#include <memory>
#include <QDeadlineTimer>
#include <QHash>

namespace knock::sms {

/// Sends the texts the rules order, and tells what became of them.
class Sms final : public dispatch::Adapter
{
    Q_OBJECT
public:
    /// A second text for the same incident within \a doublePress is taken for a key pressed twice and dropped.
    explicit Sms(std::unique_ptr<Gateway> gateway, std::chrono::milliseconds doublePress = std::chrono::seconds(2));
    ~Sms() override;

    [[nodiscard]] Result<> start() override;
    void perform(const knock::dispatch::Effect &effect) override;

private:
    void send(const dispatch::SendText &text);
    void accepted(quint64 id);
    void delivered(quint64 id);
    void failed(quint64 id, const Error &why);

    [[nodiscard]] bool isDoublePress(IncidentId incident);
    void refuse(IncidentId incident, const Error &why);
    void fares(const Result<> &how);

    std::unique_ptr<Gateway> m_gateway;
    const std::chrono::milliseconds m_doublePress;
    QHash<IncidentId, QDeadlineTimer> m_recent; ///< until when another text is a double press
    std::map<quint64, IncidentId> m_sent; ///< the newest; a gateway may still have something to say about them
    quint64 m_lastId = 0;
    bool m_well = true;
};

} // namespace knock::sms
