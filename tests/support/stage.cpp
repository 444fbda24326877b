// SPDX-License-Identifier: Apache-2.0
#include "tests/support/stage.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace knock::test {

Stage::Stage(QString program)
    : m_program(std::move(program))
{
    connect(&m_workstation, &QProcess::readyReadStandardOutput, this, &Stage::read);
    connect(&m_workstation, &QProcess::readyReadStandardError, this,
            [this] { m_log += m_workstation.readAllStandardError(); });
}

Stage::~Stage()
{
    kill();
    m_screen.kill();
    m_screen.waitForFinished();
}

Result<> Stage::openScreen()
{
    m_screen.start(u"Xvfb"_s,
                   {u"-displayfd"_s, u"1"_s, u"-screen"_s, u"0"_s, u"1920x1080x24"_s, u"-nolisten"_s, u"tcp"_s});
    if (!m_screen.waitForStarted())
        return failure(Error::Kind::NotFound, u"Xvfb does not start"_s);
    while (!m_screen.canReadLine()) {
        if (!m_screen.waitForReadyRead(10000))
            return failure(Error::Kind::Broken, u"Xvfb gives no display"_s);
    }
    m_display = u":"_s + QString::fromLatin1(m_screen.readLine()).trimmed();
    return {};
}

Result<> Stage::raise(const QStringList &options)
{
    if (m_screen.state() == QProcess::NotRunning) {
        if (const auto opened = openScreen(); !opened)
            return opened;
    }
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"DISPLAY"_s, m_display);
    environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
    environment.insert(u"HOME"_s, m_folder.path());
    environment.remove(u"WAYLAND_DISPLAY"_s);
    m_workstation.setProcessEnvironment(environment);
    m_timeline.clear();
    m_workstation.start(m_program, QStringList{u"--data"_s, dataFolder(), u"--timeline"_s, u"-"_s} + options);
    if (!m_workstation.waitForStarted())
        return failure(Error::Kind::NotFound, m_workstation.errorString());
    const QJsonObject shown = await(u"shown"_s);
    if (shown.isEmpty())
        return failure(Error::Kind::Broken, u"no window: "_s + QString::fromUtf8(m_log.right(2000)));
    if (await(u"ready"_s).isEmpty())
        return failure(Error::Kind::Broken, u"no service: "_s + QString::fromUtf8(m_log.right(2000)));
    m_window = QString::number(shown.value("window"_L1).toInteger());
    // No window manager runs on this screen, so nobody else gives the window the keyboard.
    xdotool({u"windowfocus"_s, u"--sync"_s, m_window});
    return {};
}

void Stage::lower()
{
    m_workstation.terminate();
    if (!m_workstation.waitForFinished(10000))
        kill();
}

void Stage::kill()
{
    m_workstation.kill();
    m_workstation.waitForFinished();
}

void Stage::read()
{
    while (m_workstation.canReadLine()) {
        const QJsonObject line = QJsonDocument::fromJson(m_workstation.readLine()).object();
        if (line.isEmpty())
            continue;
        m_timeline.push_back(line);
        Q_EMIT said(line);
    }
}

QJsonObject Stage::await(const Match &match, std::chrono::milliseconds atMost, size_t from)
{
    size_t looked = from;
    const auto found = [&] {
        while (looked < m_timeline.size() && !match(m_timeline[looked]))
            ++looked;
        return looked < m_timeline.size();
    };
    return QTest::qWaitFor(found, QDeadlineTimer(atMost)) ? m_timeline[looked] : QJsonObject();
}

QJsonObject Stage::await(const QString &what, size_t from)
{
    return await([&](const QJsonObject &line) { return line.value("what"_L1) == what; }, 15s, from);
}

int Stage::port(const QString &endpoint) const
{
    QFile file(QDir(dataFolder()).filePath(u"endpoints.json"_s));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return QJsonDocument::fromJson(file.readAll()).object().value(endpoint).toInt();
}

void Stage::key(const QString &name) { xdotool({u"key"_s, u"--clearmodifiers"_s, name}); }

void Stage::type(const QString &text) { xdotool({u"type"_s, u"--delay"_s, u"2"_s, text}); }

void Stage::xdotool(const QStringList &words)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"DISPLAY"_s, m_display);
    process.setProcessEnvironment(environment);
    process.start(u"xdotool"_s, words);
    process.waitForFinished();
}

} // namespace knock::test
