// SPDX-License-Identifier: Apache-2.0
#include "app/service/media/peer.h"

#include "app/core/logging.h"
#include "app/service/media/answer.h"
#include "app/service/media/arrival.h"
#include "app/service/media/intake.h"

#include <atomic>
#include <gst/video/video.h>
#include <gst/webrtc/webrtc.h>

using namespace Qt::StringLiterals;

namespace knock::media {

namespace {

/// How long the jitter buffer waits for a retransmission. No delay is added while packets come in order. At 10 % loss
/// one in five wishes fails, and what is given up costs a key frame: three tries over a slow line must fit.
constexpr guint patienceMs = 500;

/// How long a packet may be overtaken before it counts as lost. What the buffer would reckon from the jitter is most of
/// its patience while a connection is young.
constexpr gint overtakenMs = 20;

/// The reply of a finished promise, or why there is none.
Result<const GstStructure *> replyOf(GstPromise *promise)
{
    if (gst_promise_wait(promise) != GST_PROMISE_RESULT_REPLIED)
        return failure(Error::Kind::Broken, u"webrtcbin gave no reply"_s);
    const GstStructure *reply = gst_promise_get_reply(promise);
    if (reply && gst_structure_has_field(reply, "error"))
        return failure(Error::Kind::Malformed, u"webrtcbin refused the offer"_s);
    return reply;
}

using DescriptionPointer = std::unique_ptr<GstWebRTCSessionDescription, FreedBy<gst_webrtc_session_description_free>>;

DescriptionPointer describe(GstWebRTCSDPType type, const GstSDPMessage *sdp)
{
    GstSDPMessage *copy = nullptr;
    gst_sdp_message_copy(sdp, &copy);
    return DescriptionPointer(gst_webrtc_session_description_new(type, copy));
}

} // namespace

/// The pictures on their way to the service thread, in bytes. When that thread is held up, later pictures are left out
/// up to the next key frame, instead of filling the memory.
class Peer::Backlog
{
public:
    /// True if \a frame may go on its way. Only for the streaming thread.
    [[nodiscard]] bool enter(const EncodedFrame &frame)
    {
        const bool isFull = m_bytes + frame.bytes.size() > most;
        m_skips = isFull || (m_skips && !frame.key);
        if (!m_skips)
            m_bytes += frame.bytes.size();
        return !m_skips;
    }
    void leave(const EncodedFrame &frame) { m_bytes -= frame.bytes.size(); }

private:
    static constexpr qsizetype most = 8 * 1024 * 1024;
    std::atomic<qsizetype> m_bytes = 0;
    bool m_skips = false;
};

/// The callbacks of webrtcbin. They run on its threads and do nothing but carry what they heard to the peer.
struct PeerSignals {
    using Link = Courier<Peer>;

    static void connect(GstElement *element, const char *signal, GCallback callback, const std::shared_ptr<Link> &link)
    {
        g_signal_connect_data(
            element, signal, callback, hold(link), [](gpointer data, GClosure *) { releaseHeld<Link>(data); },
            GConnectFlags(0));
    }

    static GstPromise *promise(GstPromiseChangeFunc callback, const std::shared_ptr<Link> &link)
    {
        return gst_promise_new_with_change_func(callback, hold(link), releaseHeld<Link>);
    }

    static void onOfferSet(GstPromise *promise, gpointer data)
    {
        const auto reply = replyOf(promise);
        held<Link>(data).carry([error = reply ? std::nullopt : std::optional(reply.error())](Peer &peer) {
            if (error)
                peer.fail(*error);
            else
                peer.createAnswer();
        });
        gst_promise_unref(promise);
    }

    static void onAnswerCreated(GstPromise *promise, gpointer data)
    {
        GstWebRTCSessionDescription *description = nullptr;
        if (const auto reply = replyOf(promise); reply && *reply)
            gst_structure_get(*reply, "answer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &description, nullptr);
        const std::shared_ptr<GstWebRTCSessionDescription> answer{DescriptionPointer(description)};
        held<Link>(data).carry([answer](Peer &peer) { peer.setAnswer(answer ? answer->sdp : nullptr); });
        gst_promise_unref(promise);
    }

    static void onCandidate(GstElement *, guint, gchar *text, gpointer data)
    {
        if (!text || !*text) // the end of candidates; nobody waits for it
            return;
        held<Link>(data).carry([candidate = QString::fromUtf8(text)](Peer &peer) {
            Q_EMIT peer.candidateFound(static_cast<int>(peer.m_offer->cameraLine), candidate);
        });
    }

    static void onConnectionState(GstElement *webrtc, GParamSpec *, gpointer data)
    {
        GstWebRTCPeerConnectionState state = GST_WEBRTC_PEER_CONNECTION_STATE_NEW;
        g_object_get(webrtc, "connection-state", &state, nullptr);
        if (state == GST_WEBRTC_PEER_CONNECTION_STATE_FAILED)
            held<Link>(data).carry([](Peer &peer) { peer.fail({Error::Kind::Unreachable, u"connection failed"_s}); });
    }

    static void onTransceiver(GstElement *, GstWebRTCRTPTransceiver *transceiver, gpointer)
    {
        // Without a preference the first codec offered is accepted, be it one that no desk can show.
        const CapsPointer codecs(
            gst_caps_from_string("application/x-rtp,media=video,encoding-name=VP8;"
                                 "application/x-rtp,media=video,encoding-name=H264,packetization-mode=(string)1"));
        g_object_set(transceiver, "do-nack", TRUE, "codec-preferences", codecs.get(), nullptr);
    }

    static void onJitterBuffer(GstElement *, GstElement *buffer, guint, guint, gpointer)
    {
        // Else it asks for packets that were never sent, which costs a tenth of a narrow uplink.
        g_object_set(buffer, "rtx-next-seqnum", FALSE, "rtx-delay", overtakenMs, nullptr);
    }

    static void onPad(GstElement *webrtc, GstPad *pad, gpointer data)
    {
        if (GST_PAD_DIRECTION(pad) != GST_PAD_SRC)
            return;
        const ElementPointer pipeline(GST_ELEMENT(gst_element_get_parent(webrtc)));
        if (!pipeline)
            return;
        // The offer has one camera; a second stream in it is not asked for.
        const bool isFirst = webrtc->numsrcpads == 1;
        if (!isFirst) {
            attachDrain(pipeline.get(), pad);
            return;
        }
        auto &link = *static_cast<std::shared_ptr<Link> *>(data);
        std::shared_ptr<GstPad> source(PadPointer(GST_PAD(gst_object_ref(pad))));
        const auto arrivals = std::make_shared<Arrivals>();
        link->carry([source, arrivals](Peer &peer) {
            peer.take(source.get());
            peer.m_arrivals = arrivals;
        });
        if (const auto attached = attachIntake(pipeline.get(), pad, listenerFor(link, arrivals)); !attached)
            link->carry([error = attached.error()](Peer &peer) { peer.fail(error); });
    }

    static IntakeListener listenerFor(const std::shared_ptr<Link> &link, const std::shared_ptr<Arrivals> &arrivals)
    {
        const auto gap = [link] { link->carry([](Peer &peer) { Q_EMIT peer.keyFrameNeeded(); }); };
        return {.frame =
                    [link, gap, backlog = std::make_shared<Peer::Backlog>()](EncodedFrame frame) {
                        if (!backlog->enter(frame)) {
                            gap();
                            return;
                        }
                        link->carry([frame = std::move(frame), backlog](Peer &peer) {
                            backlog->leave(frame);
                            Q_EMIT peer.frame(frame);
                        });
                    },
                .gap = gap,
                .flood =
                    [link] {
                        link->carry(
                            [](Peer &peer) { peer.fail({Error::Kind::Full, u"too many bytes without a picture"_s}); });
                    },
                .arrivals = arrivals};
    }

    static GstBusSyncReply onMessage(GstBus *, GstMessage *message, gpointer data)
    {
        if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR) {
            GError *error = nullptr;
            gst_message_parse_error(message, &error, nullptr);
            const QString text = QString::fromUtf8(error->message);
            g_error_free(error);
            held<Link>(data).carry([text](Peer &peer) { peer.fail({Error::Kind::Broken, text}); });
        }
        gst_message_unref(message);
        return GST_BUS_DROP;
    }
};

Result<> requireElements(std::initializer_list<const char *> names)
{
    GError *error = nullptr;
    if (!gst_init_check(nullptr, nullptr, &error)) {
        const QString text = error ? QString::fromUtf8(error->message) : QString();
        g_clear_error(&error);
        return failure(Error::Kind::Broken, u"GStreamer does not start: "_s + text);
    }
    for (const char *name : names) {
        GstElementFactory *factory = gst_element_factory_find(name);
        if (!factory)
            return failure(Error::Kind::NotFound,
                           u"the GStreamer element %1 is missing"_s.arg(QLatin1StringView(name)));
        gst_object_unref(factory);
    }
    return {};
}

Result<> Peer::canRun()
{
    return requireElements({"webrtcbin", "nicesrc", "nicesink", "dtlssrtpenc", "dtlssrtpdec", "srtpenc", "srtpdec",
                            "rtpbin", "rtprtxreceive", "rtpvp8depay", "rtph264depay", "h264parse", "appsink",
                            "fakesink"});
}

Peer::Peer(QObject *parent)
    : QObject(parent)
    , m_courier(std::make_shared<Courier<Peer>>(*this))
{
}

Peer::~Peer()
{
    m_courier->forget();
    if (!m_pipeline)
        return;
    const BusPointer bus(gst_element_get_bus(m_pipeline.get()));
    gst_bus_set_sync_handler(bus.get(), nullptr, nullptr, nullptr);
    gst_element_set_state(m_pipeline.get(), GST_STATE_NULL);
}

Result<> Peer::open(Offer offer, const Network &network)
{
    m_offer = std::make_unique<Offer>(std::move(offer));
    if (const auto built = build(network); !built)
        return built;
    const auto description = describe(GST_WEBRTC_SDP_TYPE_OFFER, m_offer->camera.get());
    g_signal_emit_by_name(m_webrtc, "set-remote-description", description.get(),
                          PeerSignals::promise(PeerSignals::onOfferSet, m_courier));
    return {};
}

Result<> Peer::build(const Network &network)
{
    m_pipeline.reset(GST_ELEMENT(gst_object_ref_sink(gst_pipeline_new(nullptr))));
    m_webrtc = gst_element_factory_make("webrtcbin", nullptr);
    if (!m_webrtc)
        return failure(Error::Kind::Broken, u"GStreamer cannot make webrtcbin"_s);
    g_object_set(m_webrtc, "bundle-policy", GST_WEBRTC_BUNDLE_POLICY_MAX_BUNDLE, "latency", patienceMs, nullptr);
    gst_bin_add(GST_BIN(m_pipeline.get()), m_webrtc);
    prepareIce(network);
    prepareRtp();
    PeerSignals::connect(m_webrtc, "on-ice-candidate", G_CALLBACK(PeerSignals::onCandidate), m_courier);
    PeerSignals::connect(m_webrtc, "on-new-transceiver", G_CALLBACK(PeerSignals::onTransceiver), m_courier);
    PeerSignals::connect(m_webrtc, "notify::connection-state", G_CALLBACK(PeerSignals::onConnectionState), m_courier);
    PeerSignals::connect(m_webrtc, "pad-added", G_CALLBACK(PeerSignals::onPad), m_courier);
    const BusPointer bus(gst_element_get_bus(m_pipeline.get()));
    gst_bus_set_sync_handler(bus.get(), PeerSignals::onMessage, hold(m_courier), releaseHeld<Courier<Peer>>);
    if (gst_element_set_state(m_pipeline.get(), GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE)
        return failure(Error::Kind::Broken, u"GStreamer cannot start webrtcbin"_s);
    return {};
}

void Peer::prepareIce(const Network &network)
{
    GObject *object = nullptr;
    g_object_get(m_webrtc, "ice-agent", &object, nullptr);
    const ObjectPointer ice(object);
    if (!ice)
        return;
    g_object_set(ice.get(), "ice-tcp", FALSE, nullptr);
    if (network.firstPort != 0) {
        const guint last = network.lastPort >= network.firstPort ? network.lastPort : network.firstPort;
        g_object_set(ice.get(), "min-rtp-port", guint(network.firstPort), "max-rtp-port", last, nullptr);
    }
    for (const QString &address : network.addresses) {
        gboolean isTaken = FALSE;
        g_signal_emit_by_name(ice.get(), "add-local-ip-address", address.toUtf8().constData(), &isTaken);
        if (!isTaken)
            qCWarning(lcMedia) << "The configured media address is not usable:" << address;
    }
    // UPnP would announce the service by SSDP in the network it stands in.
    g_object_get(ice.get(), "agent", &object, nullptr);
    if (const ObjectPointer agent(object); agent)
        g_object_set(agent.get(), "upnp", FALSE, nullptr);
}

void Peer::prepareRtp()
{
    const ElementPointer rtpbin(gst_bin_get_by_name(GST_BIN(m_webrtc), "rtpbin"));
    if (!rtpbin)
        return;
    // By default the name would be the user's and the machine's.
    const StructurePointer names(
        gst_structure_new("application/x-rtp-source-sdes", "cname", G_TYPE_STRING, "service", nullptr));
    g_object_set(rtpbin.get(), "sdes", names.get(), nullptr);
    g_signal_connect(rtpbin.get(), "new-jitterbuffer", G_CALLBACK(PeerSignals::onJitterBuffer), nullptr);
}

void Peer::createAnswer()
{
    g_signal_emit_by_name(m_webrtc, "create-answer", nullptr,
                          PeerSignals::promise(PeerSignals::onAnswerCreated, m_courier));
}

void Peer::setAnswer(GstSDPMessage *answer)
{
    const bool isGranted = answer && gst_sdp_message_medias_len(answer) == 1
        && gst_sdp_media_get_port(gst_sdp_message_get_media(answer, 0)) != 0;
    if (!isGranted) {
        fail({Error::Kind::Malformed, u"no answer is possible"_s});
        return;
    }
    grantExtensions(*answer, *m_offer);
    const auto description = describe(GST_WEBRTC_SDP_TYPE_ANSWER, answer);
    g_signal_emit_by_name(m_webrtc, "set-local-description", description.get(), nullptr);
    Q_EMIT answered(answerText(*answer, *m_offer));
}

void Peer::take(GstPad *source) { m_source.reset(GST_PAD(gst_object_ref(source))); }

void Peer::requestKeyFrame()
{
    // Sent above the depayloader, whose own wishes are intercepted.
    if (m_source)
        gst_pad_send_event(m_source.get(), gst_video_event_new_upstream_force_key_unit(GST_CLOCK_TIME_NONE, FALSE, 0));
}

StructurePointer Peer::statistics() const
{
    const ElementPointer rtpbin(gst_bin_get_by_name(GST_BIN(m_webrtc), "rtpbin"));
    if (!m_source || !rtpbin)
        return nullptr;
    guint ssrc = 0;
    if (const CapsPointer caps(gst_pad_get_current_caps(m_source.get()));
        !caps || !gst_structure_get_uint(gst_caps_get_structure(caps.get(), 0), "ssrc", &ssrc))
        return nullptr;
    // One transport for everything, so one session.
    GObject *object = nullptr;
    g_signal_emit_by_name(rtpbin.get(), "get-internal-session", 0U, &object);
    const ObjectPointer session(object);
    object = nullptr;
    if (session)
        g_signal_emit_by_name(session.get(), "get-source-by-ssrc", ssrc, &object);
    const ObjectPointer source(object);
    GstStructure *statistics = nullptr;
    if (source)
        g_object_get(source.get(), "stats", &statistics, nullptr);
    return StructurePointer(statistics);
}

std::optional<PacketCount> Peer::packets() const
{
    const StructurePointer statistics = this->statistics();
    guint64 came = 0;
    gint lost = 0;
    if (!statistics || !gst_structure_get_uint64(statistics.get(), "packets-received", &came)
        || !gst_structure_get_int(statistics.get(), "packets-lost", &lost))
        return std::nullopt;
    return PacketCount{.lost = lost, .came = static_cast<qint64>(came)};
}

std::optional<std::chrono::milliseconds> Peer::delay() const
{
    const StructurePointer statistics = this->statistics();
    gboolean hasReport = FALSE;
    guint64 ntp = 0;
    guint count = 0;
    if (!m_arrivals || !statistics || !gst_structure_get_boolean(statistics.get(), "have-sr", &hasReport) || !hasReport
        || !gst_structure_get_uint64(statistics.get(), "sr-ntptime", &ntp)
        || !gst_structure_get_uint(statistics.get(), "sr-rtptime", &count))
        return std::nullopt;
    return delayOf(m_arrivals->take(), {.ntp = ntp, .count = count});
}

void Peer::fail(const Error &why)
{
    if (std::exchange(m_hasFailed, true))
        return;
    Q_EMIT failed(why);
}

} // namespace knock::media
