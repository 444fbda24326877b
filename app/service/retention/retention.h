// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/audit.h"
#include "app/core/clock.h"
#include "app/service/retention/due.h"

#include <functional>
#include <QHash>
#include <QObject>
#include <QTimer>
#include <thread>

namespace knock::retention {

/// Destroys what has been kept long enough: its keys, so that nobody can read it any more, wherever a copy lies.
///
/// Lives on the service thread and reads on a thread of its own. What is found due is named, and destroyed only when it
/// is still due a day of running later: a clock that was set wrongly, or a forgotten hold, can be mended until then.
class Retention final : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::hours grace{24};
    static constexpr std::chrono::hours lookEvery{6};

    struct Configuration {
        QString journal; ///< the file
        QString recordings; ///< the folder
        QString files; ///< the folder of what phones sent
        Spans spans;
    };
    /// Time that nobody can set, since any moment.
    using Uptime = std::function<std::chrono::milliseconds()>;

    Retention(Configuration configuration, const Clock &clock, std::shared_ptr<store::Sealer> sealer,
              std::shared_ptr<vault::KeyStore> keys, Uptime uptime);
    ~Retention() override;

    /// Looks now; looked() says what came of it. One look at a time.
    void look();

Q_SIGNALS:
    void noted(const knock::Audit &entry);
    /// How many keys are due and wait for their day, and how many were destroyed now.
    void looked(int waiting, int destroyed);
    void failed(const knock::Error &why);

private:
    void take(const Result<std::vector<Due>> &due);
    [[nodiscard]] bool destroy(const Due &due);

    const Configuration m_configuration;
    const Clock &m_clock;
    const std::shared_ptr<store::Sealer> m_sealer;
    const std::shared_ptr<vault::KeyStore> m_keys;
    const Uptime m_uptime;
    QHash<std::pair<quint64, int>, std::chrono::milliseconds> m_since; ///< what is due, and from when on
    QTimer m_timer;
    std::jthread m_reader; ///< last, so that it ends before what it uses
};

} // namespace knock::retention
