// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/httpgateway.h"
#include "app/service/sms/kannel.h"
#include "app/service/sms/sms.h"
#include "app/service/sms/texts.h"
#include "tests/service/sms/realkannel.h"
#include "tests/support/manualclock.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::sms;
using namespace knock::test;

/// Against Debian's own Kannel and the pretended network that comes with it.
class tst_Kannel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(); }
    void cleanupTestCase() { m_kannel.reset(); }
    void bringsTheTextUnchanged_data();
    void bringsTheTextUnchanged();
    void refusesAWrongPassword();
    void tellsTheRulesThatTheTextIsAway();
    void tellsTheRulesThatThePhoneHasIt();

private:
    HttpForm form(const QString &password = QString::fromUtf8(RealKannel::password), bool hasReports = false) const
    {
        return kannel(m_kannel->url(), QString::fromUtf8(RealKannel::user), password, hasReports).value();
    }
    /// An adapter that has only Kannel, and whose inputs are gathered in m_told.
    std::unique_ptr<Sms> made(std::unique_ptr<Reports> reports = nullptr);

    std::vector<Input> m_told;
    std::unique_ptr<RealKannel> m_kannel;
};

void tst_Kannel::initTestCase()
{
    if (const QString missing = RealKannel::missing(); !missing.isEmpty())
        QSKIP(qPrintable(missing + u" is not installed"_s));
    m_kannel = std::make_unique<RealKannel>();

    const QByteArray wrong = m_kannel->start();

    QVERIFY2(wrong.isEmpty(), wrong.constData());
}

void tst_Kannel::bringsTheTextUnchanged_data()
{
    QTest::addColumn<QString>("number");
    QTest::addColumn<QString>("text");

    const auto texts = Texts::load(QStringLiteral(SMS_TEXTS), u"neutral"_s);
    QVERIFY(texts);
    const QString link = u"https://127.0.0.1:8443/Ab_-9xyzQRST0123456789"_s;
    QTest::newRow("Korean") << u"+821012345678"_s << texts->compose(LinkKind::Live, u"ko"_s, link);
    QTest::newRow("English") << u"01012345678"_s << texts->compose(LinkKind::Live, u"en"_s, link);
    QTest::newRow("Chinese") << u"112"_s << texts->compose(LinkKind::Live, u"zh"_s, link);
    QTest::newRow("Vietnamese") << u"01012345678"_s << texts->compose(LinkKind::Live, u"vi"_s, link);
    QTest::newRow("two parts") << u"01012345678"_s << texts->compose(LinkKind::Live, u"ko"_s, link + QString(40, u'z'));
    QTest::newRow("three parts, all there is room for") << u"01012345678"_s << QString(longestText - 1, u'가') + u"!"_s;
    QTest::newRow("what addresses are made of") << u"01012345678"_s << u"https://a/b?c=d&e=%20+f#g <>\"'@_~^{}[]|\\"_s;
    QTest::newRow("beyond UCS-2") << u"01012345678"_s << u"가😀나"_s;
}

void tst_Kannel::bringsTheTextUnchanged()
{
    QFETCH(QString, number);
    QFETCH(QString, text);
    HttpGateway gateway(form());
    QSignalSpy accepted(&gateway, &Gateway::accepted);
    const qsizetype before = m_kannel->delivered().size();

    gateway.send(1, number, text);

    QVERIFY(accepted.wait());
    QTRY_COMPARE(m_kannel->delivered().size(), before + 1);
    QCOMPARE(m_kannel->delivered().last().to, number);
    QCOMPARE(m_kannel->delivered().last().text, text);
}

void tst_Kannel::refusesAWrongPassword()
{
    HttpGateway gateway(form(u"guessed"_s));
    QSignalSpy refused(&gateway, &Gateway::refused);

    gateway.send(1, u"01012345678"_s, u"text"_s);

    QVERIFY(refused.wait());
    QCOMPARE(refused.at(0).at(1).value<Refusal>().why.kind, Error::Kind::Refused);
}

std::unique_ptr<Sms> tst_Kannel::made(std::unique_ptr<Reports> reports)
{
    const QString password = QString::fromUtf8(RealKannel::password);
    std::vector<std::unique_ptr<Gateway>> gateways;
    gateways.push_back(std::make_unique<HttpGateway>(form(password, reports != nullptr), reports.get()));
    auto sms = std::make_unique<Sms>(std::move(gateways), Sms::Configuration{}, std::move(reports));
    m_told.clear();
    connect(sms.get(), &Adapter::input, this, [this](const Input &input) { m_told.push_back(input); });
    return sms;
}

void tst_Kannel::tellsTheRulesThatTheTextIsAway()
{
    const auto sms = made();
    QVERIFY(sms->start());

    sms->perform(SendText{IncidentId{3}, u"010-1234-5678"_s, u"Please open: https://a/b"_s});

    QTRY_COMPARE(m_told.size(), 1u);
    const auto &accepted = std::get<TextAccepted>(m_told.front());
    QCOMPARE(accepted.incident, IncidentId{3});
    QCOMPARE(accepted.gateway, u"kannel"_s);
    QTRY_COMPARE(m_kannel->delivered().last().text, u"Please open: https://a/b"_s);
}

void tst_Kannel::tellsTheRulesThatThePhoneHasIt()
{
    const ManualClock clock;
    const QTemporaryDir folder;
    Reports::Configuration configuration;
    configuration.web.certificateFile = folder.filePath(u"certificate.pem"_s);
    configuration.web.keyFile = folder.filePath(u"key.pem"_s);
    configuration.host = u"127.0.0.1"_s;
    const auto sms = made(std::make_unique<Reports>(configuration, clock));
    QVERIFY(sms->start());

    sms->perform(SendText{IncidentId{3}, u"010-1234-5678"_s, u"Please open: https://a/b"_s});

    QTRY_COMPARE_WITH_TIMEOUT(m_told.size(), 2u, 20'000);
    QVERIFY(std::holds_alternative<TextAccepted>(m_told.front()));
    QCOMPARE(std::get<TextDelivered>(m_told.back()).incident, IncidentId{3});
}

QTEST_GUILESS_MAIN(tst_Kannel)
#include "tst_kannel.moc"
