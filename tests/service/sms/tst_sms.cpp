// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/outbox.h"
#include "tests/service/sms/smsfixture.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::sms;
using namespace knock::test;

/// What is sent at an order, and what is not.
class tst_Sms : public SmsFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void keepsTheLastTextsInTheOutbox();
    void tellsWhatBecomesOfAText();
    void tellsOnlyAfterTheOrderWasTaken();
    void performsNothingElse();
    void refusesADoublePress();
    void refusesASecondTextWhileOneIsUnderway();
    void sendsAgainAfterAWhile();
    void sendsAgainAtOnceAfterAFailure();
    void limitsWhatOneNumberGets();
    void doesNotCountWhatNoGatewayTook();
    void givesTheGatewayACleanNumber();
    void refusesWhatCannotBeSent_data();
    void refusesWhatCannotBeSent();
    void ignoresWhatItDidNotSend();
    void logsNoNumberAndNoText();

private:
    std::unique_ptr<Sms> madeWithOutbox();
};

std::unique_ptr<Sms> tst_Sms::madeWithOutbox()
{
    std::vector<std::unique_ptr<Gateway>> gateways;
    gateways.push_back(std::make_unique<Outbox>());
    auto sms = std::make_unique<Sms>(std::move(gateways), Sms::Configuration{});
    follow(*sms);
    return sms;
}

void tst_Sms::keepsTheLastTextsInTheOutbox()
{
    Outbox outbox;

    for (int i = 1; i <= 130; ++i)
        outbox.send(static_cast<quint64>(i), QString::number(i), u"text %1"_s.arg(i));

    QCOMPARE(outbox.texts().size(), Outbox::mostKept);
    QCOMPARE(outbox.texts().front(), (Outbox::Text{u"31"_s, u"text 31"_s}));
    QCOMPARE(outbox.texts().back(), (Outbox::Text{u"130"_s, u"text 130"_s}));
}

void tst_Sms::tellsWhatBecomesOfAText()
{
    const auto sms = madeWithOutbox();

    sms->perform(m_text);

    QTRY_COMPARE(m_told, (QStringList{u"7 accepted by outbox"_s, u"7 delivered"_s}));
}

void tst_Sms::tellsOnlyAfterTheOrderWasTaken()
{
    const auto sms = madeWithOutbox();

    sms->perform(m_text);

    QCOMPARE(m_told, QStringList());
}

void tst_Sms::performsNothingElse()
{
    const auto sms = made();
    FakeGateway &fake = *m_fakes[0];

    sms->perform(AnswerLine{LineId{1}});
    sms->perform(RevokeTokens{IncidentId{7}});

    QVERIFY(fake.sent.empty());
}

void tst_Sms::refusesADoublePress()
{
    const auto sms = made();
    FakeGateway &fake = *m_fakes[0];

    sms->perform(m_text);
    Q_EMIT fake.accepted(1);
    QTRY_COMPARE(m_told.size(), 1);
    sms->perform(m_text);
    sms->perform(SendText{IncidentId{8}, m_text.number, m_text.text});

    QTRY_COMPARE(m_told, (QStringList{u"7 accepted by fake"_s, failedBy(Error::Kind::Refused)}));
    QCOMPARE(fake.sent.size(), 2u);
}

void tst_Sms::refusesASecondTextWhileOneIsUnderway()
{
    const auto sms = made(0ms);

    sms->perform(m_text);
    sms->perform(m_text);

    QTRY_COMPARE(m_told, QStringList{failedBy(Error::Kind::Refused)});
    QCOMPARE(m_fakes[0]->sent.size(), 1u);
}

void tst_Sms::sendsAgainAfterAWhile()
{
    const auto sms = made(0ms);
    sms->perform(m_text);
    Q_EMIT m_fakes[0]->accepted(1);
    QTRY_COMPARE(m_told.size(), 1);

    sms->perform(m_text);

    QCOMPARE(m_fakes[0]->sent.size(), 2u);
}

void tst_Sms::sendsAgainAtOnceAfterAFailure()
{
    const auto sms = made();
    sms->perform(m_text);
    Q_EMIT m_fakes[0]->refused(1, never);
    QTRY_COMPARE(m_told.size(), 1);

    sms->perform(m_text);

    QCOMPARE(m_fakes[0]->sent.size(), 2u);
}

void tst_Sms::limitsWhatOneNumberGets()
{
    const auto sms = made();

    // The same telephone, however it is written.
    for (quint64 n = 1; n <= 6; ++n) {
        const QString number = n % 2 ? m_text.number : u"+82 10 1234 5678"_s;
        sms->perform(SendText{IncidentId{n}, number, m_text.text});
    }

    QTRY_COMPARE(m_told, QStringList{u"6 failed, kind %1"_s.arg(static_cast<int>(Error::Kind::Full))});
    QCOMPARE(m_fakes[0]->sent.size(), 5u);
}

void tst_Sms::doesNotCountWhatNoGatewayTook()
{
    const auto sms = made();

    for (quint64 n = 1; n <= 10; ++n) {
        sms->perform(m_text);
        Q_EMIT m_fakes[0]->refused(n, never);
        QTRY_COMPARE(m_told.size(), qsizetype(n));
    }

    QCOMPARE(m_fakes[0]->sent.size(), 10u);
}

void tst_Sms::givesTheGatewayACleanNumber()
{
    const auto sms = made();
    FakeGateway &fake = *m_fakes[0];

    sms->perform(m_text);

    QCOMPARE(fake.sent.at(0).number, u"01012345678"_s);
    QCOMPARE(fake.sent.at(0).text, m_text.text);
}

void tst_Sms::refusesWhatCannotBeSent_data()
{
    QTest::addColumn<QString>("number");
    QTest::addColumn<QString>("text");

    QTest::newRow("withheld number") << QString() << u"Please open"_s;
    QTest::newRow("a name") << u"anonymous"_s << u"Please open"_s;
    QTest::newRow("no text") << u"01012345678"_s << QString();
    QTest::newRow("more than three parts") << u"01012345678"_s << QString(202, u'x');
}

void tst_Sms::refusesWhatCannotBeSent()
{
    QFETCH(QString, number);
    QFETCH(QString, text);
    const auto sms = made();
    FakeGateway &fake = *m_fakes[0];

    sms->perform(SendText{IncidentId{7}, number, text});

    QTRY_COMPARE(m_told, QStringList{failedBy(Error::Kind::Malformed)});
    QVERIFY(fake.sent.empty());
}

void tst_Sms::ignoresWhatItDidNotSend()
{
    const auto sms = made();
    FakeGateway &fake = *m_fakes[0];
    sms->perform(m_text);

    Q_EMIT fake.accepted(99);
    Q_EMIT fake.delivered(0);
    Q_EMIT fake.refused(5, away);
    Q_EMIT fake.undelivered(6);

    QCoreApplication::processEvents();
    QCOMPARE(m_told, QStringList());
}

static QString logged;

void tst_Sms::logsNoNumberAndNoText()
{
    const auto sms = made();
    FakeGateway &fake = *m_fakes[0];
    logged.clear();
    const auto before = qInstallMessageHandler(
        [](QtMsgType, const QMessageLogContext &, const QString &message) { logged += message + u'\n'; });

    sms->perform(m_text);
    sms->perform(m_text);
    sms->perform(SendText{IncidentId{8}, u"01012345678x"_s, m_text.text});
    Q_EMIT fake.refused(1, away);
    Q_EMIT fake.accepted(1);
    QTRY_COMPARE(m_told.size(), 4);
    qInstallMessageHandler(before);

    QVERIFY2(logged.contains("*********78"_L1), qPrintable(logged));
    QVERIFY2(!logged.contains("5678"_L1), qPrintable(logged));
    QVERIFY2(!logged.contains("https"_L1), qPrintable(logged));
}

QTEST_GUILESS_MAIN(tst_Sms)
#include "tst_sms.moc"
