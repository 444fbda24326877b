// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend/remote/medialink.h"
#include "app/core/clock.h"
#include "app/wire/seat.h"

#include <atomic>
#include <deque>
#include <QElapsedTimer>
#include <QSet>

namespace knock::backend {

/// The desk's side of app/wire/SEATS.md. Lives on a thread of its own; the signals are those of Backend and Gate.
///
/// What has been told whole is resumed after a cut; what has not is told anew. Nothing is told twice in between.
class Link final : public QObject
{
    Q_OBJECT
public:
    Link(const RemoteSettings &settings, const Pace &pace, std::function<void(const EncodedFrame &)> show);

    void open();
    void send(const Command &command);
    void beat();
    void watch(IncidentId incident, bool on);
    void wantKeyFrame(IncidentId incident);
    void setVoice(const std::shared_ptr<VoicePort> &port);

    void signIn(const knock::backend::Credentials &credentials);
    void signOut();
    void lock();
    void unlock(const QString &password);

    /// One more of event(), sound(), camera() and typing() has reached the desk. Any thread.
    void handled() { --m_onTheirWay; }

Q_SIGNALS:
    void seated(knock::SeatId seat); ///< before anything that is told to it
    void event(const knock::Event &event);
    void lost(const QDateTime &since);
    void startingOver();
    void caughtUp();
    void health(const knock::Health &health);
    void sound(const knock::LineSound &sound);
    void camera(const knock::CameraHealth &health);
    void viewers(knock::IncidentId incident, int seats);
    void earlier(knock::IncidentId incident, const std::vector<knock::Event> &events);
    void piece(const knock::FilePiece &piece);
    void typing(knock::IncidentId incident);

    void wanted(const std::optional<knock::Error::Kind> &why);
    void admitted(const knock::backend::Person &person);
    void locked();
    void unlocked();
    void stillLocked(knock::Error::Kind why);

private:
    enum class Stage {
        Away, ///< no socket, or one that has not said a word
        Outside, ///< somebody must sign in
        Seated, ///< what the desk lacks is being told
        There
    };
    /// Was asked, and nobody has said yet that it was taken.
    struct Asked {
        quint64 id = 0;
        Command command;
        qsizetype bytes = 0; ///< on the wire
        QElapsedTimer age;
    };

    void attempt();
    void cut(const QString &why);
    void say(const wire::FromSeat &message);
    void greet();
    void hear(const QString &text);
    [[nodiscard]] bool mayCome(const wire::ToSeat &message) const;

    void take(const wire::SignInWanted &message);
    void take(const wire::Welcome &message);
    void take(const wire::TurnedAway &message);
    void take(const wire::SeatIsLocked &message);
    void take(const wire::SeatIsOpen &message);
    void take(const wire::Told &message);
    void take(const wire::StartingOver &message);
    void take(const wire::Behind &message);
    void take(const wire::CaughtUp &message);
    void take(const wire::Taken &message);
    void take(const wire::Beat &) { }
    void take(const wire::PartHealth &message) { Q_EMIT health(message.health); }
    void take(const wire::Sound &message);
    void take(const wire::Camera &message);
    void take(const wire::Typing &message);
    void take(const wire::Viewers &message);
    void take(const wire::Earlier &message);
    void take(const wire::Piece &message) { Q_EMIT piece(message.piece); }

    void askAgain(const wire::Welcome &welcome, bool isSameStay);
    void ask(const Command &command, const QElapsedTimer &age);
    void refuse(const Command &command, const Error &why);
    void tell(const Event &told);
    void admit(const wire::Welcome &welcome);
    void forget();
    [[nodiscard]] bool isSeated() const { return m_stage >= Stage::Seated; }
    void lose(const QDateTime &since);
    void openMedia();
    void setLocked(bool isLocked);
    [[nodiscard]] bool isBusy() const; ///< the desk is: what is shown at once may be left out

    const RemoteSettings m_settings;
    const Pace m_pace;
    const WallClock m_clock;
    MediaLink m_media;
    BackOff m_backOff;
    QWebSocket *m_socket = nullptr;
    Stage m_stage = Stage::Away;
    QTimer m_retry;
    QTimer m_beat;
    QTimer m_silence; ///< runs out without a word of the door
    QElapsedTimer m_life; ///< since the workstation's last sign of it
    QDateTime m_heard; ///< when the door said something last
    bool m_isLost = false; ///< and the desk was told so
    bool m_hasComplained = false; ///< one line in the log for each loss

    QString m_session; ///< a secret
    QString m_run;
    quint64 m_after = 0; ///< the last event that was told
    bool m_isWhole = false; ///< all of it was told up to there
    bool m_isFollowing = false; ///< resumed or told anew on this socket: events may come
    SeatId m_seat;
    Person m_person;

    std::deque<Asked> m_asked;
    quint64 m_lastAsk = 0;
    qsizetype m_askedBytes = 0;

    QSet<IncidentId> m_watched;
    bool m_hasVoice = false;
    bool m_isLocked = false;
    bool m_signsInItself;
    std::atomic<int> m_onTheirWay = 0; ///< to the desk
};

} // namespace knock::backend
