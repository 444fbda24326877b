// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/lineactivity.h"

#include "tests/service/hearing/sounds.h"

#include <QTest>

using namespace knock::hearing;
using sounds::Samples;
using Kind = LineMark::Kind;

namespace {

std::vector<Kind> marks(const Samples &sound, size_t piece = 160)
{
    const std::vector<qint16> samples = sounds::pcm(sound);
    LineActivity line;
    std::vector<Kind> heard;
    for (size_t at = 0; at < samples.size(); at += piece) {
        line.take(std::span(samples.data() + at, std::min(piece, samples.size() - at)),
                  [&](const LineMark &mark) { heard.push_back(mark.kind); });
    }
    return heard;
}

Samples idleLine(double seconds) { return sounds::whiteNoise(sounds::samplesIn(1000 * seconds), 20, 1); }

Samples operator+(Samples first, const Samples &second)
{
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

Samples withKnocks(Samples samples, double peak, double every)
{
    sounds::Random random(5);
    for (int knock = 0; knock < 3; ++knock) {
        sounds::addKnock(samples, sounds::samplesIn(1000 + every * knock), peak, random);
    }
    return samples;
}

Samples breaths(double seconds)
{
    Samples samples = sounds::whiteNoise(sounds::samplesIn(1000 * seconds), 1, 9);
    for (size_t i = 0; i < samples.size(); ++i) {
        const double time = std::fmod(static_cast<double>(i) / sampleRate, 4.0);
        const double breath = time > 2 && time < 3.4 ? std::sin(std::numbers::pi * (time - 2) / 1.4) : 0;
        samples[i] *= static_cast<float>(20 + 400 * breath * breath);
    }
    return samples;
}

} // namespace

class tst_LineActivity : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void saysHowLoudTheLineIs_data();
    void saysHowLoudTheLineIs();
    void saysHowLongItIsSilent();
    void marks_data();
    void marks();
    void doesNotCareHowTheSoundIsCut();
    void forgetsAtReset();
    void survivesAnySamples();
};

void tst_LineActivity::saysHowLoudTheLineIs_data()
{
    QTest::addColumn<double>("level");
    for (const int level : {0, -10, -30, -50}) {
        QTest::addRow("%d dBm0", level) << static_cast<double>(level);
    }
}

void tst_LineActivity::saysHowLoudTheLineIs()
{
    QFETCH(double, level);
    Samples tone(sounds::samplesIn(100));
    for (size_t i = 0; i < tone.size(); ++i) {
        tone[i] = static_cast<float>(sounds::peakOf(level) * std::sin(turn(1000) * static_cast<double>(i)));
    }
    LineActivity line;

    line.take(sounds::pcm(tone), [](const LineMark &) { });

    QCOMPARE_LE(std::abs(line.level() - level), 0.2);
}

void tst_LineActivity::saysHowLongItIsSilent()
{
    LineActivity line;
    const auto ignore = [](const LineMark &) { };

    line.take(sounds::pcm(sounds::voices(sounds::samplesIn(2000), 2000, 3)), ignore);
    QCOMPARE_LE(line.silence(), 500);

    line.take(sounds::pcm(idleLine(2)), ignore);
    QCOMPARE_GE(line.silence(), 1900);
}

void tst_LineActivity::marks_data()
{
    QTest::addColumn<Samples>("sound");
    QTest::addColumn<std::vector<Kind>>("expected");
    using Kinds = std::vector<Kind>;
    const Samples voice = sounds::voices(sounds::samplesIn(2000), 2000, 3, 1);

    QTest::newRow("nothing yet") << idleLine(2) << Kinds{};
    QTest::newRow("silence, once") << idleLine(20) << Kinds{Kind::Silence};
    QTest::newRow("digital silence") << Samples(sounds::samplesIn(5000)) << Kinds{Kind::Silence};
    QTest::newRow("a voice") << idleLine(1) + voice << Kinds{Kind::Speech};
    QTest::newRow("voice, silence, voice")
        << idleLine(1) + voice + idleLine(4) + voice << Kinds{Kind::Speech, Kind::Silence, Kind::Speech};
    QTest::newRow("a breath") << breaths(4) << Kinds{Kind::Breath};
    QTest::newRow("knocking") << withKnocks(idleLine(3), 6000, 300) << Kinds{Kind::Knocking};
    QTest::newRow("knocks too far apart") << withKnocks(idleLine(8), 6000, 2000) << Kinds{};
    QTest::newRow("knocks hardly to be heard") << withKnocks(idleLine(3), 300, 300) << Kinds{};
    QTest::newRow("knocks in noise") << withKnocks(sounds::whiteNoise(sounds::samplesIn(3000), 500, 2), 1500, 300)
                                     << Kinds{Kind::Breath};
}

void tst_LineActivity::marks()
{
    QFETCH(Samples, sound);

    QTEST(::marks(sound), "expected");
}

void tst_LineActivity::doesNotCareHowTheSoundIsCut()
{
    const Samples sound = withKnocks(idleLine(3), 6000, 300) + breaths(4);
    const std::vector<Kind> whole = ::marks(sound, sound.size());

    QVERIFY(!whole.empty());
    for (const size_t piece : {1, 7, 79, 80, 81, 333}) {
        QCOMPARE(::marks(sound, piece), whole);
    }
}

void tst_LineActivity::forgetsAtReset()
{
    LineActivity line;
    std::vector<qint64> silences;
    const auto keep = [&](const LineMark &mark) { silences.push_back(mark.at); };

    line.take(sounds::pcm(idleLine(4)), keep);
    line.reset();
    line.take(sounds::pcm(idleLine(4)), keep);

    QCOMPARE(silences.size(), size_t(2));
    QCOMPARE(silences[1], silences[0]);
}

void tst_LineActivity::survivesAnySamples()
{
    sounds::Random random(5);
    LineActivity line;

    for (int n = 0; n < 10'000; ++n) {
        std::vector<qint16> samples(random.next() % 400);
        const int shift = static_cast<int>(random.next() % 16);
        std::ranges::generate(samples,
                              [&] { return static_cast<qint16>(static_cast<qint16>(random.next()) >> shift); });
        line.take(samples, [](const LineMark &mark) { QVERIFY(std::isfinite(mark.above)); });
    }
    QVERIFY(std::isfinite(line.level()));
}

QTEST_GUILESS_MAIN(tst_LineActivity)
#include "tst_lineactivity.moc"
