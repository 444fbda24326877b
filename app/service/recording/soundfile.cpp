// SPDX-License-Identifier: Apache-2.0
#include "app/service/recording/soundfile.h"

extern "C" {
#include <libavcodec/codec_par.h>
}

using namespace std::chrono_literals;

namespace knock::recording {

namespace {

constexpr int rate = 8000;
constexpr int pairSize = 4; // bytes
// The muxer keeps the last packet of sound back, so a packet is what a killed service loses of its piece.
constexpr qsizetype packetSize = rate / 10 * pairSize; // 100 ms

constexpr std::chrono::microseconds spanOf(qint64 pairs) { return pairs * 1'000'000us / rate; }

void describe(AVCodecParameters &track)
{
    track.codec_type = AVMEDIA_TYPE_AUDIO;
    track.codec_id = AV_CODEC_ID_PCM_S16LE;
    track.sample_rate = rate;
    track.bits_per_coded_sample = 16;
    track.block_align = pairSize;
    av_channel_layout_default(&track.ch_layout, 2);
}

} // namespace

Result<std::unique_ptr<SoundFile>> SoundFile::create(const Place &place)
{
    return Matroska::create(place, describe).transform([](std::unique_ptr<Matroska> file) {
        return std::unique_ptr<SoundFile>(new SoundFile(std::move(file)));
    });
}

Result<> SoundFile::append(const QByteArray &samples)
{
    for (qsizetype at = 0; at < samples.size(); at += packetSize) {
        const auto packet = QByteArrayView(samples).sliced(at).first(std::min(packetSize, samples.size() - at));
        const qint64 pairs = packet.size() / pairSize;
        if (const auto put = m_file->put({.bytes = packet, .at = spanOf(m_pairs), .length = spanOf(pairs)}); !put)
            return put;
        m_pairs += pairs;
    }
    return m_file->flush();
}

} // namespace knock::recording
