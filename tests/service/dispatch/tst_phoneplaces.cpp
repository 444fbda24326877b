// SPDX-License-Identifier: Apache-2.0
#include "tests/service/dispatch/bookfixture.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::test;

/// Locations that a telephone sends by itself, beside its call.
class tst_PhonePlaces : public BookFixture
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void belongsToTheCallOfItsNumber();
    void belongsToTheNewestOpenIncident();
    void belongsToARestoredIncident();
    void isStillTakenAfterTheLineHasEnded();
    void waitsForItsCall();
    void isNotKeptForEver();
    void isToldOnce();
    void keepsTheNewestOfANumber();
    void keepsABoundedNumber();
    void neverMeetsAWithheldNumber();
    void isDroppedWhereNoMapCanShowIt();
    void asksWhereTheCallPoints();
    void asksNobodyForALineThatIsGone();

private:
    [[nodiscard]] Fix fix(double latitude = 36) const
    {
        return {
            .latitude = latitude, .longitude = 124.6, .radius = {20}, .source = Fix::Source::Aml, .at = m_clock.now()};
    }
    Outcome locate(const QString &number, double latitude = 36) { return take(LocatedByPhone{number, fix(latitude)}); }
    Outcome ringFrom(const QString &number, LineId line) { return take(Rang{line, number}); }
};

void tst_PhonePlaces::belongsToTheCallOfItsNumber()
{
    ring();
    (void)ringFrom(u"01099999999"_s, {41});

    const auto located = first<CallerLocated>(locate(u"+821012345678"_s));

    QCOMPARE(located, (CallerLocated{m_id, fix(), m_clock.now()}));
}

void tst_PhonePlaces::belongsToTheNewestOpenIncident()
{
    ring();
    const auto second = first<CallArrived>(ringFrom(u"+82 10 1234 5678"_s, {41})).incident;

    QCOMPARE(first<CallerLocated>(locate(u"01012345678"_s)).incident, second);
    (void)ask(AnswerCall{second});
    m_clock.advance(1min);
    (void)ask(CloseIncident{second, CloseReason::NoNeed, {}});

    QCOMPARE(first<CallerLocated>(locate(u"01012345678"_s)).incident, m_id);
}

void tst_PhonePlaces::belongsToARestoredIncident()
{
    m_book->restore(CallArrived{{7}, u"01012345678"_s, m_clock.now(), {}});
    m_book->restore(CallArrived{{8}, u"01012345678"_s, m_clock.now(), {}});
    m_book->restore(IncidentClosed{{8}, CloseReason::NoNeed, {}, {1}, m_clock.now()});

    QCOMPARE(first<CallerLocated>(locate(u"01012345678"_s)).incident, IncidentId{7});
}

void tst_PhonePlaces::isStillTakenAfterTheLineHasEnded()
{
    ring();
    (void)take(LineWentAway{m_line, LineEnd::HungUp});

    QCOMPARE(first<CallerLocated>(locate(u"01012345678"_s)).incident, m_id);
}

void tst_PhonePlaces::waitsForItsCall()
{
    const Fix early = fix();
    QVERIFY(locate(u"+821012345678"_s).events.empty());
    m_clock.advance(59s);

    const Outcome rang = ringFrom(u"01012345678"_s, m_line);

    const IncidentId incident = first<CallArrived>(rang).incident;
    QCOMPARE(first<CallerLocated>(rang), (CallerLocated{incident, early, m_clock.now()}));
    QVERIFY(std::holds_alternative<CallArrived>(rang.events.front()));
}

void tst_PhonePlaces::isNotKeptForEver()
{
    (void)locate(u"01012345678"_s);
    m_clock.advance(61s);

    QVERIFY(!has<CallerLocated>(ringFrom(u"01012345678"_s, m_line)));
}

void tst_PhonePlaces::isToldOnce()
{
    (void)locate(u"01012345678"_s);

    QVERIFY(has<CallerLocated>(ringFrom(u"01012345678"_s, {41})));
    QVERIFY(!has<CallerLocated>(ringFrom(u"01012345678"_s, {42})));
}

void tst_PhonePlaces::keepsTheNewestOfANumber()
{
    (void)locate(u"01012345678"_s, 36);
    m_clock.advance(30s);
    (void)locate(u"01012345678"_s, 37);
    m_clock.advance(45s);
    (void)locate(u"01099999999"_s); // forgets what has waited too long

    QCOMPARE(first<CallerLocated>(ringFrom(u"01012345678"_s, m_line)).fix.latitude, 37.0);
}

void tst_PhonePlaces::keepsABoundedNumber()
{
    const auto number = [](size_t n) { return u"010%1"_s.arg(n, 8, 10, QChar(u'0')); };
    for (size_t n = 0; n <= PhonePlaces::mostKept; ++n)
        (void)locate(number(n));

    QVERIFY(!has<CallerLocated>(ringFrom(number(0), {41})));
    QVERIFY(has<CallerLocated>(ringFrom(number(1), {42})));
    QVERIFY(has<CallerLocated>(ringFrom(number(PhonePlaces::mostKept), {43})));
}

void tst_PhonePlaces::neverMeetsAWithheldNumber()
{
    (void)ringFrom({}, m_line);

    QVERIFY(locate({}).events.empty());
    QVERIFY(!has<CallerLocated>(ringFrom({}, {41})));
}

void tst_PhonePlaces::isDroppedWhereNoMapCanShowIt()
{
    QVERIFY(locate(u"01012345678"_s, 91).events.empty());

    QVERIFY(!has<CallerLocated>(ringFrom(u"01012345678"_s, m_line)));
}

void tst_PhonePlaces::asksWhereTheCallPoints()
{
    ring();
    const QUrl at(u"https://lis.example.com/held?x=1"_s);

    const Outcome outcome = take(PlaceReferred{m_line, at});

    QVERIFY(outcome.events.empty());
    QCOMPARE(outcome.effects.size(), 1u);
    QCOMPARE(std::get<Dereference>(outcome.effects.front()), (Dereference{m_id, at}));
}

void tst_PhonePlaces::asksNobodyForALineThatIsGone()
{
    QVERIFY(take(PlaceReferred{{77}, QUrl(u"https://lis.example.com/"_s)}).effects.empty());
}

QTEST_GUILESS_MAIN(tst_PhonePlaces)
#include "tst_phoneplaces.moc"
