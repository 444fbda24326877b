// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/tones/ears.h"

#include "app/service/hearing/tonedetector.h"

#include <ctime>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace knock::bench {

namespace {

Heard hearOurselves(const Pcm &samples, size_t piece)
{
    hearing::ToneDetector detector;
    Heard heard;
    const std::clock_t before = std::clock();
    for (size_t at = 0; at < samples.size(); at += piece) {
        const std::span part(samples.data() + at, std::min(piece, samples.size() - at));
        detector.take(part, [&](const hearing::KeyTone &tone) {
            if (tone.change == hearing::KeyTone::Change::Pressed) {
                heard.keys.push_back({tone.key, static_cast<qint64>(at + part.size())});
            }
        });
    }
    heard.seconds = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
    return heard;
}

#ifdef KNOCK_SPANDSP
Heard hearByPeer(const Pcm &samples, size_t piece)
{
    QProcess peer;
    peer.start(QStringLiteral(KNOCK_SPANDSP), {QString::number(piece)});
    peer.write(reinterpret_cast<const char *>(samples.data()), static_cast<qint64>(samples.size() * sizeof(qint16)));
    peer.closeWriteChannel();
    peer.waitForFinished(-1);
    Heard heard;
    for (const QByteArray &line : peer.readAllStandardOutput().split('\n')) {
        const QList<QByteArray> words = line.split(' ');
        if (words.size() == 2 && words[0] == "cpu") {
            heard.seconds = words[1].toDouble();
        } else if (words.size() == 2) {
            heard.keys.push_back({words[0].front(), words[1].toLongLong()});
        }
    }
    return heard;
}
#endif

} // namespace

std::vector<Ear> ears()
{
    std::vector<Ear> all{{u"knock"_s, hearOurselves}};
#ifdef KNOCK_SPANDSP
    all.push_back({u"spandsp"_s, hearByPeer});
#endif
    return all;
}

Score score(const std::vector<sounds::Pressed> &pressed, const Heard &heard, qint64 delay)
{
    constexpr qint64 grace = 60 * sounds::sampleRate / 1000;
    Score score{.pressed = static_cast<int>(pressed.size())};
    std::vector<bool> used(heard.keys.size());
    for (const sounds::Pressed &press : pressed) {
        for (size_t n = 0; n < heard.keys.size(); ++n) {
            const Heard::Key &key = heard.keys[n];
            if (!used[n] && key.key == press.key && key.at > press.begin && key.at <= press.end + delay + grace) {
                used[n] = true;
                ++score.heard;
                score.delays.push_back(static_cast<double>(key.at - press.begin) * 1000 / sounds::sampleRate);
                break;
            }
        }
    }
    score.extra = static_cast<int>(std::ranges::count(used, false));
    return score;
}

} // namespace knock::bench
