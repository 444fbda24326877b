// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <QProcess>
#include <QTemporaryDir>

namespace knock::test {

/// A sound server without any hardware, for this program alone: what is played on "ears" can be recorded from "heard",
/// and what is played on "mouth" comes from "microphone".
class PulseServer
{
public:
    /// Null when the program is not installed or does not come up. Comes before anything asks for a sound device.
    [[nodiscard]] static std::unique_ptr<PulseServer> start();
    ~PulseServer();

private:
    QTemporaryDir m_folder;
    QProcess m_process;
};

} // namespace knock::test
