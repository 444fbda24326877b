// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/badrequest.h"

#include "app/service/telephony/sip/rawhead.h"

#include <algorithm>
#include <array>
#include <QCryptographicHash>

namespace knock::telephony {

namespace {

constexpr qsizetype mostAdded = 120;

QByteArray withTag(QByteArrayView line)
{
    const QByteArray hash = QCryptographicHash::hash(line, QCryptographicHash::Sha256);
    return line.trimmed().toByteArray() + ";tag=" + hash.first(8).toHex() + "\r\n";
}

} // namespace

std::optional<QByteArray> answerToUnreadable(QByteArrayView request)
{
    static constexpr std::array repeated{QByteArrayView("via"), QByteArrayView("from"), QByteArrayView("to"),
                                         QByteArrayView("call-id"), QByteArrayView("cseq")};
    const RawHead head(request);
    if (!head.isRequest() || head.method == "ACK" || head.find("via") == nullptr) {
        return std::nullopt;
    }
    QByteArray answer = head.version == "2.0" ? "SIP/2.0 400 Bad Request\r\n" : "SIP/2.0 505 Version Not Supported\r\n";
    for (const RawHead::Header &header : head.headers) {
        if (std::ranges::find(repeated, QByteArrayView(header.name)) == repeated.end()) {
            continue;
        }
        const bool needsTag = header.name == "to" && parameterIn(header.value, "tag").isEmpty();
        answer += needsTag ? withTag(header.line) : header.line.trimmed().toByteArray() + "\r\n";
    }
    answer += "Content-Length: 0\r\n\r\n";
    return answer.size() > request.size() + mostAdded ? std::nullopt : std::optional(answer);
}

} // namespace knock::telephony
