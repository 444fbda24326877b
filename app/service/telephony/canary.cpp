// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/canary.h"

#include "app/core/logging.h"

#include <QRandomGenerator>
#include <QStringList>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace knock::telephony {

namespace {

struct Step {
    Carrier carrier;
    char digit;
    QLatin1StringView name;
};

// The tone comes first: from a caller who has sent packets, tones alone are no press.
constexpr std::array steps{Step{Carrier::Tone, '3', "by tone"_L1}, Step{Carrier::Info, '6', "by INFO"_L1},
                           Step{Carrier::Event, '9', "by telephone-event"_L1}};

constexpr auto answerTime = 5s;
constexpr auto hearingTime = 2s;
// A press is over by then, and whatever hears it twice has done so.
constexpr auto settlingTime = 300ms;

} // namespace

Canary::Canary(const Configuration &configuration, const Recordings &recordings, Tell tell)
    : m_configuration(configuration)
    , m_recordings(recordings)
    , m_tell(std::move(tell))
{
}

Canary::~Canary() = default;

void Canary::start(sipsess_sock *sessions, quint16 port)
{
    if (m_configuration.canary <= 0ms) {
        return;
    }
    m_sessions = sessions;
    const QByteArray host = m_configuration.address.toString().toLatin1();
    const bool isSix = m_configuration.address.protocol() == QAbstractSocket::IPv6Protocol;
    m_place = (isSix ? "[" + host + "]" : host) + ":"
        + QByteArray::number(m_configuration.canaryPort == 0 ? port : m_configuration.canaryPort);
    m_next.set(0ms, [this] { begin(); });
}

void Canary::stop()
{
    m_next.stop();
    m_patience.stop();
    m_word.clear();
    m_call.reset();
    m_line.reset();
}

void Canary::begin()
{
    m_line.reset();
    m_step = 0;
    m_heard = {};
    m_others = 0;
    std::array<quint32, 4> random{};
    QRandomGenerator::system()->fillRange(random.data(), static_cast<qsizetype>(random.size()));
    m_word = "canary-" + QByteArray::fromRawData(reinterpret_cast<const char *>(random.data()), sizeof random).toHex();
    m_patience.set(answerTime,
                   [this] { finish(failure(Error::Kind::Unreachable, u"the call to ourselves is not answered"_s)); });
    m_call = std::make_unique<CanaryCall>(
        m_configuration,
        CanaryCall::Listener{
            .answered = [this] { pressNext(); },
            .ended = [this] { finish(failure(Error::Kind::Refused, u"the call to ourselves does not last"_s)); }});
    if (!m_call->begin(m_sessions, "sip:" + m_word + "@" + m_place)) {
        finish(failure(Error::Kind::Broken, u"the call to ourselves cannot be made"_s));
    }
}

bool Canary::takes(const sip_msg &invite)
{
    if (m_word.isEmpty() || view(invite.uri.user) != m_word) {
        return false;
    }
    m_word.clear();
    Line::Keeper &keeper = *this;
    m_line = std::make_unique<Line>(keeper, LineId(), m_configuration, m_recordings);
    if (m_line->ring(m_sessions, invite)) {
        m_line.reset(); // nobody answers, which is noticed
    } else {
        m_line->answer();
    }
    return true;
}

void Canary::heard(const dispatch::Input &input)
{
    const auto *pressed = std::get_if<dispatch::Pressed>(&input);
    if (pressed == nullptr) {
        return;
    }
    const auto step = std::ranges::find_if(steps, [pressed](const Step &known) {
        return known.carrier == pressed->carrier && QLatin1Char(known.digit) == pressed->key;
    });
    if (step == steps.end()) {
        ++m_others;
        return;
    }
    const auto at = static_cast<size_t>(step - steps.begin());
    ++m_heard[at];
    if (at + 1 == m_step) {
        m_patience.set(settlingTime, [this] { pressNext(); });
    }
}

void Canary::pressNext()
{
    if (m_step == steps.size()) {
        finish(judge());
        return;
    }
    const Step &step = steps[m_step++];
    m_call->press(step.carrier, step.digit);
    m_patience.set(hearingTime, [this] { pressNext(); });
}

Result<> Canary::judge() const
{
    QStringList missing;
    QStringList repeated;
    for (size_t at = 0; at < steps.size(); ++at) {
        if (m_heard[at] == 0) {
            missing += steps[at].name;
        } else if (m_heard[at] > 1) {
            repeated += steps[at].name;
        }
    }
    if (!missing.isEmpty()) {
        return failure(Error::Kind::NotFound, u"a key is not heard %1"_s.arg(missing.join(u", "_s)));
    }
    if (!repeated.isEmpty() || m_others > 0) {
        return failure(Error::Kind::Malformed, u"more keys are heard than pressed: %1"_s.arg(repeated.join(u", "_s)));
    }
    return {};
}

void Canary::finish(const Result<> &result)
{
    m_patience.stop();
    m_word.clear();
    m_call.reset(); // says BYE, which ends the line
    m_next.set(m_configuration.canary, [this] { begin(); });
    m_tell(result);
}

} // namespace knock::telephony
