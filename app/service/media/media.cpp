// SPDX-License-Identifier: Apache-2.0
#include "app/service/media/media.h"

#include "app/core/logging.h"
#include "app/service/media/answer.h"
#include "app/service/media/arrival.h"
#include "app/service/media/keyframerequests.h"
#include "app/service/media/peer.h"

#include <algorithm>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace knock::media {

namespace {

constexpr auto watchEvery = 100ms;
constexpr auto offerEvery = 2000ms;
constexpr auto healthEvery = 1000ms;

/// A clock that was set, or a phone that says what it likes, must not pass for a delay.
std::optional<std::chrono::milliseconds> plausible(std::chrono::milliseconds delay)
{
    constexpr auto asymmetry = 250ms; // of the way to the phone and back
    constexpr auto longest = 60s;
    if (delay < -asymmetry || delay > longest)
        return std::nullopt;
    return std::max(delay, 0ms);
}

} // namespace

/// One page's camera.
struct Media::Stream {
    std::unique_ptr<Peer> peer;
    KeyFrameRequests requests;
    std::chrono::milliseconds last{0}; ///< picture; until the first one, the offer
    std::chrono::milliseconds began{0}; ///< the first picture, or the first after a stall
    bool isSeen = false; ///< PictureSeen was said and no PictureLost since
    bool hasBegun = false; ///< there was a key frame
    LossRate loss;
    std::optional<std::chrono::milliseconds> ahead; ///< the phone's clock
};

Media::Media(Configuration configuration, QObject *parent)
    : Adapter(parent)
    , m_configuration(std::move(configuration))
    , m_stills(m_configuration.stallAfter)
{
    m_time.start();
    m_watch.setInterval(watchEvery);
    connect(&m_watch, &QTimer::timeout, this, &Media::watch);
}

Media::~Media() = default;

Result<> Media::start() { return Peer::canRun(); }

void Media::perform(const dispatch::Effect &effect)
{
    std::visit(Overloaded{[this](const dispatch::ReceiveCamera &receiveCamera) { receive(receiveCamera); },
                          [this](const dispatch::DropCamera &drop) {
                              end({drop.incident, drop.visit});
                              m_stills.drop({drop.incident, drop.visit});
                          },
                          [](const auto &) {}},
               effect);
}

void Media::requestKeyFrame(IncidentId incident)
{
    const auto shown = m_shown.find(incident);
    if (shown == m_shown.end())
        return;
    Stream &stream = m_streams.at({incident, shown->second});
    stream.requests.want();
    askForKeyFrame(stream);
}

void Media::setClock(IncidentId incident, VisitId visit, std::chrono::milliseconds ahead)
{
    if (const auto stream = m_streams.find({incident, visit}); stream != m_streams.end())
        stream->second.ahead = ahead;
}

void Media::takeStill(IncidentId incident, VisitId visit, const QByteArray &jpeg)
{
    const auto shown = m_stills.take({incident, visit}, m_shown.contains(incident), now());
    if (!m_watch.isActive())
        m_watch.start();
    if (!shown)
        return;
    if (shown->isFirst) {
        qCInfo(lcMedia) << "Incident" << incident.value << "camera stills begin";
        Q_EMIT input(dispatch::PictureSeen{incident, visit, PicturePath::Stills});
    }
    Q_EMIT frame(
        {.incident = incident, .codec = EncodedFrame::Codec::Jpeg, .key = true, .at = shown->at, .bytes = jpeg});
}

void Media::receive(const dispatch::ReceiveCamera &effect)
{
    const Key key{effect.incident, effect.visit};
    if (const auto opened = open(key, effect.sdp); !opened) {
        qCWarning(lcMedia) << "Incident" << effect.incident.value << "camera refused:" << opened.error().detail;
        say(dispatch::PictureLost{effect.incident, effect.visit});
        if (opened.error().kind == Error::Kind::Broken)
            Q_EMIT health({Health::Part::Media, false, opened.error()});
    }
}

Result<> Media::open(Key key, const QString &sdp)
{
    if (const auto admitted = admit(key.first); !admitted)
        return admitted;
    auto offer = readOffer(sdp);
    if (!offer)
        return std::unexpected(offer.error());

    end(key);
    const auto isOfIncident = [&](const auto &one) { return one.first.first == key.first; };
    if (std::ranges::count_if(m_streams, isOfIncident) >= m_configuration.mostStreamsOfIncident) {
        const auto oldest = std::ranges::min_element(m_streams, {}, [&](const auto &one) {
            return isOfIncident(one) ? one.second.last : std::chrono::milliseconds::max();
        });
        end(Key(oldest->first));
    }
    if (std::ssize(m_streams) >= m_configuration.mostStreams)
        return failure(Error::Kind::Full, u"%1 cameras are being received"_s.arg(m_streams.size()));

    auto peer = std::make_unique<Peer>();
    follow(key, *peer);
    const Network network{m_configuration.localAddresses, m_configuration.firstPort, m_configuration.lastPort};
    if (const auto opened = peer->open(std::move(*offer), network); !opened)
        return opened;
    Stream &stream = m_streams[key];
    stream.peer = std::move(peer);
    stream.last = now();
    m_watch.start();
    return {};
}

Result<> Media::admit(IncidentId incident)
{
    const auto [allowance, _] = m_allowances.try_emplace(incident, m_configuration.offersAtOnce, offerEvery, now());
    if (!allowance->second.take(now()))
        return failure(Error::Kind::Full, u"offers come too fast"_s);
    m_watch.start();
    return {};
}

void Media::follow(Key key, Peer &peer)
{
    connect(&peer, &Peer::answered, this,
            [this, key](const QString &sdp) { Q_EMIT input(dispatch::CameraAnswered{key.first, key.second, sdp}); });
    connect(&peer, &Peer::candidateFound, this, [this, key](int mediaLine, const QString &candidate) {
        Q_EMIT input(dispatch::CandidateFound{key.first, key.second, mediaLine, candidate});
    });
    connect(&peer, &Peer::frame, this, [this, key](const EncodedFrame &frame) { takeFrame(key, frame); });
    connect(&peer, &Peer::keyFrameNeeded, this, [this, key] {
        Stream &stream = m_streams.at(key);
        stream.requests.want();
        askForKeyFrame(stream);
    });
    connect(&peer, &Peer::failed, this, [this, key](const Error &why) { giveUp(key, why.detail); });
}

void Media::takeFrame(Key key, EncodedFrame frame)
{
    Stream &stream = m_streams.at(key);
    stream.requests.came(frame.key, now());
    stream.last = now();
    stream.hasBegun = stream.hasBegun || frame.key;
    if (!stream.hasBegun)
        return;
    if (!stream.isSeen) {
        stream.isSeen = true;
        stream.began = now();
        qCInfo(lcMedia) << "Incident" << key.first.value << "camera pictures begin";
        Q_EMIT input(dispatch::PictureSeen{key.first, key.second});
        showNewest(key.first);
        m_stills.yield(key.first);
    }
    if (m_shown.at(key.first) != key.second)
        return;
    frame.incident = key.first;
    Q_EMIT this->frame(frame);
}

void Media::end(Key key)
{
    const auto it = m_streams.find(key);
    if (it == m_streams.end())
        return;
    // The peer may be in the middle of saying the very thing that ends it.
    Peer *peer = it->second.peer.release();
    peer->disconnect(this);
    peer->setParent(this);
    peer->deleteLater();
    lose(key, it->second);
    m_streams.erase(it);
}

void Media::giveUp(Key key, const QString &why)
{
    qCWarning(lcMedia) << "Incident" << key.first.value << "camera given up:" << why;
    const bool wasSeen = m_streams.at(key).isSeen;
    end(key);
    if (!wasSeen)
        say(dispatch::PictureLost{key.first, key.second});
}

void Media::lose(Key key, Stream &stream)
{
    if (!std::exchange(stream.isSeen, false))
        return;
    qCInfo(lcMedia) << "Incident" << key.first.value << "camera pictures ceased";
    say(dispatch::PictureLost{key.first, key.second});
    showNewest(key.first);
}

void Media::showNewest(IncidentId incident)
{
    const auto worth
        = [&](const auto &one) { return one.first.first == incident && one.second.isSeen ? one.second.began : -1ms; };
    const auto newest = std::ranges::max_element(m_streams, {}, worth);
    if (newest == m_streams.end() || worth(*newest) < 0ms) {
        m_shown.erase(incident);
        return;
    }
    const VisitId before = std::exchange(m_shown[incident], newest->first.second);
    if (before == newest->first.second)
        return;
    newest->second.requests.want();
    askForKeyFrame(newest->second);
}

void Media::watch()
{
    std::vector<Key> given;
    for (auto &[key, stream] : m_streams) {
        const auto silence = now() - stream.last;
        if (silence > m_configuration.stallAfter)
            lose(key, stream);
        if (silence > m_configuration.giveUpAfter)
            given.push_back(key);
        askForKeyFrame(stream);
    }
    for (const Key &key : given)
        giveUp(key, u"no picture for too long"_s);
    for (const auto &[incident, visit] : m_stills.lapse(now())) {
        qCInfo(lcMedia) << "Incident" << incident.value << "camera stills ceased";
        say(dispatch::PictureLost{incident, visit});
    }
    tellHealth();
    std::erase_if(m_allowances, [&](auto &one) { return one.second.isWhole(now()); });
    if (m_streams.empty() && m_stills.isEmpty() && m_allowances.empty())
        m_watch.stop();
}

void Media::tellHealth()
{
    if (now() - m_told < healthEvery)
        return;
    m_told = now();
    for (const auto &[incident, visit] : m_shown) {
        Stream &stream = m_streams.at({incident, visit});
        CameraHealth health;
        health.incident = incident;
        const auto delay = stream.peer->delay();
        if (delay && stream.ahead)
            health.delay = plausible(*delay + *stream.ahead);
        if (const auto packets = stream.peer->packets())
            health.lostPercent = stream.loss.take(*packets);
        Q_EMIT camera(health);
    }
}

void Media::askForKeyFrame(Stream &stream)
{
    if (stream.requests.ask(now()))
        stream.peer->requestKeyFrame();
}

void Media::say(dispatch::Input input)
{
    QMetaObject::invokeMethod(
        this, [this, input = std::move(input)] { Q_EMIT this->input(input); }, Qt::QueuedConnection);
}

std::chrono::milliseconds Media::now() const { return m_time.durationElapsed() / 1ms * 1ms; }

} // namespace knock::media
