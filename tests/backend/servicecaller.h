// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend/backend.h"
#include "tests/support/rawcaller.h"
#include "tests/support/webclient.h"

#include <QBuffer>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QImage>
#include <QJsonDocument>
#include <QSignalSpy>

namespace knock::test {

/// Where nobody answers.
inline const QString nobodysUrl = QStringLiteral("http://127.0.0.1:1/cgi-bin/sendsms");

/// A port of the service that keeps its data there; 0: it has not said.
inline quint16 endpoint(const QString &dataFolder, const QString &name)
{
    QFile file(QDir(dataFolder).filePath(QStringLiteral("endpoints.json")));
    return file.open(QIODevice::ReadOnly) ? quint16(QJsonDocument::fromJson(file.readAll())[name].toInt()) : quint16(0);
}

/// A telephone that calls a real service by SIP over the loopback, and opens the page for which it is sent a link.
class ServiceCaller
{
public:
    void ring(quint16 sipPort, const QString &number)
    {
        QVERIFY(sipPort > 0);
        m_phones.push_back(std::make_unique<RawCaller>(sipPort, number));
        m_phones.back()->invite();
    }
    void speak() { m_phones.back()->say(QByteArray(160, RawCaller::silence)); }

    /// The backend tells of a link, the page is opened, and somebody writes.
    bool write(backend::Backend &desk, IncidentId incident, quint16 webPort)
    {
        QString link;
        const auto connection = QObject::connect(&desk, &backend::Backend::event, &desk, [&](const Event &event) {
            if (const auto *sent = std::get_if<InviteSent>(&event))
                link = sent->link;
        });
        desk.send(SendInvite{incident});
        const bool isSent = QTest::qWaitFor([&] { return !link.isEmpty(); });
        QObject::disconnect(connection);
        if (!isSent)
            return false;

        m_page = std::make_unique<QWebSocket>(QStringLiteral("https://127.0.0.1:%1").arg(webPort));
        m_page->setSslConfiguration(trustingTls());
        const QSignalSpy heard(m_page.get(), &QWebSocket::textMessageReceived);
        QObject::connect(m_page.get(), &QWebSocket::connected, m_page.get(),
                         [this] { m_page->sendTextMessage(QStringLiteral(R"({"kind":"open","language":"ko"})")); });
        m_page->open(QUrl(QStringLiteral("wss://127.0.0.1:%1/caller/socket%2").arg(webPort).arg(QUrl(link).path())));
        const bool isOpen = QTest::qWaitFor([&] { return !heard.isEmpty(); });
        m_page->sendTextMessage(QStringLiteral(R"({"kind":"typing"})"));
        return isOpen;
    }

    /// As a phone without WebRTC does; nothing when the last picture was just now.
    void film()
    {
        constexpr int pause = 200;
        if (m_filmed.isValid() && !m_filmed.hasExpired(pause))
            return;
        m_filmed.start();
        QImage picture(64, 48, QImage::Format_RGB32);
        picture.fill(Qt::darkGreen);
        QByteArray bytes;
        QBuffer buffer(&bytes);
        picture.save(&buffer, "JPG");
        m_page->sendBinaryMessage(bytes);
    }

    void hangUp()
    {
        m_page.reset();
        m_phones.clear();
    }

private:
    std::vector<std::unique_ptr<RawCaller>> m_phones;
    std::unique_ptr<QWebSocket> m_page;
    QElapsedTimer m_filmed;
};

} // namespace knock::test
