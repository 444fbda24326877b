// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace knock::bench {

/// What tells callers' messages and answers from each other here: a desk signs in as one of these.
constexpr int mostDesks = 16;
[[nodiscard]] QString deskName(int desk);
[[nodiscard]] QString deskPassword();

// Each runs in a process of its own until its standard input ends, and first says "ready PORT DESKPORT THREAD": the
// ports for callers and for desks, and the thread that writes to the disk, or 0. To "callers N" it says N tokens.

/// The whole service, as knockd assembles it, with its data in \a folder.
[[nodiscard]] int runHouse(const QString &folder);

/// The least that passes on the same with the same library, as messages of \a bytes. It \a keeps them first: in bare
/// SQLite, with the batching of our journal.
[[nodiscard]] int runBare(const QString &folder, size_t bytes, bool keeps);

/// As many sockets as the system lets one process have.
void raiseFileLimit();

} // namespace knock::bench
