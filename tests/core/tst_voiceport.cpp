// SPDX-License-Identifier: Apache-2.0
#include "app/core/voiceport.h"

#include <numeric>
#include <QTest>
#include <vector>

using namespace knock;

/// Sound on its way between two threads: in order, never waiting, never late for long.
class tst_VoicePort : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void givesWhatWasPutInOrder();
    void givesNoMoreThanThereIs();
    void dropsTheOldestWhenNobodyTakes();
    void aDelayThatIsNeverNeededGoesAway();
    void aDelayThatIsNeededStays();

private:
    static std::vector<qint16> row(qint16 from, size_t count)
    {
        std::vector<qint16> samples(count);
        std::iota(samples.begin(), samples.end(), from);
        return samples;
    }
    static std::vector<qint16> taken(VoiceWay &way, size_t count)
    {
        std::vector<qint16> samples(count);
        samples.resize(way.take(samples));
        return samples;
    }
};

void tst_VoicePort::givesWhatWasPutInOrder()
{
    VoiceWay way;
    way.put(row(1, 160));
    way.put(row(161, 160));

    QCOMPARE(taken(way, 200), row(1, 200));
    QCOMPARE(taken(way, 120), row(201, 120));
}

void tst_VoicePort::givesNoMoreThanThereIs()
{
    VoiceWay way;
    QVERIFY(taken(way, 160).empty());
    way.put(row(1, 50));
    QCOMPARE(taken(way, 160), row(1, 50));
}

void tst_VoicePort::dropsTheOldestWhenNobodyTakes()
{
    VoiceWay way;
    way.put(row(1, 2000));

    QCOMPARE(taken(way, 2000), row(1201, 800));
}

void tst_VoicePort::aDelayThatIsNeverNeededGoesAway()
{
    VoiceWay way;
    way.put(row(0, 600)); // a hiccup of the taker
    for (int n = 0; n < 51; ++n) {
        way.put(row(0, 160));
        QCOMPARE(taken(way, 160).size(), 160U);
    }

    QCOMPARE(taken(way, 800).size(), VoiceWay::enough);
}

void tst_VoicePort::aDelayThatIsNeededStays()
{
    VoiceWay way;
    way.put(row(0, 160));
    // Two packets at once, then none: without what waits there would be a gap.
    for (int n = 0; n < 60; ++n) {
        if (n % 2 == 0)
            way.put(row(0, 320));
        QCOMPARE(taken(way, 160).size(), 160U);
    }
}

QTEST_GUILESS_MAIN(tst_VoicePort)
#include "tst_voiceport.moc"
