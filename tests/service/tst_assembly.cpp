// SPDX-License-Identifier: Apache-2.0
#include "app/service/assembly.h"
#include "tests/service/aml/messages.h"
#include "tests/support/webclient.h"

#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::service;
using namespace knock::test;

/// The whole service, as its settings wire it.
class tst_Assembly : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void takesPhonesLocationsWhereItIsTold();
    void opensNoSuchDoorByItself();
    void writesNothingThatNobodyWorded();
    void saysWhatIsWrongWithTheTextGateways();
    void hearsReportsWhereItIsTold();

private:
    [[nodiscard]] std::unique_ptr<Service> make(const QVariantMap &settings)
    {
        QVariantMap all{{u"dataFolder"_s, m_folder.path()},
                        {u"resourceFolder"_s, QStringLiteral(KNOCK_RESOURCES)},
                        {u"sipPort"_s, 0},
                        {u"webPort"_s, 0}};
        all.insert(settings);
        const auto configuration = Configuration::fromSettings(all);
        if (!configuration)
            return nullptr;
        auto service = assemble(*configuration, m_clock);
        return service ? std::move(*service) : nullptr;
    }
    [[nodiscard]] int endpoint(const QString &name) const
    {
        QFile file(m_folder.filePath(u"endpoints.json"_s));
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll())[name].toInt(-1) : -1;
    }

    const WallClock m_clock;
    QTemporaryDir m_folder;
};

void tst_Assembly::takesPhonesLocationsWhereItIsTold()
{
    const auto service = make({{u"amlPort"_s, 0}, {u"amlKey"_s, QString::fromUtf8(amlKey)}});
    QVERIFY(service);
    QVERIFY(endpoint(u"aml"_s) > 0);
    const QByteArray form = signedForm();
    WebClient client(quint16(endpoint(u"aml"_s)));

    QVERIFY(client.say("POST /aml HTTP/1.1\r\nHost: a\r\nContent-Length: " + QByteArray::number(form.size())
                       + "\r\n\r\n" + form));

    QVERIFY(client.answer().startsWith("HTTP/1.1 200"));
}

void tst_Assembly::opensNoSuchDoorByItself()
{
    const auto service = make({});

    QVERIFY(service);
    QCOMPARE(endpoint(u"aml"_s), 0);
    QCOMPARE(endpoint(u"reports"_s), 0);
    QVERIFY(endpoint(u"web"_s) > 0);
}

void tst_Assembly::writesNothingThatNobodyWorded()
{
    QVERIFY(make({{u"smsPreset"_s, u"open"_s}}));
    QVERIFY(!make({{u"smsPreset"_s, u"shouted"_s}}));
}

// A desk that cannot send texts still answers calls.
void tst_Assembly::saysWhatIsWrongWithTheTextGateways()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"nowhere.json"_s));
    const auto service = make({{u"gateway"_s, u"http"_s}, {u"smsHttp"_s, m_folder.filePath(u"nowhere.json"_s)}});
    QVERIFY(service);
    const QSignalSpy health(service.get(), &Service::health);

    QVERIFY(service->resume());

    QCOMPARE(health.count(), 1);
    const auto told = health.at(0).at(0).value<Health>();
    QCOMPARE(told.part, Health::Part::TextGateway);
    QVERIFY(!told.well);
    QVERIFY2(told.why.detail.contains("nowhere.json"_L1), qPrintable(told.why.detail));
}

void tst_Assembly::hearsReportsWhereItIsTold()
{
    const auto service = make({{u"gateway"_s, u"kannel"_s},
                               {u"kannelUrl"_s, u"http://127.0.0.1:9"_s},
                               {u"reportPort"_s, 0},
                               {u"reportSecret"_s, u"0123456789abcdef"_s}});
    QVERIFY(service);
    WebClient client(quint16(endpoint(u"reports"_s)));

    QVERIFY(client.get("/0123456789abcdef/kannel?id=1-1&state=1").startsWith("HTTP/1.1 200"));
}

QTEST_GUILESS_MAIN(tst_Assembly)
#include "tst_assembly.moc"
