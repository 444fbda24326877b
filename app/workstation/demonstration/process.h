// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProcess>

namespace knock::demonstration {

/// Makes \a process, not yet started, the head of a session of its own, and sees to it that it does not outlive this
/// program even when this program is killed.
void bindToThisProgram(QProcess &process);

/// Ends \a process and everything it has started, and waits the moment until it is gone.
void endWithChildren(QProcess &process);

} // namespace knock::demonstration
