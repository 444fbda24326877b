// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <QObject>
#include <QTimer>

namespace knock::keeper {

/// Tells systemd how the service is (sd_notify(3)); nobody where nobody asked.
///
/// Its signs of life come from the thread that made it: when that stands still they end, and systemd starts the service
/// anew (WatchdogSec=).
class Notifier final : public QObject
{
    Q_OBJECT
public:
    explicit Notifier(QObject *parent = nullptr);

    void ready(const QByteArray &status);
    void reloading();
    /// And that it will take \a longest from now.
    void stopping(const QByteArray &status, std::chrono::microseconds longest);
    void say(const QByteArray &status);

private:
    void tell(const QByteArray &lines);

    QTimer m_alive;
};

} // namespace knock::keeper
