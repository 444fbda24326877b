// SPDX-License-Identifier: Apache-2.0
#include "tests/service/dispatch/bookfixture.h"

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::test;

/// Units on their way: their orders and their page.
class tst_Units : public BookFixture
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        begin();
        m_rules.tellsCad = true;
        m_rules.packBase = u"https://knock.invalid:8444/p/"_s;
        m_book.emplace(m_clock, m_rules);
    }
    void handsAnOrderToTheDispatchSystem();
    void onlyRecordsWithoutADispatchSystem();
    void tellsOnceWhatBecameOfAnOrder();
    void tellsOfAFailureAfterTheEnd();
    void leavesLostOrdersToAPerson();
    void showsThePageToWhoHasItsLink();
    void showsNoPageWhereThereIsNone();
    void tellsThePageWhatGoesOn();
    void endsThePageWithItsIncident();
    void endsThePageWhenAPersonWants();
    void tellsOnceThatThePageWasOpened();
    void showsThePageAgainAfterARestart();
};

void tst_Units::handsAnOrderToTheDispatchSystem()
{
    ringAndAnswer();

    const Outcome first = ask(OrderUnit{m_id, u" 12 "_s});
    const Outcome second = ask(OrderUnit{m_id, u"7"_s});

    QCOMPARE(knock::test::first<UnitOrdered>(first).unit, u"12"_s);
    QCOMPARE(effect<TellCad>(first).order, 1u);
    QCOMPARE(effect<TellCad>(first).incident->orders.size(), 1u);
    QCOMPARE(effect<TellCad>(first).incident->orders.front().ordered.unit, u"12"_s);
    QCOMPARE(effect<TellCad>(second).order, 2u);
    QCOMPARE(count<TellCad>(ask(OrderUnit{m_id, u" "_s})), 0);
}

void tst_Units::onlyRecordsWithoutADispatchSystem()
{
    m_rules.tellsCad = false;
    m_book.emplace(m_clock, m_rules);
    ringAndAnswer();

    const Outcome ordered = ask(OrderUnit{m_id, u"12"_s});

    QVERIFY(has<UnitOrdered>(ordered));
    QVERIFY(ordered.effects.empty());
    QVERIFY(!has<OrderFailed>(m_book->resume()));
}

void tst_Units::tellsOnceWhatBecameOfAnOrder()
{
    ringAndAnswer();
    (void)ask(OrderUnit{m_id, u"12"_s});
    (void)ask(OrderUnit{m_id, u"7"_s});

    QCOMPARE(first<OrderTaken>(take(CadTook{m_id, 1})).order, 1u);
    const auto failed = first<OrderFailed>(take(CadFailed{m_id, 2, {Error::Kind::Broken, {}}}));

    QCOMPARE(failed.order, 2u);
    QCOMPARE(failed.why, Error::Kind::Broken);
    QVERIFY(take(CadFailed{m_id, 1, {}}).events.empty());
    QVERIFY(take(CadTook{m_id, 2}).events.empty());
    QVERIFY(take(CadTook{m_id, 3}).events.empty());
    QVERIFY(take(CadTook{m_id, 0}).events.empty());
}

void tst_Units::tellsOfAFailureAfterTheEnd()
{
    ringAndAnswer();
    (void)ask(OrderUnit{m_id, u"12"_s});
    m_clock.advance(std::chrono::seconds(10));
    (void)ask(CloseIncident{m_id, CloseReason::HelpSent, u"sent"_s});

    QVERIFY(has<OrderFailed>(take(CadFailed{m_id, 1, {Error::Kind::Unreachable, {}}})));
}

void tst_Units::leavesLostOrdersToAPerson()
{
    const QDateTime now = m_clock.now();
    m_book->restore(CallArrived{{9}, u"01012345678"_s, now, {}});
    for (const QString &unit : {u"1"_s, u"2"_s, u"3"_s})
        m_book->restore(UnitOrdered{{9}, unit, {1}, now});
    m_book->restore(OrderTaken{{9}, 1, now});
    m_book->restore(OrderFailed{{9}, 3, Error::Kind::Broken, now});

    const Outcome resumed = m_book->resume();

    QCOMPARE(count<TellCad>(resumed), 0);
    std::vector<OrderFailed> failed;
    for (const Event &event : resumed.events) {
        if (const auto *one = std::get_if<OrderFailed>(&event))
            failed.push_back(*one);
    }
    QCOMPARE(failed.size(), 1u);
    QCOMPARE(failed.front().order, 2u);
    QCOMPARE(failed.front().why, Error::Kind::Expired);
    QVERIFY(!has<OrderFailed>(m_book->resume()));
}

void tst_Units::showsThePageToWhoHasItsLink()
{
    ringAndAnswer();

    const Outcome outcome = ask(SharePack{m_id});

    const auto shared = first<PackShared>(outcome);
    QCOMPARE(shared.token, u"token1"_s);
    QCOMPARE(shared.link, u"https://knock.invalid:8444/p/#token1"_s);
    QCOMPARE(shared.expires, m_clock.now().addSecs(3600));
    const auto admitted = effect<AdmitPack>(outcome);
    QCOMPARE(admitted.token, shared.token);
    QCOMPARE(admitted.expires, shared.expires);
    QCOMPARE(admitted.incident->id, m_id);
    QCOMPARE(admitted.incident->pack, shared);
    QCOMPARE(count<TellPack>(outcome), 0);
    QCOMPARE(effect<AdmitPack>(ask(SharePack{m_id})).token, u"token2"_s);
}

void tst_Units::showsNoPageWhereThereIsNone()
{
    m_rules.packBase.clear();
    m_book.emplace(m_clock, m_rules);
    ringAndAnswer();

    QCOMPARE(first<Refused>(ask(SharePack{m_id})).why.kind, Error::Kind::Unreachable);
    QCOMPARE(first<Refused>(ask(EndPack{m_id})).why.kind, Error::Kind::Expired);
}

void tst_Units::tellsThePageWhatGoesOn()
{
    ringAndAnswer();
    QCOMPARE(count<TellPack>(ask(OrderUnit{m_id, u"12"_s})), 0);
    (void)ask(SharePack{m_id});

    const Outcome outcome = ask(OrderUnit{m_id, u"7"_s});

    QCOMPARE(count<TellPack>(outcome), 1);
    QCOMPARE(std::get<UnitOrdered>(effect<TellPack>(outcome).event).unit, u"7"_s);
    QCOMPARE(count<TellPack>(ask(OrderUnit{m_id, u""_s})), 0); // a refusal is nobody's business
}

void tst_Units::endsThePageWithItsIncident()
{
    ringAndAnswer();
    (void)ask(SharePack{m_id});

    const Outcome closed = ask(CloseIncident{m_id, CloseReason::HelpSent, u"sent"_s});

    QCOMPARE(count<RevokePack>(closed), 1);
    QCOMPARE(effect<RevokePack>(closed).incident, m_id);
}

void tst_Units::endsThePageWhenAPersonWants()
{
    ringAndAnswer();
    (void)ask(SharePack{m_id});

    const Outcome ended = ask(EndPack{m_id}, {2});

    QCOMPARE(first<PackEnded>(ended).seat, SeatId{2});
    QCOMPARE(count<RevokePack>(ended), 1);
    QCOMPARE(count<TellPack>(ask(OrderUnit{m_id, u"7"_s})), 0);
    QCOMPARE(first<Refused>(ask(EndPack{m_id})).why.kind, Error::Kind::Expired);
    (void)ask(SharePack{m_id});
    m_clock.advance(std::chrono::hours(1));
    QCOMPARE(first<Refused>(ask(EndPack{m_id})).why.kind, Error::Kind::Expired);
}

void tst_Units::tellsOnceThatThePageWasOpened()
{
    ringAndAnswer();
    QVERIFY(!has<PackOpened>(take(PackFetched{m_id})));
    (void)ask(SharePack{m_id});

    QVERIFY(has<PackOpened>(take(PackFetched{m_id})));
    QVERIFY(!has<PackOpened>(take(PackFetched{m_id})));
    (void)ask(SharePack{m_id});
    QVERIFY(has<PackOpened>(take(PackFetched{m_id})));
    QVERIFY(take(PackFetched{{99}}).events.empty());
}

void tst_Units::showsThePageAgainAfterARestart()
{
    const QDateTime now = m_clock.now();
    m_book->restore(CallArrived{{9}, u"01012345678"_s, now, {}});
    m_book->restore(PackShared{{9}, u"old"_s, u"link"_s, {1}, now, now.addSecs(3600)});
    m_book->restore(PackOpened{{9}, now});

    const Outcome resumed = m_book->resume();

    QCOMPARE(effect<AdmitPack>(resumed).token, u"old"_s);
    QCOMPARE(effect<AdmitPack>(resumed).incident->lineEnd, LineEnd::Lost);
    m_clock.advance(std::chrono::hours(1));
    QCOMPARE(count<AdmitPack>(m_book->resume()), 0);
}

QTEST_GUILESS_MAIN(tst_Units)
#include "tst_units.moc"
