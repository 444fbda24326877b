// SPDX-License-Identifier: Apache-2.0
#include "app/service/assembly.h"
#include "tests/service/aml/messages.h"
#include "tests/support/webclient.h"

#include <QFile>
#include <QJsonDocument>
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
    QVERIFY(endpoint(u"web"_s) > 0);
}

void tst_Assembly::writesNothingThatNobodyWorded()
{
    QVERIFY(make({{u"smsPreset"_s, u"open"_s}}));
    QVERIFY(!make({{u"smsPreset"_s, u"shouted"_s}}));
}

QTEST_GUILESS_MAIN(tst_Assembly)
#include "tst_assembly.moc"
