// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/encoder.h"

#include <QString>
#include <vector>

extern "C" {
#include <libavformat/avformat.h>
}

namespace knock::test {

/// A recording of a camera as a player of the outside sees it.
struct SeenFilm {
    AVCodecID codec = AV_CODEC_ID_NONE;
    QSize size; ///< by the head of the file
    std::vector<qint64> times; ///< of each picture that was decoded, in milliseconds
    std::vector<int> lights; ///< in the middle of each
    std::vector<QByteArray> pictures; ///< encoded
};

inline void decode(AVCodecContext *decoder, AVPacket *packet, AVFrame *frame, SeenFilm &film)
{
    if (avcodec_send_packet(decoder, packet) < 0)
        return;
    while (avcodec_receive_frame(decoder, frame) >= 0) {
        film.times.push_back(frame->pts);
        film.lights.push_back(frame->data[0][frame->height / 2 * frame->linesize[0] + frame->width / 2]);
    }
}

inline SeenFilm seeFilm(const QString &path)
{
    SeenFilm film;
    av_log_set_level(AV_LOG_QUIET);
    AVFormatContext *file = nullptr;
    if (avformat_open_input(&file, path.toLocal8Bit().constData(), nullptr, nullptr) < 0)
        return film;
    AVPacket *packet = av_packet_alloc();
    AVFrame *frame = av_frame_alloc();
    AVCodecContext *decoder = nullptr;
    if (file->nb_streams == 1) {
        const AVCodecParameters &track = *file->streams[0]->codecpar;
        film.codec = track.codec_id;
        film.size = {track.width, track.height};
        decoder = avcodec_alloc_context3(avcodec_find_decoder(track.codec_id));
        avcodec_parameters_to_context(decoder, &track);
        decoder->thread_count = 1;
        avcodec_open2(decoder, nullptr, nullptr);
    }
    while (decoder && av_read_frame(file, packet) >= 0) {
        film.pictures.emplace_back(reinterpret_cast<const char *>(packet->data), packet->size);
        decode(decoder, packet, frame, film);
        av_packet_unref(packet);
    }
    if (decoder)
        decode(decoder, nullptr, frame, film);
    avcodec_free_context(&decoder);
    av_frame_free(&frame);
    av_packet_free(&packet);
    avformat_close_input(&file);
    return film;
}

} // namespace knock::test
