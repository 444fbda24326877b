// SPDX-License-Identifier: Apache-2.0
#include "tests/service/media/testphone.h"

#include <gst/video/video.h>
#include <gst/webrtc/webrtc.h>

using namespace knock::media;
using namespace Qt::StringLiterals;

namespace knock::test {

namespace {

QString partsOf(EncodedFrame::Codec codec, const QString &pattern)
{
    const bool isVp8 = codec == EncodedFrame::Codec::Vp8;
    const QString encode = isVp8 ? u"vp8enc deadline=1 keyframe-max-dist=300 ! rtpvp8pay name=pay pt=96"_s
                                 : u"openh264enc gop-size=300 ! h264parse ! rtph264pay name=pay pt=96 "
                                   "aggregate-mode=zero-latency config-interval=-1"_s;
    return u"webrtcbin name=webrtc bundle-policy=max-bundle "
           "videotestsrc is-live=true pattern=%1 ! video/x-raw,format=I420,width=320,height=240,framerate=30/1 "
           "! valve name=valve ! %2 ! application/x-rtp,media=video,encoding-name=%3,payload=96,"
           "extmap-4=(string)\"http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\" "
           "! webrtc.sink_0"_s.arg(pattern, encode, isVp8 ? u"VP8"_s : u"H264"_s);
}

/// Without this the phone would speak on every network of the machine.
void stayOnLoopback(GstElement *webrtc)
{
    GObject *object = nullptr;
    g_object_get(webrtc, "ice-agent", &object, nullptr);
    const ObjectPointer ice(object);
    gboolean isTaken = FALSE;
    g_signal_emit_by_name(ice.get(), "add-local-ip-address", "127.0.0.1", &isTaken);
    g_object_set(ice.get(), "ice-tcp", FALSE, nullptr);
    g_object_get(ice.get(), "agent", &object, nullptr);
    const ObjectPointer agent(object);
    g_object_set(agent.get(), "upnp", FALSE, nullptr);
}

} // namespace

TestPhone::TestPhone(EncodedFrame::Codec codec, const QString &pattern)
    : m_link(std::make_shared<Link>(*this))
{
    m_pipeline.reset(gst_parse_launch(partsOf(codec, pattern).toUtf8().constData(), nullptr));
    m_webrtc.reset(gst_bin_get_by_name(GST_BIN(m_pipeline.get()), "webrtc"));
    stayOnLoopback(m_webrtc.get());
    g_signal_connect_data(
        m_webrtc.get(), "on-negotiation-needed", G_CALLBACK(+[](GstElement *, gpointer data) {
            held<Link>(data).carry([](TestPhone &phone) { phone.createOffer(); });
        }),
        media::hold(m_link), [](gpointer data, GClosure *) { releaseHeld<Link>(data); }, GConnectFlags(0));
    const ElementPointer pay(gst_bin_get_by_name(GST_BIN(m_pipeline.get()), "pay"));
    const PadPointer pad(gst_element_get_static_pad(pay.get(), "src"));
    gst_pad_add_probe(
        pad.get(), GST_PAD_PROBE_TYPE_EVENT_UPSTREAM,
        +[](GstPad *, GstPadProbeInfo *info, gpointer data) {
            if (gst_video_event_is_force_key_unit(GST_PAD_PROBE_INFO_EVENT(info)))
                ++static_cast<TestPhone *>(data)->m_requests;
            return GST_PAD_PROBE_OK;
        },
        this, nullptr);
    gst_pad_add_probe(
        pad.get(), GstPadProbeType(GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST),
        +[](GstPad *, GstPadProbeInfo *, gpointer data) {
            auto *phone = static_cast<TestPhone *>(data);
            const int oneIn = phone->m_loses;
            return oneIn != 0 && ++phone->m_sent % oneIn == 0 ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
        },
        this, nullptr);
    gst_element_set_state(m_pipeline.get(), GST_STATE_PLAYING);
}

TestPhone::~TestPhone()
{
    m_link->forget();
    gst_element_set_state(m_pipeline.get(), GST_STATE_NULL);
}

bool TestPhone::canEncode(EncodedFrame::Codec codec)
{
    GstElementFactory *factory = gst_element_factory_find(codec == EncodedFrame::Codec::Vp8 ? "vp8enc" : "openh264enc");
    if (factory)
        gst_object_unref(factory);
    return factory;
}

void TestPhone::createOffer()
{
    const auto created = [](GstPromise *promise, gpointer data) {
        GstWebRTCSessionDescription *offer = nullptr;
        gst_structure_get(gst_promise_get_reply(promise), "offer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &offer,
                          nullptr);
        const std::shared_ptr<GstWebRTCSessionDescription> shared(offer, gst_webrtc_session_description_free);
        held<Link>(data).carry([shared](TestPhone &phone) { phone.setOffer(shared->sdp); });
        gst_promise_unref(promise);
    };
    GstPromise *promise = gst_promise_new_with_change_func(created, media::hold(m_link), releaseHeld<Link>);
    g_signal_emit_by_name(m_webrtc.get(), "create-offer", nullptr, promise);
}

void TestPhone::setOffer(GstSDPMessage *sdp)
{
    GstSDPMessage *copy = nullptr;
    gst_sdp_message_copy(sdp, &copy);
    GstWebRTCSessionDescription *offer = gst_webrtc_session_description_new(GST_WEBRTC_SDP_TYPE_OFFER, copy);
    g_signal_emit_by_name(m_webrtc.get(), "set-local-description", offer, nullptr);
    gst_webrtc_session_description_free(offer);
    const TextPointer text(gst_sdp_message_as_text(sdp));
    Q_EMIT offered(QString::fromUtf8(text.get()));
}

void TestPhone::takeAnswer(const QString &sdp)
{
    GstSDPMessage *message = nullptr;
    if (gst_sdp_message_new_from_text(sdp.toUtf8().constData(), &message) != GST_SDP_OK)
        return;
    GstWebRTCSessionDescription *answer = gst_webrtc_session_description_new(GST_WEBRTC_SDP_TYPE_ANSWER, message);
    g_signal_emit_by_name(m_webrtc.get(), "set-remote-description", answer, nullptr);
    gst_webrtc_session_description_free(answer);
}

void TestPhone::takeCandidate(int mediaLine, const QString &candidate)
{
    g_signal_emit_by_name(m_webrtc.get(), "add-ice-candidate", static_cast<guint>(mediaLine),
                          candidate.toUtf8().constData());
}

void TestPhone::beginToReport() { gst_bin_recalculate_latency(GST_BIN(m_pipeline.get())); }

void TestPhone::hold(bool isHeld)
{
    const ElementPointer valve(gst_bin_get_by_name(GST_BIN(m_pipeline.get()), "valve"));
    g_object_set(valve.get(), "drop", isHeld ? TRUE : FALSE, nullptr);
}

} // namespace knock::test
