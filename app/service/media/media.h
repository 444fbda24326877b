// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/video.h"
#include "app/service/dispatch/adapter.h"
#include "app/service/media/allowance.h"
#include "app/service/media/stills.h"

#include <map>
#include <memory>
#include <QElapsedTimer>
#include <QStringList>
#include <QTimer>

namespace knock::media {

class Peer;

/// The reception of the callers' cameras: WebRTC, video only, one connection for each visit that offers one, or single
/// pictures that the page sends where no stream gets through. A stream that delivers pictures goes before them.
///
/// Every offer makes a new connection in the place of the visit's older one. Of the visits of one incident the one
/// whose pictures began last is passed on; the others are received, and take over when it ends.
class Media final : public dispatch::Adapter
{
    Q_OBJECT
public:
    struct Configuration {
        QStringList localAddresses; ///< of this machine, for the candidates; empty: all of them
        quint16 firstPort = 0; ///< UDP ports to listen on; 0: any
        quint16 lastPort = 0;
        std::chrono::milliseconds stallAfter{3000}; ///< without a picture the camera counts as stopped
        std::chrono::milliseconds giveUpAfter{30000}; ///< without a picture the connection is let go
        int mostStreams = 64;
        int mostStreamsOfIncident = 3;
        int offersAtOnce = 6; ///< by one incident; after that one in two seconds
    };

    explicit Media(Configuration configuration, QObject *parent = nullptr);
    ~Media() override;

    [[nodiscard]] Result<> start() override;
    void perform(const knock::dispatch::Effect &effect) override;

    /// A viewer of \a incident needs a key frame.
    void requestKeyFrame(knock::IncidentId incident);

    /// The clock of a visit's phone is \a ahead of the one here, as far as the page can tell.
    void setClock(knock::IncidentId incident, knock::VisitId visit, std::chrono::milliseconds ahead);

    /// A still of a visit's camera came by the page's own way.
    void takeStill(knock::IncidentId incident, knock::VisitId visit, const QByteArray &jpeg);

Q_SIGNALS:
    void frame(const knock::EncodedFrame &frame);
    void camera(const knock::CameraHealth &health); ///< every second of each stream that is passed on

private:
    struct Stream;
    using Key = std::pair<IncidentId, VisitId>;

    void receive(const dispatch::ReceiveCamera &effect);
    Result<> open(Key key, const QString &sdp);
    Result<> admit(IncidentId incident);
    void follow(Key key, Peer &peer);
    void takeFrame(Key key, EncodedFrame frame);
    void end(Key key);
    /// Ends it for a reason the rules do not know of.
    void giveUp(Key key, const QString &why);
    void lose(Key key, Stream &stream);
    void showNewest(IncidentId incident);
    void watch();
    void askForKeyFrame(Stream &stream);
    void tellHealth();
    void say(dispatch::Input input);
    [[nodiscard]] std::chrono::milliseconds now() const;

    Configuration m_configuration;
    std::map<Key, Stream> m_streams;
    std::map<IncidentId, VisitId> m_shown;
    std::map<IncidentId, Allowance> m_allowances;
    Stills m_stills;
    QElapsedTimer m_time;
    std::chrono::milliseconds m_told{0}; ///< the health, last
    QTimer m_watch;
};

} // namespace knock::media
