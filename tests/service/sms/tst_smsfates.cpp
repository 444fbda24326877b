// SPDX-License-Identifier: Apache-2.0
#include "tests/service/sms/smsfixture.h"

#include <QRegularExpression>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::sms;
using namespace knock::test;

/// What becomes of a text, as the gateways tell it.
class tst_SmsFates : public SmsFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void triesAgainUntilItIsTaken();
    void asksTheSecondGateway();
    void saysThatATextMayArriveTwice();
    void failsWhenNoGatewayTakesIt();
    void endsWithTheLink();
    void takesAReportForAnAnswer();
    void tellsADeliveryOnce();
    void tellsThatTheNetworkCannotDeliver();
    void speaksOfTheNewestTextAlone();
    void tellsHowTheGatewaysFare();
    void isWellWhenOneTextIsNotLiked();
};

void tst_SmsFates::triesAgainUntilItIsTaken()
{
    const auto sms = made();
    FakeGateway &fake = *m_fakes[0];

    sms->perform(m_text);
    Q_EMIT fake.refused(1, away);
    QTRY_COMPARE(fake.sent.size(), 2u);
    Q_EMIT fake.refused(1, away);
    QTRY_COMPARE(fake.sent.size(), 3u);
    Q_EMIT fake.accepted(1);

    const QString delayed = u"7 delayed by fake"_s;
    QTRY_COMPARE(m_told, (QStringList{delayed, delayed, u"7 accepted by fake"_s}));
    for (const FakeGateway::Sent &sent : fake.sent) {
        QCOMPARE(sent.id, 1u);
        QCOMPARE(sent.text, m_text.text);
    }
}

void tst_SmsFates::asksTheSecondGateway()
{
    const auto sms = made(2s, {u"first"_s, u"second"_s});

    sms->perform(m_text);
    Q_EMIT m_fakes[0]->refused(1, never);
    QTRY_COMPARE(m_fakes[1]->sent.size(), 1u);
    Q_EMIT m_fakes[1]->accepted(1);

    QTRY_COMPARE(m_told, (QStringList{u"7 delayed by first"_s, u"7 accepted by second"_s}));
    QCOMPARE(m_fakes[0]->sent.size(), 1u);
}

void tst_SmsFates::saysThatATextMayArriveTwice()
{
    const auto sms = made(2s, {u"first"_s, u"second"_s});
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Text 1 may arrive twice"_s));

    sms->perform(m_text);
    Q_EMIT m_fakes[0]->refused(1, silent);
    QTRY_COMPARE(m_fakes[1]->sent.size(), 1u);
    Q_EMIT m_fakes[1]->refused(1, never);

    // Not "refused": the first gateway may have it.
    QTRY_COMPARE(m_told, (QStringList{u"7 delayed by first"_s, failedBy(Error::Kind::Expired)}));
}

void tst_SmsFates::failsWhenNoGatewayTakesIt()
{
    const auto sms = made(2s, {u"first"_s, u"second"_s});

    sms->perform(m_text);
    Q_EMIT m_fakes[0]->refused(1, never);
    QTRY_COMPARE(m_fakes[1]->sent.size(), 1u);
    Q_EMIT m_fakes[1]->refused(1, never);

    QTRY_COMPARE(m_told, (QStringList{u"7 delayed by first"_s, failedBy(Error::Kind::Refused)}));
}

void tst_SmsFates::endsWithTheLink()
{
    const auto sms = made();

    sms->perform(m_text);
    Q_EMIT m_fakes[0]->refused(1, away);
    QTRY_COMPARE(m_told.size(), 1);
    sms->perform(RevokeTokens{m_text.incident});

    QVERIFY(!QTest::qWaitFor([this] { return m_fakes[0]->sent.size() > 1; }, 50));
}

// Of two gateways the first may have taken it in silence.
void tst_SmsFates::takesAReportForAnAnswer()
{
    const auto sms = made();

    sms->perform(m_text);
    Q_EMIT m_fakes[0]->refused(1, away);
    Q_EMIT m_fakes[0]->delivered(1);
    QTRY_COMPARE(m_told, (QStringList{u"7 delayed by fake"_s, u"7 accepted by fake"_s, u"7 delivered"_s}));

    QVERIFY(!QTest::qWaitFor([this] { return m_fakes[0]->sent.size() > 1; }, 50));
}

void tst_SmsFates::tellsADeliveryOnce()
{
    const auto sms = made();

    sms->perform(m_text);
    Q_EMIT m_fakes[0]->accepted(1);
    Q_EMIT m_fakes[0]->delivered(1);
    Q_EMIT m_fakes[0]->delivered(1);
    Q_EMIT m_fakes[0]->undelivered(1);

    QTRY_COMPARE(m_told.size(), 2);
    QCoreApplication::processEvents();
    QCOMPARE(m_told, (QStringList{u"7 accepted by fake"_s, u"7 delivered"_s}));
}

void tst_SmsFates::tellsThatTheNetworkCannotDeliver()
{
    const auto sms = made();

    sms->perform(m_text);
    Q_EMIT m_fakes[0]->accepted(1);
    Q_EMIT m_fakes[0]->undelivered(1);
    Q_EMIT m_fakes[0]->undelivered(1);
    QTRY_COMPARE(m_told, (QStringList{u"7 accepted by fake"_s, failedBy(Error::Kind::Unreachable)}));

    sms->perform(m_text);
    QCOMPARE(m_fakes[0]->sent.size(), 2u);
}

void tst_SmsFates::speaksOfTheNewestTextAlone()
{
    const auto sms = made(0ms);
    sms->perform(m_text);
    Q_EMIT m_fakes[0]->accepted(1);
    QTRY_COMPARE(m_told.size(), 1);
    sms->perform(m_text);

    Q_EMIT m_fakes[0]->undelivered(1);
    Q_EMIT m_fakes[0]->accepted(2);

    QTRY_COMPARE(m_told, (QStringList{u"7 accepted by fake"_s, u"7 accepted by fake"_s}));
}

void tst_SmsFates::tellsHowTheGatewaysFare()
{
    const auto sms = made(2s, {u"first"_s, u"second"_s});
    const QSignalSpy health(sms.get(), &Adapter::health);
    const auto said = [&health](qsizetype at) { return health.at(at).at(0).value<Health>(); };
    const Error why{Error::Kind::Unreachable, u"first: away"_s};

    sms->perform(m_text);
    Q_EMIT m_fakes[0]->refused(1, away);
    Q_EMIT m_fakes[0]->refused(1, away);
    Q_EMIT m_fakes[1]->accepted(1);
    QTRY_COMPARE(m_told.size(), 3);
    QCOMPARE(health.count(), 1);
    QCOMPARE(said(0), (Health{Health::Part::TextGateway, false, why}));
    Q_EMIT m_fakes[0]->accepted(2);

    QTRY_COMPARE(health.count(), 2);
    QCOMPARE(said(1), (Health{Health::Part::TextGateway, true, {}}));
}

void tst_SmsFates::isWellWhenOneTextIsNotLiked()
{
    const auto sms = made();
    const QSignalSpy health(sms.get(), &Adapter::health);

    sms->perform(m_text);
    Q_EMIT m_fakes[0]->refused(1, {{Error::Kind::Malformed, u"no such number"_s}, Refusal::Hope::None});

    QTRY_COMPARE(m_told.size(), 1);
    QCOMPARE(health.count(), 0);
}

QTEST_GUILESS_MAIN(tst_SmsFates)
#include "tst_smsfates.moc"
