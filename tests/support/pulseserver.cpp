// SPDX-License-Identifier: Apache-2.0
#include "tests/support/pulseserver.h"

#include <QFile>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;

namespace knock::test {

std::unique_ptr<PulseServer> PulseServer::start()
{
    const QString program = QStandardPaths::findExecutable(u"pulseaudio"_s);
    auto server = std::make_unique<PulseServer>();
    if (program.isEmpty() || !server->m_folder.isValid())
        return nullptr;
    const QString socket = server->m_folder.filePath(u"native"_s);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"HOME", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH"})
        environment.insert(QString::fromLatin1(name), server->m_folder.path());
    server->m_process.setProcessEnvironment(environment);
    server->m_process.setStandardErrorFile(server->m_folder.filePath(u"log"_s));
    server->m_process.start(program,
                            {u"-n"_s, u"--daemonize=no"_s, u"--exit-idle-time=-1"_s, u"--realtime=no"_s,
                             u"--high-priority=no"_s,
                             // Qt does not show the monitors of sinks, only what looks like a microphone.
                             u"-L"_s, u"module-null-sink sink_name=ears rate=48000"_s, u"-L"_s,
                             u"module-null-sink sink_name=mouth rate=48000"_s, u"-L"_s,
                             u"module-remap-source source_name=heard master=ears.monitor"_s, u"-L"_s,
                             u"module-remap-source source_name=microphone master=mouth.monitor"_s, u"-L"_s,
                             u"module-native-protocol-unix auth-anonymous=1 socket="_s + socket});
    if (!QTest::qWaitFor([&] { return QFile::exists(socket); }, 10'000))
        return nullptr;
    qputenv("PULSE_SERVER", "unix:" + QFile::encodeName(socket));
    return server;
}

PulseServer::~PulseServer()
{
    m_process.terminate();
    if (!m_process.waitForFinished(5000)) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

} // namespace knock::test
