// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/exchange.h"

#include "app/core/logging.h"
#include "app/service/telephony/securetransport.h"
#include "app/service/telephony/sip/nameclient.h"
#include "app/service/telephony/sip/request.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace knock::telephony {

namespace {

constexpr uint32_t tableSize = 4096; // a power of two
constexpr quint64 tickLength = 20; // milliseconds, one RTP packet
constexpr int portTries = 20;

const char *nameOf(LineEnd how)
{
    switch (how) {
    case LineEnd::Cancelled:
        return "cancelled";
    case LineEnd::HungUp:
        return "hung up";
    case LineEnd::Released:
        return "released";
    case LineEnd::Lost:
        return "lost";
    case LineEnd::Transferred:
        return "passed on";
    case LineEnd::Unreached:
        return "not reached";
    }
    return "";
}

bool isOneAddress(const QHostAddress &address)
{
    return !address.isNull() && address != QHostAddress(QHostAddress::Any)
        && address != QHostAddress(QHostAddress::AnyIPv4) && address != QHostAddress(QHostAddress::AnyIPv6);
}

sa socketAddress(const QHostAddress &address, quint16 port)
{
    sa result{};
    sa_set_str(&result, address.toString().toLatin1().constData(), port);
    return result;
}

} // namespace

Exchange::Exchange(const Configuration &configuration, const Recordings &recordings, const Stack::Listener &tell)
    : m_configuration(configuration)
    , m_recordings(recordings)
    , m_tell(tell)
    , m_canary(configuration, recordings, tell.canary)
    , m_testCalls(configuration)
    , m_registration(configuration, tell.registered)
    , m_sources(configuration.mostNewLinesOfSource)
{
    tmr_init(&m_ticking);
    tmr_init(&m_closing);
}

Exchange::~Exchange()
{
    tmr_cancel(&m_ticking);
    tmr_cancel(&m_closing);
    m_canary.stop();
    m_testCalls.stop();
    m_registration.stop();
    m_lines.clear();
    sipsess_close_all(m_sessions.get());
    sip_close(m_sip.get(), true);
}

Result<quint16> Exchange::open()
{
    // Contact and description must name an address that callers can reach, and libre sends from the first it has.
    if (!isOneAddress(m_configuration.address)) {
        return failure(Error::Kind::Refused, u"SIP listens on one address, which must be named"_s);
    }
    m_names = nameClient(m_configuration.nameServers);
    if (sip_alloc(std::out_ptr(m_sip), m_names.get(), tableSize, tableSize, tableSize, "Knock", nullptr, nullptr)
        != 0) {
        return failure(Error::Kind::Broken, u"no SIP stack"_s);
    }
    Result<quint16> port = bind(m_configuration.port);
    // Where any port will do, the one that UDP was given may be taken for TCP.
    for (int attempt = 1; !port && m_configuration.port == 0 && attempt < portTries; ++attempt) {
        port = bind(0);
    }
    if (!port) {
        return port;
    }
    if (m_configuration.tlsPort) {
        if (const Result<quint16> tlsPort = bindTls()) {
            m_tlsPort = *tlsPort;
            qCInfo(lcTelephony) << "Takes calls over TLS on port" << m_tlsPort;
        } else {
            // Better calls without TLS than none.
            qCWarning(lcTelephony) << "No calls over TLS:" << tlsPort.error().detail;
            m_tell.failed(tlsPort.error());
        }
    }
    if (const int error = listen(); error != 0) {
        return failure(Error::Kind::Broken, u"SIP does not listen: %1"_s.arg(qt_error_string(error)));
    }
    qCInfo(lcTelephony) << "Takes calls on port" << *port;
    m_sieve.findSocket(*m_sip);
    m_nextTick = tmr_jiffies() + tickLength;
    tick();
    m_canary.start(m_sessions.get(), *port);
    m_registration.start(*m_sip);
    return port;
}

Result<quint16> Exchange::bind(quint16 port)
{
    sa address = socketAddress(m_configuration.address, port);
    int error = sip_transp_add(m_sip.get(), SIP_TRANSP_UDP, &address);
    if (error == 0) {
        sip_transp_laddr(m_sip.get(), &address, SIP_TRANSP_UDP, nullptr);
        error = sip_transp_add(m_sip.get(), SIP_TRANSP_TCP, &address);
    }
    if (error != 0) {
        sip_transp_flush(m_sip.get());
        return failure(Error::Kind::Unreachable, u"port %1 for SIP: %2"_s.arg(port).arg(qt_error_string(error)));
    }
    return sa_port(&address);
}

Result<quint16> Exchange::bindTls()
{
    Result<Held<tls>> context = secureContext(m_configuration.certificateFile, m_configuration.keyFile);
    if (!context) {
        return std::unexpected(context.error());
    }
    m_tls = std::move(*context);
    sa address = socketAddress(m_configuration.address, *m_configuration.tlsPort);
    if (const int error = sip_transp_add(m_sip.get(), SIP_TRANSP_TLS, &address, m_tls.get()); error != 0) {
        return failure(Error::Kind::Unreachable,
                       u"port %1 for SIP over TLS: %2"_s.arg(*m_configuration.tlsPort).arg(qt_error_string(error)));
    }
    sip_transp_laddr(m_sip.get(), &address, SIP_TRANSP_TLS, nullptr);
    return sa_port(&address);
}

// Requests pass the listeners in the order of their coming: libre's own for repetitions, our guard, libre's for calls,
// one for what is told of a transfer, and one for what nobody wanted, because libre would print a line for each.
int Exchange::listen()
{
    int error = sip_listen(nullptr, m_sip.get(), true, &Exchange::requested, this);
    if (error == 0) {
        error = sipsess_listen(std::out_ptr(m_sessions), m_sip.get(), tableSize, &Exchange::invited, this);
    }
    if (error == 0) {
        error = sip_listen(nullptr, m_sip.get(), true, &Exchange::notified, this);
    }
    if (error == 0) {
        error = sip_listen(nullptr, m_sip.get(), true, &Exchange::notHandled, this);
    }
    if (error == 0) {
        error = sip_listen(nullptr, m_sip.get(), false, &Exchange::notHandled, this);
    }
    return error;
}

bool Exchange::requested(const sip_msg *request, void *exchange)
{
    // libre itself writes to messages it hands out as constant.
    mendReturnPort(const_cast<sip_msg *>(request)->via);
    return static_cast<Exchange *>(exchange)->filter(*request);
}

bool Exchange::filter(const sip_msg &request)
{
    if (m_sieve.finds(request)) {
        return true;
    }
    if (!pl_isset(&request.via.sentby)) {
        m_refused.add(); // there is nowhere to answer to
        return true;
    }
    if (const auto objection = objectionTo(request)) {
        m_refused.add();
        refuse(request, *objection);
        return true;
    }
    if (pl_strcmp(&request.met, "OPTIONS") == 0) {
        if (pl_isset(&request.to.tag) && lineOf(request) == nullptr) {
            refuse(request, {.code = 481, .reason = "Call Does Not Exist", .headers = {}});
        } else if (m_isLeaving && lineOf(request) == nullptr) {
            turnAway(request); // who asks whether we are there shall send callers elsewhere
        } else {
            refuse(request, {.code = 200, .reason = "OK", .headers = capabilities});
        }
        return true;
    }
    if (takesInCall(request)) {
        return true;
    }
    if (pl_strcmp(&request.met, "MESSAGE") == 0) {
        takeMessage(request);
        return true;
    }
    return false;
}

bool Exchange::notHandled(const sip_msg *message, void *exchange)
{
    auto *self = static_cast<Exchange *>(exchange);
    self->m_stray.add();
    if (message->req) {
        self->refuse(*message, {.code = 481, .reason = "Transaction Does Not Exist", .headers = {}});
    }
    return true;
}

// Without a transaction: nothing is kept of a request that came to nothing.
void Exchange::refuse(const sip_msg &request, const Refusal &refusal)
{
    if (pl_strcmp(&request.met, "ACK") != 0) {
        sip_replyf(m_sip.get(), &request, refusal.code, refusal.reason, "%sContent-Length: 0\r\n\r\n",
                   refusal.headers.constData());
    }
}

void Exchange::invited(const sip_msg *invite, void *exchange) { static_cast<Exchange *>(exchange)->ring(*invite); }

bool Exchange::hasRoomFor(const sa &source)
{
    const auto isOfSource = [&source](const auto &entry) { return sa_cmp(&entry.second->source(), &source, SA_ADDR); };
    return m_sources.admits(source) && std::cmp_less(m_lines.size(), m_configuration.mostLines)
        && std::ranges::count_if(m_lines, isOfSource) < m_configuration.mostLinesOfSource;
}

void Exchange::ring(const sip_msg &invite)
{
    if (m_canary.takes(invite)) {
        return;
    }
    if (TestCalls::isOne(invite)) {
        if (const auto refusal = m_testCalls.take(m_sessions.get(), invite)) {
            refuse(invite, *refusal);
        }
        return;
    }
    if (m_closesAt != 0 || m_isLeaving || !hasRoomFor(invite.src)) {
        m_turnedAway.add();
        turnAway(invite);
        return;
    }
    const LineId id{++m_lastLine};
    Line::Keeper &keeper = *this;
    auto line = std::make_unique<Line>(keeper, id, m_configuration, m_recordings);
    if (const auto refusal = line->ring(m_sessions.get(), invite)) {
        m_unusable.add();
        qCDebug(lcTelephony) << "Refused a call:" << refusal->code << refusal->reason;
        refuse(invite, *refusal);
        return;
    }
    qCInfo(lcTelephony) << "Line" << id.value << "rings";
    m_tell.input(dispatch::Rang{.line = id, .number = line->number()});
    line->locate(invite);
    m_lines.emplace(id, std::move(line));
}

/// RFC 3261, 21.5.4: whoever has another way takes it at once.
void Exchange::turnAway(const sip_msg &request)
{
    refuse(request,
           {.code = 503,
            .reason = "Service Unavailable",
            .headers = m_isLeaving ? "Retry-After: 30\r\n" : "Retry-After: 2\r\n"});
}

void Exchange::dial(const dispatch::DialLine &dial)
{
    const LineId id{++m_lastLine};
    m_tell.input(dispatch::Dialled{.incident = dial.incident, .line = id});
    sa local{};
    sip_transp_laddr(m_sip.get(), &local, SIP_TRANSP_UDP, nullptr);
    Line::Keeper &keeper = *this;
    auto line = std::make_unique<Line>(keeper, id, m_configuration, m_recordings);
    const bool isFull
        = std::cmp_greater_equal(m_lines.size(), m_configuration.mostLines) || m_closesAt != 0 || m_isLeaving;
    const Result<> begun = isFull ? Result<>(failure(Error::Kind::Full, u"no line is free"_s))
                                  : line->dial(m_sessions.get(), local, dial.number);
    if (!begun) {
        qCWarning(lcTelephony) << "Line" << id.value << "cannot be called:" << begun.error().detail;
        m_tell.input(dispatch::LineWentAway{.line = id, .how = LineEnd::Unreached});
        return;
    }
    qCInfo(lcTelephony) << "Line" << id.value << "is called";
    m_lines.emplace(id, std::move(line));
}

Line *Exchange::find(LineId line)
{
    const auto found = m_lines.find(line);
    return found == m_lines.end() ? nullptr : found->second.get();
}

void Exchange::perform(const Order &order)
{
    if (const auto *outward = std::get_if<dispatch::DialLine>(&order)) {
        dial(*outward);
        return;
    }
    const LineId id = std::visit(
        Overloaded{[](const dispatch::DialLine &) { return LineId(); }, [](const auto &any) { return any.line; }},
        order);
    Line *line = find(id);
    if (line == nullptr) {
        // The caller was quicker; that he left has been told.
        qCDebug(lcTelephony) << "Line" << id.value << "is gone";
        return;
    }
    std::visit(Overloaded{[line](const dispatch::AnswerLine &) { line->answer(); },
                          [line](const dispatch::PlayPrompt &) { line->playPrompt(); },
                          [line](const dispatch::AskWhileWaiting &) { line->askWhileWaiting(); },
                          [line](const dispatch::RecordLine &) { line->record(); },
                          [line](const SetVoice &voice) { line->setVoice(voice.port); },
                          [this, line](const dispatch::TransferLine &to) { line->transfer(*m_sip, to.number); },
                          [](const dispatch::DialLine &) {},
                          [line](const dispatch::ReleaseLine &) { line->release(); }},
               order);
}

void Exchange::heard(const dispatch::Input &input) { m_tell.input(input); }

void Exchange::gone(LineId line, LineEnd how)
{
    // Nobody at a desk has ended it: somebody must look after this caller.
    how = m_isHangingUp ? LineEnd::Lost : how;
    qCInfo(lcTelephony) << "Line" << line.value << "is over:" << nameOf(how);
    m_lines.erase(line);
    m_tell.input(dispatch::LineWentAway{.line = line, .how = how});
}

void Exchange::tick()
{
    for (auto entry = m_lines.begin(); entry != m_lines.end();) {
        Line &line = *entry->second;
        ++entry; // the line may be over, and free itself
        line.tick();
    }
    // By the clock, so that lateness does not add up; but what was missed by much is not made up in a burst.
    m_nextTick += tickLength;
    const quint64 now = tmr_jiffies();
    if (m_nextTick + 5 * tickLength < now) {
        m_nextTick = now;
    }
    const quint64 wait = m_nextTick > now ? m_nextTick - now : 0;
    tmr_start(&m_ticking, wait, [](void *self) { static_cast<Exchange *>(self)->tick(); }, this);
}

void Exchange::reloadCertificate()
{
    if (!m_tls) {
        return;
    }
    if (const auto renewed = renew(*m_tls, m_configuration.certificateFile, m_configuration.keyFile); !renewed) {
        qCWarning(lcTelephony) << "Calls over TLS go on with the certificate as it was:" << renewed.error().detail;
    }
}

} // namespace knock::telephony
