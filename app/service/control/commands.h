// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>
#include <QTextStream>

namespace knock::control {

/// Whether \a word is one of custodyCommand()'s.
[[nodiscard]] bool isCustodyCommand(const QString &word);

/// The words for what the running service keeps, at the command line of its own machine:
///
///     evidence INCIDENT [--redacted]     writes a bundle, and says where and how it is proven
///     hold INCIDENT REASON...            nothing of it is erased until it is released
///     release INCIDENT REASON...
///     audit [TEXT]                       every entry, or those with TEXT in them, one JSON object a line
///     key                                whose signature bundles and checkpoints have
///     key rotate                         a new master key
///
/// \a socket is the service's. Gives the exit code: 0 done, 1 not done, 2 not understood.
[[nodiscard]] int custodyCommand(const QStringList &words, const QString &socket, QTextStream &out);

} // namespace knock::control
