// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/knockd/notifier.h"
#include "app/service/assembly.h"

#include <QSet>

namespace knock::keeper {

/// Runs the service on the thread that made this, until it is told to end.
///
/// It ends in peace: new calls go elsewhere, the lines that are open go on until they end or the setting `stopPatience`
/// is over; then they are hung up, their recordings sealed and the journal written. Told a second time, it ends at
/// once, and what waits for the disk is written all the same.
class Keeper final : public QObject
{
    Q_OBJECT
public:
    /// After the last line: until the recordings are whole.
    static constexpr std::chrono::seconds sealing{5};

    Keeper(service::Configuration configuration, const Clock &clock, QObject *parent = nullptr);
    ~Keeper() override;

    [[nodiscard]] Result<> start();
    void stop();
    /// Takes the certificates anew; connections that are open stay.
    void reload();

Q_SIGNALS:
    void ended(); ///< once

private:
    enum class Phase { Running, Draining, HangingUp, Ended };

    void follow(const Event &told);
    void look();
    void say();
    void hangUp();
    void end();

    const service::Configuration m_configuration;
    const Clock &m_clock;
    Notifier m_notifier;
    service::Assembled m_assembled;
    QSet<QString> m_recordings; ///< files that are being written
    Phase m_phase = Phase::Running;
    QTimer m_patience;
    QTimer m_saying;
};

} // namespace knock::keeper
