// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/demonstration/caller.h"
#include "tests/service/telephony/baresipcallee.h"
#include "tests/service/telephony/operatorseat.h"

#include <QSignalSpy>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using knock::demonstration::Caller;

/// Calls that go out, to a telephone that others wrote (baresip).
class tst_BaresipCalled : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void isCalledBack_data();
    void isCalledBack();
    void isPassedOn();
    void isPassedToNobody();

private:
    void begin(const QString &parameters = {})
    {
        m_telephony.emplace(telephony::Configuration{
            .port = 0,
            .promptFile = QStringLiteral(KNOCK_PROMPTS) + u"/ask-to-press.ko.wav"_s,
            .trunk = {.host = u"127.0.0.1:%1"_s.arg(m_callee->port()), .parameters = parameters}});
        m_seat.emplace(*m_telephony);
        QVERIFY(m_telephony->start());
    }
    [[nodiscard]] bool ring(Caller &caller)
    {
        QSignalSpy established(&caller, &Caller::established);
        const auto address = u"sip:112@127.0.0.1:%1"_s.arg(m_telephony->port());
        if (!caller.start(address, u"01012345678"_s)) {
            return false;
        }
        m_seat->answer();
        return QTest::qWaitFor([&] { return established.size() == 1; }, 20'000);
    }

    std::optional<test::BaresipCallee> m_callee;
    std::optional<telephony::Telephony> m_telephony;
    std::optional<test::OperatorSeat> m_seat;
};

void tst_BaresipCalled::initTestCase()
{
    if (QStandardPaths::findExecutable(u"baresip"_s).isEmpty()) {
        QSKIP("baresip is not installed");
    }
}

void tst_BaresipCalled::init()
{
    QTest::failOnWarning();
    m_callee.emplace(u"01099998888"_s);
    QVERIFY(m_callee->start());
}

void tst_BaresipCalled::cleanup()
{
    m_seat.reset();
    m_telephony.reset();
    m_callee.reset();
}

void tst_BaresipCalled::isCalledBack_data()
{
    QTest::addColumn<QString>("parameters");
    QTest::newRow("UDP") << QString();
    QTest::newRow("TCP") << u";transport=tcp"_s;
}

void tst_BaresipCalled::isCalledBack()
{
    QFETCH(const QString, parameters);
    begin(parameters);

    m_telephony->perform(DialLine{IncidentId{1}, u"01099998888"_s});

    QVERIFY(m_seat->wait<LineAnswered>());
    const LineId line = m_seat->all<LineAnswered>().front().line;
    QCOMPARE(m_seat->all<Dialled>().front().line, line);
    m_telephony->perform(PlayPrompt{line});
    QVERIFY(m_seat->wait<PromptPlayed>());
    QTRY_VERIFY(m_callee->heardBytes() > 8000);
    m_telephony->perform(ReleaseLine{line});
    QVERIFY(m_seat->wait<LineWentAway>());
    QCOMPARE(m_seat->all<LineWentAway>().front().how, LineEnd::Released);
}

void tst_BaresipCalled::isPassedOn()
{
    begin();
    Caller caller;
    QVERIFY(ring(caller));

    m_telephony->perform(TransferLine{m_seat->line(), u"01099998888"_s});

    QVERIFY(m_seat->wait<LineWentAway>());
    QCOMPARE(m_seat->all<LineWentAway>().front().how, LineEnd::Transferred);
    QVERIFY(m_seat->all<TransferRefused>().empty());
    QTRY_VERIFY(m_callee->heardBytes() > 0);
}

void tst_BaresipCalled::isPassedToNobody()
{
    begin(u";transport=tcp"_s);
    Caller caller;
    QVERIFY(ring(caller));
    m_callee->stop();

    m_telephony->perform(TransferLine{m_seat->line(), u"01099998888"_s});

    // Only this is looked at: the demonstration's caller leaves when the first of its calls has failed.
    QVERIFY(m_seat->wait<TransferRefused>());
}

QTEST_GUILESS_MAIN(tst_BaresipCalled)
#include "tst_baresipcalled.moc"
