// SPDX-License-Identifier: Apache-2.0
#include "app/service/recording/mediafile.h"

#include <QCryptographicHash>
#include <QFile>
#include <unistd.h>

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

struct FreeInput {
    void operator()(AVFormatContext *context) const { avformat_close_input(&context); }
};

struct FreePacket {
    void operator()(AVPacket *packet) const { av_packet_free(&packet); }
};
using Packet = std::unique_ptr<AVPacket, FreePacket>;

} // namespace

struct MediaFile::Muxer {
    QFile file;
    QCryptographicHash hash{QCryptographicHash::Sha256};
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

    static int write(void *opaque, const uint8_t *bytes, int size)
    {
        auto *muxer = static_cast<Muxer *>(opaque);
        const QByteArrayView written(bytes, size);
        if (muxer->isBroken || muxer->file.write(written.data(), size) != size || !muxer->file.flush()) {
            muxer->isBroken = true;
            return AVERROR(EIO);
        }
        muxer->hash.addData(written);
        return size;
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

Result<std::unique_ptr<MediaFile>> MediaFile::create(const QString &path, const QDateTime &begin)
{
    auto muxer = std::make_unique<Muxer>();
    muxer->file.setFileName(path);
    constexpr auto mode = QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered;
    if (!muxer->file.open(mode, QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return failure(Error::Kind::Broken, u"a recording cannot be made: %1"_s.arg(muxer->file.errorString()));
    if (!muxer->begin(begin)) {
        const QString why = muxer->file.errorString();
        muxer->file.remove();
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
    if (m_muxer->isBroken)
        return failure(Error::Kind::Full, u"a recording cannot be written: %1"_s.arg(m_muxer->file.errorString()));
    return {};
}

Seal MediaFile::finish()
{
    av_write_trailer(m_muxer->context);
    avio_flush(m_muxer->context->pb);
    ::fsync(m_muxer->file.handle());
    m_muxer->file.close();
    // What a full disk took of the last piece counts as well.
    if (m_muxer->isBroken) {
        if (const Result<Seal> found = seal(m_muxer->file.fileName()))
            return *found;
    }
    return {QString::fromLatin1(m_muxer->hash.result().toHex()),
            std::chrono::milliseconds(m_muxer->pairs * 1000 / rate)};
}

Result<Seal> MediaFile::seal(const QString &path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return failure(Error::Kind::Broken, u"a recording cannot be read: %1"_s.arg(file.errorString()));

    Seal seal{QString::fromLatin1(hash.result().toHex()), {}};
    AVFormatContext *opened = nullptr;
    if (avformat_open_input(&opened, path.toUtf8().constData(), nullptr, nullptr) < 0)
        return seal; // killed before its first second: sealed all the same
    const std::unique_ptr<AVFormatContext, FreeInput> input(opened);
    const Packet packet(av_packet_alloc());
    qint64 pairs = 0;
    while (packet && av_read_frame(input.get(), packet.get()) >= 0) {
        pairs += packet->size / pairSize;
        av_packet_unref(packet.get());
    }
    seal.duration = std::chrono::milliseconds(pairs * 1000 / rate);
    return seal;
}

} // namespace knock::recording
