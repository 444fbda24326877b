// SPDX-License-Identifier: Apache-2.0
#include "app/service/dispatch/incidentbook.h"
#include "tests/support/manualclock.h"
#include "tests/support/outcome.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::test;

/// Locations that come with a call, not from the page.
class tst_Located : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void belongsToTheIncidentOfItsLine();
    void everyOneIsKept();
    void isDroppedWhereNoMapCanShowIt();
    void isDroppedWhenTheLineIsGone();

private:
    [[nodiscard]] Fix fix(double latitude, double radius) const
    {
        return {.latitude = latitude,
                .longitude = 124.6,
                .radius = {radius},
                .source = Fix::Source::Sip,
                .at = m_clock.now(),
                .confidence = Percent{68}};
    }

    ManualClock m_clock;
    std::optional<IncidentBook> m_book;
    IncidentId m_first;
    IncidentId m_second;
};

void tst_Located::init()
{
    QTest::failOnWarning();
    m_book.emplace(m_clock, Rules());
    m_first = first<CallArrived>(m_book->take(Rang{{1}, u"01012345678"_s})).incident;
    m_second = first<CallArrived>(m_book->take(Rang{{2}, {}})).incident;
}

void tst_Located::belongsToTheIncidentOfItsLine()
{
    const auto located = first<CallerLocated>(m_book->take(LocatedByCall{{2}, fix(36, 850)}));

    QCOMPARE(located, (CallerLocated{m_second, fix(36, 850), m_clock.now()}));
}

void tst_Located::everyOneIsKept()
{
    QVERIFY(has<CallerLocated>(m_book->take(LocatedByCall{{1}, fix(36, 850)})));
    (void)m_book->take(Asked{{1}, AnswerCall{m_first}});
    const auto finer = first<CallerLocated>(m_book->take(LocatedByCall{{1}, fix(36.001, 0)}));

    QCOMPARE(finer, (CallerLocated{m_first, fix(36.001, 0), m_clock.now()}));
}

void tst_Located::isDroppedWhereNoMapCanShowIt()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"Dropped a location"_s));

    QVERIFY(m_book->take(LocatedByCall{{1}, fix(91, 0)}).events.empty());
}

void tst_Located::isDroppedWhenTheLineIsGone()
{
    (void)m_book->take(LineWentAway{{1}, LineEnd::HungUp});

    QVERIFY(m_book->take(LocatedByCall{{1}, fix(36, 0)}).events.empty());
    QVERIFY(m_book->take(LocatedByCall{{77}, fix(36, 0)}).events.empty());
}

QTEST_GUILESS_MAIN(tst_Located)
#include "tst_located.moc"
