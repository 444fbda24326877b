// SPDX-License-Identifier: Apache-2.0
#include "tests/service/caller/browserhouse.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;
using namespace knock;

/// How often the page says where the phone is, which costs its battery. The time and the place are the test's own.
class tst_CallerPlace : public test::BrowserHouse
{
    Q_OBJECT
private Q_SLOTS:
    void saysLessWhereThePhoneLiesStill();
    void saysMoreAtOnceWhenItIsCarriedAway_data();
    void saysMoreAtOnceWhenItIsCarriedAway();
    void saysLeastWhereNobodyLooks();
    void restsWhereOnlyTheReadingsWander();
    void saysNothingOnceItIsStopped();

private:
    [[nodiscard]] static Handset handset();
    /// Lets the time of the page pass as \a script says; \returns the seconds at which the phone told its place.
    [[nodiscard]] std::vector<double> seconds(const QString &script)
    {
        std::vector<double> times;
        const QString text = valueOf(u"simulate(world => { %1 })"_s.arg(script));
        for (const QJsonValue &time : QJsonDocument::fromJson(text.toUtf8()).array())
            times.push_back(time.toDouble());
        return times;
    }
    [[nodiscard]] static qsizetype between(const std::vector<double> &times, double from, double to)
    {
        return std::ranges::count_if(times, [=](double time) { return time > from && time <= to; });
    }
};

/// A world of which each second passes when it is told to: a satellite receiver that reads each second, a rough reading
/// each five, and whatever timers the page has set.
tst_CallerPlace::Handset tst_CallerPlace::handset()
{
    return {.script = uR"(
        window.simulate = story => {
            const start = Date.now();
            const told = [];
            const watches = new Map();
            const timers = new Map();
            let ids = 0;
            const world = {
                now: 0, east: 0, wander: 0, place: null,
                read(accuracy) {
                    const shift = world.wander * (world.now % 2 ? 1 : -1);
                    return {
                        timestamp: start + world.now * 1000,
                        coords: {latitude: 36, longitude: 127 + (world.east + shift) / 89959, accuracy, speed: null, heading: null},
                    };
                },
                pass(time, speed = 0) {
                    for (let n = 0; n < time; ++n) {
                        world.now += 1;
                        world.east += speed;
                        timers.forEach(each => { if ((world.now - each.since) % each.every === 0) each.act(); });
                        watches.forEach(each => {
                            if (each.fine) each.take(world.read(9));
                            else if (world.now % 5 === 0) each.take(world.read(40));
                        });
                    }
                },
                hide(hidden) {
                    Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
                    world.place.turned();
                },
            };
            const kept = {now: Date.now, setInterval, clearInterval, setTimeout};
            Date.now = () => start + world.now * 1000;
            window.setInterval = (act, time) => { timers.set(++ids, {act, every: time / 1000, since: world.now}); return ids; };
            window.clearInterval = id => timers.delete(id);
            window.setTimeout = () => 0;
            Object.defineProperty(navigator, 'geolocation', {configurable: true, value: {
                watchPosition(take, fail, how) { watches.set(++ids, {take, fine: how.enableHighAccuracy}); return ids; },
                clearWatch(id) { watches.delete(id); },
                getCurrentPosition(take) { take(world.read(9)); },
            }});
            try {
                world.place = new Place({state() {}, decided() {}, asked() {}, fix: () => told.push(world.now)});
                world.place.start();
                story(world);
                world.place.close();
                world.pass(100);
            } finally {
                delete document.hidden;
                delete navigator.geolocation;
                Date.now = kept.now;
                window.setInterval = kept.setInterval;
                window.clearInterval = kept.clearInterval;
                window.setTimeout = kept.setTimeout;
            }
            return JSON.stringify(told);
        };)"_s};
}

void tst_CallerPlace::saysLessWhereThePhoneLiesStill()
{
    QVERIFY(open(handset()));

    const auto told = seconds(u"world.pass(600);"_s);

    QCOMPARE_GE(between(told, 0, 60), 50);
    QCOMPARE_LE(between(told, 70, 600), 530 / 20 + 1);
    QCOMPARE_GE(between(told, 570, 600), 1); // a phone that says nothing could as well be dead
}

void tst_CallerPlace::saysMoreAtOnceWhenItIsCarriedAway_data()
{
    QTest::addColumn<double>("speed"); // metres a second
    QTest::addColumn<double>("within"); // seconds
    QTest::newRow("on foot") << 1.4 << 32.0;
    QTest::newRow("running") << 3.0 << 20.0;
    QTest::newRow("in a car") << 14.0 << 6.0;
}

void tst_CallerPlace::saysMoreAtOnceWhenItIsCarriedAway()
{
    QFETCH(const double, speed);
    QFETCH(const double, within);
    QVERIFY(open(handset()));

    // It begins just after the phone has said its place.
    const auto told = seconds(u"world.pass(302); world.pass(120, %1);"_s.arg(speed));

    QCOMPARE_LE(between(told, 200, 302), 6);
    QCOMPARE_GE(between(told, 302 + within, 422), static_cast<qsizetype>(120 - within) - 1);
}

void tst_CallerPlace::saysLeastWhereNobodyLooks()
{
    QVERIFY(open(handset()));

    const auto told
        = seconds(u"world.pass(30); world.hide(true); world.pass(600); world.hide(false); world.pass(10);"_s);

    QCOMPARE(between(told, 30, 630), 10);
    QCOMPARE_GE(between(told, 630, 640), 9);
}

void tst_CallerPlace::restsWhereOnlyTheReadingsWander()
{
    QVERIFY(open(handset()));

    const auto told = seconds(u"world.wander = 4; world.pass(600);"_s);

    QCOMPARE_LE(between(told, 70, 600), 530 / 20 + 1);
}

void tst_CallerPlace::saysNothingOnceItIsStopped()
{
    QVERIFY(open(handset()));

    const auto told = seconds(u"world.pass(300); world.place.stop(); world.pass(300);"_s);

    QCOMPARE_GE(between(told, 0, 300), 60);
    QCOMPARE(between(told, 300, 1000), 0);
}

QTEST_GUILESS_MAIN(tst_CallerPlace)
#include "tst_callerplace.moc"
