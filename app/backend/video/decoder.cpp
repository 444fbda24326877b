// SPDX-License-Identifier: Apache-2.0
#include "app/backend/video/decoder.h"

#include "app/backend/video/picturebuffer.h"
#include "app/core/logging.h"

extern "C" {
#include <libavcodec/avcodec.h>
}

using namespace std::chrono_literals;

namespace knock::video {

namespace {

constexpr qsizetype largestFrame = 4 * 1024 * 1024;
constexpr int64_t mostPixels = 3840 * 2160; // a stream may claim any size, and the memory would be taken
constexpr int64_t mostStillPixels = 1920 * 1920;
constexpr auto wishEvery = 1s;

struct FreeContext {
    void operator()(AVCodecContext *context) const { avcodec_free_context(&context); }
};
struct FreePacket {
    void operator()(AVPacket *packet) const { av_packet_free(&packet); }
};

AVCodecID idOf(EncodedFrame::Codec codec)
{
    switch (codec) {
    case EncodedFrame::Codec::Vp8:
        return AV_CODEC_ID_VP8;
    case EncodedFrame::Codec::H264:
        return AV_CODEC_ID_H264;
    case EncodedFrame::Codec::Jpeg:
        return AV_CODEC_ID_MJPEG;
    }
    return AV_CODEC_ID_NONE;
}

} // namespace

struct Decoder::Codec {
    explicit Codec(EncodedFrame::Codec which)
        : kind(which)
        , context(avcodec_alloc_context3(avcodec_find_decoder(idOf(which))))
        , packet(av_packet_alloc())
    {
        context->thread_count = 1; // more threads would each hold back a picture
        context->flags |= AV_CODEC_FLAG_LOW_DELAY;
        context->max_pixels = which == EncodedFrame::Codec::Jpeg ? mostStillPixels : mostPixels;
        if (which == EncodedFrame::Codec::Jpeg)
            context->err_recognition |= AV_EF_EXPLODE; // else half a picture would count as a whole one
        isOpen = avcodec_open2(context.get(), nullptr, nullptr) == 0;
    }

    EncodedFrame::Codec kind;
    std::unique_ptr<AVCodecContext, FreeContext> context;
    std::unique_ptr<AVPacket, FreePacket> packet;
    QByteArray padded;
    bool isOpen = false;
};

Decoder::Decoder()
{
    // What hostile streams make the library say is of no use, and would flood the log.
    av_log_set_level(AV_LOG_QUIET);
}

Decoder::~Decoder() = default;

Decoder::Outcome Decoder::take(const EncodedFrame &frame)
{
    const bool begins = m_waits || !m_codec || m_codec->kind != frame.codec;
    if (begins && !frame.key)
        return {.picture = {}, .isKeyFrameWanted = isWishDue(frame.at)};
    if (begins)
        m_codec = std::make_unique<Codec>(frame.codec);
    const auto picture = decode(frame);
    m_waits = !picture;
    return {.picture = picture.value_or(std::nullopt), .isKeyFrameWanted = m_waits && isWishDue(frame.at)};
}

bool Decoder::isWishDue(std::chrono::microseconds at)
{
    // A stream that began anew counts its time from zero again, hence the absolute difference.
    if (m_wished && std::chrono::abs(at - *m_wished) < wishEvery)
        return false;
    m_wished = at;
    return true;
}

Result<std::optional<QVideoFrame>> Decoder::decode(const EncodedFrame &frame)
{
    if (!m_codec->isOpen || frame.bytes.isEmpty() || frame.bytes.size() > largestFrame)
        return failure(Error::Kind::Malformed);
    // The library reads a little past the end.
    m_codec->padded = frame.bytes;
    m_codec->padded.append(AV_INPUT_BUFFER_PADDING_SIZE, '\0');
    AVPacket &packet = *m_codec->packet;
    packet.data = reinterpret_cast<uint8_t *>(m_codec->padded.data());
    packet.size = static_cast<int>(frame.bytes.size());
    packet.pts = frame.at.count();
    packet.flags = frame.key ? AV_PKT_FLAG_KEY : 0;
    if (avcodec_send_packet(m_codec->context.get(), &packet) != 0)
        return failure(Error::Kind::Malformed);

    std::optional<QVideoFrame> newest;
    for (;;) {
        FramePointer picture(av_frame_alloc());
        const int received = avcodec_receive_frame(m_codec->context.get(), picture.get());
        if (received == AVERROR(EAGAIN))
            return newest;
        const bool isWhole = received == 0 && !(picture->flags & AV_FRAME_FLAG_CORRUPT) && !picture->decode_error_flags;
        if (isWhole)
            newest = pictureOf(std::move(picture));
        if (!isWhole || !newest)
            return failure(Error::Kind::Malformed);
    }
}

} // namespace knock::video
