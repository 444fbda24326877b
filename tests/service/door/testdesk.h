// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/wire/seat.h"
#include "tests/support/webclient.h"

#include <functional>
#include <memory>
#include <QDeadlineTimer>
#include <QTimer>
#include <set>

namespace knock::test {

/// As QTest::qWaitFor(), which sleeps between two looks: here the door itself runs in the same loop.
inline bool waitFor(const std::function<bool()> &isTrue, std::chrono::milliseconds patience = std::chrono::seconds(20))
{
    QTimer wake;
    wake.start(std::chrono::milliseconds(20));
    const QDeadlineTimer deadline(patience);
    while (!isTrue()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

/// A desk as the test drives it: says what it is told to say, and keeps what it hears.
class TestDesk : public QObject
{
    Q_OBJECT
public:
    explicit TestDesk(quint16 port)
        : m_port(port)
    {
    }

    void connectTo(const QString &path = QStringLiteral("/desk"))
    {
        socket = std::make_unique<QWebSocket>();
        socket->setSslConfiguration(tls);
        connect(socket.get(), &QWebSocket::textMessageReceived, this, [this](const QString &text) { hear(text); });
        connect(socket.get(), &QWebSocket::connected, this, &TestDesk::opened);
        connect(socket.get(), &QWebSocket::disconnected, this, [this] { hasEnded = true; });
        hasEnded = false;
        isCaughtUp = false;
        socket->open(QUrl(QStringLiteral("wss://127.0.0.1:%1").arg(m_port) + path));
    }
    /// Connects and greets with what it knows.
    void come()
    {
        connect(this, &TestDesk::opened, this, &TestDesk::greet,
                Qt::ConnectionType(Qt::AutoConnection | Qt::UniqueConnection));
        connectTo();
    }
    /// The line is dead from one moment to the other.
    void cut()
    {
        socket->disconnect();
        socket->abort();
        socket.release()->deleteLater();
    }

    void say(const wire::FromSeat &message) { sayText(wire::encode(message)); }
    void sayText(const QByteArray &text) { socket->sendTextMessage(QString::fromUtf8(text)); }

    /// Comes, and signs in if somebody has to.
    void signInLater(const QString &user)
    {
        m_user = user;
        come();
    }
    /// The same; true once everything was told.
    [[nodiscard]] bool signIn(const QString &user)
    {
        signInLater(user);
        return waitFor([this] { return isCaughtUp; });
    }

    template <typename Kind>
    [[nodiscard]] std::vector<Kind> all() const
    {
        std::vector<Kind> found;
        for (const wire::ToSeat &message : heard) {
            if (const Kind *kind = std::get_if<Kind>(&message))
                found.push_back(*kind);
        }
        return found;
    }
    template <typename Kind>
    [[nodiscard]] bool hears(size_t times = 1)
    {
        return waitFor([&] { return all<Kind>().size() >= times; });
    }
    /// The events of one kind it was told.
    template <typename Kind>
    [[nodiscard]] std::vector<Kind> told() const
    {
        std::vector<Kind> found;
        for (const wire::Told &told : all<wire::Told>()) {
            if (const Kind *kind = std::get_if<Kind>(&told.event))
                found.push_back(*kind);
        }
        return found;
    }
    [[nodiscard]] wire::Welcome welcome() const { return all<wire::Welcome>().back(); }

    QSslConfiguration tls = trustingTls();
    std::unique_ptr<QWebSocket> socket;
    std::vector<wire::ToSeat> heard;
    bool keepsEvents = true; ///< else only their sequences
    std::vector<quint64> sequences; ///< since it was told everything anew
    int doubled = 0;
    bool isCaughtUp = false;
    bool hasEnded = false;
    QString session;
    QString run;
    quint64 after = 0;

Q_SIGNALS:
    void opened();
    void toldOne(quint64 sequence);

private:
    void greet() { say(wire::Hello{.session = session, .run = run, .after = after}); }

    void hear(const QString &text)
    {
        const auto message = wire::decodeToSeat(text.toUtf8());
        QVERIFY2(message, qPrintable(text));
        if (const auto *told = std::get_if<wire::Told>(&*message)) {
            doubled += told->sequence <= after;
            after = told->sequence;
            sequences.push_back(told->sequence);
            Q_EMIT toldOne(told->sequence);
            if (!keepsEvents)
                return;
        }
        heard.push_back(*message);
        if (std::holds_alternative<wire::SignInWanted>(*message) && !m_user.isEmpty())
            say(wire::SignIn{m_user, QStringLiteral("secret"), {}, QStringLiteral("A-1")});
        if (const auto *in = std::get_if<wire::Welcome>(&*message)) {
            session = in->session;
            run = in->run;
            isCaughtUp = false;
        }
        if (std::holds_alternative<wire::StartingOver>(*message)) {
            sequences.clear();
            after = 0;
        }
        if (std::holds_alternative<wire::Behind>(*message))
            isCaughtUp = false;
        if (std::holds_alternative<wire::CaughtUp>(*message))
            isCaughtUp = true;
    }

    const quint16 m_port;
    QString m_user;
};

} // namespace knock::test
