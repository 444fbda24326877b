// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/core/video.h"
#include "app/service/media/courier.h"
#include "app/service/media/gstpointers.h"

#include <chrono>
#include <optional>
#include <QObject>
#include <QStringList>

namespace knock::media {

struct Offer;
class Arrivals;
struct PacketCount;
struct PeerSignals;

/// Where and how the service listens for media.
struct Network {
    QStringList addresses; ///< of this machine; empty: all of them
    quint16 firstPort = 0; ///< UDP; 0: any port
    quint16 lastPort = 0;
};

/// One connection from one page, good for one offer; a page that must begin again gets a new Peer.
///
/// Lives on the service thread and is the only one there to touch its GStreamer pipeline. GStreamer's threads reach it
/// by queued calls alone, and none of them changes a state.
class Peer final : public QObject
{
    Q_OBJECT
public:
    /// Starts GStreamer and names the first plug-in that is missing, if any.
    [[nodiscard]] static Result<> canRun();

    explicit Peer(QObject *parent = nullptr);
    ~Peer() override;

    /// Begins to receive what \a offer promises; answered() follows.
    [[nodiscard]] Result<> open(Offer offer, const Network &network);
    /// Sends a picture loss indication (RFC 4585), if there is a stream.
    void requestKeyFrame();
    /// What became of the packets of the camera so far; none before the first.
    [[nodiscard]] std::optional<PacketCount> packets() const;
    /// How long the last pictures were under way by the phone's clock, whatever that says; none while it says nothing.
    [[nodiscard]] std::optional<std::chrono::milliseconds> delay() const;

Q_SIGNALS:
    void answered(const QString &sdp);
    void candidateFound(int mediaLine, const QString &candidate);
    void frame(const knock::EncodedFrame &frame); ///< its incident is not set
    void keyFrameNeeded();
    /// Nothing more will come. Said once.
    void failed(const knock::Error &why);

private:
    friend struct PeerSignals;

    Result<> build(const Network &network);
    void prepareIce(const Network &network);
    void prepareRtp();
    void createAnswer();
    void setAnswer(GstSDPMessage *answer);
    void take(GstPad *source);
    [[nodiscard]] StructurePointer statistics() const;
    void fail(const Error &why);

    class Backlog;

    std::shared_ptr<Courier<Peer>> m_courier;
    std::unique_ptr<Offer> m_offer;
    ElementPointer m_pipeline;
    GstElement *m_webrtc = nullptr; // the pipeline's
    PadPointer m_source;
    std::shared_ptr<Arrivals> m_arrivals;
    bool m_hasFailed = false;
};

/// Starts GStreamer and looks for the element factories \a names.
[[nodiscard]] Result<> requireElements(std::initializer_list<const char *> names);

} // namespace knock::media
