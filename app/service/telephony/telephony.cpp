// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/telephony.h"

#include "app/core/logging.h"
#include "app/service/telephony/stack.h"
#include "app/service/telephony/voice/prompt.h"

#include <optional>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace knock::telephony {

namespace {

// With all that may be waited for in it, on a machine that is busy.
constexpr auto longestCanaryCall = 30s;

} // namespace

Telephony::Telephony(Configuration configuration)
    : m_configuration(std::move(configuration))
{
    if (m_configuration.canary > 0ms) {
        m_canaryIsLate.setInterval(m_configuration.canary + longestCanaryCall);
    }
    connect(this, &Adapter::input, this, &Telephony::follow);
    m_canaryIsLate.setSingleShot(true);
    m_canaryIsLate.callOnTimeout(
        this, [this] { judge(failure(Error::Kind::Expired, u"nothing is heard of the call to ourselves"_s)); });
}

Telephony::~Telephony() = default;

Result<> Telephony::start()
{
    Recordings recordings;
    if (!m_configuration.promptFile.isEmpty()) {
        if (Result<Prompt> recorded = Prompt::read(m_configuration.promptFile)) {
            recordings.askToPress = std::move(*recorded);
        } else {
            m_silent = recorded.error();
        }
    }

    Stack::Listener listener;
    listener.input = [this](const dispatch::Input &heard) {
        QMetaObject::invokeMethod(this, [this, heard] { Q_EMIT input(heard); }, Qt::QueuedConnection);
    };
    listener.sound = [this](LineId line, const LineSound &heard) {
        QMetaObject::invokeMethod(this, [this, line, heard] { Q_EMIT sound(line, heard); }, Qt::QueuedConnection);
    };
    listener.taped = [this](LineId line, const LineTape &piece) {
        QMetaObject::invokeMethod(this, [this, line, piece] { Q_EMIT taped(line, piece); }, Qt::QueuedConnection);
    };
    listener.failed = [this](const Error &why) { complain(why); };

    listener.registered = [this](const Result<> &registered) {
        QMetaObject::invokeMethod(this, [this, registered] { judgeTrunk(registered); }, Qt::QueuedConnection);
    };
    listener.canary = [this](const Result<> &canary) {
        QMetaObject::invokeMethod(this, [this, canary] { judge(canary); }, Qt::QueuedConnection);
    };

    auto stack = std::make_unique<Stack>(m_configuration, std::move(recordings), std::move(listener));
    if (const Result<> started = stack->start(); !started) {
        return started;
    }
    m_stack = std::move(stack);
    if (m_canaryIsLate.intervalAsDuration().count() > 0) {
        m_canaryIsLate.start();
    }
    if (m_silent) {
        // Callers matter more than what is played to them.
        qCWarning(lcTelephony) << "Calls come in, but there is nothing to play:" << m_silent->detail;
        complain(*m_silent);
    }
    return {};
}

void Telephony::follow(const dispatch::Input &told)
{
    const bool begins = std::holds_alternative<dispatch::Rang>(told) || std::holds_alternative<dispatch::Dialled>(told);
    if (begins || std::holds_alternative<dispatch::LineWentAway>(told)) {
        m_lines += begins ? 1 : -1;
        Q_EMIT linesChanged(m_lines);
    }
}

void Telephony::stopTaking()
{
    if (m_stack) {
        m_stack->stopTaking();
    }
}

void Telephony::hangUp()
{
    if (m_stack) {
        m_stack->hangUp();
    }
}

void Telephony::reloadCertificate()
{
    if (m_stack) {
        m_stack->reloadCertificate();
    }
}

void Telephony::complain(const Error &why)
{
    const Health ill{.part = Health::Part::Telephony, .well = false, .why = why};
    QMetaObject::invokeMethod(this, [this, ill] { Q_EMIT health(ill); }, Qt::QueuedConnection);
}

void Telephony::judgeTrunk(const Result<> &registered)
{
    const std::optional<Result<>> before = std::exchange(m_registered, registered);
    if (before == registered) {
        return;
    }
    if (!registered) {
        qCWarning(lcTelephony) << "Nobody can call by the trunk:" << registered.error().detail;
        complain(registered.error());
        return;
    }
    qCInfo(lcTelephony) << "The trunk knows where to call";
    if (before && m_silent) {
        complain(*m_silent);
    } else if (before) {
        Q_EMIT health({.part = Health::Part::Telephony, .well = true, .why = {}});
    }
}

void Telephony::judge(const Result<> &canary)
{
    m_canaryIsLate.start();
    if (canary) {
        Q_EMIT heardItself();
    }
    if (m_canary == canary) {
        return;
    }
    m_canary = canary;
    if (!canary) {
        qCWarning(lcTelephony) << "The service does not hear itself:" << canary.error().detail;
    }
    Q_EMIT health({.part = Health::Part::Canary, .well = canary.has_value(), .why = canary ? Error{} : canary.error()});
}

void Telephony::perform(const knock::dispatch::Effect &effect)
{
    if (!m_stack) {
        return;
    }
    std::visit(Overloaded{[this](const dispatch::AnswerLine &answer) { m_stack->push(answer); },
                          [this](const dispatch::PlayPrompt &play) { m_stack->push(play); },
                          [this](const dispatch::AskWhileWaiting &ask) { m_stack->push(ask); },
                          [this](const dispatch::RecordLine &record) { m_stack->push(record); },
                          [this](const dispatch::TransferLine &transfer) { m_stack->push(transfer); },
                          [this](const dispatch::DialLine &dial) { m_stack->push(dial); },
                          [this](const dispatch::ReleaseLine &release) { m_stack->push(release); },
                          [](const auto &) {}},
               effect);
}

void Telephony::setVoice(LineId line, std::shared_ptr<VoicePort> port)
{
    if (m_stack) {
        m_stack->push(SetVoice{line, std::move(port)});
    }
}

quint16 Telephony::port() const { return m_stack ? m_stack->port() : quint16(0); }

quint16 Telephony::tlsPort() const { return m_stack ? m_stack->tlsPort() : quint16(0); }

} // namespace knock::telephony
