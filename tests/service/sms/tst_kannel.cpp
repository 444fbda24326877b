// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/kannelgateway.h"
#include "app/service/sms/sms.h"
#include "app/service/sms/texts.h"
#include "tests/service/sms/realkannel.h"

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

private:
    KannelGateway::Configuration settings(const QString &password = QString::fromUtf8(RealKannel::password)) const
    {
        return {.url = m_kannel->url(), .user = QString::fromUtf8(RealKannel::user), .password = password};
    }

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
    KannelGateway gateway(settings());
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
    KannelGateway gateway(settings(u"guessed"_s));
    QSignalSpy failed(&gateway, &Gateway::failed);

    gateway.send(1, u"01012345678"_s, u"text"_s);

    QVERIFY(failed.wait());
    QCOMPARE(failed.at(0).at(1).value<Error>().kind, Error::Kind::Refused);
}

void tst_Kannel::tellsTheRulesThatTheTextIsAway()
{
    Sms sms(std::make_unique<KannelGateway>(settings()));
    QVERIFY(sms.start());
    std::vector<Input> inputs;
    connect(&sms, &Adapter::input, this, [&](const Input &input) { inputs.push_back(input); });

    sms.perform(SendText{IncidentId{3}, u"010-1234-5678"_s, u"Please open: https://a/b"_s});

    QTRY_COMPARE(inputs.size(), 1u);
    const auto &accepted = std::get<TextAccepted>(inputs.front());
    QCOMPARE(accepted.incident, IncidentId{3});
    QCOMPARE(accepted.gateway, u"kannel"_s);
    QTRY_COMPARE(m_kannel->delivered().last().text, u"Please open: https://a/b"_s);
}

QTEST_GUILESS_MAIN(tst_Kannel)
#include "tst_kannel.moc"
