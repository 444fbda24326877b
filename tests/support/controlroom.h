// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend/backend.h"
#include "app/workstation/demonstration/phone.h"
#include "tests/support/lossyline.h"
#include "tests/support/rawcaller.h"

#include <algorithm>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <vector>

namespace knock::test {

/// A control room of one desk without a window: the whole embedded service, on the other side of a bad line if there is
/// one, and a caller who is helped until a link is sent. What comes of it is kept as events.
class ControlRoom final : public QObject
{
    Q_OBJECT
public:
    /// \a resources is the project's folder of that name.
    ControlRoom(const QString &resources, LossyLine *line, const QVariantMap &settings = {});
    ~ControlRoom() override;

    /// Starts the service and waits for it.
    [[nodiscard]] bool open();
    /// A call comes in, is answered and gets its link; an invalid one if that does not happen. It is the call in hand
    /// from now on.
    [[nodiscard]] QUrl invite(LinkKind kind = LinkKind::Live);
    /// A phone that can reach this room and nothing else.
    [[nodiscard]] std::unique_ptr<demonstration::Phone> phone(const demonstration::Handset &handset = {});
    /// Ends the call in hand.
    void close();

    void ask(const Command &command) { m_backend->send(command); }
    [[nodiscard]] IncidentId incident() const { return m_incident; }
    [[nodiscard]] backend::Backend &backend() { return *m_backend; }
    [[nodiscard]] int port(const QString &name) const; ///< "web", "sip"
    [[nodiscard]] QString folder() const { return m_folder.path(); } ///< of its data

    /// The events of the call in hand.
    template <typename Kind>
    [[nodiscard]] std::vector<Kind> all() const
    {
        std::vector<Kind> found;
        for (const Event &event : m_events) {
            const Kind *kind = std::get_if<Kind>(&event);
            if (kind && kind->incident == m_incident)
                found.push_back(*kind);
        }
        return found;
    }
    template <typename Kind, typename Fits>
    [[nodiscard]] bool comes(std::chrono::milliseconds within, Fits fits)
    {
        return QTest::qWaitFor([&] { return std::ranges::any_of(all<Kind>(), fits); }, within);
    }
    template <typename Kind>
    [[nodiscard]] bool comes(std::chrono::milliseconds within = std::chrono::seconds(20))
    {
        return comes<Kind>(within, [](const Kind &) { return true; });
    }

private:
    const QHostAddress m_address;
    const QHostAddress m_own;
    LossyLine *m_line;
    QTemporaryDir m_folder;
    std::unique_ptr<backend::Backend> m_backend;
    QTimer m_heart; ///< nobody else shows that this seat is alive
    std::unique_ptr<RawCaller> m_caller;
    std::vector<Event> m_events;
    IncidentId m_incident;
    int m_calls = 0;
    bool m_caughtUp = false;
};

} // namespace knock::test
