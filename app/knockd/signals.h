// SPDX-License-Identifier: Apache-2.0
#pragma once

#

#include <QObject>
#include <QSocketNotifier>

namespace knock::keeper {

/// SIGTERM, SIGINT and SIGHUP as signals of Qt's. Made before there is a second thread: every thread that begins later
/// leaves them alone, too.
class Signals final : public QObject
{
    Q_OBJECT
public:
    explicit Signals(QObject *parent = nullptr);
    ~Signals() override;

Q_SIGNALS:
    void stopWanted();
    void reloadWanted();

private:
    void take();

    const int m_descriptor;
    QSocketNotifier m_notifier;
};

} // namespace knock::keeper
