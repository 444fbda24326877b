// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/audit.h"
#include "app/core/filepiece.h"
#include "app/core/linesound.h"
#include "app/core/video.h"
#include "app/core/voiceport.h"
#include "app/service/dispatch/adapter.h"
#include "app/service/dispatch/incidentbook.h"
#include "app/service/store/journal.h"

#include <deque>
#include <map>
#include <memory>
#include <QTimer>

namespace knock::service {

/// The rules in the middle, the adapters around them, the journal before everybody: no process, no settings file.
///
/// Lives on the service thread. An outcome is journalled first; only when it is durable are its events told and its
/// effects done, in the order in which the inputs came. The wait is behind the thread, never on it.
class Service final : public QObject
{
    Q_OBJECT
public:
    /// How long a seat may be silent before its call goes back to everybody.
    static constexpr std::chrono::seconds seatPatience{45};
    static constexpr std::chrono::seconds lookEvery{5};
    /// How many histories are read at once for all seats; who wants more is refused.
    static constexpr size_t mostRecalls = 16;

    Service(const Clock &clock, dispatch::Rules rules, std::unique_ptr<store::Journal> journal);
    ~Service() override;

    /// Takes \a adapter in; it has been started already and its inputs count from now on.
    void add(std::unique_ptr<dispatch::Adapter> adapter);
    /// Parts which did not start: said once somebody listens, with resume().
    void tellOnResume(std::vector<Health> unwell) { m_unwell = std::move(unwell); }
    /// Tells every event of every open incident out of the journal, then caughtUp().
    [[nodiscard]] Result<> resume();
    /// The only way in.
    void take(const dispatch::Input &input);
    /// Keeps who looked, or who did what to the service, in the same order and chain as the events.
    void note(const Audit &entry);
    /// A seat cannot have what it asked for, whatever the rules say: it may not, or it is locked.
    void refuse(const dispatch::Asked &asked, const Error &why);
    /// \a seat shows the incident's camera from now on, or does not any more.
    void watch(SeatId seat, IncidentId incident, bool on);
    /// \a seat is gone: it shows nothing and has no headset. Its calls go back in their time, see watchSeats().
    void leave(SeatId seat);
    /// The headset of \a seat; null: it has none any more.
    void setVoice(SeatId seat, std::shared_ptr<VoicePort> port);
    /// A sign of life of \a seat; whatever it asks for is one, too.
    void see(SeatId seat);
    /// Takes back what seats had that gave no sign of life for too long. Called by the service itself every few
    /// seconds.
    void watchSeats();
    /// How a line sounds, which is told on at once.
    void hear(LineId line, LineSound heard);

Q_SIGNALS:
    /// It is durable, and in the journal as \a body (see wire::encode()) with this sequence.
    void event(const knock::Event &event, quint64 sequence, const QByteArray &body);
    void caughtUp();
    /// For a LookUp of \a seat: all that was told of \a incident until now, and nothing else.
    void earlier(knock::IncidentId incident, const std::vector<knock::Event> &events, knock::SeatId seat);
    /// A ReadFile, which is no business of the rules.
    void fileWanted(const knock::dispatch::Asked &asked);
    void piece(const knock::FilePiece &piece, knock::SeatId seat); ///< the answer to it
    void health(const knock::Health &health);
    void frame(const knock::EncodedFrame &frame);
    void camera(const knock::CameraHealth &health);
    void sound(const knock::LineSound &sound);
    void typing(knock::IncidentId incident); ///< the caller is
    void viewers(knock::IncidentId incident, int seats); ///< that show its camera now
    /// Whom the caller on \a line hears and is heard by from now on; nobody without a port.
    void voiceOn(knock::LineId line, const std::shared_ptr<knock::VoicePort> &port);
    void keyFrameWanted(knock::IncidentId incident); ///< a seat cannot show the camera without a whole picture

private:
    struct Pending {
        quint64 ticket = 0; ///< 0: nothing to write
        dispatch::Outcome outcome;
        std::vector<QByteArray> bodies; ///< of the events
        quint64 first = 0; ///< sequence of the first event, once it is durable
    };

    /// A history that is being read.
    struct Recall {
        dispatch::Asked asked; ///< LookUp or ReopenIncident
        std::vector<Event> late; ///< became true of the incident meanwhile, in order
    };

    struct Headset {
        std::shared_ptr<VoicePort> port;
        LineId line; ///< the one it is joined to
    };

    void joinVoices();
    [[nodiscard]] bool recall(const dispatch::Asked &asked);
    void recalled(quint64 ticket, Result<std::vector<store::Record>> records);
    [[nodiscard]] bool isForNobody(const dispatch::Asked &asked) const;
    void write(dispatch::Outcome outcome);
    void append(std::vector<store::Record> records, Pending pending);
    void written(quint64 ticket, quint64 first);
    void carryOut();

    const Clock &m_clock;
    dispatch::IncidentBook m_book;
    std::unique_ptr<store::Journal> m_journal;
    std::vector<std::unique_ptr<dispatch::Adapter>> m_adapters;
    std::vector<Health> m_unwell;
    QHash<SeatId, Headset> m_headsets;
    QHash<IncidentId, QSet<SeatId>> m_viewers;
    QHash<SeatId, int> m_looks; ///< after the last sign of life of each seat; a clock may jump
    QTimer m_watch;
    std::deque<Pending> m_pending; ///< in the order of their inputs
    quint64 m_lastTicket = 0;
    quint64 m_durable = 0; ///< every ticket up to this one is on the disk
    bool m_carryingOut = false;
    std::map<quint64, Recall> m_recalls; ///< by their tickets
    quint64 m_lastRecall = 0;
};

} // namespace knock::service
