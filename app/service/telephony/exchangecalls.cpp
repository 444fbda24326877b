// SPDX-License-Identifier: Apache-2.0
// Requests that belong to a call which stands already: a part of Exchange.
#include "app/service/telephony/exchange.h"
#include "app/service/telephony/sip/request.h"

#include <algorithm>

namespace knock::telephony {

Line *Exchange::lineOf(const sip_msg &request) const
{
    const auto found
        = std::ranges::find_if(m_lines, [&request](const auto &entry) { return entry.second->isDialogOf(request); });
    return found == m_lines.end() ? nullptr : found->second.get();
}

bool Exchange::takesInCall(const sip_msg &request)
{
    if (!pl_isset(&request.to.tag)) {
        return false;
    }
    Line *line = lineOf(request);
    return line != nullptr && line->takes(*m_sip, request);
}

// Outside of a call it belongs to the call of the same number.
void Exchange::takeMessage(const sip_msg &message)
{
    const QString number = callerOf(message);
    const auto found = std::ranges::find_if(
        m_lines, [&number](const auto &entry) { return !number.isEmpty() && entry.second->number() == number; });
    const bool isKnown = found != m_lines.end() && !pl_isset(&message.to.tag);
    const Refusal answer = isKnown  ? found->second->say(message)
        : pl_isset(&message.to.tag) ? Refusal{.code = 481, .reason = "Call Does Not Exist", .headers = {}}
                                    : Refusal{.code = 404, .reason = "Not Found", .headers = {}};
    sip_treplyf(nullptr, nullptr, m_sip.get(), &message, false, answer.code, answer.reason,
                "%sContent-Length: 0\r\n\r\n", answer.headers.constData());
}

bool Exchange::notified(const sip_msg *request, void *exchange)
{
    if (pl_strcmp(&request->met, "NOTIFY") != 0) {
        return false;
    }
    Line *line = static_cast<Exchange *>(exchange)->lineOf(*request);
    return line != nullptr && line->takesNotify(*request);
}

} // namespace knock::telephony
