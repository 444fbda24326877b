// SPDX-License-Identifier: Apache-2.0
#include "app/service/recording/matroska.h"

#include "app/service/recording/packet.h"
#include "app/service/vault/keptfile.h"

extern "C" {
#include <libavformat/avformat.h>
#include <libavutil/opt.h>
}

using namespace Qt::StringLiterals;

namespace knock::recording {

namespace {

constexpr int bufferSize = 1 << 16;
constexpr AVRational microsecond{1, 1'000'000};

} // namespace

Matroska::Matroska(const Place &place, std::unique_ptr<vault::KeptFile> file)
    : m_place(place)
    , m_file(std::move(file))
{
}

Matroska::~Matroska()
{
    if (m_context == nullptr)
        return;
    if (m_context->pb != nullptr)
        av_freep(&m_context->pb->buffer);
    avio_context_free(&m_context->pb);
    avformat_free_context(m_context);
}

Result<std::unique_ptr<Matroska>> Matroska::create(const Place &place, const Describe &track)
{
    auto kept = vault::KeptFile::create(place.path, place.keys, place.incident, vault::Keep::Sound);
    if (!kept)
        return failure(kept.error().kind, u"a recording cannot be made: %1"_s.arg(kept.error().detail));
    std::unique_ptr<Matroska> file(new Matroska(place, *std::move(kept)));
    if (file->begin(track))
        return file;
    const QString why = file->m_trouble;
    file.reset();
    QFile::remove(place.path);
    return failure(Error::Kind::Full, u"a recording cannot be begun: %1"_s.arg(why));
}

bool Matroska::begin(const Describe &track)
{
    avformat_alloc_output_context2(&m_context, nullptr, "matroska", nullptr);
    auto *buffer = static_cast<uchar *>(av_malloc(bufferSize));
    if (m_context == nullptr || buffer == nullptr)
        return false;
    m_context->pb = avio_alloc_context(buffer, bufferSize, 1, this, nullptr, &Matroska::write, nullptr);
    AVStream *stream = avformat_new_stream(m_context, nullptr);
    if (m_context->pb == nullptr || stream == nullptr)
        return false;
    m_context->pb->seekable = 0;
    m_context->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_FLUSH_PACKETS | AVFMT_FLAG_BITEXACT;
    track(*stream->codecpar);
    stream->time_base = microsecond;
    av_dict_set(&m_context->metadata, "creation_time",
                m_place.begin.toUTC().toString(Qt::ISODateWithMs).toLatin1().constData(), 0);
    av_opt_set_int(m_context->priv_data, "live", 1, 0);
    av_opt_set_int(m_context->priv_data, "cluster_time_limit", 1000, 0);
    return avformat_write_header(m_context, nullptr) >= 0;
}

bool Matroska::isKept(const Result<> &done)
{
    if (!done && !std::exchange(m_isBroken, true))
        m_trouble = done.error().detail;
    return done.has_value();
}

int Matroska::write(void *opaque, const uint8_t *bytes, int size)
{
    auto *file = static_cast<Matroska *>(opaque);
    if (file->m_isBroken || !file->isKept(file->m_file->append(QByteArrayView(bytes, size))))
        return AVERROR(EIO);
    file->m_size += size;
    return size;
}

Result<> Matroska::put(const Block &block)
{
    const Packet packet(av_packet_alloc());
    if (!packet)
        return failure(Error::Kind::Broken, u"no memory for a recording"_s);
    const AVRational unit = m_context->streams[0]->time_base;
    // The muxer reads them and makes a copy of what it keeps back.
    packet->data = reinterpret_cast<uint8_t *>(const_cast<char *>(block.bytes.data()));
    packet->size = static_cast<int>(block.bytes.size());
    packet->pts = packet->dts = av_rescale_q(block.at.count(), microsecond, unit);
    packet->duration = av_rescale_q(block.length.count(), microsecond, unit);
    packet->flags = block.key ? AV_PKT_FLAG_KEY : 0;
    const int done = av_write_frame(m_context, packet.get());
    if (m_isBroken)
        return failure(Error::Kind::Full, u"a recording cannot be written: %1"_s.arg(m_trouble));
    if (done < 0)
        return failure(Error::Kind::Malformed, u"a part of a recording is no such thing"_s);
    m_length = std::max(m_length, block.at + block.length);
    return {};
}

Result<> Matroska::flush()
{
    av_write_frame(m_context, nullptr);
    avio_flush(m_context->pb);
    if (m_isBroken || !isKept(m_file->flush()))
        return failure(Error::Kind::Full, u"a recording cannot be written: %1"_s.arg(m_trouble));
    return {};
}

Seal Matroska::finish()
{
    av_write_trailer(m_context);
    avio_flush(m_context->pb);
    const auto sha256 = m_file->finish();
    // What a full disk took of the last piece counts as well.
    if (m_isBroken || !sha256) {
        if (const Result<Seal> found = sealOf(m_place.path, m_place.keys))
            return *found;
    }
    return {sha256 ? QString::fromLatin1(sha256->toHex()) : QString(),
            std::chrono::duration_cast<std::chrono::milliseconds>(m_length)};
}

} // namespace knock::recording
