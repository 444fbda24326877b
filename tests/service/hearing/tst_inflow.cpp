// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/inflow.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock::hearing;

/// Packets of 20 ms are written as their numbers; each carries its number as its samples.
class tst_Inflow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void makesOneRow_data();
    void makesOneRow();
    void passesOnAtOnce();
    void fillsWithTheLastSound();
    void aPauseIsNotFilled();
    void countsAcrossTheEndOfTheClock();
    void survivesAnyPackets();

private:
    static constexpr quint32 step = 160;
    static std::vector<qint16> packet(int number, size_t samples = step)
    {
        return std::vector<qint16>(samples, static_cast<qint16>(number));
    }
    /// The samples, a number for each 20 ms, ~ for what was filled in.
    static QString row(Inflow &inflow, const QString &packets, quint32 start = 1000)
    {
        QStringList heard;
        for (const QString &word : packets.split(u' ')) {
            const int number = word.toInt();
            const auto samples = inflow.take(start + quint32(number) * step, packet(number));
            for (size_t at = 0; at + step <= samples.size(); at += step)
                heard << QString::number(samples[at + step - 1]);
        }
        return heard.join(u' ');
    }
};

void tst_Inflow::makesOneRow_data()
{
    QTest::addColumn<QString>("came");
    QTest::addColumn<QString>("heard");

    QTest::newRow("in order") << u"100 101 102"_s << u"100 101 102"_s;
    QTest::newRow("twice") << u"100 101 101 102 100"_s << u"100 101 102"_s;
    QTest::newRow("exchanged") << u"100 102 101 103"_s << u"100 101 102 103"_s;
    QTest::newRow("one lost") << u"100 102 103"_s << u"100 100 102 103"_s;
    QTest::newRow("two lost") << u"100 103 104"_s << u"100 100 75 103 104"_s;
    QTest::newRow("one lost, the next two exchanged") << u"100 103 102 104"_s << u"100 100 102 103 104"_s;
    QTest::newRow("too late") << u"100 102 103 101 104"_s << u"100 100 102 103 104"_s;
    QTest::newRow("a pause") << u"100 400 401"_s << u"100 400 401"_s;
    QTest::newRow("a clock set anew") << u"400 100 101"_s << u"400 100 101"_s;
}

void tst_Inflow::makesOneRow()
{
    QFETCH(const QString, came);
    Inflow inflow;

    QTEST(row(inflow, came), "heard");
}

void tst_Inflow::passesOnAtOnce()
{
    Inflow inflow;

    QCOMPARE(inflow.take(0, packet(7)).size(), step);
    QCOMPARE(inflow.take(step, packet(8, 80)).size(), 80U);
    QCOMPARE(inflow.take(step + 80, packet(9, 240)).size(), 240U);
    QVERIFY(inflow.take(step + 320, {}).empty());
}

void tst_Inflow::fillsWithTheLastSound()
{
    Inflow inflow;
    (void)inflow.take(0, packet(1000));

    QVERIFY(inflow.take(4 * step, packet(5)).empty());
    const auto filled = inflow.take(5 * step, packet(6));

    QCOMPARE(filled.size(), 5 * step); // three lost, two came
    QCOMPARE(filled[0], 1000);
    QCOMPARE(filled[step], 750);
    QCOMPARE(filled[2 * step], 500);
    QCOMPARE(filled[3 * step], 5);
}

void tst_Inflow::aPauseIsNotFilled()
{
    Inflow inflow;
    (void)inflow.take(0, packet(1000));

    QCOMPARE(inflow.take(100 * step, packet(5)).size(), step);
}

void tst_Inflow::countsAcrossTheEndOfTheClock()
{
    Inflow inflow;

    QCOMPARE(row(inflow, u"1 2 4 3 5"_s, quint32(0) - 3 * step), u"1 2 3 4 5"_s);
}

void tst_Inflow::survivesAnyPackets()
{
    QRandomGenerator dice(112);
    Inflow inflow;
    quint32 timestamp = 0;
    for (int n = 0; n < 100'000; ++n) {
        timestamp = dice.bounded(100) == 0 ? dice.generate() : timestamp + quint32(dice.bounded(-3, 5)) * 80;
        const auto heard = inflow.take(timestamp, packet(n, size_t(dice.bounded(2049))));
        QVERIFY(heard.size() <= 8192);
    }
}

QTEST_APPLESS_MAIN(tst_Inflow)
#include "tst_inflow.moc"
