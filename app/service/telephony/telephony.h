// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/linesound.h"
#include "app/core/linetape.h"
#include "app/core/voiceport.h"
#include "app/service/dispatch/adapter.h"
#include "app/service/telephony/configuration.h"

#include <memory>
#include <optional>
#include <QTimer>

namespace knock::telephony {

class Stack;

/// Telephone calls: SIP over UDP, TCP and TLS, sound as G.711 over RTP or SRTP, lines of text, key presses by RFC 4733,
/// by SIP INFO and by the tones in the sound.
///
/// Gives Rang, Dialled, LineAnswered, Pressed, PressedToo, PromptBegan, PromptPlayed, LocatedByCall, PlaceReferred,
/// SaidByCall, TransferRefused and LineWentAway; performs AnswerLine, DialLine, PlayPrompt, AskWhileWaiting,
/// RecordLine, TransferLine and ReleaseLine. Numbers its lines from 1. Never ends a call by itself: a line goes away
/// when the caller leaves, when the rules release it, or when SIP says that nobody is there.
class Telephony final : public dispatch::Adapter
{
    Q_OBJECT
public:
    explicit Telephony(Configuration configuration);
    /// Says BYE on every answered line.
    ~Telephony() override;

    [[nodiscard]] Result<> start() override;
    void perform(const knock::dispatch::Effect &effect) override;

    /// The one it listens on; 0 before start().
    [[nodiscard]] quint16 port() const;
    /// The same for TLS; 0 without it.
    [[nodiscard]] quint16 tlsPort() const;

    /// New calls are told to go elsewhere (503), none are made, and the trunk is told that we go; open lines stay.
    void stopTaking();
    /// Ends every open line; each is told as lost.
    void hangUp();
    /// New connections over TLS see the certificate's files as they are now; where these cannot be used, as they were.
    void reloadCertificate();
    /// Open ones, as told by inputs.
    [[nodiscard]] qsizetype lines() const { return m_lines; }

    /// Whom the caller on \a line hears and is heard by from now on; nobody without a port.
    void setVoice(LineId line, std::shared_ptr<VoicePort> port);

Q_SIGNALS:
    void linesChanged(qsizetype lines);
    /// A call to ourselves went as it must.
    void heardItself();
    /// How a connected line sounds; its incident is not known here.
    void sound(knock::LineId line, const knock::LineSound &sound);
    /// What was said on a line that is recorded, about once a second, and for the last time before the line is gone.
    void taped(knock::LineId line, const knock::LineTape &piece);

private:
    void follow(const dispatch::Input &told);
    /// From any thread.
    void complain(const Error &why);
    void judge(const Result<> &canary);
    void judgeTrunk(const Result<> &registered);

    const Configuration m_configuration;
    qsizetype m_lines = 0;
    std::optional<Error> m_silent; ///< there is nothing to play
    std::optional<Result<>> m_registered; ///< as told
    std::optional<Result<>> m_canary; ///< as told
    QTimer m_canaryIsLate;
    std::unique_ptr<Stack> m_stack;
};

} // namespace knock::telephony
