// SPDX-License-Identifier: Apache-2.0
#include "ui/kept/player.h"

#include "app/workstation/sound/headset.h"
#include "ui/picture/picture.h"
#include "ui/picture/pixels.h"

#include <algorithm>
#include <QAudioOutput>
#include <QBuffer>
#include <QMediaPlayer>
#include <QPointer>
#include <QVideoSink>

using namespace std::chrono_literals;

namespace knock::ui {

namespace {

/// \a frame as an image that is quickly painted: the large pictures of a phone's film would hold the desk up.
QVideoFrame ready(const QVideoFrame &frame)
{
    constexpr QSize most{1920, 1080};
    if (frame.pixelFormat() != QVideoFrameFormat::Format_YUV420P)
        return frame;
    const QImage image = imageOf(frame);
    const bool isLarge = image.width() > most.width() || image.height() > most.height();
    return QVideoFrame(isLarge ? image.scaled(most, Qt::KeepAspectRatio, Qt::SmoothTransformation) : image);
}

/// By how many quarters a film must be turned to be upright.
int turnsOf(const QVideoFrame &frame)
{
    return (static_cast<int>(frame.surfaceFormat().rotation()) + static_cast<int>(frame.rotation())) / 90 % 4;
}

} // namespace

/// Goes from below: the player lets go of what it reads and fills.
struct Player::Playback {
    QBuffer file;
    QAudioOutput output;
    QVideoSink sink;
    QMediaPlayer player;
};

Player::Player(Picture &picture, const sound::Headset *headset)
    : m_picture(picture)
    , m_headset(headset)
{
    if (headset)
        connect(headset, &sound::Headset::devicesChanged, this, &Player::chooseDevice);
}

Player::~Player() = default;

void Player::play(const QByteArray &bytes)
{
    stop();
    m_playback = std::make_unique<Playback>();
    auto &[file, output, sink, player] = *m_playback;
    file.setData(bytes);
    file.open(QIODevice::ReadOnly);
    // Comes on a thread of the player's, and is dropped with the sink.
    connect(
        &sink, &QVideoSink::videoFrameChanged, &sink,
        [this, to = &sink](const QVideoFrame &frame) {
            if (!frame.isValid())
                return;
            QMetaObject::invokeMethod(to, [this, frame = ready(frame), turns = turnsOf(frame)] {
                m_picture.setView({.turns = turns});
                m_picture.take(frame);
            });
        },
        Qt::DirectConnection);
    connect(&player, &QMediaPlayer::playbackStateChanged, this, &Player::changed);
    connect(&player, &QMediaPlayer::mediaStatusChanged, this, &Player::changed);
    connect(&player, &QMediaPlayer::positionChanged, this, &Player::changed);
    connect(&player, &QMediaPlayer::durationChanged, this, &Player::changed);
    // Later: whoever hears of it takes the player away.
    connect(
        &player, &QMediaPlayer::errorOccurred, this,
        [this, of = QPointer(&player)] {
            if (of)
                Q_EMIT failed();
        },
        Qt::QueuedConnection);
    chooseDevice();
    player.setAudioOutput(&output);
    player.setVideoSink(&sink);
    player.setSourceDevice(&file);
    player.play();
    Q_EMIT changed();
}

void Player::stop()
{
    if (!m_playback)
        return;
    m_playback->player.disconnect(this);
    m_playback.reset();
    m_picture.clear();
    Q_EMIT changed();
}

void Player::togglePause()
{
    if (!m_playback)
        return;
    if (state() == State::Playing)
        m_playback->player.pause();
    else
        m_playback->player.play();
}

void Player::jump(std::chrono::milliseconds by)
{
    if (!m_playback || !m_playback->player.isSeekable())
        return;
    // How long a recording is that was cut, or goes on, nobody may know.
    const std::chrono::milliseconds last = duration() > 0ms ? duration() : std::chrono::milliseconds::max();
    const std::chrono::milliseconds to = std::clamp<std::chrono::milliseconds>(position() + by, 0ms, last);
    if (state() == State::Ended && by < 0ms)
        m_playback->player.play();
    m_playback->player.setPosition(to.count());
}

Player::State Player::state() const
{
    if (!m_playback)
        return State::Idle;
    if (m_playback->player.mediaStatus() == QMediaPlayer::EndOfMedia)
        return State::Ended;
    switch (m_playback->player.playbackState()) {
    case QMediaPlayer::PlayingState:
        return State::Playing;
    case QMediaPlayer::PausedState:
        return State::Paused;
    case QMediaPlayer::StoppedState:
        return State::Opening;
    }
    Q_UNREACHABLE_RETURN(State::Idle);
}

std::chrono::milliseconds Player::position() const
{
    return std::chrono::milliseconds(m_playback ? m_playback->player.position() : 0);
}

std::chrono::milliseconds Player::duration() const
{
    return std::chrono::milliseconds(m_playback ? m_playback->player.duration() : 0);
}

void Player::chooseDevice()
{
    if (m_playback && m_headset && !m_headset->headphone().isNull())
        m_playback->output.setDevice(m_headset->headphone());
}

} // namespace knock::ui
