// SPDX-License-Identifier: Apache-2.0
#include "app/backend/loader.h"
#include "tests/backend/conformance.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QUdpSocket>

using namespace Qt::StringLiterals;
using namespace knock;

/// The embedded backend, loaded as the workstation loads it, called by SIP over the loopback.
class tst_Embedded final : public test::BackendConformance
{
    Q_OBJECT
protected:
    void renew() override { m_store = std::make_unique<QTemporaryDir>(); }

    /// Where the journal would be, there is a folder.
    void spoil() override { QVERIFY(QDir(m_store->path()).mkdir(u"journal.db"_s)); }
    void mend() override { QVERIFY(QDir(m_store->path()).rmdir(u"journal.db"_s)); }

    std::unique_ptr<backend::Backend> make() override
    {
        auto loaded = backend::load(u"embedded"_s,
                                    {{u"dataFolder"_s, m_store->path()},
                                     {u"resourceFolder"_s, QStringLiteral(KNOCK_RESOURCES)},
                                     {u"sipPort"_s, 0},
                                     {u"webPort"_s, 0}});
        if (!loaded)
            qWarning() << loaded.error().detail;
        return loaded ? *std::move(loaded) : nullptr;
    }

    void ring(const QString &number) override
    {
        QFile endpoints(QDir(m_store->path()).filePath(u"endpoints.json"_s));
        QVERIFY(endpoints.open(QIODevice::ReadOnly));
        const int port = QJsonDocument::fromJson(endpoints.readAll()).object().value("sip"_L1).toInt();
        QVERIFY(port > 0);
        auto *socket = new QUdpSocket(m_backend.get());
        QVERIFY(socket->bind(QHostAddress::LocalHost));
        const QString invite = u"INVITE sip:112@127.0.0.1 SIP/2.0\r\n"
                               "Via: SIP/2.0/UDP 127.0.0.1:%1;branch=z9hG4bK%2;rport\r\n"
                               "Max-Forwards: 70\r\n"
                               "From: <sip:%3@127.0.0.1>;tag=%2\r\n"
                               "To: <sip:112@127.0.0.1>\r\n"
                               "Call-ID: %2@test\r\n"
                               "CSeq: 1 INVITE\r\n"
                               "Contact: <sip:%3@127.0.0.1:%1>\r\n"
                               "Content-Length: 0\r\n\r\n"_s.arg(socket->localPort())
                                   .arg(++m_calls)
                                   .arg(number);
        socket->writeDatagram(invite.toUtf8(), QHostAddress::LocalHost, quint16(port));
    }

private Q_SLOTS:
    void aServiceThatStandsStillIsLostUntilItAnswers()
    {
        open();
        QSignalSpy lost(m_backend.get(), &backend::Backend::lost);
        QSignalSpy startingOver(m_backend.get(), &backend::Backend::startingOver);
        QSignalSpy caughtUp(m_backend.get(), &backend::Backend::caughtUp);

        for (int i = 0; i < 5; ++i)
            m_backend->beat(); // the answers wait for this thread

        QCOMPARE(lost.count(), 1);
        QTRY_COMPARE(caughtUp.count(), 1);
        QCOMPARE(startingOver.count(), 0);
        m_backend->beat();
        QCOMPARE(lost.count(), 1);
    }

private:
    std::unique_ptr<QTemporaryDir> m_store;
    int m_calls = 0;
};

QTEST_MAIN(tst_Embedded)
#include "tst_embedded.moc"
