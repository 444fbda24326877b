// SPDX-License-Identifier: Apache-2.0
#include "tests/service/dispatch/bookfixture.h"

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::test;

/// What operators judge and write down, and what becomes of a call whose seat fell silent.
class tst_Judgements : public BookFixture
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void codedTalkWeighsAsMuchAsAKnock();
    void codedTalkIsMarkedOnce();
    void notesAreKeptAsTheyWereWritten();
    void refusesNotesOfNoUse();
    void theLastClassHolds();
    void aSourceThatSaidSomethingIsPromoted();
    void aTypedPlaceIsOneMoreSource();
    void aSilentSeatLosesItsCalls();
};

void tst_Judgements::codedTalkWeighsAsMuchAsAKnock()
{
    ring();
    QCOMPARE(first<Refused>(ask(MarkCodedTalk{m_id})).why.kind, Error::Kind::Refused);

    (void)ask(AnswerCall{m_id});
    QCOMPARE(first<CodedTalkMarked>(ask(MarkCodedTalk{m_id})).seat, SeatId{1});

    // Ringing back may give this caller away, too.
    (void)take(LineWentAway{m_line, LineEnd::HungUp});
    QCOMPARE(first<Refused>(ask(CallBack{m_id, {}})).why.kind, Error::Kind::Refused);
}

void tst_Judgements::codedTalkIsMarkedOnce()
{
    knock();
    (void)ask(ConfirmSilentCall{m_id});

    QCOMPARE(first<Refused>(ask(MarkCodedTalk{m_id})).why.kind, Error::Kind::Expired);
}

void tst_Judgements::notesAreKeptAsTheyWereWritten()
{
    ringAndAnswer();

    const NoteWritten note = first<NoteWritten>(ask(WriteNote{m_id, u"  두 명, 1층 식당 "_s}, {2}));

    QCOMPARE(note.text, u"두 명, 1층 식당"_s);
    QCOMPARE(note.seat, SeatId{2});
    QCOMPARE(note.at, m_clock.now());
}

void tst_Judgements::refusesNotesOfNoUse()
{
    ringAndAnswer();

    QCOMPARE(first<Refused>(ask(WriteNote{m_id, u" \n"_s})).why.kind, Error::Kind::Malformed);
    QCOMPARE(first<Refused>(ask(WriteNote{m_id, QString(2001, u'x')})).why.kind, Error::Kind::Malformed);
    QCOMPARE(first<Refused>(ask(Classify{m_id, QString(61, u'x'), {}})).why.kind, Error::Kind::Malformed);
}

void tst_Judgements::theLastClassHolds()
{
    ringAndAnswer();

    QCOMPARE(first<Classified>(ask(Classify{m_id, u"domestic"_s, Priority::Code1})).priority, Priority::Code1);
    QVERIFY(ask(Classify{m_id, u"domestic"_s, Priority::Code1}).events.empty());
    QCOMPARE(first<Classified>(ask(Classify{m_id, u"domestic"_s, Priority::Code0})).priority, Priority::Code0);
    QVERIFY(!first<Classified>(ask(Classify{m_id, {}, {}})).priority);
}

void tst_Judgements::aSourceThatSaidSomethingIsPromoted()
{
    ringAndAnswer();
    QCOMPARE(first<Refused>(ask(PromoteFix{m_id, Fix::Source::Aml})).why.kind, Error::Kind::NotFound);

    (void)take(Located{
        m_id, {.latitude = 37.5, .longitude = 127, .radius = {}, .source = Fix::Source::Aml, .at = m_clock.now()}});

    QCOMPARE(first<FixPromoted>(ask(PromoteFix{m_id, Fix::Source::Aml})).source, Fix::Source::Aml);
    QVERIFY(ask(PromoteFix{m_id, Fix::Source::Aml}).events.empty());
}

void tst_Judgements::aTypedPlaceIsOneMoreSource()
{
    ringAndAnswer();

    const CallerLocated typed = first<CallerLocated>(ask(PlaceCaller{m_id, 37.5, 127, {50}}));
    QCOMPARE(typed.fix.source, Fix::Source::Typed);
    QCOMPARE(typed.fix.radius, Metres{50});
    QCOMPARE(first<Refused>(ask(PlaceCaller{m_id, 91, 0, {}})).why.kind, Error::Kind::Malformed);
}

void tst_Judgements::aSilentSeatLosesItsCalls()
{
    ringAndAnswer();
    QVERIFY(take(SeatFellSilent{{2}}).events.empty());

    QCOMPARE(first<ClaimReturned>(take(SeatFellSilent{{1}})).seat, SeatId{1});
    QCOMPARE(m_book->lineOf({1}), LineId());
    QVERIFY(take(SeatFellSilent{{1}}).events.empty());

    QCOMPARE(first<CallResumed>(ask(ResumeCall{m_id}, {2})).seat, SeatId{2});
    QCOMPARE(m_book->lineOf({2}), m_line);
}

QTEST_GUILESS_MAIN(tst_Judgements)
#include "tst_judgements.moc"
