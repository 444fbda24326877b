// SPDX-License-Identifier: Apache-2.0
// How well keys are heard: the product's detector and its peer on the same sound. Figures by default, "--table" for
// every row, "--corpus DIR" (as often as wanted) for the speech in which nothing may be heard; else names of figures.
#include "tests/bench/bench.h"
#include "tests/bench/tones/codecs.h"
#include "tests/bench/tones/talkoff.h"

#include <cstdio>
#include <QCommandLineParser>
#include <QCoreApplication>

using namespace Qt::StringLiterals;
using namespace knock::bench;
using sounds::Keys;
using sounds::Samples;
using sounds::Sound;

namespace {

constexpr int presses = 320;
constexpr quint64 seed = 112;
constexpr size_t fine = 8; // samples in a piece: latency is known to a millisecond
constexpr size_t usual = 160; // as packets bring them

Sound onQuietLine(Keys keys)
{
    keys.count = presses;
    Sound sound = sounds::play(keys, seed);
    sounds::add(sound.samples, sounds::whiteNoise(sound.samples.size(), sounds::idle, seed + 1));
    return sound;
}

void printRow(const QString &row, const std::vector<sounds::Pressed> &pressed, const Pcm &samples, qint64 delay = 0)
{
    std::printf("| %s |", qPrintable(row));
    for (const Ear &ear : ears()) {
        const Score result = score(pressed, ear.hear(samples, fine), delay);
        std::printf(" %.1f / %.1f (%.0f, %.0f) |", result.heardShare(), result.extraShare(),
                    quantile(result.delays, 0.5), quantile(result.delays, 0.95));
    }
    std::printf("\n");
    std::fflush(stdout);
}

void printRow(const QString &row, const Keys &keys)
{
    const Sound sound = onQuietLine(keys);
    printRow(row, sound.keys, sounds::pcm(sound.samples));
}

void printNoiseRows()
{
    for (const double below : {20.0, 10.0, 8.0, 6.0, 4.0, 2.0, 0.0}) {
        for (const double on : {50.0, 100.0}) {
            const Keys keys{.on = on};
            const double rms = sounds::rmsBelow(keys, below);
            Sound white = onQuietLine(keys);
            Sound voices = white;
            sounds::add(white.samples, sounds::whiteNoise(white.samples.size(), rms, seed + 2));
            sounds::add(voices.samples, sounds::voices(voices.samples.size(), rms, seed + 3));
            printRow(u"%1 ms, white noise %2 dB below"_s.arg(on).arg(below), white.keys, sounds::pcm(white.samples));
            printRow(u"%1 ms, eight voices %2 dB below"_s.arg(on).arg(below), voices.keys, sounds::pcm(voices.samples));
        }
    }
}

void printCodecRows()
{
    for (const Codec &codec : codecs()) {
        for (const double on : {50.0, 100.0, 200.0}) {
            const Sound sound = onQuietLine({.on = on});
            for (const double loss : {0.0, 0.01, 0.05, 0.1}) {
                printRow(u"%1, %2 ms, %3 % lost"_s.arg(codec.name).arg(on).arg(100 * loss), sound.keys,
                         codec.pass(sounds::pcm(sound.samples), loss), codec.delay);
            }
        }
    }
}

void printTable()
{
    std::printf("heard / extra in %%, (median, 95 %%) of the delay in ms, %d presses a row\n| row |", presses);
    for (const Ear &ear : ears()) {
        std::printf(" %s |", qPrintable(ear.name));
    }
    std::printf("\n");
    for (const double on : {15.0, 20.0, 23.0, 25.0, 30.0, 35.0, 40.0, 50.0, 100.0, 200.0}) {
        printRow(u"%1 ms"_s.arg(on), Keys{.on = on});
    }
    for (const double pause : {10.0, 20.0, 25.0, 30.0, 40.0, 50.0}) {
        printRow(u"same key after %1 ms"_s.arg(pause), Keys{.keys = "1", .on = 60, .off = pause, .offSpread = 0});
    }
    for (const double hole : {2.0, 5.0, 10.0, 15.0, 20.0}) {
        printRow(u"hole of %1 ms"_s.arg(hole), Keys{.on = 100, .hole = hole});
    }
    for (int twist = -14; twist <= 12; twist += 2) {
        printRow(u"twist %1 dB"_s.arg(twist), Keys{.twist = static_cast<double>(twist)});
    }
    for (const double percent : {-5.0, -3.5, -3.0, -2.0, -1.8, -1.5, 1.5, 1.8, 2.0, 3.0, 3.5, 5.0}) {
        const double share = percent / 100;
        printRow(u"both %1 %"_s.arg(percent), Keys{.rowDeviation = share, .columnDeviation = share});
        printRow(u"row %1 %"_s.arg(percent), Keys{.rowDeviation = share});
        printRow(u"column %1 %"_s.arg(percent), Keys{.columnDeviation = share});
    }
    for (const double level : {0.0, -3.0, -25.0, -33.0, -36.0, -40.0, -45.0, -55.0}) {
        printRow(u"%1 dBm0"_s.arg(level), Keys{.level = level});
    }
    printNoiseRows();
    printCodecRows();
}

void printFigure(const QString &name, const std::function<double(const Ear &ear)> &measure, const QString &unit,
                 size_t samples)
{
    for (const Ear &ear : ears()) {
        const double value = measure(ear);
        if (ear.name == "knock"_L1) {
            print(name, value, unit, samples);
        } else {
            printPeer(name, value, unit, ear.name);
        }
    }
}

void printSet(const TalkOff &found)
{
    std::printf("%s: %.1f h, keys", qPrintable(found.set), found.hours);
    for (const size_t keys : found.keys) {
        std::printf(" %zu", keys);
    }
    std::printf(", knocks %zu, marks of knocking %zu and of breath %zu\n", found.knocks, found.taps, found.breaths);
}

void measureTalkOff(const QStringList &folders)
{
    TalkOff all{.set = u"all"_s};
    for (const TalkOff &found : talkOffInSpeech(folders)) {
        printSet(found);
        all.hours += found.hours;
        all.keys.resize(found.keys.size());
        std::ranges::transform(all.keys, found.keys, all.keys.begin(), std::plus());
        all.knocks += found.knocks;
        all.taps += found.taps;
        all.breaths += found.breaths;
    }
    const TalkOff silence = talkOffInSilence();
    printSet(silence);
    if (all.hours <= 0) {
        return;
    }
    const auto perHour = [&](size_t count) { return static_cast<double>(count) / all.hours; };
    print(u"talkoff_per_hour"_s, perHour(all.keys.front()), u"keys/h"_s, all.keys.front());
    for (size_t n = 1; n < all.keys.size(); ++n) {
        printPeer(u"talkoff_per_hour"_s, perHour(all.keys[n]), u"keys/h"_s, ears()[n].name);
    }
    print(u"talkoff_hours"_s, all.hours, u"h"_s, 1);
    print(u"false_knocks_per_hour"_s, perHour(all.knocks), u"knocks/h"_s, all.knocks);
    print(u"false_taps_per_hour_of_speech"_s, perHour(all.taps), u"marks/h"_s, all.taps);
    print(u"false_taps_per_hour_of_silence"_s, static_cast<double>(silence.taps), u"marks/h"_s, silence.taps);
    print(u"false_breaths_per_hour_of_silence"_s, static_cast<double>(silence.breaths), u"marks/h"_s, silence.breaths);
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCommandLineParser options;
    const QCommandLineOption table(u"table"_s, u"every row"_s);
    const QCommandLineOption corpus(u"corpus"_s, u"speech without keys: WAV, 8 kHz, one channel, 16 bit"_s,
                                    u"folder"_s);
    options.addOptions({table, corpus});
    options.addHelpOption();
    options.process(application);
    if (ears().size() < 2) {
        std::fprintf(stderr, "no peer: built without libspandsp-dev\n");
    }
    if (options.isSet(table)) {
        printTable();
        return 0;
    }

    const QStringList names = options.positionalArguments();
    const auto wants = [&names](const QString &name) { return names.isEmpty() || names.contains(name); };
    const auto measure = [&](const QString &name, const Keys &keys, const QString &unit, auto value) {
        if (wants(name)) {
            const Sound sound = onQuietLine(keys);
            const Pcm samples = sounds::pcm(sound.samples);
            printFigure(
                name, [&](const Ear &ear) { return value(score(sound.keys, ear.hear(samples, fine))); }, unit,
                sound.keys.size());
        }
    };
    const auto heard = [](const Score &result) { return result.heardShare(); };
    const auto extra = [](const Score &result) { return result.extraShare(); };
    const auto delay
        = [](double part) { return [part](const Score &result) { return quantile(result.delays, part); }; };
    measure(u"dtmf_accept_dev1.5_percent"_s, {.rowDeviation = 0.015, .columnDeviation = 0.015}, u"%"_s, heard);
    measure(u"dtmf_accept_twist_percent"_s, {.twist = -8}, u"%"_s, heard);
    measure(u"dtmf_hole10_extra_percent"_s, {.on = 100, .hole = 10}, u"%"_s, extra);
    measure(u"dtmf_latency_p50"_s, {}, u"ms"_s, delay(0.5));
    measure(u"dtmf_latency_p95"_s, {}, u"ms"_s, delay(0.95));
    if (wants(u"dtmf_channels_per_core"_s)) {
        const Pcm speech = sounds::pcm(sounds::voices(size_t{120} * sounds::sampleRate, 2000, seed, 1));
        const auto channels = [&](const Ear &ear) { return 120 / ear.hear(speech, usual).seconds; };
        printFigure(u"dtmf_channels_per_core"_s, channels, u"channels"_s, 1);
    }
    if (wants(u"talkoff_per_hour"_s)) {
        measureTalkOff(options.values(corpus));
    }
    return 0;
}
