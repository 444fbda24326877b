// SPDX-License-Identifier: Apache-2.0
#include "app/service/recording/seal.h"

#include "app/service/recording/packet.h"
#include "app/service/vault/keptfile.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace knock::recording {

namespace {

constexpr int bufferSize = 1 << 16;

/// A kept file as libavformat reads it.
class Input
{
public:
    explicit Input(vault::KeptReader &file)
        : m_file(file)
    {
        auto *buffer = static_cast<uchar *>(av_malloc(bufferSize));
        m_io = avio_alloc_context(buffer, bufferSize, 0, this, &Input::read, nullptr, nullptr);
        m_context = avformat_alloc_context();
        m_context->pb = m_io;
        m_isOpen = avformat_open_input(&m_context, nullptr, nullptr, nullptr) >= 0; // which frees it otherwise
    }
    ~Input()
    {
        if (m_isOpen)
            avformat_close_input(&m_context);
        av_freep(&m_io->buffer);
        avio_context_free(&m_io);
    }
    Q_DISABLE_COPY_MOVE(Input)

    [[nodiscard]] std::chrono::milliseconds duration() const
    {
        const Packet packet(av_packet_alloc());
        std::chrono::microseconds duration{0};
        qint64 samples = 0;
        while (m_isOpen && packet && av_read_frame(m_context, packet.get()) >= 0) {
            const AVStream &stream = *m_context->streams[packet->stream_index];
            AVCodecParameters &track = *stream.codecpar;
            if (track.codec_type == AVMEDIA_TYPE_VIDEO) {
                duration = av_rescale_q(packet->pts, stream.time_base, {1, 1'000'000}) * 1us;
            } else if (track.sample_rate > 0) {
                samples += av_get_audio_frame_duration2(&track, packet->size);
                duration = samples * 1'000'000us / track.sample_rate;
            }
            av_packet_unref(packet.get());
        }
        return std::chrono::duration_cast<std::chrono::milliseconds>(duration);
    }

private:
    static int read(void *opaque, uint8_t *bytes, int size)
    {
        auto *input = static_cast<Input *>(opaque);
        const auto got = input->m_file.read(input->m_offset, size);
        if (!got || got->isEmpty())
            return got ? AVERROR_EOF : AVERROR(EIO);
        std::ranges::copy(*got, bytes);
        input->m_offset += got->size();
        return int(got->size());
    }

    vault::KeptReader &m_file;
    qint64 m_offset = 0;
    AVIOContext *m_io = nullptr;
    AVFormatContext *m_context = nullptr;
    bool m_isOpen = false;
};

} // namespace

Result<Seal> sealOf(const QString &path, vault::KeyStore *keys)
{
    const auto file = vault::KeptReader::open(path, keys);
    if (!file)
        return std::unexpected(file.error());
    const auto sha256 = (*file)->readAll();
    if (!sha256)
        return failure(Error::Kind::Broken, u"a recording cannot be read: %1"_s.arg(sha256.error().detail));
    // Killed before its first second it has no duration, and is sealed all the same.
    return Seal{QString::fromLatin1(sha256->toHex()), Input(**file).duration()};
}

} // namespace knock::recording
