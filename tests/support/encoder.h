// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/video.h"

#include <QMetaType>
#include <QSize>
extern "C" {
#include <libavcodec/avcodec.h>
#include <libavutil/opt.h>
}

namespace knock::test {

using Codec = EncodedFrame::Codec;

/// A phone's encoder: grey pictures of the brightness it is told, the first a key frame.
class Encoder
{
public:
    explicit Encoder(Codec codec, IncidentId incident = {1}, QSize size = {160, 120})
        : m_codec(codec)
        , m_incident(incident)
        , m_context(avcodec_alloc_context3(find(codec)))
        , m_frame(av_frame_alloc())
        , m_packet(av_packet_alloc())
    {
        m_context->width = m_frame->width = size.width();
        m_context->height = m_frame->height = size.height();
        m_context->pix_fmt = AV_PIX_FMT_YUV420P;
        m_frame->format = AV_PIX_FMT_YUV420P;
        m_context->time_base = {1, 25};
        m_context->gop_size = 1000;
        m_context->max_b_frames = 0;
        m_context->thread_count = 1;
        m_context->bit_rate = 256000;
        if (codec == Codec::Vp8)
            av_opt_set(m_context->priv_data, "deadline", "realtime", 0);
        else
            av_opt_set(m_context->priv_data, "tune", "zerolatency", 0);
        av_frame_get_buffer(m_frame, 0);
        avcodec_open2(m_context, nullptr, nullptr);
    }
    ~Encoder()
    {
        av_packet_free(&m_packet);
        av_frame_free(&m_frame);
        avcodec_free_context(&m_context);
    }
    Q_DISABLE_COPY_MOVE(Encoder)

    static const AVCodec *find(Codec codec)
    {
        return avcodec_find_encoder(codec == Codec::Vp8 ? AV_CODEC_ID_VP8 : AV_CODEC_ID_H264);
    }

    EncodedFrame next(int light, bool isKey = false)
    {
        av_frame_make_writable(m_frame);
        memset(m_frame->data[0], light, static_cast<size_t>(m_frame->linesize[0] * m_frame->height));
        memset(m_frame->data[1], 128, static_cast<size_t>(m_frame->linesize[1] * m_frame->height / 2));
        memset(m_frame->data[2], 128, static_cast<size_t>(m_frame->linesize[2] * m_frame->height / 2));
        m_frame->pict_type = isKey ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
        m_frame->pts = m_count;
        EncodedFrame frame{.incident = m_incident,
                           .codec = m_codec,
                           .key = false,
                           .at = m_count++ * std::chrono::milliseconds(40),
                           .bytes = {}};
        if (avcodec_send_frame(m_context, m_frame) == 0 && avcodec_receive_packet(m_context, m_packet) == 0) {
            frame.key = m_packet->flags & AV_PKT_FLAG_KEY;
            frame.bytes = QByteArray(reinterpret_cast<const char *>(m_packet->data), m_packet->size);
            av_packet_unref(m_packet);
        }
        return frame;
    }

private:
    Codec m_codec;
    IncidentId m_incident;
    AVCodecContext *m_context;
    AVFrame *m_frame;
    AVPacket *m_packet;
    int m_count = 0;
};

} // namespace knock::test

Q_DECLARE_METATYPE(knock::EncodedFrame::Codec)
