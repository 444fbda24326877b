// SPDX-License-Identifier: Apache-2.0
#include "app/service/media/intake.h"

#include <atomic>
#include <gst/app/gstappsink.h>
#include <gst/video/video.h>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace knock::media {

namespace {

/// The depayloaders collect packets until a picture is whole, without a limit of their own.
constexpr gsize mostBytesWithoutPicture = 8 * 1024 * 1024;
constexpr gsize largestPicture = 4 * 1024 * 1024;

constexpr const char *vp8Parts = "rtpvp8depay name=depay request-keyframe=true wait-for-keyframe=true"
                                 " ! appsink name=out sync=false async=false max-buffers=60 enable-last-sample=false";
constexpr const char *h264Parts = "rtph264depay name=depay request-keyframe=true wait-for-keyframe=true"
                                  " ! h264parse config-interval=-1"
                                  " ! video/x-h264,stream-format=byte-stream,alignment=au"
                                  " ! appsink name=out sync=false async=false max-buffers=60 enable-last-sample=false";

struct Intake {
    EncodedFrame::Codec codec = EncodedFrame::Codec::Vp8;
    IntakeListener listener;
    std::atomic<gsize> bytesWithoutPicture = 0;
    GstClockTime began = GST_CLOCK_TIME_NONE; // only on the streaming thread, as the next
    std::optional<quint32> taken; // when the newest packet's picture was, by the stream's count
};

std::chrono::microseconds timeInStream(Intake &intake, GstSample *sample)
{
    const GstClockTime time = gst_segment_to_running_time(gst_sample_get_segment(sample), GST_FORMAT_TIME,
                                                          GST_BUFFER_PTS(gst_sample_get_buffer(sample)));
    if (!GST_CLOCK_TIME_IS_VALID(time))
        return {};
    if (!GST_CLOCK_TIME_IS_VALID(intake.began) || time < intake.began)
        intake.began = time;
    return std::chrono::microseconds(GST_TIME_AS_USECONDS(time - intake.began));
}

void tellArrival(Intake &intake)
{
    if (const auto taken = std::exchange(intake.taken, std::nullopt))
        intake.listener.arrivals->add(
            {*taken, std::chrono::duration_cast<Arrival::Time>(std::chrono::system_clock::now().time_since_epoch())});
}

GstFlowReturn onSample(GstAppSink *sink, gpointer data)
{
    auto &intake = held<Intake>(data);
    const SamplePointer sample(gst_app_sink_pull_sample(sink));
    if (!sample)
        return GST_FLOW_EOS;
    intake.bytesWithoutPicture = 0;
    tellArrival(intake);
    GstBuffer *buffer = gst_sample_get_buffer(sample.get());
    GstMapInfo map;
    if (!buffer || !gst_buffer_map(buffer, &map, GST_MAP_READ))
        return GST_FLOW_OK;
    EncodedFrame frame{.incident = {},
                       .codec = intake.codec,
                       .key = !GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_DELTA_UNIT),
                       .at = timeInStream(intake, sample.get()),
                       .bytes = {}};
    const bool fits = map.size > 0 && map.size <= largestPicture;
    if (fits)
        frame.bytes = QByteArray(reinterpret_cast<const char *>(map.data), static_cast<qsizetype>(map.size));
    gst_buffer_unmap(buffer, &map);
    if (fits)
        intake.listener.frame(std::move(frame));
    else
        intake.listener.gap();
    return GST_FLOW_OK;
}

gsize sizeOf(GstPadProbeInfo *info)
{
    if (GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_BUFFER_LIST)
        return gst_buffer_list_calculate_size(GST_PAD_PROBE_INFO_BUFFER_LIST(info));
    return gst_buffer_get_size(GST_PAD_PROBE_INFO_BUFFER(info));
}

/// The last packet that \a info is about.
GstBuffer *packetOf(GstPadProbeInfo *info)
{
    if (!(GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_BUFFER_LIST))
        return GST_PAD_PROBE_INFO_BUFFER(info);
    GstBufferList *list = GST_PAD_PROBE_INFO_BUFFER_LIST(info);
    return gst_buffer_list_get(list, gst_buffer_list_length(list) - 1);
}

std::optional<quint32> timestampOf(GstBuffer *packet)
{
    constexpr gsize place = 4; // RFC 3550, 5.1
    quint32_be timestamp;
    if (gst_buffer_extract(packet, place, &timestamp, sizeof timestamp) != sizeof timestamp)
        return std::nullopt;
    return timestamp;
}

GstPadProbeReturn onPackets(GstPad *, GstPadProbeInfo *info, gpointer data)
{
    auto &intake = held<Intake>(data);
    intake.taken = timestampOf(packetOf(info));
    const gsize size = sizeOf(info);
    const gsize before = intake.bytesWithoutPicture.fetch_add(size);
    if (before + size <= mostBytesWithoutPicture)
        return GST_PAD_PROBE_OK;
    if (before <= mostBytesWithoutPicture)
        intake.listener.flood();
    return GST_PAD_PROBE_DROP;
}

/// The depayloader asks for a key frame with every loss; that wish is passed to those who count how often one may ask.
GstPadProbeReturn onWish(GstPad *, GstPadProbeInfo *info, gpointer data)
{
    if (!gst_video_event_is_force_key_unit(GST_PAD_PROBE_INFO_EVENT(info)))
        return GST_PAD_PROBE_OK;
    held<Intake>(data).listener.gap();
    return GST_PAD_PROBE_DROP;
}

void probe(GstPad *pad, int kinds, GstPadProbeCallback callback, const std::shared_ptr<Intake> &intake)
{
    gst_pad_add_probe(pad, static_cast<GstPadProbeType>(kinds), callback, hold(intake), releaseHeld<Intake>);
}

QLatin1StringView encodingOf(GstPad *pad)
{
    CapsPointer caps(gst_pad_get_current_caps(pad));
    if (!caps)
        caps.reset(gst_pad_query_caps(pad, nullptr));
    if (gst_caps_is_empty(caps.get()) || gst_caps_is_any(caps.get()))
        return {};
    const char *name = gst_structure_get_string(gst_caps_get_structure(caps.get(), 0), "encoding-name");
    const auto is = [name](const char *other) { return name && g_ascii_strcasecmp(name, other) == 0; };
    return is("VP8") ? "VP8"_L1 : is("H264") ? "H264"_L1 : QLatin1StringView();
}

void link(GstElement *pipeline, GstPad *source, GstElement *target)
{
    gst_bin_add(GST_BIN(pipeline), target);
    gst_element_sync_state_with_parent(target);
    const PadPointer sink(gst_element_get_static_pad(target, "sink"));
    gst_pad_link(source, sink.get());
}

} // namespace

Result<> attachIntake(GstElement *pipeline, GstPad *source, IntakeListener listener)
{
    const QLatin1StringView encoding = encodingOf(source);
    if (encoding.isEmpty()) {
        attachDrain(pipeline, source);
        return failure(Error::Kind::Refused, u"stream of an unknown codec"_s);
    }
    const bool isVp8 = encoding == "VP8"_L1;
    GstElement *parts = gst_parse_bin_from_description(isVp8 ? vp8Parts : h264Parts, FALSE, nullptr);
    if (!parts)
        return failure(Error::Kind::Broken, u"GStreamer cannot take video apart"_s);

    auto intake = std::make_shared<Intake>();
    intake->codec = isVp8 ? EncodedFrame::Codec::Vp8 : EncodedFrame::Codec::H264;
    intake->listener = std::move(listener);
    const ElementPointer depay(gst_bin_get_by_name(GST_BIN(parts), "depay"));
    const PadPointer entry(gst_element_get_static_pad(depay.get(), "sink"));
    probe(entry.get(), GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST, onPackets, intake);
    probe(entry.get(), GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, onWish, intake);
    const ElementPointer out(gst_bin_get_by_name(GST_BIN(parts), "out"));
    GstAppSinkCallbacks callbacks{};
    callbacks.new_sample = onSample;
    gst_app_sink_set_callbacks(GST_APP_SINK(out.get()), &callbacks, hold(intake), releaseHeld<Intake>);
    gst_element_add_pad(parts, gst_ghost_pad_new("sink", entry.get()));
    link(pipeline, source, parts);
    return {};
}

void attachDrain(GstElement *pipeline, GstPad *source)
{
    GstElement *sink = gst_element_factory_make("fakesink", nullptr);
    g_object_set(sink, "sync", FALSE, "async", FALSE, nullptr);
    link(pipeline, source, sink);
}

} // namespace knock::media
