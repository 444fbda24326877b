// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <functional>
#include <map>
#include <QJsonObject>
#include <QLocalServer>

namespace knock::control {

/// Who asks, and what for.
struct Wish {
    QString user; ///< of the operating system; its kernel says so
    QJsonObject parts;
};
using Answer = std::function<void(const Result<QJsonObject> &)>;

/// The service's own machine has a door of its own: a socket in its file system, which only the service's user and root
/// may open. One JSON object (RFC 8259) in a line asks, one answers.
///
/// Lives on the service thread. At most 16 connections, 64 kB a line; each connection asks once.
class Control final : public QObject
{
    Q_OBJECT
public:
    static constexpr int mostConnections = 16;
    static constexpr qint64 longestLine = 64 * 1024;
    static constexpr std::chrono::seconds patience{10}; ///< with a line that does not come

    using QObject::QObject;

    /// \a path is taken over from a service that was killed. Refused: another one answers there.
    [[nodiscard]] Result<> start(const QString &path);
    /// What is done for the word `do`. An answer may be given later, and once.
    void serve(const QString &word, std::function<void(const Wish &, const Answer &)> work);

private:
    void take(QLocalSocket *socket);
    void read(QLocalSocket *socket);

    QLocalServer m_server;
    std::map<QString, std::function<void(const Wish &, const Answer &)>> m_works;
    int m_connections = 0;
};

/// Asks the service at \a path, and waits for its answer. Unreachable: it does not run.
[[nodiscard]] Result<QJsonObject> ask(const QString &path, const QJsonObject &wish,
                                      std::chrono::milliseconds patience = std::chrono::minutes(30));

} // namespace knock::control
