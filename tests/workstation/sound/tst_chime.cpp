// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/sound/bell.h"

#include <cmath>
#include <QTest>

using namespace knock;
using sound::Bell;
using sound::Chime;
using sound::Melody;

/// How the bell sounds, sample by sample.
class tst_Chime : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void isSilentWhenNothingRings();
    void everyMelodyIsHeardAndHasAPause_data();
    void everyMelodyIsHeardAndHasAPause();
    void itRingsMoreOftenTheMoreItPresses();
    void itsEdgesAreSoft();
    void whatIsTriedOutRingsOnce();
    void saysWhenItHasDiedAway();
    void itIsLouderTheMoreItPresses();
    void itNeverHidesACaller();
    void anotherLevelIsAnotherLoudness();

private:
    [[nodiscard]] std::vector<qint16> listen(std::chrono::milliseconds span);
    /// How many times a melody begins: a sound after at least 200 ms without one.
    [[nodiscard]] static int rings(const std::vector<qint16> &samples);
    [[nodiscard]] static int peak(const std::vector<qint16> &samples);

    std::optional<Chime> m_chime;
};

using namespace std::chrono_literals;

void tst_Chime::init()
{
    QTest::failOnWarning();
    m_chime.emplace();
}

std::vector<qint16> tst_Chime::listen(std::chrono::milliseconds span)
{
    std::vector<qint16> samples(static_cast<size_t>(span.count()) * Chime::rate / 1000);
    m_chime->fill(samples);
    return samples;
}

int tst_Chime::rings(const std::vector<qint16> &samples)
{
    constexpr int pause = Chime::rate / 5;
    int count = 0;
    int silent = pause;
    for (const qint16 sample : samples) {
        if (sample == 0) {
            ++silent;
            continue;
        }
        count += silent >= pause ? 1 : 0;
        silent = 0;
    }
    return count;
}

int tst_Chime::peak(const std::vector<qint16> &samples)
{
    int most = 0;
    for (const qint16 sample : samples)
        most = std::max(most, std::abs(int(sample)));
    return most;
}

void tst_Chime::isSilentWhenNothingRings()
{
    const std::vector<qint16> samples = listen(500ms);

    QCOMPARE(samples.size(), 24000U);
    QCOMPARE(peak(samples), 0);
}

void tst_Chime::everyMelodyIsHeardAndHasAPause_data()
{
    QTest::addColumn<Melody>("melody");
    QTest::newRow("knock") << Melody::Knock;
    QTest::newRow("lost") << Melody::Lost;
    QTest::newRow("call") << Melody::Call;
}

void tst_Chime::everyMelodyIsHeardAndHasAPause()
{
    QFETCH(const Melody, melody);
    for (size_t step = 0; step <= sound::mostPressing; ++step) {
        m_chime.emplace();
        m_chime->play(sound::Ring{melody, step, 0.5, false});

        const std::vector<qint16> samples = listen(900ms);

        QVERIFY(std::abs(peak(samples) - 16384) < 200);
        QCOMPARE(peak({samples.end() - Chime::rate / 10, samples.end()}), 0);
    }
}

void tst_Chime::itRingsMoreOftenTheMoreItPresses()
{
    int before = 0;
    for (size_t step = 0; step <= sound::mostPressing; ++step) {
        m_chime->play(std::nullopt);
        (void)listen(100ms);
        m_chime->play(sound::Ring{Melody::Knock, step, 0.5, false});

        const int now = rings(listen(6s));

        QVERIFY(now > before);
        before = now;
    }
}

void tst_Chime::itsEdgesAreSoft()
{
    m_chime->play(sound::Ring{Melody::Call, 0, 0.5, false});
    std::vector<qint16> samples = listen(50ms);
    m_chime->play(std::nullopt); // in the middle of a tone
    const std::vector<qint16> after = listen(50ms);
    samples.insert(samples.end(), after.begin(), after.end());

    QVERIFY(peak(samples) > 15000);
    for (size_t n = 1; n < samples.size(); ++n)
        QVERIFY2(std::abs(samples[n] - samples[n - 1]) < 1500, "a step of more than a sine of 660 Hz has is a click");
    QCOMPARE(samples.back(), 0);
}

void tst_Chime::whatIsTriedOutRingsOnce()
{
    m_chime->play(sound::Ring{Melody::Lost, 3, 0.5, true});

    QCOMPARE(rings(listen(5s)), 1);
}

void tst_Chime::saysWhenItHasDiedAway()
{
    m_chime->play(sound::Ring{Melody::Call, 0, 0.5, false});
    (void)listen(2s);
    QVERIFY(!m_chime->hasEnded());

    m_chime->play(std::nullopt);

    (void)listen(50ms);
    QVERIFY2(!m_chime->hasEnded(), "the last of it is still in the card");
    (void)listen(1s);
    QVERIFY(m_chime->hasEnded());
    m_chime->play(sound::Ring{Melody::Call, 0, 0.5, false});
    QVERIFY(!m_chime->hasEnded());
}

void tst_Chime::itIsLouderTheMoreItPresses()
{
    for (const Bell::Level level : {Bell::Level::Quiet, Bell::Level::Normal}) {
        for (size_t step = 1; step <= sound::mostPressing; ++step)
            QVERIFY(Bell::peakOf(level, step, false) > Bell::peakOf(level, step - 1, false));
    }
    QVERIFY(Bell::peakOf(Bell::Level::Loud, sound::mostPressing, false) <= 0.51);
}

void tst_Chime::itNeverHidesACaller()
{
    const double speech = std::pow(10, -26.0 / 20);
    for (const Bell::Level level : {Bell::Level::Quiet, Bell::Level::Normal, Bell::Level::Loud}) {
        for (size_t step = 0; step <= sound::mostPressing; ++step) {
            const double peak = Bell::peakOf(level, step, true);
            QVERIFY(peak > 0);
            QVERIFY(peak < speech / 4);
        }
    }
}

void tst_Chime::anotherLevelIsAnotherLoudness()
{
    QCOMPARE(Bell::peakOf(Bell::Level::Off, 3, false), 0.0);
    QVERIFY(Bell::peakOf(Bell::Level::Quiet, 0, false) < Bell::peakOf(Bell::Level::Normal, 0, false));
    QVERIFY(Bell::peakOf(Bell::Level::Normal, 0, false) < Bell::peakOf(Bell::Level::Loud, 0, false));
}

QTEST_GUILESS_MAIN(tst_Chime)
#include "tst_chime.moc"
