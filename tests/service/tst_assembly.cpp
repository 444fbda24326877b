// SPDX-License-Identifier: Apache-2.0
#include "app/service/assembly.h"
#include "app/service/keeping.h"
#include "app/service/store/sqljournal.h"
#include "app/wire/codec.h"
#include "tests/service/aml/messages.h"
#include "tests/service/sms/fakesmsbox.h"
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
    void handsOrdersToTheDispatchSystem();
    void showsUnitsAPageWhereItIsTold();
    void entersWhichSettingsAreOthersThanBefore();

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
    QCOMPARE(endpoint(u"pack"_s), 0);
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

void tst_Assembly::handsOrdersToTheDispatchSystem()
{
    FakeSmsbox cad(QByteArrayList{http("503 Service Unavailable"), http("200 OK")});
    const auto service = make({{u"cadUrl"_s, cad.url()}, {u"cadSecret"_s, u"0123456789abcdef"_s}});
    QVERIFY(service);
    IncidentId incident;
    int taken = 0;
    connect(service.get(), &Service::event, this, [&](const Event &event) {
        if (const auto *came = std::get_if<CallArrived>(&event))
            incident = came->incident;
        taken += std::holds_alternative<OrderTaken>(event) ? 1 : 0;
    });
    QVERIFY(service->resume());
    service->take(dispatch::Rang{{1}, u"01012345678"_s});
    QTRY_VERIFY(incident.isValid());

    service->take(dispatch::Asked{{1}, OrderUnit{incident, u"12"_s}});

    QTRY_COMPARE(taken, 1);
    QCOMPARE(cad.requests.size(), 2);
    const auto body = [](const QByteArray &request) { return request.sliced(request.indexOf("\r\n\r\n") + 4); };
    QCOMPARE(body(cad.requests[1]), body(cad.requests[0]));
    QCOMPARE(QJsonDocument::fromJson(body(cad.requests[0]))["unit"_L1].toString(), u"12"_s);
}

void tst_Assembly::showsUnitsAPageWhereItIsTold()
{
    const auto service = make({{u"packPort"_s, 0}, {u"packHost"_s, u"units.example"_s}});
    QVERIFY(service);
    std::optional<PackShared> shared;
    int opened = 0;
    IncidentId incident;
    connect(service.get(), &Service::event, this, [&](const Event &event) {
        if (const auto *came = std::get_if<CallArrived>(&event))
            incident = came->incident;
        if (const auto *made = std::get_if<PackShared>(&event))
            shared = *made;
        opened += std::holds_alternative<PackOpened>(event) ? 1 : 0;
    });
    QVERIFY(service->resume());
    service->take(dispatch::Rang{{1}, u"01012345678"_s});
    QTRY_VERIFY(incident.isValid());

    service->take(dispatch::Asked{{1}, SharePack{incident}});

    QTRY_VERIFY(shared);
    const QUrl link(shared->link);
    QCOMPARE(link.host(), u"units.example"_s);
    QCOMPARE(link.port(), endpoint(u"pack"_s));
    WebClient client(quint16(link.port()));
    QVERIFY(client.say("GET /p/state HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + link.fragment().toLatin1()
                       + "\r\n\r\n"));
    const QByteArray answer = client.answer();
    QVERIFY2(answer.startsWith("HTTP/1.1 200"), answer.constData());
    QVERIFY(answer.contains("\"incident\":"));
    QVERIFY(!answer.contains("01012345678"));
    QTRY_COMPARE(opened, 1);
}

void tst_Assembly::entersWhichSettingsAreOthersThanBefore()
{
    const QTemporaryDir folder;
    const QString marks = folder.filePath(u"settings.json"_s);
    const auto run = [&](const QVariantMap &settings) {
        const QDateTime before = QFileInfo(marks).lastModified();
        const auto service = make(settings);
        return service && service->resume()
            && QTest::qWaitFor([&] { return QFileInfo(marks).lastModified() != before; });
    };
    const QVariantMap first{{u"dataFolder"_s, folder.path()},
                            {u"canary"_s, 0},
                            {u"turnSecret"_s, u"hush"_s},
                            {u"turn"_s, u"turn:a.example"_s}};
    QVariantMap second = first;
    second[u"turnSecret"_s] = u"hush hush"_s;
    second[u"language"_s] = u"en"_s;
    second.remove(u"canary"_s);
    QVERIFY(run(first));
    QVERIFY(run(second));
    QVERIFY(run(second));

    auto configuration = Configuration::fromSettings(
        {{u"dataFolder"_s, folder.path()}, {u"resourceFolder"_s, QStringLiteral(KNOCK_RESOURCES)}});
    const auto keeping = openKeeping(*configuration);
    store::SqlJournal journal;
    QVERIFY(journal.open(folder.filePath(u"journal.db"_s), keeping->sealer, keeping->checkpoints));
    const auto records = journal.recent(m_clock.now().addDays(-1), {SettingChanged::name});
    QVERIFY(records);
    QStringList changed;
    for (const store::Record &record : *records)
        changed << std::get<SettingChanged>(wire::decodeAudit(record.body).value()).setting;
    QCOMPARE(changed, (QStringList{u"canary"_s, u"language"_s, u"turnSecret"_s}));
    QFile file(marks);
    QVERIFY(file.open(QIODevice::ReadOnly) && !file.readAll().contains("hush"));
}

QTEST_GUILESS_MAIN(tst_Assembly)
#include "tst_assembly.moc"
