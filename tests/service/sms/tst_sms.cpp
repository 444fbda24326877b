// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/outbox.h"
#include "app/service/sms/sms.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::sms;

namespace {

/// A gateway of which the test says every word.
class FakeGateway final : public Gateway
{
public:
    struct Sent {
        quint64 id = 0;
        QString number;
        QString text;
    };

    [[nodiscard]] QString name() const override { return u"fake"_s; }
    void send(quint64 id, const QString &number, const QString &text) override { sent.push_back({id, number, text}); }

    std::vector<Sent> sent;
};

/// What the adapter said, in words.
QString worded(const Input &input)
{
    const Overloaded words{
        [](const TextAccepted &accepted) {
            return u"%1 accepted by %2"_s.arg(accepted.incident.value).arg(accepted.gateway);
        },
        [](const TextDelivered &delivered) { return u"%1 delivered"_s.arg(delivered.incident.value); },
        [](const TextFailed &failed) {
            return u"%1 failed, kind %2"_s.arg(failed.incident.value).arg(static_cast<int>(failed.why.kind));
        },
        [](const auto &) { return u"something else"_s; },
    };
    return std::visit(words, input);
}

const QString malformed = u"7 failed, kind %1"_s.arg(static_cast<int>(Error::Kind::Malformed));

} // namespace

class tst_Sms : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsTheLastTextsInTheOutbox();
    void tellsWhatBecomesOfAText();
    void tellsOnlyAfterTheOrderWasTaken();
    void performsNothingElse();
    void dropsADoublePress();
    void sendsAgainAfterAWhile();
    void sendsAgainAtOnceAfterAFailure();
    void givesTheGatewayACleanNumber();
    void refusesWhatCannotBeSent_data();
    void refusesWhatCannotBeSent();
    void ignoresWhatItDidNotSend();
    void tellsHowTheGatewayFares();
    void logsNoNumberAndNoText();

private:
    /// An adapter whose inputs are gathered in m_told.
    std::unique_ptr<Sms> made(std::unique_ptr<Gateway> gateway, std::chrono::milliseconds doublePress = 2s);

    QStringList m_told;
    const SendText m_text{IncidentId{7}, u"010-1234-5678"_s, u"Please open: https://a/b"_s};
};

void tst_Sms::init()
{
    QTest::failOnWarning();
    m_told.clear();
}

std::unique_ptr<Sms> tst_Sms::made(std::unique_ptr<Gateway> gateway, std::chrono::milliseconds doublePress)
{
    auto sms = std::make_unique<Sms>(std::move(gateway), doublePress);
    connect(sms.get(), &Adapter::input, this, [this](const Input &input) { m_told.append(worded(input)); });
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
    const auto sms = made(std::make_unique<Outbox>());

    sms->perform(m_text);

    QTRY_COMPARE(m_told, (QStringList{u"7 accepted by outbox"_s, u"7 delivered"_s}));
}

void tst_Sms::tellsOnlyAfterTheOrderWasTaken()
{
    const auto sms = made(std::make_unique<Outbox>());

    sms->perform(m_text);

    QCOMPARE(m_told, QStringList());
}

void tst_Sms::performsNothingElse()
{
    auto gateway = std::make_unique<FakeGateway>();
    const FakeGateway &fake = *gateway;
    const auto sms = made(std::move(gateway));

    sms->perform(AnswerLine{LineId{1}});
    sms->perform(RevokeTokens{IncidentId{7}});

    QVERIFY(fake.sent.empty());
}

void tst_Sms::dropsADoublePress()
{
    auto gateway = std::make_unique<FakeGateway>();
    const FakeGateway &fake = *gateway;
    const auto sms = made(std::move(gateway));
    QTest::ignoreMessage(QtWarningMsg, "Dropping a second text within moments for incident 7");

    sms->perform(m_text);
    sms->perform(m_text);
    sms->perform(SendText{IncidentId{8}, m_text.number, m_text.text});

    QCOMPARE(fake.sent.size(), 2u);
}

void tst_Sms::sendsAgainAfterAWhile()
{
    auto gateway = std::make_unique<FakeGateway>();
    const FakeGateway &fake = *gateway;
    const auto sms = made(std::move(gateway), 0ms);

    sms->perform(m_text);
    sms->perform(m_text);

    QCOMPARE(fake.sent.size(), 2u);
}

void tst_Sms::sendsAgainAtOnceAfterAFailure()
{
    auto gateway = std::make_unique<FakeGateway>();
    FakeGateway &fake = *gateway;
    const auto sms = made(std::move(gateway));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Text 1 failed: \"away\""_s));
    sms->perform(m_text);
    Q_EMIT fake.failed(1, {Error::Kind::Unreachable, u"away"_s});
    QTRY_COMPARE(m_told.size(), 1);

    sms->perform(m_text);

    QCOMPARE(fake.sent.size(), 2u);
}

void tst_Sms::givesTheGatewayACleanNumber()
{
    auto gateway = std::make_unique<FakeGateway>();
    const FakeGateway &fake = *gateway;
    const auto sms = made(std::move(gateway));

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
    auto gateway = std::make_unique<FakeGateway>();
    const FakeGateway &fake = *gateway;
    const auto sms = made(std::move(gateway));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Incident 7 - no text sent"_s));

    sms->perform(SendText{IncidentId{7}, number, text});

    QTRY_COMPARE(m_told, QStringList{malformed});
    QVERIFY(fake.sent.empty());
}

void tst_Sms::ignoresWhatItDidNotSend()
{
    auto gateway = std::make_unique<FakeGateway>();
    FakeGateway &fake = *gateway;
    const auto sms = made(std::move(gateway));
    sms->perform(m_text);

    Q_EMIT fake.accepted(99);
    Q_EMIT fake.delivered(0);
    Q_EMIT fake.failed(5, {});
    Q_EMIT fake.delivered(1);
    Q_EMIT fake.delivered(1);
    Q_EMIT fake.failed(1, {});

    QTRY_COMPARE(m_told.size(), 1);
    QCoreApplication::processEvents();
    QCOMPARE(m_told, QStringList{u"7 delivered"_s});
}

void tst_Sms::tellsHowTheGatewayFares()
{
    auto gateway = std::make_unique<FakeGateway>();
    FakeGateway &fake = *gateway;
    const auto sms = made(std::move(gateway), 0ms);
    const QSignalSpy health(sms.get(), &Adapter::health);
    const Error away{Error::Kind::Unreachable, u"away"_s};
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Text 1 failed"_s));
    for (int i = 0; i < 3; ++i)
        sms->perform(m_text);

    Q_EMIT fake.failed(1, away);
    Q_EMIT fake.accepted(2);
    Q_EMIT fake.accepted(3);

    QTRY_COMPARE(m_told.size(), 3);
    QCOMPARE(health.count(), 2);
    QCOMPARE(health.at(0).at(0).value<Health>(), (Health{Health::Part::TextGateway, false, away}));
    QCOMPARE(health.at(1).at(0).value<Health>(), (Health{Health::Part::TextGateway, true, {}}));
}

static QString logged;

void tst_Sms::logsNoNumberAndNoText()
{
    auto gateway = std::make_unique<FakeGateway>();
    FakeGateway &fake = *gateway;
    const auto sms = made(std::move(gateway));
    logged.clear();
    const auto before = qInstallMessageHandler(
        [](QtMsgType, const QMessageLogContext &, const QString &message) { logged += message + u'\n'; });

    sms->perform(m_text);
    sms->perform(m_text);
    sms->perform(SendText{IncidentId{8}, u"01012345678x"_s, m_text.text});
    Q_EMIT fake.accepted(1);
    Q_EMIT fake.failed(1, {Error::Kind::Refused, u"no"_s});
    QTRY_COMPARE(m_told.size(), 3);
    qInstallMessageHandler(before);

    QVERIFY2(logged.contains("*********78"_L1), qPrintable(logged));
    QVERIFY2(!logged.contains("5678"_L1), qPrintable(logged));
    QVERIFY2(!logged.contains("https"_L1), qPrintable(logged));
}

QTEST_GUILESS_MAIN(tst_Sms)
#include "tst_sms.moc"
