// SPDX-License-Identifier: Apache-2.0
#include "tests/service/door/doorhouse.h"

#include <cstdio>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;

class tst_DoorCuts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void nothingIsLostOrDoubledOverAThousandCuts();
};

void tst_DoorCuts::nothingIsLostOrDoubledOverAThousandCuts()
{
    constexpr size_t events = 10'000;
    constexpr int wanted = 1'000;
    constexpr int longest = 120; // milliseconds from one cut to the next
    test::DoorHouse house;
    QVERIFY(house.open());
    const IncidentId incident = house.call();
    QVERIFY(incident.isValid());
    QRandomGenerator random(1006);
    const QStringList users{u"kim"_s, u"lee"_s, u"choi"_s, u"park"_s};
    house.people.add(u"choi"_s, {Role::CallTaker});
    house.people.add(u"park"_s, {Role::CallTaker});
    std::vector<std::unique_ptr<test::TestDesk>> desks;
    std::vector<std::unique_ptr<QTimer>> knives;
    for (const QString &user : users) {
        desks.push_back(house.desk());
        QVERIFY(desks.back()->signIn(user));
        knives.push_back(std::make_unique<QTimer>());
    }

    size_t written = 0;
    QTimer pen;
    connect(&pen, &QTimer::timeout, this, [&] {
        for (quint32 n = random.bounded(16U); n > 0 && written < events; --n, ++written)
            house.write(incident, QString(int(random.bounded(300)), u'x') + u'.');
    });
    int cuts = 0;
    for (size_t i = 0; i < desks.size(); ++i) {
        QTimer *knife = knives[i].get();
        knife->setSingleShot(true);
        connect(knife, &QTimer::timeout, this, [&, knife, desk = desks[i].get()] {
            if (written == events && cuts >= wanted)
                return;
            // Whoever is cut again and again before it has heard everything is always in the same place.
            if (!desk->isCaughtUp && random.bounded(5) != 0) {
                knife->start(longest / 4);
                return;
            }
            ++cuts;
            desk->cut();
            desk->come();
            knife->start(int(random.bounded(longest)));
        });
        knife->start(int(random.bounded(longest)));
    }
    pen.start(10ms);

    QVERIFY(test::waitFor([&] { return written == events && cuts >= wanted; }, 120s));
    pen.stop();
    for (const auto &knife : knives)
        knife->stop();
    size_t lost = 0;
    int doubled = 0;
    size_t resumed = 0;
    for (const auto &desk : desks) {
        desk->cut();
        desk->come();
        QVERIFY(test::waitFor([&] { return desk->isCaughtUp; }));
        QVERIFY(house.tells(events + 1));
        QTRY_VERIFY(!desk->sequences.empty() && desk->sequences.back() == house.told.back());
        lost += house.told.size() - std::min(house.told.size(), desk->sequences.size());
        doubled += desk->doubled;
        resumed += size_t(std::ranges::count(desk->all<wire::Welcome>(), true, &wire::Welcome::resumed));
        QCOMPARE(desk->sequences, house.told);
    }

    QVERIFY(resumed > 100);
    QCOMPARE(doubled, 0);
    std::printf(
        "%zu events over %d cuts (%zu times resumed): %zu lost, %d doubled\nfigure resume_cuts_lost %zu events\n",
        events, cuts, resumed, lost, doubled, lost);
}

QTEST_GUILESS_MAIN(tst_DoorCuts)
#include "tst_doorcuts.moc"
