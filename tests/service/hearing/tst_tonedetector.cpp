// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/tonedetector.h"

#include "tests/service/hearing/sounds.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock::hearing;
using sounds::Keys;
using sounds::Samples;

namespace {

std::vector<KeyTone> changes(const std::vector<qint16> &sound, size_t piece = 160)
{
    ToneDetector detector;
    std::vector<KeyTone> heard;
    for (size_t at = 0; at < sound.size(); at += piece) {
        const std::span samples(sound.data() + at, std::min(piece, sound.size() - at));
        detector.take(samples, [&](const KeyTone &tone) { heard.push_back(tone); });
    }
    return heard;
}

QString pressed(const std::vector<KeyTone> &tones)
{
    QString keys;
    for (const KeyTone &tone : tones) {
        keys += tone.change == KeyTone::Change::Pressed ? QString(QLatin1Char(tone.key)) : QString();
    }
    return keys;
}

QString keysOf(const sounds::Sound &sound)
{
    QString keys;
    for (const sounds::Pressed &press : sound.keys) {
        keys += QLatin1Char(press.key);
    }
    return keys;
}

sounds::Sound onQuietLine(const Keys &keys)
{
    sounds::Sound sound = sounds::play(keys, 112);
    sounds::add(sound.samples, sounds::whiteNoise(sound.samples.size(), sounds::idle, 119));
    return sound;
}

template <typename Wave>
Samples during(double seconds, Wave wave)
{
    Samples samples(sounds::samplesIn(1000 * seconds));
    for (size_t i = 0; i < samples.size(); ++i) {
        samples[i] = static_cast<float>(wave(static_cast<double>(i)));
    }
    return samples;
}

} // namespace

class tst_ToneDetector : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void hearsEveryPressOnce_data();
    void hearsEveryPressOnce();
    void hearsThroughNoise_data();
    void hearsThroughNoise();
    void refuses_data();
    void refuses();
    void isNotFooled_data();
    void isNotFooled();
    void saysWhatItHeard();
    void isQuick();
    void releasesWhatItPressed();
    void doesNotCareHowTheSoundIsCut();
    void forgetsAtReset();
    void survivesAnySamples();
};

void tst_ToneDetector::hearsEveryPressOnce_data()
{
    QTest::addColumn<Keys>("keys");
    QTest::newRow("40 ms") << Keys{.on = 40};
    QTest::newRow("100 ms") << Keys{.on = 100};
    QTest::newRow("400 ms") << Keys{.on = 400};
    for (const double deviation : {-0.018, -0.015, 0.015, 0.018}) {
        QTest::addRow("both %+.1f %%", 100 * deviation)
            << Keys{.rowDeviation = deviation, .columnDeviation = deviation};
        QTest::addRow("row %+.1f %%, column %+.1f %%", 100 * deviation, -100 * deviation)
            << Keys{.rowDeviation = deviation, .columnDeviation = -deviation};
    }
    for (const int twist : {-12, -10, -8, -4, 4, 8, 10}) {
        QTest::addRow("twist %+d dB", twist) << Keys{.twist = static_cast<double>(twist)};
    }
    for (const int level : {0, -3, -25, -36}) {
        QTest::addRow("%d dBm0", level) << Keys{.level = static_cast<double>(level)};
    }
    for (const int hole : {2, 5, 10}) {
        QTest::addRow("hole of %d ms", hole) << Keys{.on = 100, .hole = static_cast<double>(hole)};
    }
    QTest::newRow("lost packet") << Keys{.on = 100, .lostPacket = 20};
    for (const int pause : {25, 30, 40}) {
        QTest::addRow("same key after %d ms", pause)
            << Keys{.keys = "5", .on = 60, .off = static_cast<double>(pause), .offSpread = 1};
    }
    QTest::newRow("other key at once") << Keys{.on = 60, .off = 0, .offSpread = 0};
}

void tst_ToneDetector::hearsEveryPressOnce()
{
    QFETCH(Keys, keys);
    const sounds::Sound sound = onQuietLine(keys);

    QCOMPARE(pressed(changes(sounds::pcm(sound.samples))), keysOf(sound));
}

void tst_ToneDetector::hearsThroughNoise_data()
{
    QTest::addColumn<Samples>("noise");
    const Keys keys{.on = 100};
    const size_t count = sounds::play(keys, 112).samples.size();
    QTest::newRow("white, 6 dB below") << sounds::whiteNoise(count, sounds::rmsBelow(keys, 6), 7);
    QTest::newRow("white, 4 dB below") << sounds::whiteNoise(count, sounds::rmsBelow(keys, 4), 7);
    QTest::newRow("eight voices, 10 dB below") << sounds::voices(count, sounds::rmsBelow(keys, 10), 7);
    QTest::newRow("dial tone") << during(static_cast<double>(count) / sampleRate, [](double time) {
        return sounds::peakOf(-10) * (std::sin(turn(350) * time) + std::sin(turn(440) * time));
    });
}

void tst_ToneDetector::hearsThroughNoise()
{
    QFETCH(Samples, noise);
    sounds::Sound sound = sounds::play({.on = 100}, 112);

    sounds::add(sound.samples, noise);

    QCOMPARE(pressed(changes(sounds::pcm(sound.samples))), keysOf(sound));
}

void tst_ToneDetector::refuses_data()
{
    QTest::addColumn<Keys>("keys");
    for (const int on : {10, 15, 20, 23}) {
        QTest::addRow("%d ms", on) << Keys{.on = static_cast<double>(on), .off = 70};
    }
    for (const double deviation : {-0.05, -0.035, -0.03, 0.03, 0.035, 0.05}) {
        QTest::addRow("both %+.1f %%", 100 * deviation)
            << Keys{.on = 100, .rowDeviation = deviation, .columnDeviation = deviation};
        QTest::addRow("row %+.1f %%", 100 * deviation) << Keys{.on = 100, .rowDeviation = deviation};
        QTest::addRow("column %+.1f %%", 100 * deviation) << Keys{.on = 100, .columnDeviation = deviation};
    }
    QTest::newRow("-55 dBm0") << Keys{.on = 100, .level = -55};
    QTest::newRow("twist -16 dB") << Keys{.on = 100, .twist = -16};
    QTest::newRow("twist +16 dB") << Keys{.on = 100, .twist = 16};
}

void tst_ToneDetector::refuses()
{
    QFETCH(Keys, keys);

    QCOMPARE(pressed(changes(sounds::pcm(onQuietLine(keys).samples))), QString());
}

void tst_ToneDetector::isNotFooled_data()
{
    QTest::addColumn<Samples>("sound");
    QTest::newRow("silence") << Samples(size_t(sampleRate));
    QTest::newRow("direct current") << Samples(size_t(sampleRate), 32767);
    QTest::newRow("lowest sample") << Samples(size_t(sampleRate), -32768);
    QTest::newRow("one tone") << during(1, [](double time) { return 9000 * std::sin(turn(770) * time); });
    QTest::newRow("square") << during(1, [](double time) { return std::sin(turn(697) * time) < 0 ? -32768 : 32767; });
    QTest::newRow("noise") << sounds::whiteNoise(size_t(20 * sampleRate), 3000, 3);
    QTest::newRow("a voice") << sounds::voices(size_t(20 * sampleRate), 3000, 4, 1);
    QTest::newRow("voices") << sounds::voices(size_t(10 * sampleRate), 3000, 4);
    for (const double period : {0.3, 2.0, 5.0}) {
        double phase = 0;
        QTest::addRow("siren of %.1f s", period) << during(10, [&](double time) {
            const double part = std::fmod(time / sampleRate / period, 1.0);
            phase += turn(500 + 2600 * std::min(part, 1 - part));
            return 9000 * (std::sin(phase) + 0.3 * std::sin(2 * phase) + 0.15 * std::sin(3 * phase));
        });
    }
    sounds::Random random(9);
    std::array<double, 3> notes{};
    double struck = 0;
    QTest::newRow("chords") << during(60, [&](double time) {
        if (std::fmod(time, 2400) == 0) {
            std::ranges::generate(notes, [&] { return 220 * std::pow(2, std::floor(random.uniform(0, 36)) / 12); });
            struck = time;
        }
        double value = 0;
        for (const double note : notes) {
            for (int overtone = 1; overtone < 5; ++overtone) {
                value += std::sin(turn(note * overtone) * time) / (overtone * overtone);
            }
        }
        return 3500 * std::exp((struck - time) / 2000) * value;
    });
    std::array<double, 2> resonances{};
    QTest::newRow("clatter of keys") << during(60, [&](double time) {
        if (random.uniform() < 6.0 / sampleRate) {
            std::ranges::generate(resonances, [&] { return turn(random.uniform(500, 3500)); });
            struck = time;
        }
        return 9000 * std::exp((struck - time) / 400)
            * (std::sin(resonances[0] * time) + std::sin(resonances[1] * time));
    });
}

void tst_ToneDetector::isNotFooled()
{
    QFETCH(Samples, sound);

    QCOMPARE(pressed(changes(sounds::pcm(sound))), QString());
}

void tst_ToneDetector::saysWhatItHeard()
{
    const sounds::Sound sound
        = onQuietLine({.count = 1, .keys = "6", .on = 100, .level = -10, .twist = 4, .rowDeviation = 0.01});

    const std::vector<KeyTone> heard = changes(sounds::pcm(sound.samples));

    QCOMPARE(heard.size(), size_t(2));
    const KeyTone &tone = heard.front();
    QCOMPARE(tone.key, '6');
    QCOMPARE_LE(std::abs(tone.onset - sound.keys.front().begin), 40);
    QCOMPARE_LE(std::abs(tone.level - -6.5), 0.5); // -12 and -8 dBm0 together
    QCOMPARE_LE(std::abs(tone.twist - 4), 0.3);
    QCOMPARE_LE(std::abs(tone.deviation - 0.01), 0.001);
    QCOMPARE(heard.back().change, KeyTone::Change::Released);
    QCOMPARE_LE(std::abs(heard.back().end - sound.keys.front().end), 40);
}

void tst_ToneDetector::isQuick()
{
    const sounds::Sound sound = onQuietLine({});
    const std::vector<qint16> samples = sounds::pcm(sound.samples);
    ToneDetector detector;
    std::vector<qint64> delays;

    for (size_t at = 0; at < samples.size(); ++at) {
        detector.take(std::span(&samples[at], 1), [&](const KeyTone &tone) {
            if (tone.change == KeyTone::Change::Pressed) {
                delays.push_back(static_cast<qint64>(at) + 1 - sound.keys[delays.size()].begin);
            }
        });
    }

    QCOMPARE(delays.size(), sound.keys.size());
    QCOMPARE_LE(std::ranges::max(delays), static_cast<qint64>(sounds::samplesIn(32)));
}

void tst_ToneDetector::releasesWhatItPressed()
{
    const std::vector<KeyTone> heard = changes(sounds::pcm(onQuietLine({.off = 30}).samples));

    QCOMPARE(heard.size(), size_t(64));
    for (size_t n = 0; n < heard.size(); n += 2) {
        QCOMPARE(heard[n].change, KeyTone::Change::Pressed);
        QCOMPARE(heard[n + 1].change, KeyTone::Change::Released);
        QCOMPARE(heard[n + 1].key, heard[n].key);
        QCOMPARE(heard[n + 1].onset, heard[n].onset);
        QCOMPARE_GT(heard[n + 1].end, heard[n].onset);
    }
}

void tst_ToneDetector::doesNotCareHowTheSoundIsCut()
{
    const std::vector<qint16> samples = sounds::pcm(onQuietLine({}).samples);
    const std::vector<KeyTone> whole = changes(samples, samples.size());

    for (const size_t piece : {1, 7, 39, 40, 41, 160, 333}) {
        const std::vector<KeyTone> cut = changes(samples, piece);
        QCOMPARE(cut.size(), whole.size());
        for (size_t n = 0; n < cut.size(); ++n) {
            QCOMPARE(cut[n].key, whole[n].key);
            QCOMPARE(cut[n].onset, whole[n].onset);
            QCOMPARE(cut[n].end, whole[n].end);
            QCOMPARE(cut[n].level, whole[n].level);
        }
    }
}

void tst_ToneDetector::forgetsAtReset()
{
    const std::vector<qint16> samples = sounds::pcm(onQuietLine({.count = 1, .on = 100}).samples);
    const std::span firstHalf(samples.data(), sounds::samplesIn(300));
    ToneDetector detector;
    std::vector<KeyTone> heard;
    const auto keep = [&](const KeyTone &tone) { heard.push_back(tone); };

    detector.take(firstHalf, keep);
    detector.reset();
    detector.take(samples, keep);

    QCOMPARE(pressed(heard), u"11"_s);
    QCOMPARE(heard[1].onset, heard[0].onset);
}

void tst_ToneDetector::survivesAnySamples()
{
    sounds::Random random(5);
    ToneDetector detector;

    for (int n = 0; n < 10'000; ++n) {
        std::vector<qint16> samples(random.next() % 200);
        const int shift = static_cast<int>(random.next() % 16);
        std::ranges::generate(samples,
                              [&] { return static_cast<qint16>(static_cast<qint16>(random.next()) >> shift); });
        detector.take(samples, [](const KeyTone &tone) {
            QVERIFY(sounds::allKeys.contains(tone.key));
            QVERIFY(std::isfinite(tone.level) && std::isfinite(tone.twist) && std::isfinite(tone.deviation));
        });
    }
}

QTEST_GUILESS_MAIN(tst_ToneDetector)
#include "tst_tonedetector.moc"
