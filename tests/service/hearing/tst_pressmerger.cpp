// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/pressmerger.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::hearing;

/// What is heard is written as one line: carrier (e, i, t), key, and the time in milliseconds, "e5@0 t5@30"; what
/// comes of it as one more: a number is a new press, a number in brackets the same press again, - a tone that waits for
/// its packets, and + a press that such a tone waited for.
class tst_PressMerger : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void makesOnePressOfAllCarriers_data();
    void makesOnePressOfAllCarriers();
    void countsTenThousandPressesOnce_data();
    void countsTenThousandPressesOnce();
    void aFloodIsNoPress();
    void aPauseGivesTheAllowanceBack();

private:
    static PressMerger::Heard read(const QString &word)
    {
        static const QString carriers = u"eit"_s;
        return {word[1], Carrier(carriers.indexOf(word[0])), word.mid(3).toLongLong(), Dbm0{-20}};
    }
};

void tst_PressMerger::makesOnePressOfAllCarriers_data()
{
    QTest::addColumn<QString>("heard");
    QTest::addColumn<QString>("told");

    QTest::newRow("events only") << u"e5@0 e9@600"_s << u"1 2"_s;
    QTest::newRow("INFO only") << u"i5@0 i5@300"_s << u"1 2"_s;
    QTest::newRow("tones only") << u"t5@0 t5@80 t5@160"_s << u"1 2 3"_s;
    QTest::newRow("the remainder of a tone before its event") << u"t5@0 e5@60"_s << u"1 (1)"_s;
    QTest::newRow("and after it") << u"e5@60 t5@0"_s << u"1 (1)"_s;
    QTest::newRow("all three") << u"t5@0 e5@60 i5@240"_s << u"1 (1) (1)"_s;
    QTest::newRow("INFO a second late") << u"e5@0 i5@1000"_s << u"1 (1)"_s;
    QTest::newRow("two quick presses of one key") << u"t5@0 e5@40 t5@150 e5@190"_s << u"1 (1) - 2+"_s;
    QTest::newRow("whose INFO come late") << u"e5@0 e5@150 i5@200 i5@330"_s << u"1 2 (2) (1)"_s;
    QTest::newRow("whose tones come late") << u"e5@40 e5@190 t5@0 t5@150"_s << u"1 2 (1) (2)"_s;
    QTest::newRow("two keys at once") << u"t5@0 t9@100 e5@60 e9@160"_s << u"1 2 (1) (2)"_s;
    QTest::newRow("a tone alone, of one who sends events") << u"e5@0 t9@3000"_s << u"1 -"_s;
    QTest::newRow("a tone split in two, of one who sends events") << u"t5@0 e5@40 t5@70"_s << u"1 (1) -"_s;
    QTest::newRow("a tone alone, of one who sends INFO") << u"i5@0 t9@3000"_s << u"1 2"_s;
    QTest::newRow("an event whose first packets were lost") << u"t5@0 e5@300"_s << u"1 (1)"_s;
    QTest::newRow("the same key later is another press") << u"e5@0 i5@100 e5@900 i5@1000"_s << u"1 (1) 2 (2)"_s;
}

void tst_PressMerger::makesOnePressOfAllCarriers()
{
    QFETCH(const QString, heard);
    PressMerger merger;

    QStringList told;
    for (const QString &word : heard.split(u' ')) {
        const auto [verdict, press, waitingTone] = merger.take(read(word));
        const QString form = verdict == PressMerger::Verdict::Pressed ? u"%1%2"_s : u"(%1)%2"_s;
        told << (press == 0 ? u"-"_s : form.arg(press).arg(waitingTone ? u"+"_s : QString()));
    }

    QTEST(told.join(u' '), "told");
}

void tst_PressMerger::countsTenThousandPressesOnce_data()
{
    QTest::addColumn<int>("betweenPresses"); // ms, at least
    QTest::addColumn<int>("jitter");
    QTest::addColumn<bool>("withInfo");

    QTest::newRow("slow") << 1000 << 30 << false;
    QTest::newRow("quick") << 120 << 30 << false;
    QTest::newRow("quick, with INFO") << 150 << 40 << true;
}

/// A gateway which sends events, lets 20 to 60 ms of each tone through, and may send INFO at the release.
void tst_PressMerger::countsTenThousandPressesOnce()
{
    QFETCH(const int, betweenPresses);
    QFETCH(const int, jitter);
    QFETCH(const bool, withInfo);
    constexpr int presses = 10'000;
    QRandomGenerator dice(112);
    PressMerger merger;

    std::vector<PressMerger::Heard> heard;
    qint64 now = 0;
    for (int n = 0; n < presses; ++n) {
        const QChar key = QChar(u'0' + dice.bounded(10));
        heard.push_back({key, Carrier::Tone, now + dice.bounded(10), {}});
        heard.push_back({key, Carrier::Event, now + 40 + dice.bounded(jitter), {}});
        if (withInfo)
            heard.push_back({key, Carrier::Info, now + 100 + dice.bounded(jitter), {}});
        now += betweenPresses + dice.bounded(400);
    }
    std::ranges::stable_sort(heard, {}, &PressMerger::Heard::at);
    int counted = 0;
    for (const PressMerger::Heard &each : heard)
        counted += merger.take(each).verdict == PressMerger::Verdict::Pressed ? 1 : 0;

    QCOMPARE(counted, presses);
}

void tst_PressMerger::aFloodIsNoPress()
{
    PressMerger merger;
    int pressed = 0;
    for (qint64 at = 0; at < 1000; ++at)
        pressed += merger.take({u'5', Carrier::Event, at, {}}).verdict == PressMerger::Verdict::Pressed ? 1 : 0;

    QVERIFY2(pressed >= 16 && pressed <= 36, qPrintable(QString::number(pressed)));
}

void tst_PressMerger::aPauseGivesTheAllowanceBack()
{
    PressMerger merger;
    qint64 at = 0;
    while (merger.take({u'5', Carrier::Event, at, {}}).verdict != PressMerger::Verdict::TooFast) { }
    at += 5000;

    QCOMPARE(merger.take({u'5', Carrier::Event, at, {}}).verdict, PressMerger::Verdict::Pressed);
}

QTEST_APPLESS_MAIN(tst_PressMerger)
#include "tst_pressmerger.moc"
