// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/core/event.h"
#include "app/core/logging.h"
#include "app/core/tally.h"
#include "app/service/dispatch/input.h"
#include "app/service/hearing/pressmerger.h"
#include "app/service/telephony/configuration.h"
#include "app/service/telephony/sessiontimer.h"
#include "app/service/telephony/sip/alarm.h"
#include "app/service/telephony/sip/guard.h"
#include "app/service/telephony/sip/libre.h"
#include "app/service/telephony/sip/rate.h"
#include "app/service/telephony/standinganswer.h"
#include "app/service/telephony/transfer.h"
#include "app/service/telephony/voice/prompt.h"
#include "app/service/telephony/voice/sound.h"

namespace knock::telephony {

/// One call, from its INVITE to its end, whichever side it came from. Lives on libre's thread.
class Line final : private Sound::Listener
{
public:
    /// Whoever owns the lines. gone() frees the line it names, so it is the last thing a line does.
    class Keeper
    {
    public:
        virtual ~Keeper() = default;
        virtual void heard(const dispatch::Input &input) = 0;
        virtual void sounded(LineId line, const LineSound &sound) = 0;
        virtual void taped(LineId line, const LineTape &piece) = 0;
        virtual void gone(LineId line, LineEnd how) = 0;
    };

    Line(Keeper &keeper, LineId id, const Configuration &configuration, const Recordings &recordings);
    ~Line() override;
    Q_DISABLE_COPY_MOVE(Line)

    /// Lets the caller hear it ring (180), or says with what to refuse the call.
    [[nodiscard]] std::optional<Refusal> ring(sipsess_sock *sessions, const sip_msg &invite);
    /// Calls \a number by the trunk, from \a local, or says why not.
    [[nodiscard]] Result<> dial(sipsess_sock *sessions, const sa &local, const QString &number);
    /// Tells where the caller is, as far as \a request says so. After whoever owns the line has told that it rings.
    void locate(const sip_msg &request);
    void answer();
    void playPrompt();
    void askWhileWaiting();
    /// Has the caller's side call \a number instead.
    void transfer(sip &stack, const QString &number);
    /// What the caller's side tells of that. False leaves it to others.
    [[nodiscard]] bool takesNotify(const sip_msg &notify) { return m_transfer && m_transfer->take(notify); }
    void release();
    void setVoice(std::shared_ptr<VoicePort> voice) { m_sound.setVoice(std::move(voice)); }
    void record() { m_sound.record(WallClock().now()); }
    /// Every 20 ms.
    void tick();
    /// A request in this call that libre cannot do, or not well enough: INVITE, its ACK, UPDATE and MESSAGE. False
    /// leaves it to libre.
    [[nodiscard]] bool takes(sip &stack, const sip_msg &request);
    /// The caller says something in writing; gives the answer to it.
    [[nodiscard]] Refusal say(const sip_msg &message);

    [[nodiscard]] const QString &number() const { return m_number; }
    [[nodiscard]] const sa &source() const { return m_source; } ///< where its INVITE came from
    [[nodiscard]] bool isDialogOf(const sip_msg &request) const;

private:
    void pressed(QChar key, Carrier carrier, Dbm0 level, qint64 ago) override;
    void sounded(const LineSound &sound) override { m_keeper.sounded(m_id, sound); }
    void promptBegan() override;
    void promptPlayed() override;
    void taped(const LineTape &piece) override { m_keeper.taped(m_id, piece); }

    void heard(QChar key, Carrier carrier, std::optional<Dbm0> level, qint64 ago);
    void refer(const QByteArray &target);
    [[nodiscard]] std::optional<Refusal> takeInfo(const sip_msg &info);
    [[nodiscard]] std::optional<Refusal> change(sip &stack, const sip_msg &request, bool isInvite);
    void accept(sip &stack, const sip_msg &request, bool isInvite, mbuf *description);
    [[nodiscard]] bool takesAck(const sip_msg &ack);
    void lose();
    void rememberSide(const sip_msg &invite);
    [[nodiscard]] Result<QByteArray> targetOf(const QString &number) const;
    void passedOn(const Result<> &result);

    static int answered(const sip_msg *message, void *line);
    static void established(const sip_msg *message, void *line);
    static void pickedUp(const sip_msg *message, void *line);
    static void informed(sip *stack, const sip_msg *info, void *line);
    static void closed(int error, const sip_msg *message, void *line);

    static constexpr char user[] = "112";

    Keeper &m_keeper;
    const LineId m_id;
    const Configuration &m_configuration;
    const Recordings &m_recordings;
    Sound m_sound;
    Held<sipsess> m_session;
    QString m_number;
    sa m_source{};
    std::vector<Fix> m_places; ///< told already
    std::vector<QUrl> m_referrals; ///< told already
    hearing::PressMerger m_presses;
    Tally m_tooFast{lcTelephony, "a key pressed faster than any finger can"};
    Tally m_misplaced{lcTelephony, "a location in a call that cannot be used"};
    bool m_isOffered = false; ///< the caller described its sound first
    bool m_isAnswered = false;
    SessionTimer m_timer;
    std::unique_ptr<StandingAnswer> m_standing;
    bool m_awaitsDescription = false; ///< with the ACK of the above
    Rate m_messages{5};
    bool m_isDialled = false; ///< from this side
    Alarm m_ringLimit;
    QByteArray m_host; ///< the caller's, as SIP names it
    bool m_isByTrunk = false; ///< which may ask who we are
    std::unique_ptr<Transfer> m_transfer;
};

} // namespace knock::telephony
