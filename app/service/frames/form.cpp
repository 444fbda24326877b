// SPDX-License-Identifier: Apache-2.0
#include "app/service/frames/form.h"

#include "app/service/frames/jpeg.h"

#include <memory>
#include <QtEndian>

extern "C" {
#include <libavcodec/avcodec.h>
}

namespace knock::frames {

namespace {

/// RFC 6386, 9.1
std::optional<QSize> vp8Size(QByteArrayView bytes)
{
    constexpr qsizetype headSize = 10;
    constexpr quint16 withoutScale = 0x3fff;
    const bool isKey = bytes.size() >= headSize && (bytes[0] & 1) == 0 && bytes.sliced(3).startsWith("\x9d\x01\x2a");
    if (!isKey)
        return std::nullopt;
    return QSize(qFromLittleEndian<quint16>(bytes.data() + 6) & withoutScale,
                 qFromLittleEndian<quint16>(bytes.data() + 8) & withoutScale);
}

constexpr QByteArrayView startCode("\0\0\1", 3);

struct Head {
    QByteArray parameters;
    qsizetype end = 0; ///< where the picture itself begins
};

/// ITU-T H.264, 7.3.1 and annex B
std::optional<Head> h264Head(QByteArrayView unit)
{
    constexpr qsizetype mostBytes = 4096; // of parameter sets; some dozens are usual
    constexpr int lastOfPicture = 5;
    constexpr int sequenceSet = 7;
    constexpr int pictureSet = 8;
    Head head;
    for (qsizetype at = unit.indexOf(startCode); at >= 0 && at < unit.size() - startCode.size();) {
        const qsizetype begin = at + startCode.size();
        const int type = unit[begin] & 0x1f;
        if (type >= 1 && type <= lastOfPicture) {
            head.end = at;
            return head.parameters.isEmpty() ? std::nullopt : std::optional(head);
        }
        at = unit.indexOf(startCode, begin);
        if (type != sequenceSet && type != pictureSet)
            continue;
        QByteArrayView set = unit.sliced(begin, (at < 0 ? unit.size() : at) - begin);
        while (set.endsWith('\0'))
            set.chop(1);
        head.parameters.append('\0').append(startCode).append(set);
        if (head.parameters.size() > mostBytes)
            return std::nullopt;
    }
    return std::nullopt;
}

/// The library reads the size out of the parameter sets when it sees a picture that uses them.
std::optional<QSize> h264Size(QByteArrayView head)
{
    const std::unique_ptr<AVCodecParserContext, decltype(&av_parser_close)> parser(av_parser_init(AV_CODEC_ID_H264),
                                                                                   &av_parser_close);
    AVCodecContext *context = avcodec_alloc_context3(nullptr);
    std::optional<QSize> size;
    if (parser && context) {
        // What hostile streams make the library say is of no use, and would flood the log.
        av_log_set_level(AV_LOG_QUIET);
        context->codec_id = AV_CODEC_ID_H264;
        parser->flags |= PARSER_FLAG_COMPLETE_FRAMES;
        const QByteArray padded = head.toByteArray() + QByteArray(AV_INPUT_BUFFER_PADDING_SIZE, '\0');
        uint8_t *found = nullptr;
        int foundSize = 0;
        av_parser_parse2(parser.get(), context, &found, &foundSize,
                         reinterpret_cast<const uint8_t *>(padded.constData()), static_cast<int>(head.size()),
                         AV_NOPTS_VALUE, AV_NOPTS_VALUE, 0);
        size = QSize(parser->width, parser->height);
    }
    avcodec_free_context(&context);
    return size;
}

} // namespace

std::optional<Form> formOf(const EncodedFrame &key)
{
    Form form{.codec = key.codec, .size = {}, .parameters = {}};
    std::optional<QSize> size;
    switch (key.codec) {
    case EncodedFrame::Codec::Vp8:
        size = vp8Size(key.bytes);
        break;
    case EncodedFrame::Codec::Jpeg:
        size = jpegSize(key.bytes);
        break;
    case EncodedFrame::Codec::H264:
        if (const auto head = h264Head(key.bytes)) {
            constexpr qsizetype ofPicture = 1024; // more than the head of a picture can have
            size = h264Size(QByteArrayView(key.bytes).first(std::min(key.bytes.size(), head->end + ofPicture)));
            form.parameters = head->parameters;
        }
        break;
    }
    if (!size || size->isEmpty())
        return std::nullopt;
    form.size = *size;
    return form;
}

} // namespace knock::frames
