// SPDX-License-Identifier: Apache-2.0
#include "app/service/door/mediaway.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace knock;
using door::MediaWay;

class tst_MediaWay : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();

    void picturesBeginWithAWholeOne();
    void aSlowSeatSeesNothingUntilTheNextWholeOne();
    void camerasDoNotWaitForEachOther();
    void oldVoicesAreLeftOut();
    void voicesGoOnWhenTheSeatReads();

private:
    [[nodiscard]] bool show(bool key, quint64 incident = 1)
    {
        const EncodedFrame frame{{incident}, EncodedFrame::Codec::Vp8, key, {}, QByteArray(100'000, 'x')};
        return m_way->show(frame, frame.bytes, m_now);
    }
    void readAll()
    {
        for (const QByteArray &message : std::exchange(m_sent, {}))
            m_gone += quint64(message.size());
        m_way->gone(m_gone);
    }

    std::optional<MediaWay> m_way;
    QList<QByteArray> m_sent;
    quint64 m_gone = 0;
    MediaWay::Time m_now;
};

void tst_MediaWay::init()
{
    QTest::failOnWarning();
    m_sent.clear();
    m_gone = 0;
    m_now = {};
    m_way.emplace([this](const QByteArray &message) { m_sent << message; });
}

void tst_MediaWay::picturesBeginWithAWholeOne()
{
    QVERIFY(!show(false));
    QCOMPARE(m_sent.size(), 0);

    QVERIFY(show(true));
    QVERIFY(show(false));

    QCOMPARE(m_sent.size(), 2);
}

void tst_MediaWay::aSlowSeatSeesNothingUntilTheNextWholeOne()
{
    for (int n = 0; n < 10; ++n)
        QVERIFY(show(n == 0)); // nobody asks for a whole one that would not go out
    QCOMPARE(m_sent.size(), 3); // more than 256 kB wait

    readAll();
    QVERIFY(!show(false));
    QVERIFY(show(true));

    QCOMPARE(m_sent.size(), 1);
}

void tst_MediaWay::camerasDoNotWaitForEachOther()
{
    QVERIFY(show(true, 1));

    QVERIFY(!show(false, 2));
    QVERIFY(show(false, 1));
    m_way->hide({1});
    QVERIFY(!show(false, 1));
}

void tst_MediaWay::oldVoicesAreLeftOut()
{
    for (int n = 0; n < 50; ++n, m_now += 20ms)
        m_way->speak("20 ms", m_now);

    QCOMPARE(m_sent.size(), 11); // the first one is 200 ms old when the eleventh comes
}

void tst_MediaWay::voicesGoOnWhenTheSeatReads()
{
    for (int n = 0; n < 50; ++n, m_now += 20ms)
        m_way->speak("20 ms", m_now);

    readAll();
    m_way->speak("20 ms", m_now);

    QCOMPARE(m_sent.size(), 1);
}

QTEST_GUILESS_MAIN(tst_MediaWay)
#include "tst_mediaway.moc"
