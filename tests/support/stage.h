// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <functional>
#include <QJsonObject>
#include <QObject>
#include <QProcess>
#include <QTemporaryDir>
#include <vector>

namespace knock::test {

/// The real workstation on a virtual screen of its own, seen through its timeline and worked by keys.
class Stage final : public QObject
{
    Q_OBJECT
public:
    using Match = std::function<bool(const QJsonObject &)>;

    /// \a program is the workstation; its data lie in dataFolder(), which a second raise() finds again.
    explicit Stage(QString program);
    ~Stage() override;

    /// Starts the virtual screen; raise() does so where it was not done.
    [[nodiscard]] Result<> openScreen();
    /// Starts the workstation with \a options, and waits for its window and its service.
    [[nodiscard]] Result<> raise(const QStringList &options = {});
    /// Ends the workstation: by closing it, or by kill -9.
    void lower();
    void kill();

    /// Presses a key as xdotool names it ("F2", "shift+F4"), on the real screen.
    void key(const QString &name);
    void type(const QString &text);

    /// The first line of the timeline, from \a from on, which matches; waits for it. Empty when it does not come.
    [[nodiscard]] QJsonObject await(const Match &match, std::chrono::milliseconds atMost = std::chrono::seconds(15),
                                    size_t from = 0);
    /// The first line \a what after the line number \a from.
    [[nodiscard]] QJsonObject await(const QString &what, size_t from = 0);

    [[nodiscard]] const std::vector<QJsonObject> &timeline() const { return m_timeline; }
    [[nodiscard]] QString dataFolder() const { return m_folder.path(); }
    [[nodiscard]] int port(const QString &endpoint) const; ///< "sip" or "web", out of endpoints.json
    [[nodiscard]] QString display() const { return m_display; }
    [[nodiscard]] bool isRunning() const { return m_workstation.state() == QProcess::Running; }
    [[nodiscard]] qint64 processId() const { return m_workstation.processId(); }
    [[nodiscard]] QByteArray log() const { return m_log; }

Q_SIGNALS:
    void said(const QJsonObject &line);

private:
    void read();
    void xdotool(const QStringList &words);

    const QString m_program;
    QTemporaryDir m_folder;
    QProcess m_screen;
    QProcess m_workstation;
    QString m_display;
    QString m_window;
    QByteArray m_log;
    std::vector<QJsonObject> m_timeline;
};

} // namespace knock::test
