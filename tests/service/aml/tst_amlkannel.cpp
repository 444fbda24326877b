// SPDX-License-Identifier: Apache-2.0
#include "app/service/aml/aml.h"
#include "tests/service/aml/messages.h"
#include "tests/service/sms/realkannel.h"
#include "tests/support/manualclock.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::test;

/// A telephone's SMS on its way through Debian's own Kannel.
class tst_AmlKannel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void passesOnWhatAPhoneSends();
};

void tst_AmlKannel::passesOnWhatAPhoneSends()
{
    if (const QString missing = RealKannel::missing(); !missing.isEmpty())
        QSKIP(qPrintable(missing + u" is not installed"_s));
    const QTemporaryDir folder;
    const ManualClock clock;
    aml::Configuration configuration;
    configuration.web.certificateFile = folder.filePath(u"certificate.pem"_s);
    configuration.web.keyFile = folder.filePath(u"key.pem"_s);
    configuration.secrets.sms = smsSecret;
    aml::Aml aml(configuration, clock);
    std::vector<LocatedByPhone> located;
    connect(&aml, &Adapter::input, this,
            [&located](const Input &input) { located.push_back(std::get<LocatedByPhone>(input)); });
    QVERIFY(aml.start());
    const QString address = u"https://127.0.0.1:%1/sms?from=%p&secret=s%26+cret"_s.arg(aml.port());

    RealKannel kannel;
    const QByteArray wrong = kannel.start(u"+821012345678 112 text "_s + QString::fromLatin1(smsText()), address);

    QVERIFY2(wrong.isEmpty(), wrong.constData());
    QTRY_COMPARE_WITH_TIMEOUT(located.size(), 1u, 20'000);
    QCOMPARE(located.front().number, u"+821012345678"_s);
    QCOMPARE(located.front().fix.radius, Metres{52});
}

QTEST_GUILESS_MAIN(tst_AmlKannel)
#include "tst_amlkannel.moc"
