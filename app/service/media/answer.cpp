// SPDX-License-Identifier: Apache-2.0
#include "app/service/media/answer.h"

#include <array>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace knock::media {

namespace {

constexpr qsizetype longestOffer = 32 * 1024; // a browser's offer of one camera has 4 to 8 kB
constexpr guint mostLines = 8;
constexpr guint mostFormats = 64;
constexpr guint mostAttributes = 400;

/// Attributes a camera line may bring with it as often as it likes. Candidates, simulcast and all unknown are left out.
constexpr std::array copiedKeys{"rtpmap"_L1,      "fmtp"_L1,     "rtcp-fb"_L1,  "ssrc"_L1,
                                "ssrc-group"_L1,  "msid"_L1,     "rtcp-mux"_L1, "rtcp-rsize"_L1,
                                "ice-options"_L1, "sendonly"_L1, "sendrecv"_L1};

/// Transport-wide congestion control, and the line's name in each packet (RFC 8843). Video orientation is not granted:
/// then the phone turns the picture itself.
constexpr std::array grantedExtensions{"http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"_L1,
                                       "urn:ietf:params:rtp-hdrext:sdes:mid"_L1};

/// An attribute that must be there once, on the line itself or for the whole session, and what it must look like.
struct Required {
    const char *key;
    QLatin1StringView form;
};

constexpr std::array required{
    Required{"ice-ufrag", "[A-Za-z0-9+/]{4,256}"_L1}, // RFC 8839, 5.4
    Required{"ice-pwd", "[A-Za-z0-9+/]{22,256}"_L1},
    Required{"fingerprint", "(?i:sha-256) [0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){31}"_L1}, // RFC 8122
    Required{"setup", "(actpass|active|passive)"_L1}, // RFC 5763
    Required{"mid", "[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,32}"_L1}, // RFC 5888
};

bool hasForm(const char *value, QLatin1StringView form)
{
    const QRegularExpression expression(QRegularExpression::anchoredPattern(form));
    return value && expression.match(QString::fromUtf8(value)).hasMatch();
}

bool isAnyOf(const char *key, const auto &keys) { return std::ranges::contains(keys, QLatin1StringView(key)); }

/// \a value of an extmap attribute (RFC 8285), as the answer must say it; empty when the extension is not granted.
QByteArray grantedExtension(const char *value)
{
    static const QRegularExpression form(u"^(\\d{1,2})(/sendonly|/sendrecv)? (\\S+)$"_s);
    const QRegularExpressionMatch match = form.match(QString::fromUtf8(value));
    const int id = match.captured(1).toInt();
    const QString name = match.captured(3);
    if (id < 1 || id > 14 || !std::ranges::any_of(grantedExtensions, [&](auto granted) { return name == granted; }))
        return {};
    const QString direction = match.captured(2) == "/sendonly"_L1 ? u"/recvonly"_s : match.captured(2);
    return (match.captured(1) + direction + u' ' + name).toUtf8();
}

/// \a media promises pictures in a codec the desks can show.
bool sendsVideo(const GstSDPMedia &media)
{
    if (QLatin1StringView(gst_sdp_media_get_media(&media)) != "video"_L1 || gst_sdp_media_get_port(&media) == 0)
        return false;
    if (gst_sdp_media_get_attribute_val(&media, "recvonly") || gst_sdp_media_get_attribute_val(&media, "inactive"))
        return false;
    static const QRegularExpression known(u"^\\d{1,3} (VP8|H264)/90000$"_s, QRegularExpression::CaseInsensitiveOption);
    for (guint i = 0; i < gst_sdp_media_attributes_len(&media); ++i) {
        const GstSDPAttribute &attribute = *gst_sdp_media_get_attribute(&media, i);
        if (QLatin1StringView(attribute.key) == "rtpmap"_L1
            && known.match(QString::fromUtf8(attribute.value)).hasMatch())
            return true;
    }
    return false;
}

bool copyFormats(const GstSDPMedia &from, GstSDPMedia &to)
{
    if (gst_sdp_media_formats_len(&from) > mostFormats)
        return false;
    for (guint i = 0; i < gst_sdp_media_formats_len(&from); ++i) {
        const char *format = gst_sdp_media_get_format(&from, i);
        if (!hasForm(format, "1?[0-9]{1,2}"_L1) || QByteArrayView(format).toInt() > 127)
            return false;
        gst_sdp_media_add_format(&to, format);
    }
    return true;
}

/// The camera line with nothing but known attributes; \a mid receives its name.
bool copyCamera(const GstSDPMessage &whole, const GstSDPMedia &from, GstSDPMedia &to, QByteArray &mid)
{
    if (!hasForm(gst_sdp_media_get_proto(&from), "UDP/TLS/RTP/SAVPF?"_L1)
        || gst_sdp_media_attributes_len(&from) > mostAttributes)
        return false;
    gst_sdp_media_set_media(&to, "video");
    gst_sdp_media_set_port_info(&to, 9, 1);
    gst_sdp_media_set_proto(&to, gst_sdp_media_get_proto(&from));
    gst_sdp_media_add_connection(&to, "IN", "IP4", "0.0.0.0", 0, 0);
    if (!copyFormats(from, to))
        return false;
    for (const Required &one : required) {
        const char *own = gst_sdp_media_get_attribute_val(&from, one.key);
        const char *value = own ? own : gst_sdp_message_get_attribute_val(&whole, one.key);
        if (!hasForm(value, one.form))
            return false;
        gst_sdp_media_add_attribute(&to, one.key, value);
    }
    for (guint i = 0; i < gst_sdp_media_attributes_len(&from); ++i) {
        const GstSDPAttribute &attribute = *gst_sdp_media_get_attribute(&from, i);
        const bool isExtension = QLatin1StringView(attribute.key) == "extmap"_L1;
        if (isAnyOf(attribute.key, copiedKeys) || (isExtension && !grantedExtension(attribute.value).isEmpty()))
            gst_sdp_media_add_attribute(&to, attribute.key, attribute.value);
    }
    mid = gst_sdp_media_get_attribute_val(&to, "mid");
    return true;
}

/// RFC 8829, 5.3.1: a refused line keeps its place, protocol and formats, with port 0.
void addRefused(GstSDPMessage &answer, const GstSDPMedia &offered)
{
    GstSDPMedia *media = nullptr;
    gst_sdp_media_new(&media);
    gst_sdp_media_set_media(media, gst_sdp_media_get_media(&offered));
    gst_sdp_media_set_port_info(media, 0, 0);
    gst_sdp_media_set_proto(media, gst_sdp_media_get_proto(&offered));
    for (guint i = 0; i < gst_sdp_media_formats_len(&offered); ++i)
        gst_sdp_media_add_format(media, gst_sdp_media_get_format(&offered, i));
    gst_sdp_media_add_connection(media, "IN", "IP4", "0.0.0.0", 0, 0);
    if (const char *mid = gst_sdp_media_get_attribute_val(&offered, "mid"))
        gst_sdp_media_add_attribute(media, "mid", mid);
    gst_sdp_media_add_attribute(media, "inactive", nullptr);
    gst_sdp_message_add_media(&answer, media);
    gst_sdp_media_free(media);
}

SdpPointer emptyMessage()
{
    GstSDPMessage *message = nullptr;
    gst_sdp_message_new(&message);
    gst_sdp_message_set_version(message, "0");
    gst_sdp_message_set_origin(message, "-", "1", "1", "IN", "IP4", "127.0.0.1");
    gst_sdp_message_set_session_name(message, "-");
    gst_sdp_message_add_time(message, "0", "0", nullptr);
    return SdpPointer(message);
}

SdpPointer parse(const QString &text)
{
    GstSDPMessage *message = nullptr;
    if (gst_sdp_message_new_from_text(text.toUtf8().constData(), &message) != GST_SDP_OK)
        return {};
    return SdpPointer(message);
}

} // namespace

Result<Offer> readOffer(const QString &text)
{
    if (text.isEmpty() || text.size() > longestOffer || text.contains(QChar::Null))
        return failure(Error::Kind::Malformed, u"offer of %1 characters"_s.arg(text.size()));
    Offer offer{.whole = parse(text), .camera = emptyMessage()};
    if (!offer.whole)
        return failure(Error::Kind::Malformed, u"offer is not SDP"_s);

    const guint lines = gst_sdp_message_medias_len(offer.whole.get());
    if (lines == 0 || lines > mostLines)
        return failure(Error::Kind::Malformed, u"offer of %1 media lines"_s.arg(lines));
    while (offer.cameraLine < lines && !sendsVideo(*gst_sdp_message_get_media(offer.whole.get(), offer.cameraLine)))
        ++offer.cameraLine;
    if (offer.cameraLine == lines)
        return failure(Error::Kind::Refused, u"offer without VP8 or H.264 video to be received"_s);

    GstSDPMedia *camera = nullptr;
    gst_sdp_media_new(&camera);
    QByteArray mid;
    const bool isSound
        = copyCamera(*offer.whole, *gst_sdp_message_get_media(offer.whole.get(), offer.cameraLine), *camera, mid);
    if (isSound) {
        gst_sdp_message_add_attribute(offer.camera.get(), "group", ("BUNDLE " + mid).constData());
        gst_sdp_message_add_media(offer.camera.get(), camera);
    }
    gst_sdp_media_free(camera);
    if (!isSound)
        return failure(Error::Kind::Malformed, u"offered camera line lacks a well-formed required part"_s);
    return offer;
}

void grantExtensions(GstSDPMessage &answer, const Offer &offer)
{
    if (gst_sdp_message_medias_len(&answer) == 0)
        return;
    auto *to = const_cast<GstSDPMedia *>(gst_sdp_message_get_media(&answer, 0)); // the C interface has no other way
    if (gst_sdp_media_get_attribute_val(to, "extmap"))
        return;
    const GstSDPMedia *from = gst_sdp_message_get_media(offer.camera.get(), 0);
    for (guint i = 0; i < gst_sdp_media_attributes_len(from); ++i) {
        const GstSDPAttribute &attribute = *gst_sdp_media_get_attribute(from, i);
        if (QLatin1StringView(attribute.key) == "extmap"_L1)
            gst_sdp_media_add_attribute(to, "extmap", grantedExtension(attribute.value).constData());
    }
}

QString answerText(const GstSDPMessage &answer, const Offer &offer)
{
    GstSDPMessage *copy = nullptr;
    gst_sdp_message_copy(&answer, &copy);
    const SdpPointer whole(copy);
    GstSDPMedia *camera = nullptr;
    gst_sdp_media_copy(gst_sdp_message_get_media(whole.get(), 0), &camera);
    while (gst_sdp_message_medias_len(whole.get()) > 0)
        gst_sdp_message_remove_media(whole.get(), 0);
    for (guint line = 0; line < gst_sdp_message_medias_len(offer.whole.get()); ++line) {
        if (line == offer.cameraLine)
            gst_sdp_message_add_media(whole.get(), camera);
        else
            addRefused(*whole, *gst_sdp_message_get_media(offer.whole.get(), line));
    }
    gst_sdp_media_free(camera);
    const TextPointer text(gst_sdp_message_as_text(whole.get()));
    return QString::fromUtf8(text.get());
}

} // namespace knock::media
