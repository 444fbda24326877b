// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/wire/seat.h"
#include "tests/backend/authority.h"

#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

namespace knock::test {

/// A door which says what SEATS.md has it say, out of a journal of its own, unless the test says otherwise.
class FakeDoor final : public QObject
{
    Q_OBJECT
public:
    explicit FakeDoor(const Authority::Issued &issued, QSsl::SslProtocol protocol = QSsl::TlsV1_3OrLater)
        : m_server(QString(), QWebSocketServer::SecureMode)
    {
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.setLocalCertificate(issued.certificate);
        tls.setPrivateKey(issued.key);
        tls.setProtocol(protocol);
        m_server.setSslConfiguration(tls);
        connect(&m_server, &QWebSocketServer::newConnection, this,
                [this] { welcomeIn(m_server.nextPendingConnection()); });
        listen();
    }

    void listen()
    {
        QVERIFY(m_server.listen(QHostAddress::LocalHost, m_port));
        m_port = m_server.serverPort();
    }
    /// Nobody answers any more.
    void close()
    {
        m_server.close();
        cut();
    }
    void cut()
    {
        if (desk)
            desk->abort();
        if (media)
            media->abort();
    }
    [[nodiscard]] quint16 port() const { return m_port; }

    void say(const wire::ToSeat &message)
    {
        if (desk)
            desk->sendTextMessage(QString::fromUtf8(wire::encode(message)));
    }
    /// It has become true.
    void tell(const Event &event, quint64 gap = 1)
    {
        journal.emplace_back((journal.empty() ? 0 : journal.back().first) + gap, event);
        if (isSeated)
            say(wire::Told{journal.back().first, event});
    }

    template <typename T>
    [[nodiscard]] std::vector<T> heardOf() const
    {
        std::vector<T> found;
        for (const wire::FromSeat &message : heard) {
            if (const T *it = std::get_if<T>(&message))
                found.push_back(*it);
        }
        return found;
    }

    // How it behaves.
    QString run = QStringLiteral("run-1");
    QString session = QStringLiteral("secret-1");
    QString password; ///< empty: everybody comes in
    Roles roles{Role::CallTaker};
    bool answersBeats = true;
    bool takes = true;
    std::function<bool(const wire::FromSeat &)> instead; ///< true: that was all

    std::vector<std::pair<quint64, Event>> journal;
    std::vector<wire::FromSeat> heard;
    std::vector<std::pair<quint64, Command>> taken;
    std::vector<QByteArray> heardMedia;
    QByteArray authorization; ///< shown at /media
    QPointer<QWebSocket> desk;
    QPointer<QWebSocket> media;
    bool isSeated = false;
    int desks = 0; ///< that came in

private:
    void welcomeIn(QWebSocket *socket)
    {
        socket->setParent(this);
        connect(socket, &QWebSocket::disconnected, socket, &QObject::deleteLater);
        if (socket->requestUrl().path() == QStringLiteral("/media")) {
            media = socket;
            authorization = socket->request().rawHeader("Authorization");
            connect(socket, &QWebSocket::binaryMessageReceived, this,
                    [this](const QByteArray &bytes) { heardMedia.push_back(bytes); });
            return;
        }
        desk = socket;
        isSeated = false;
        ++desks;
        connect(socket, &QWebSocket::textMessageReceived, this, [this, socket](const QString &text) {
            const auto message = wire::decodeFromSeat(text.toUtf8());
            QVERIFY2(message, qPrintable(text));
            if (socket != desk)
                return;
            heard.push_back(*message);
            if (!instead || !instead(*message))
                answer(*message);
        });
    }

    void answer(const wire::FromSeat &message)
    {
        if (const auto *hello = std::get_if<wire::Hello>(&message)) {
            m_hello = *hello;
            if (hello->session == session || (hello->session.isEmpty() && password.isEmpty()))
                return seat();
            const auto expired = std::optional(Error::Kind::Expired);
            say(wire::SignInWanted{hello->session.isEmpty() ? std::nullopt : expired});
        } else if (const auto *person = std::get_if<wire::SignIn>(&message)) {
            if (person->password == password)
                return seat();
            say(wire::SignInWanted{Error::Kind::Refused});
        } else if (std::holds_alternative<wire::Beat>(message) && answersBeats) {
            say(wire::Beat{});
        } else if (const auto *asked = std::get_if<wire::Ask>(&message); asked && takes) {
            QVERIFY(asked->id <= (taken.empty() ? 0 : taken.back().first) + 1);
            if (asked->id > (taken.empty() ? 0 : taken.back().first))
                taken.emplace_back(asked->id, asked->command);
            say(wire::Taken{asked->id});
        } else if (std::holds_alternative<wire::LockSeat>(message)) {
            say(wire::SeatIsLocked{});
        } else if (const auto *key = std::get_if<wire::UnlockSeat>(&message)) {
            if (key->password == password)
                say(wire::SeatIsOpen{});
            else
                say(wire::SeatIsLocked{Error::Kind::Refused});
        }
    }

    void seat()
    {
        const bool resumed = m_hello.run == run;
        say(wire::Welcome{.seat = {3},
                          .user = QStringLiteral("kim"),
                          .roles = roles,
                          .session = session,
                          .run = run,
                          .resumed = resumed,
                          .taken = taken.empty() ? 0 : taken.back().first,
                          .locked = false});
        if (!resumed)
            say(wire::StartingOver{});
        isSeated = true;
        for (const auto &[sequence, event] : journal) {
            if (!resumed || sequence > m_hello.after)
                say(wire::Told{sequence, event});
        }
        say(wire::CaughtUp{});
    }

    QWebSocketServer m_server;
    quint16 m_port = 0;
    wire::Hello m_hello;
};

} // namespace knock::test
