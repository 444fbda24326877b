// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/guard.h"

#include <algorithm>
#include <array>

namespace knock::telephony {

const char capabilities[] = "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, MESSAGE, NOTIFY\r\n"
                            "Supported: timer\r\n"
                            "Accept: application/sdp, application/pidf+xml, multipart/mixed, application/dtmf-relay, "
                            "application/dtmf\r\n";

namespace {

constexpr qsizetype longestEcho = 200;

std::optional<quint32> numberIn(const pl &text)
{
    const QByteArrayView digits = view(text);
    const bool isNumber = !digits.isEmpty() && digits.size() <= 8
        && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    return isNumber ? std::optional(pl_u32(&text)) : std::nullopt;
}

std::optional<Refusal> badRequest(const char *reason) { return Refusal{.code = 400, .reason = reason, .headers = {}}; }

bool lacksMandatoryHeader(const sip_msg &request)
{
    return !pl_isset(&request.callid) || !pl_isset(&request.from.auri) || !pl_isset(&request.from.tag)
        || !pl_isset(&request.to.auri) || !pl_isset(&request.cseq.met);
}

bool repeatsSingleHeader(const sip_msg &request)
{
    static constexpr std::array single{SIP_HDR_CALL_ID, SIP_HDR_FROM,         SIP_HDR_TO,
                                       SIP_HDR_CSEQ,    SIP_HDR_MAX_FORWARDS, SIP_HDR_CONTENT_LENGTH};
    return std::ranges::any_of(single, [&request](sip_hdrid id) { return sip_msg_hdr_count(&request, id) > 1; });
}

bool isKnownScheme(const pl &scheme)
{
    static constexpr std::array known{"sip", "sips", "tel", "urn"};
    return std::ranges::any_of(known, [&scheme](const char *name) { return pl_strcasecmp(&scheme, name) == 0; });
}

// Every extension a request insists on, except those of carrying a place (RFC 6442), for whoever sends one must be
// heard, and of refreshing the session (RFC 4028).
bool collectUnknownExtension(const sip_hdr *header, const sip_msg *, void *argument)
{
    static constexpr std::array known{"geolocation-sip", "geolocation-http", "timer"};
    const auto is = [header](const char *name) { return pl_strcasecmp(&header->val, name) == 0; };
    if (std::ranges::none_of(known, is)) {
        auto *unknown = static_cast<QByteArray *>(argument);
        *unknown += unknown->isEmpty() ? "" : ", ";
        *unknown += view(header->val);
    }
    return false;
}

std::optional<Refusal> objectionToBody(const sip_msg &request)
{
    if (pl_isset(&request.clen)) {
        const std::optional<quint32> length = numberIn(request.clen);
        if (!length || *length > mbuf_get_left(request.mb)) {
            return badRequest("Bad Content-Length");
        }
        mbuf_set_end(request.mb, request.mb->pos + *length);
    }
    const sip_hdr *encoding = sip_msg_hdr(&request, SIP_HDR_CONTENT_ENCODING);
    if (encoding != nullptr && mbuf_get_left(request.mb) > 0 && pl_strcasecmp(&encoding->val, "identity") != 0) {
        return Refusal{.code = 415, .reason = "Unsupported Media Type", .headers = "Accept-Encoding: identity\r\n"};
    }
    return std::nullopt;
}

std::optional<Refusal> objectionToMethod(const sip_msg &request)
{
    static constexpr std::array understood{"INVITE", "ACK",    "CANCEL",  "BYE",   "OPTIONS",
                                           "INFO",   "UPDATE", "MESSAGE", "NOTIFY"};
    static constexpr std::array known{"PRACK", "REGISTER", "SUBSCRIBE", "PUBLISH", "REFER"};
    const auto is = [&request](const char *method) { return pl_strcmp(&request.met, method) == 0; };
    if (std::ranges::any_of(understood, is)) {
        return std::nullopt;
    }
    if (std::ranges::any_of(known, is)) {
        return Refusal{.code = 405, .reason = "Method Not Allowed", .headers = capabilities};
    }
    return Refusal{.code = 501, .reason = "Not Implemented", .headers = capabilities};
}

} // namespace

std::optional<Refusal> objectionTo(const sip_msg &request)
{
    if (lacksMandatoryHeader(request)) {
        return badRequest("Missing Mandatory Header");
    }
    if (pl_cmp(&request.cseq.met, &request.met) != 0) {
        return badRequest("CSeq Method Mismatch");
    }
    if (repeatsSingleHeader(request)) {
        return badRequest("Repeated Header");
    }
    if (pl_isset(&request.maxfwd) && numberIn(request.maxfwd).value_or(256) > 255) {
        return badRequest("Bad Max-Forwards");
    }
    if (!isKnownScheme(request.uri.scheme)) {
        return Refusal{.code = 416, .reason = "Unsupported URI Scheme", .headers = {}};
    }
    if (auto objection = objectionToBody(request)) {
        return objection;
    }
    if (auto objection = objectionToMethod(request)) {
        return objection;
    }

    const bool isFollowUp = pl_strcmp(&request.met, "ACK") == 0 || pl_strcmp(&request.met, "CANCEL") == 0;
    QByteArray unknown;
    sip_msg_hdr_apply(&request, true, SIP_HDR_REQUIRE, collectUnknownExtension, &unknown);
    if (!isFollowUp && !unknown.isEmpty()) {
        return Refusal{
            .code = 420, .reason = "Bad Extension", .headers = "Unsupported: " + unknown.left(longestEcho) + "\r\n"};
    }
    if (pl_strcmp(&request.met, "INVITE") == 0 && sip_msg_hdr(&request, SIP_HDR_CONTACT) == nullptr) {
        return badRequest("Missing Contact");
    }
    return std::nullopt;
}

void mendReturnPort(sip_via &via)
{
    const QByteArrayView sentBy = view(via.sentby);
    const qsizetype end = sentBy.indexOf(']');
    if (!sentBy.startsWith('[') || end < 0 || !sentBy.sliced(end + 1).startsWith(':')) {
        return;
    }
    bool isNumber = false;
    const quint16 port = sentBy.sliced(end + 2).toUShort(&isNumber);
    if (isNumber) {
        sa_set_port(&via.addr, port);
    }
}

} // namespace knock::telephony
