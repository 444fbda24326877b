// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

namespace knock::bench {

/// The \a part-th part of the sorted samples, 0.5 being the median; NaN of none.
[[nodiscard]] double quantile(std::vector<double> samples, double part);

/// "figure NAME VALUE UNIT", and the machine's load and the number of samples behind it.
void print(const QString &name, double value, const QString &unit, size_t samples);
/// "peer NAME VALUE UNIT (what)".
void printPeer(const QString &name, double value, const QString &unit, const QString &what);

/// Seconds of a processor that \a process has used, in all its threads (proc_pid_stat(5), fields 14 and 15).
[[nodiscard]] double processorTime(qint64 process);

/// Twenty silent calls from ring to live camera on one workstation.
[[nodiscard]] bool measureCalls(const QStringList &names);
/// Twenty knocks by each carrier, from the second press to the alert on the screen.
[[nodiscard]] bool measureCarriers();
/// Twenty starts of the workstation, and of an empty window beside each.
[[nodiscard]] bool measureStarts();

/// What the workstation costs at rest and with a live call, beside an empty window.
[[nodiscard]] bool measureCost();

} // namespace knock::bench
