// SPDX-License-Identifier: Apache-2.0
#include "app/service/recording/filmfile.h"

extern "C" {
#include <libavcodec/codec_par.h>
#include <libavcodec/defs.h>
#include <libavutil/mem.h>
}

using namespace std::chrono_literals;

namespace knock::recording {

namespace {

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

void describe(const frames::Form &form, AVCodecParameters &track)
{
    track.codec_type = AVMEDIA_TYPE_VIDEO;
    track.codec_id = idOf(form.codec);
    track.width = form.size.width();
    track.height = form.size.height();
    if (form.parameters.isEmpty())
        return;
    // The muxer turns them, and each picture, from a byte stream into the form of ISO/IEC 14496-15.
    const auto size = static_cast<size_t>(form.parameters.size());
    track.extradata = static_cast<uint8_t *>(av_mallocz(size + AV_INPUT_BUFFER_PADDING_SIZE));
    if (track.extradata == nullptr)
        return;
    memcpy(track.extradata, form.parameters.constData(), size);
    track.extradata_size = static_cast<int>(size);
}

} // namespace

FilmFile::FilmFile(std::unique_ptr<Matroska> file, frames::Form form, const QDateTime &begin,
                   std::chrono::microseconds first)
    : m_file(std::move(file))
    , m_form(std::move(form))
    , m_begin(begin)
    , m_first(first)
{
}

Result<std::unique_ptr<FilmFile>> FilmFile::create(const Place &place, const frames::Form &form,
                                                   std::chrono::microseconds first)
{
    auto file = Matroska::create(place, [&form](AVCodecParameters &track) { describe(form, track); });
    return std::move(file).transform([&](std::unique_ptr<Matroska> &&made) {
        return std::unique_ptr<FilmFile>(new FilmFile(std::move(made), form, place.begin, first));
    });
}

bool FilmFile::goesOnWith(const EncodedFrame &frame, const QDateTime &at) const
{
    constexpr auto trembling = 100ms; // a new stream begins at zero
    constexpr auto wayGetsShorter = 1s; // since the first picture; pictures that come late are none too early
    const auto since = frame.at - m_first;
    return frame.codec == m_form.codec && since > m_file->length() - trembling && since < at - m_begin + wayGetsShorter;
}

Result<> FilmFile::append(const EncodedFrame &frame)
{
    // In milliseconds, as the file has them: the duration is the same for whoever reads it.
    const auto at = std::chrono::floor<std::chrono::milliseconds>(frame.at - m_first);
    m_waits = true;
    return m_file->put(
        {.bytes = frame.bytes, .at = std::max<std::chrono::microseconds>(at, m_file->length()), .key = frame.key});
}

Result<> FilmFile::flush() { return std::exchange(m_waits, false) ? m_file->flush() : Result<>(); }

} // namespace knock::recording
