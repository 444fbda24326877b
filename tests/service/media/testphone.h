// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/video.h"
#include "app/service/media/courier.h"
#include "app/service/media/gstpointers.h"

#include <atomic>
#include <QObject>

namespace knock::test {

/// A phone made of GStreamer: sends a test pattern as a caller's page would.
class TestPhone final : public QObject
{
    Q_OBJECT
public:
    /// \a pattern is one of videotestsrc's.
    explicit TestPhone(EncodedFrame::Codec codec, const QString &pattern = QStringLiteral("smpte"));
    ~TestPhone() override;

    /// True where the encoder for \a codec is installed.
    [[nodiscard]] static bool canEncode(EncodedFrame::Codec codec);

    void takeAnswer(const QString &sdp);
    void takeCandidate(int mediaLine, const QString &candidate);
    /// Holds the pictures back, or lets them go again.
    void hold(bool isHeld);
    /// Lets it say what its clock shows (RFC 3550, 6.4.1), once pictures flow: it must know how late its own parts are.
    void beginToReport();
    /// Loses one in so many of what is sent, beyond recovery; 0: nothing.
    void lose(int oneIn) { m_loses = oneIn; }
    [[nodiscard]] int keyFrameRequests() const { return m_requests; }

Q_SIGNALS:
    void offered(const QString &sdp);

private:
    using Link = media::Courier<TestPhone>;

    void createOffer();
    void setOffer(GstSDPMessage *sdp);

    std::shared_ptr<Link> m_link;
    media::ElementPointer m_pipeline;
    media::ElementPointer m_webrtc;
    std::atomic<int> m_requests = 0;
    std::atomic<int> m_loses = 0;
    int m_sent = 0; ///< touched on the streaming thread only
};

} // namespace knock::test
