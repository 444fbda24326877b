// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <QDeadlineTimer>
#include <QTcpSocket>
#include <QTimer>

namespace knock::demonstration {

/// The control connection of one baresip process (its module ctrl_tcp): JSON objects in netstrings, both ways.
class Control final : public QObject
{
    Q_OBJECT
public:
    explicit Control(QObject *parent = nullptr);

    /// Connects as soon as the process listens on \a port, or says failed() when it has not done so in time.
    void open(quint16 port);
    void send(const QString &command, const QString &parameters);

    static constexpr qsizetype largestMessage = 65'536;

Q_SIGNALS:
    void opened();
    void event(const QString &type, const QString &parameter);
    void refused(const QString &why); ///< a command was not carried out
    void failed(const knock::Error &error);

private:
    void tryAgain();
    void read();
    void take(const QByteArray &message);
    void fail(Error::Kind kind, const QString &detail);

    quint16 m_port = 0;
    QTcpSocket m_socket;
    QTimer m_again;
    QDeadlineTimer m_giveUp;
    QByteArray m_received;
    bool m_failed = false;
};

} // namespace knock::demonstration
