// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/demonstration/process.h"

#include <csignal>
#include <sys/prctl.h>

namespace knock::demonstration {

void bindToThisProgram(QProcess &process)
{
    process.setUnixProcessParameters(QProcess::UnixProcessFlag::CreateNewSession);
    process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
}

void endWithChildren(QProcess &process)
{
    if (process.state() == QProcess::NotRunning)
        return;
    // Between fork and exec there is no session yet; waiting for the start closes that gap.
    if (process.waitForStarted(10'000))
        ::kill(-static_cast<pid_t>(process.processId()), SIGKILL);
    process.kill();
    process.waitForFinished(10'000);
}

} // namespace knock::demonstration
