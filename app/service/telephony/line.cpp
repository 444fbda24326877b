// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/line.h"

#include "app/core/clock.h"
#include "app/core/logging.h"
#include "app/service/place/pidf.h"
#include "app/service/place/reference.h"
#include "app/service/telephony/samepath.h"
#include "app/service/telephony/sip/infokey.h"
#include "app/service/telephony/sip/request.h"

#include <algorithm>
#include <ranges>

using namespace Qt::StringLiterals;

namespace knock::telephony {

namespace {

constexpr char descriptionType[] = "application/sdp";
constexpr size_t mostPlaces = 100;
constexpr size_t mostReferrals = 4;

bool collectReferences(const sip_hdr *geolocation, const sip_msg *, void *argument)
{
    std::ranges::move(place::referencesIn(view(geolocation->val)),
                      std::back_inserter(*static_cast<std::vector<place::Reference> *>(argument)));
    return false; // go on
}

} // namespace

Line::Line(Keeper &keeper, LineId id, const Configuration &configuration, const Recordings &recordings)
    : m_keeper(keeper)
    , m_id(id)
    , m_configuration(configuration)
    , m_recordings(recordings)
    , m_sound(*this, configuration.ear, configuration.firstRtpPort, configuration.lastRtpPort)
    , m_timer(configuration.shortestSession)
{
}

Line::~Line() { m_sound.finishRecording(); }

std::optional<Refusal> Line::ring(sipsess_sock *sessions, const sip_msg &invite)
{
    const Result<QByteArray> description = descriptionOf(invite);
    if (!description) {
        return refusalFor(description.error());
    }
    if (auto tooShort = m_timer.take(invite)) {
        return tooShort;
    }
    if (!m_sound.open(invite.dst)) {
        return Refusal{.code = 503, .reason = "Service Unavailable", .headers = "Retry-After: 2\r\n"};
    }
    m_isOffered = !description->isEmpty();
    if (m_isOffered && !m_sound.takeOffer(*description)) {
        return Refusal{.code = 488, .reason = "Not Acceptable Here", .headers = {}};
    }
    m_number = callerOf(invite);
    m_source = invite.src;
    rememberSide(invite);
    const SamePath samePath(invite);
    const int error = sipsess_accept(std::out_ptr(m_session), sessions, &invite, 180, "Ringing", user, descriptionType,
                                     nullptr, nullptr, nullptr, false, nullptr, &Line::answered, &Line::established,
                                     &Line::informed, nullptr, &Line::closed, this, "%s", capabilities);
    if (error != 0) {
        return Refusal{.code = 500, .reason = "Server Internal Error", .headers = {}};
    }
    return std::nullopt;
}

// A location is read from whatever part brings one, also where no header names it, for it may be all there is. The
// document that comes first is the one to believe (RFC 5491, 3, rule 9) and is told last, for the newest stands on top.
// Whatever is wrong here, the call goes on.
void Line::locate(const sip_msg &request)
{
    const std::vector<Part> parts = partsOf(bodyOf(request)).value_or(std::vector<Part>());
    std::vector<place::Reference> references;
    sip_msg_xhdr_apply(&request, true, "Geolocation", collectReferences, &references);
    for (const place::Reference &reference : references) {
        if (!reference.isPart) {
            refer(reference.target);
        } else if (std::ranges::find(parts, reference.target, &Part::id) == parts.end()) {
            m_misplaced.add();
        }
    }

    std::vector<Fix> fixes;
    for (const Part &part : parts) {
        if (!part.is(placeOfCaller)) {
            continue;
        }
        const auto found = place::fixesInPidf(part.content, WallClock().now());
        if (found) {
            fixes.insert(fixes.end(), found->begin(), found->end());
        } else if (found.error().kind == Error::Kind::NotFound) {
            qCInfo(lcTelephony) << "Line" << m_id.value << "has" << found.error().detail;
        } else {
            m_misplaced.add();
        }
    }
    // A refreshed session brings its location again; one that brings new ones without end is not heard for ever.
    for (const Fix &fix : fixes | std::views::reverse) {
        if (m_places.size() < mostPlaces && std::ranges::find(m_places, fix) == m_places.end()) {
            m_places.push_back(fix);
            m_keeper.heard(dispatch::LocatedByCall{.line = m_id, .fix = fix});
        }
    }
}

// Told once: a refreshed session names it again, and nobody is to make us ask without end.
void Line::refer(const QByteArray &target)
{
    const QUrl at(QString::fromLatin1(target), QUrl::StrictMode);
    if (!at.isValid() || (at.scheme() != "http"_L1 && at.scheme() != "https"_L1)) {
        qCInfo(lcTelephony) << "Line" << m_id.value << "has a location elsewhere, which is not asked for";
    } else if (m_referrals.size() < mostReferrals && std::ranges::find(m_referrals, at) == m_referrals.end()) {
        m_referrals.push_back(at);
        m_keeper.heard(dispatch::PlaceReferred{.line = m_id, .at = at});
    }
}

void Line::answer()
{
    if (m_isAnswered || m_isDialled) {
        return;
    }
    const Held<mbuf> description = m_sound.description(!m_isOffered);
    const int error = description ? sipsess_answer(m_session.get(), 200, "OK", description.get(), "%s%s", capabilities,
                                                   m_timer.headers().constData())
                                  : ENOMEM;
    if (error != 0) {
        qCWarning(lcTelephony) << "Line" << m_id.value << "cannot be answered:" << qt_error_string(error);
        m_keeper.gone(m_id, LineEnd::Lost);
        return;
    }
    m_isAnswered = true;
    m_timer.restart(std::chrono::milliseconds(tmr_jiffies()));
    m_sound.start();
    qCInfo(lcTelephony) << "Line" << m_id.value << "is answered";
}

void Line::playPrompt()
{
    if (!m_isAnswered) {
        qCWarning(lcTelephony) << "Line" << m_id.value << "is not answered and plays no prompt";
        return;
    }
    m_sound.play(m_recordings.askToPress);
}

// Early media (RFC 3960): the caller hears us before anybody has answered. Without an offer there is nowhere to send.
void Line::askWhileWaiting()
{
    if (m_isAnswered || !m_isOffered) {
        return;
    }
    const Held<mbuf> description = m_sound.description(false);
    const int error = description
        ? sipsess_progress(m_session.get(), 183, "Session Progress", description.get(), "%s", capabilities)
        : ENOMEM;
    if (error != 0) {
        qCWarning(lcTelephony) << "Line" << m_id.value << "is not asked while it waits:" << qt_error_string(error);
        return;
    }
    m_sound.playToWaiting(m_recordings.askToPress, m_recordings.ringBack);
}

void Line::release()
{
    if (!m_isAnswered) {
        sipsess_reject(m_session.get(), 480, "Temporarily Unavailable", nullptr);
    }
    // Giving up an answered session says BYE.
    m_session.reset();
    m_keeper.gone(m_id, LineEnd::Released);
}

bool Line::isDialogOf(const sip_msg &request) const
{
    const sip_dialog *dialog = sipsess_dialog(m_session.get());
    return dialog != nullptr && sip_dialog_cmp(dialog, &request);
}

void Line::pressed(QChar key, Carrier carrier, Dbm0 level, qint64 ago) { heard(key, carrier, level, ago); }

void Line::heard(QChar key, Carrier carrier, std::optional<Dbm0> level, qint64 ago)
{
    using Verdict = hearing::PressMerger::Verdict;
    const auto [verdict, press, waitingTone] = m_presses.take(
        {.key = key, .carrier = carrier, .at = static_cast<qint64>(tmr_jiffies()) - ago, .level = level});
    switch (verdict) {
    case Verdict::Pressed:
        m_keeper.heard(dispatch::Pressed{.line = m_id,
                                         .press = press,
                                         .key = key,
                                         .carrier = carrier,
                                         .level = level,
                                         .at = WallClock().now().addMSecs(-ago)});
        if (waitingTone) {
            m_keeper.heard(
                dispatch::PressedToo{.line = m_id, .press = press, .carrier = Carrier::Tone, .level = waitingTone});
        }
        break;
    case Verdict::Corroborated:
        m_keeper.heard(dispatch::PressedToo{.line = m_id, .press = press, .carrier = carrier, .level = level});
        break;
    case Verdict::Waiting:
        break;
    case Verdict::TooFast:
        m_tooFast.add();
        break;
    }
}

// An empty INFO asks whether the call still stands (RFC 2976, 2.2), and that it reached this line is the answer.
std::optional<Refusal> Line::takeInfo(const sip_msg &info)
{
    if (mbuf_get_left(info.mb) == 0) {
        return std::nullopt;
    }
    const Part body = bodyOf(info);
    const Result<QChar> key = keyInInfo(body.type, body.content);
    if (!key) {
        return refusalFor(key.error());
    }
    heard(*key, Carrier::Info, std::nullopt, 0);
    return std::nullopt;
}

void Line::informed(sip *stack, const sip_msg *info, void *argument)
{
    const auto refusal
        = static_cast<Line *>(argument)->takeInfo(*info).value_or(Refusal{.code = 200, .reason = "OK", .headers = {}});
    sip_treplyf(nullptr, nullptr, stack, info, false, refusal.code, refusal.reason, "%sContent-Length: 0\r\n\r\n",
                refusal.headers.constData());
}

void Line::promptBegan() { m_keeper.heard(dispatch::PromptBegan{.line = m_id}); }

void Line::promptPlayed() { m_keeper.heard(dispatch::PromptPlayed{.line = m_id}); }

// Comes with the ACK when the INVITE had no offer. An answer nobody can use leaves a call without sound, which is
// more than no call.
int Line::answered(const sip_msg *message, void *argument)
{
    auto *line = static_cast<Line *>(argument);
    const Result<QByteArray> answer = descriptionOf(*message);
    if (!answer || !line->m_sound.takeAnswer(*answer)) {
        qCWarning(lcTelephony) << "Line" << line->m_id.value << "has no sound: its answer cannot be used";
    }
    return 0;
}

void Line::established(const sip_msg *, void *argument)
{
    const auto *line = static_cast<Line *>(argument);
    qCInfo(lcTelephony) << "Line" << line->m_id.value << "is established";
}

void Line::closed(int error, const sip_msg *, void *argument)
{
    auto *line = static_cast<Line *>(argument);
    if (line->m_isDialled && !line->m_isAnswered) {
        line->m_keeper.gone(line->m_id, LineEnd::Unreached);
        return;
    }
    // libre says ECONNRESET for both BYE and CANCEL; anything else is a peer that answers no more.
    const LineEnd left = line->m_isAnswered ? LineEnd::HungUp : LineEnd::Cancelled;
    line->m_keeper.gone(line->m_id, error == ECONNRESET ? left : LineEnd::Lost);
}

} // namespace knock::telephony
