// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/desk.h"

#include <chrono>
#include <functional>
#include <optional>
#include <QKeyCombination>
#include <QPointer>
#include <QTimer>
#include <QWidget>
#include <vector>

namespace knock::demonstration {

/// The operator of a demonstration that nobody watches: works one silent call from ring to end, by keys alone.
///
/// Each step waits until the desk shows what the step answers, lets it stand for a moment so that it can be seen and
/// photographed, and then presses its keys.
class Autoplay final : public QObject
{
    Q_OBJECT
public:
    struct Configuration {
        QString number; ///< the silent caller's
        QString question; ///< what the operator writes to the page
        std::chrono::milliseconds pause{1'000}; ///< between what is seen and the key
        std::chrono::milliseconds patience{60'000}; ///< for each step
    };

    Autoplay(desk::Desk &desk, QWidget &window, Configuration configuration, QObject *parent = nullptr);

    void start();
    [[nodiscard]] bool isRunning() const { return m_next.has_value(); }

Q_SIGNALS:
    /// The window shows the beginning of step \a name now: the moment to take its picture.
    void reached(const QString &name);
    void pressed(const QString &name, const QString &keys);
    /// \a why is for the log: empty when the call was worked to its end, else the step that was not reached.
    void finished(bool ok, const QString &why);

private:
    struct Step {
        QString name;
        std::function<bool(const Incident &)> isReached;
        std::optional<QKeyCombination> key;
        QString text = {}; ///< typed after the key
    };

    [[nodiscard]] std::vector<Step> silentCall() const;
    void take(IncidentId incident, const Event &event);
    void look();
    void act();
    void end(bool ok, const QString &why);

    desk::Desk &m_desk;
    QPointer<QWidget> m_window;
    const Configuration m_configuration;
    std::vector<Step> m_steps;
    std::optional<std::size_t> m_next; ///< none before the beginning and after the end
    IncidentId m_incident;
    QTimer m_pause;
    QTimer m_giveUp;
};

} // namespace knock::demonstration
