// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/identity/commands.h"
#include "tests/journeys/deskprocess.h"
#include "tests/knockd/daemon.h"
#include "tests/support/rawcaller.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTcpServer>
#include <QTimer>

namespace knock::test {

/// One knockd, and the desks of two call-takers and a supervisor.
class DeskRoom final
{
public:
    explicit DeskRoom(const QByteArray &settings = {})
        : daemon("deskPort = " + QByteArray::number(port) + "\ndeskHost = localhost\n" + settings)
    {
    }
    [[nodiscard]] bool open()
    {
        return QDir().mkpath(daemon.data({})) && hire(QStringLiteral("kim"), QStringLiteral("call-taker"))
            && hire(QStringLiteral("lee"), QStringLiteral("call-taker"))
            && hire(QStringLiteral("park"), QStringLiteral("supervisor")) && daemon.start()
            && kim.comeIn(settings(QStringLiteral("kim"), port)) && lee.comeIn(settings(QStringLiteral("lee"), port))
            && park.comeIn(settings(QStringLiteral("park"), port));
    }
    [[nodiscard]] bool hire(const QString &user, const QString &role) const
    {
        QString words = password + u'\n';
        QTextStream in(&words);
        QString said;
        QTextStream out(&said);
        return identity::userCommand(
                   {QStringLiteral("user"), QStringLiteral("add"), user, QStringLiteral("--roles"), role},
                   daemon.data({}), in, out, WallClock(), {.kibibytes = 64, .passes = 1})
            == 0;
    }
    /// Of a desk at which \a user signs in, and which reaches the service through \a door.
    [[nodiscard]] QVariantMap settings(const QString &user, quint16 door) const
    {
        return {{QStringLiteral("url"), QStringLiteral("wss://localhost:%1/desk").arg(door)},
                {QStringLiteral("trust"), daemon.data(QStringLiteral("certificate.pem"))},
                {QStringLiteral("user"), user},
                {QStringLiteral("password"), password}};
    }

    const quint16 port = freePort();
    Daemon daemon;
    DeskProcess kim;
    DeskProcess lee;
    DeskProcess park;

private:
    static quint16 freePort()
    {
        QTcpServer server;
        return server.listen(QHostAddress::LocalHost) ? server.serverPort() : quint16(0);
    }

    const QString password = QStringLiteral("correct horse battery");
};

/// Callers who are on the line together.
class Crowd final
{
public:
    /// \a count of them call, and wait until they are answered.
    [[nodiscard]] bool call(quint16 sipPort, int count)
    {
        static int callers = 0;
        for (int i = 0; i < count; ++i) {
            m_callers.push_back(
                std::make_unique<RawCaller>(sipPort, QStringLiteral("010%1").arg(++callers, 8, 10, QLatin1Char('0'))));
            m_callers.back()->invite();
        }
        QElapsedTimer patience;
        patience.start();
        return QTest::qWaitFor(
            [&] {
                // What got lost on the way is sent again (RFC 3261, 17.1.1.2).
                if (patience.hasExpired(500)) {
                    patience.start();
                    for (const auto &caller : m_callers) {
                        if (!caller->isRinging() && !caller->isAnswered())
                            caller->invite();
                    }
                }
                return std::ranges::all_of(m_callers, [](const auto &caller) { return caller->isAnswered(); });
            },
            20000);
    }
    /// How many have not even heard it ring, and how many nobody has answered.
    [[nodiscard]] std::pair<qsizetype, qsizetype> waiting() const
    {
        return {std::ranges::count_if(m_callers, [](const auto &c) { return !c->isRinging() && !c->isAnswered(); }),
                std::ranges::count_if(m_callers, [](const auto &c) { return !c->isAnswered(); })};
    }
    /// Each in its turn presses a key, so many times a second in all, until stop().
    void press(int perSecond)
    {
        m_clock.start();
        m_tick.setTimerType(Qt::PreciseTimer);
        m_tick.callOnTimeout(&m_tick, [this, perSecond, pressed = size_t(0)]() mutable {
            for (; pressed < size_t(m_clock.elapsed() * perSecond / 1000); ++pressed)
                m_callers[pressed % m_callers.size()]->press('5');
        });
        m_tick.start(10);
    }
    void stop() { m_tick.stop(); }
    void hangUp()
    {
        for (const auto &caller : m_callers)
            caller->bye();
    }

private:
    std::vector<std::unique_ptr<RawCaller>> m_callers;
    QElapsedTimer m_clock;
    QTimer m_tick;
};

} // namespace knock::test
