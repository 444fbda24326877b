// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/tones/talkoff.h"

#include "app/service/hearing/lineactivity.h"

#include <cstdio>
#include <numeric>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace knock::bench {

namespace {

struct Wav {
    int rate = 0;
    Pcm samples; ///< none if it is not 16-bit PCM of one channel
};

Wav parseWav(const QByteArray &bytes)
{
    Wav wav;
    bool isMono16 = false;
    for (qsizetype at = 12; at + 8 <= bytes.size();) {
        const QByteArrayView name = QByteArrayView(bytes).sliced(at, 4);
        const auto stated = static_cast<qsizetype>(qFromLittleEndian<quint32>(bytes.data() + at + 4));
        at += 8;
        const qsizetype size = std::min(stated, bytes.size() - at); // what is written to a pipe does not know its size
        const char *const data = bytes.data() + at;
        if (name == "fmt " && size >= 16) {
            wav.rate = qFromLittleEndian<qint32>(data + 4);
            isMono16 = qFromLittleEndian<quint16>(data) == 1 && qFromLittleEndian<quint16>(data + 2) == 1
                && qFromLittleEndian<quint16>(data + 14) == 16;
        } else if (name == "data" && isMono16) {
            wav.samples.resize(static_cast<size_t>(size / 2));
            qFromLittleEndian<qint16>(data, size / 2, wav.samples.data());
        }
        at += size + size % 2;
    }
    return wav;
}

/// To 8 kHz: the mean of the samples around each new one, which dulls the sound a little.
Pcm resampled(const Wav &wav)
{
    const double ratio = static_cast<double>(wav.rate) / sounds::sampleRate;
    const auto reach = static_cast<size_t>(std::ceil(ratio));
    Pcm samples;
    for (double at = 0; at + ratio + 1 < static_cast<double>(wav.samples.size()); at += ratio) {
        const auto first = wav.samples.begin() + static_cast<std::ptrdiff_t>(at);
        samples.push_back(static_cast<qint16>(std::accumulate(first, first + static_cast<std::ptrdiff_t>(reach), 0)
                                              / static_cast<int>(reach)));
    }
    return samples;
}

void listen(const Pcm &sound, TalkOff &found)
{
    constexpr size_t usual = 160; // samples in a piece, as packets bring them
    constexpr qint64 knockWithin = qint64{8} * sounds::sampleRate;
    found.hours += static_cast<double>(sound.size()) / sounds::sampleRate / 3600;
    const std::vector<Ear> all = ears();
    found.keys.resize(all.size());
    for (size_t n = 0; n < all.size(); ++n) {
        const std::vector<Heard::Key> keys = all[n].hear(sound, usual).keys;
        found.keys[n] += keys.size();
        for (size_t key = 1; n == 0 && key < keys.size(); ++key) {
            found.knocks += keys[key].at - keys[key - 1].at < knockWithin;
        }
    }
    hearing::LineActivity activity;
    activity.take(sound, [&](const hearing::LineMark &mark) {
        found.taps += mark.kind == hearing::LineMark::Kind::Knocking;
        found.breaths += mark.kind == hearing::LineMark::Kind::Breath;
    });
}

TalkOff readAloud()
{
    TalkOff found{.set = u"read by espeak-ng"_s};
    if (QStandardPaths::findExecutable(u"espeak-ng"_s).isEmpty()) {
        std::fprintf(stderr, "no speech: neither --corpus nor espeak-ng\n");
        return found;
    }
    QByteArray text;
    for (int number = 100; number < 400; ++number) {
        text += QByteArray::number(number * 37) + ". ";
    }
    for (const QString &voice :
         {u"en-us"_s, u"en-us+f3"_s, u"ko"_s, u"ko+f2"_s, u"de+m3"_s, u"fr+f4"_s, u"es"_s, u"ru+f1"_s}) {
        QProcess reader;
        reader.start(u"espeak-ng"_s, {u"-v"_s, voice, u"--stdin"_s, u"--stdout"_s});
        reader.write(text);
        reader.closeWriteChannel();
        reader.waitForFinished(-1);
        listen(resampled(parseWav(reader.readAllStandardOutput())), found);
    }
    return found;
}

TalkOff readFrom(const QString &folder)
{
    constexpr size_t longEnough = size_t{600} * sounds::sampleRate;
    TalkOff found{.set = QFileInfo(folder).fileName()};
    Pcm speech;
    QDirIterator files(folder, {u"*.wav"_s}, QDir::Files, QDirIterator::Subdirectories | QDirIterator::FollowSymlinks);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly)) {
            continue;
        }
        const Wav wav = parseWav(file.readAll());
        if (wav.rate != sounds::sampleRate) {
            continue;
        }
        speech.insert(speech.end(), wav.samples.begin(), wav.samples.end());
        speech.resize(speech.size() + sounds::samplesIn(100));
        if (speech.size() > longEnough) {
            listen(speech, found);
            speech.clear();
        }
    }
    listen(speech, found);
    return found;
}

} // namespace

std::vector<TalkOff> talkOffInSpeech(const QStringList &folders)
{
    if (folders.isEmpty()) {
        return {readAloud()};
    }
    std::vector<TalkOff> found;
    for (const QString &folder : folders) {
        found.push_back(readFrom(folder));
    }
    return found;
}

TalkOff talkOffInSilence()
{
    TalkOff found{.set = u"an idle line"_s};
    for (quint64 minute = 0; minute < 60; ++minute) {
        listen(sounds::pcm(sounds::whiteNoise(size_t{60} * sounds::sampleRate, sounds::idle, minute)), found);
    }
    return found;
}

} // namespace knock::bench
