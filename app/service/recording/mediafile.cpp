// SPDX-License-Identifier: Apache-2.0
#include "app/service/recording/mediafile.h"

#include "app/service/vault/keptfile.h"

extern "C" {
#include <libavformat/avformat.h>
#include <libavutil/opt.h>
}

using namespace Qt::StringLiterals;

namespace knock::recording {

namespace {

constexpr int rate = 8000;
constexpr int pairSize = 4; // bytes
constexpr int bufferSize = 1 << 16;
// The muxer keeps the last packet of sound back, so a packet is what a killed service loses of its piece.
constexpr qsizetype packetSize = rate / 10 * pairSize; // 100 ms

struct FreePacket {
    void operator()(AVPacket *packet) const { av_packet_free(&packet); }
};
using Packet = std::unique_ptr<AVPacket, FreePacket>;

} // namespace

struct MediaFile::Muxer {
    QString path;
    vault::KeyStore *keys = nullptr;
    std::unique_ptr<vault::KeptFile> file;
    QString trouble; ///< the first
    AVFormatContext *context = nullptr;
    qint64 pairs = 0;
    bool isBroken = false;

    ~Muxer()
    {
        if (context == nullptr)
            return;
        if (context->pb != nullptr)
            av_freep(&context->pb->buffer);
        avio_context_free(&context->pb);
        avformat_free_context(context);
    }

    [[nodiscard]] bool keep(const Result<> &done)
    {
        if (!done && !std::exchange(isBroken, true))
            trouble = done.error().detail;
        return done.has_value();
    }

    static int write(void *opaque, const uint8_t *bytes, int size)
    {
        auto *muxer = static_cast<Muxer *>(opaque);
        const QByteArrayView written(bytes, size);
        return muxer->keep(muxer->isBroken ? failure(Error::Kind::Full) : muxer->file->append(written)) ? size
                                                                                                        : AVERROR(EIO);
    }

    [[nodiscard]] bool begin(const QDateTime &at)
    {
        avformat_alloc_output_context2(&context, nullptr, "matroska", nullptr);
        auto *buffer = static_cast<uchar *>(av_malloc(bufferSize));
        if (context == nullptr || buffer == nullptr)
            return false;
        context->pb = avio_alloc_context(buffer, bufferSize, 1, this, nullptr, &Muxer::write, nullptr);
        AVStream *stream = avformat_new_stream(context, nullptr);
        if (context->pb == nullptr || stream == nullptr)
            return false;
        context->pb->seekable = 0;
        context->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_FLUSH_PACKETS | AVFMT_FLAG_BITEXACT;
        stream->codecpar->codec_type = AVMEDIA_TYPE_AUDIO;
        stream->codecpar->codec_id = AV_CODEC_ID_PCM_S16LE;
        stream->codecpar->sample_rate = rate;
        stream->codecpar->bits_per_coded_sample = 16;
        stream->codecpar->block_align = pairSize;
        av_channel_layout_default(&stream->codecpar->ch_layout, 2);
        stream->time_base = {1, rate};
        av_dict_set(&context->metadata, "creation_time", at.toUTC().toString(Qt::ISODateWithMs).toLatin1().constData(),
                    0);
        av_opt_set_int(context->priv_data, "live", 1, 0);
        av_opt_set_int(context->priv_data, "cluster_time_limit", 1000, 0);
        return avformat_write_header(context, nullptr) >= 0;
    }

    [[nodiscard]] Result<> put(QByteArrayView samples)
    {
        const Packet packet(av_packet_alloc());
        if (!packet || av_new_packet(packet.get(), static_cast<int>(samples.size())) < 0)
            return failure(Error::Kind::Broken, u"no memory for a recording"_s);
        std::ranges::copy(samples, packet->data);
        const qint64 count = samples.size() / pairSize;
        const AVRational unit = context->streams[0]->time_base;
        packet->pts = packet->dts = av_rescale_q(pairs, {1, rate}, unit);
        packet->duration = av_rescale_q(count, {1, rate}, unit);
        pairs += count;
        av_write_frame(context, packet.get());
        return {};
    }
};

MediaFile::MediaFile(std::unique_ptr<Muxer> muxer)
    : m_muxer(std::move(muxer))
{
}

MediaFile::~MediaFile() = default;

Result<std::unique_ptr<MediaFile>> MediaFile::create(const QString &path, const QDateTime &begin, vault::KeyStore *keys,
                                                     IncidentId incident)
{
    auto file = vault::KeptFile::create(path, keys, incident, vault::Keep::Sound);
    if (!file)
        return failure(file.error().kind, u"a recording cannot be made: %1"_s.arg(file.error().detail));
    auto muxer = std::make_unique<Muxer>();
    muxer->path = path;
    muxer->keys = keys;
    muxer->file = *std::move(file);
    if (!muxer->begin(begin)) {
        const QString why = muxer->trouble;
        muxer.reset();
        QFile::remove(path);
        return failure(Error::Kind::Full, u"a recording cannot be begun: %1"_s.arg(why));
    }
    return std::unique_ptr<MediaFile>(new MediaFile(std::move(muxer)));
}

Result<> MediaFile::append(const QByteArray &samples)
{
    for (qsizetype at = 0; at < samples.size(); at += packetSize) {
        const Result<> put
            = m_muxer->put(QByteArrayView(samples).sliced(at).first(std::min(packetSize, samples.size() - at)));
        if (!put)
            return put;
    }
    av_write_frame(m_muxer->context, nullptr); // ends the cluster, which would wait in memory otherwise
    avio_flush(m_muxer->context->pb);
    if (m_muxer->isBroken || !m_muxer->keep(m_muxer->file->flush()))
        return failure(Error::Kind::Full, u"a recording cannot be written: %1"_s.arg(m_muxer->trouble));
    return {};
}

Seal MediaFile::finish()
{
    av_write_trailer(m_muxer->context);
    avio_flush(m_muxer->context->pb);
    const auto sha256 = m_muxer->file->finish();
    // What a full disk took of the last piece counts as well.
    if (m_muxer->isBroken || !sha256) {
        if (const Result<Seal> found = seal(m_muxer->path, m_muxer->keys))
            return *found;
    }
    return {sha256 ? QString::fromLatin1(sha256->toHex()) : QString(),
            std::chrono::milliseconds(m_muxer->pairs * 1000 / rate)};
}

namespace {

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
        qint64 pairs = 0;
        while (m_isOpen && packet && av_read_frame(m_context, packet.get()) >= 0) {
            pairs += packet->size / pairSize;
            av_packet_unref(packet.get());
        }
        return std::chrono::milliseconds(pairs * 1000 / rate);
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

Result<Seal> MediaFile::seal(const QString &path, vault::KeyStore *keys)
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
