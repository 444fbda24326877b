// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/laddermodel.h"

#include <QCoreApplication>

namespace knock::ui {

/// The sentences of the incident pane.
class StepWords
{
    Q_DECLARE_TR_FUNCTIONS(knock::ui::StepWords)
public:
    /// A link that is unopened this long is stuck.
    static constexpr std::chrono::seconds stuck{30};

    /// What to do next, and when the caller does not come along, what to try.
    [[nodiscard]] static QString next(desk::Step step, const Incident &incident, const QDateTime &now);
    /// What went wrong and what can be done; empty when nothing did.
    [[nodiscard]] static QString trouble(const Incident &incident);
    /// What the same number did in the day before; empty when nothing.
    [[nodiscard]] static QString past(const Incident &incident);
    /// Why it was closed; empty while it is open.
    [[nodiscard]] static QString closed(const Incident &incident);
    /// How the telephone line is.
    [[nodiscard]] static QString line(const Incident &incident, bool mine);

private:
    [[nodiscard]] static QString wait(const Incident &incident, const QDateTime &now);
    [[nodiscard]] static QString write(const Incident &incident, const QDateTime &now);
    [[nodiscard]] static QString ofPlace(const Incident &incident, const QDateTime &now);
    [[nodiscard]] static QString ofCamera(const Incident &incident);
    [[nodiscard]] static QString ofLanguage(const Incident &incident);
    [[nodiscard]] static QString troubleOfLine(const Incident &incident);
    [[nodiscard]] static QString troubleOfPage(const Incident &incident);
    [[nodiscard]] static QString listen(const Incident &incident, const QDateTime &now);
};

} // namespace knock::ui
