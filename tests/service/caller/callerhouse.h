// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/caller/caller.h"
#include "tests/support/manualclock.h"
#include "tests/support/webclient.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

namespace knock::test {

const QByteArray token = "AAAAAAAAAAAAAAAAAAAAA1";
const QByteArray otherToken = "BBBBBBBBBBBBBBBBBBBBB2";

/// A browser with the page open.
class Page final : public QWebSocket
{
public:
    explicit Page(quint16 port, const QByteArray &with = token)
        : QWebSocket(QStringLiteral("https://127.0.0.1:%1").arg(port))
    {
        setSslConfiguration(trustingTls());
        connect(this, &QWebSocket::textMessageReceived, this,
                [this](const QString &text) { heard.append(QJsonDocument::fromJson(text.toUtf8()).object()); });
        open(QUrl(QStringLiteral("wss://127.0.0.1:%1/caller/socket/%2").arg(port).arg(QString::fromLatin1(with))));
    }

    void say(const QJsonObject &message)
    {
        sendTextMessage(QString::fromUtf8(QJsonDocument(message).toJson(QJsonDocument::Compact)));
    }

    QList<QJsonObject> heard;
};

/// The real adapter, fresh for each test function of the classes that derive from this. The test stands for the rules
/// behind it.
class CallerHouse : public QObject
{
    Q_OBJECT
protected:
    [[nodiscard]] caller::Configuration configuration() const
    {
        caller::Configuration configuration;
        configuration.web.certificateFile = m_folder.filePath(QStringLiteral("certificate.pem"));
        configuration.web.keyFile = m_folder.filePath(QStringLiteral("key.pem"));
        configuration.pages = QStringLiteral(KNOCK_PAGES);
        configuration.files = m_folder.filePath(QStringLiteral("files"));
        return configuration;
    }

    void start(const caller::Configuration &configuration)
    {
        m_caller = std::make_unique<caller::Caller>(configuration, m_clock);
        connect(m_caller.get(), &dispatch::Adapter::input, this,
                [this](const dispatch::Input &input) { m_inputs.push_back(input); });
        const auto started = m_caller->start();
        QVERIFY2(started, started ? "" : qPrintable(started.error().detail));
        admit({1}, token);
    }

    void admit(IncidentId incident, const QByteArray &with, LinkKind kind = LinkKind::Live)
    {
        m_caller->perform(dispatch::AdmitToken{incident, QString::fromLatin1(with), m_clock.now().addSecs(600), kind});
    }

    template <typename Kind>
    std::vector<Kind> inputs() const
    {
        std::vector<Kind> found;
        for (const dispatch::Input &input : m_inputs) {
            if (const Kind *kind = std::get_if<Kind>(&input))
                found.push_back(*kind);
        }
        return found;
    }

    std::unique_ptr<Page> openPage(const QByteArray &with = token)
    {
        const size_t before = inputs<dispatch::Opened>().size();
        auto page = std::make_unique<Page>(m_caller->port(), with);
        connect(page.get(), &QWebSocket::connected, page.get(),
                [page = page.get()] { page->say({{QStringLiteral("kind"), QStringLiteral("open")}}); });
        return QTest::qWaitFor([&] { return inputs<dispatch::Opened>().size() > before; }) ? std::move(page) : nullptr;
    }

    ManualClock m_clock;
    QTemporaryDir m_folder;
    std::unique_ptr<caller::Caller> m_caller;
    std::vector<dispatch::Input> m_inputs;

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning();
        m_clock = {};
        m_inputs.clear();
        QDir(m_folder.filePath(QStringLiteral("files"))).removeRecursively();
        start(configuration());
    }
    void cleanup() { m_caller.reset(); }
};

} // namespace knock::test
