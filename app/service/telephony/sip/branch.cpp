// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/branch.h"

#include "app/service/telephony/sip/rawhead.h"

#include <algorithm>
#include <QCryptographicHash>

namespace knock::telephony {

namespace {

constexpr QByteArrayView cookie("z9hG4bK"); // RFC 3261, 8.1.1.7
constexpr char parameterName[] = ";branch=";
constexpr qsizetype fingerprintLength = 16;
// After the mark and the fingerprint: whether the request had a branch of its own behind, which is kept.
constexpr char hadNone = '-';
constexpr char hadOne = '.';

QByteArrayView firstOf(QByteArrayView vias)
{
    const qsizetype comma = vias.indexOf(',');
    return vias.first(comma < 0 ? vias.size() : comma).trimmed();
}

// The answers of the stack bear a tag that the ACK repeats, so the tag of To cannot be among it.
QByteArray fingerprintOf(const RawHead &head, QByteArrayView topVia)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto add = [&hash](QByteArrayView text) {
        hash.addData(text);
        hash.addData(QByteArrayView("\n"));
    };
    const auto valueOf = [&head](QByteArrayView name) {
        const RawHead::Header *header = head.find(name);
        return header == nullptr ? QByteArrayView() : header->value;
    };
    const QByteArrayView sequence = valueOf("cseq");
    const auto end = std::ranges::find_if(sequence, [](char c) { return c == ' ' || c == '\t'; });
    add(head.target);
    add(parameterIn(valueOf("from"), "tag"));
    add(valueOf("call-id"));
    add(sequence.first(end - sequence.begin()));
    add(topVia);
    return hash.result().toHex().first(fingerprintLength);
}

} // namespace

Branches::Branches(QByteArrayView secret)
    : m_mark(cookie.toByteArray() + "nock" + secret.toByteArray())
{
}

std::optional<QByteArray> Branches::lend(QByteArrayView request) const
{
    const RawHead head(request);
    const RawHead::Header *vias = head.find("via");
    if (!head.isRequest() || vias == nullptr) {
        return std::nullopt;
    }
    const QByteArrayView topVia = firstOf(vias->value);
    const QByteArrayView own = parameterIn(topVia, "branch");
    if (topVia.isEmpty() || (own.startsWith(cookie) && own.size() > cookie.size())) {
        return std::nullopt;
    }
    const QByteArray lent = m_mark + fingerprintOf(head, topVia);
    QByteArray result = request.toByteArray();
    if (own.isEmpty()) {
        result.insert(topVia.end() - request.begin(), parameterName + lent + hadNone);
    } else {
        result.insert(own.begin() - request.begin(), lent + hadOne);
    }
    return result;
}

std::optional<QByteArray> Branches::takeBack(QByteArrayView answer) const
{
    const qsizetype begin = answer.indexOf(m_mark);
    const qsizetype last = begin + m_mark.size() + fingerprintLength;
    if (begin < 0 || last >= answer.size()) {
        return std::nullopt;
    }
    const qsizetype from
        = answer[last] == hadNone ? std::max<qsizetype>(begin - QByteArrayView(parameterName).size(), 0) : begin;
    return answer.toByteArray().remove(from, last + 1 - from);
}

} // namespace knock::telephony
