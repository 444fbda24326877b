// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/rawhead.h"

#include "app/service/telephony/sip/lines.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace knock::telephony {

namespace {

constexpr size_t mostHeaders = 200;
constexpr qsizetype longestMethod = 32;

bool isBlank(char c) { return c == ' ' || c == '\t'; }

bool isTokenCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || QByteArrayView("-.!%*_+`'~").contains(c);
}

QByteArray nameOf(QByteArrayView line)
{
    QByteArray name = line.first(line.indexOf(':')).trimmed().toByteArray().toLower();
    static constexpr std::array<std::pair<QByteArrayView, QByteArrayView>, 5> shortForms{
        {{"v", "via"}, {"f", "from"}, {"t", "to"}, {"i", "call-id"}, {"l", "content-length"}}};
    const auto *found = std::ranges::find(shortForms, QByteArrayView(name), &decltype(shortForms)::value_type::first);
    return found == shortForms.end() ? name : found->second.toByteArray();
}

} // namespace

RawHead::RawHead(QByteArrayView message)
{
    QByteArrayView rest = message;
    const QByteArrayView first = takeLine(rest).trimmed();
    const qsizetype blank = first.indexOf(' ');
    const qsizetype lastBlank = blank < 0 ? -1 : first.lastIndexOf(' ');
    const QByteArrayView beginning = first.first(std::max<qsizetype>(blank, 0));
    const QByteArrayView ending = first.sliced(lastBlank + 1);
    if (lastBlank > blank && beginning.size() <= longestMethod && std::ranges::all_of(beginning, isTokenCharacter)
        && ending.startsWith("SIP/")) {
        method = beginning;
        target = first.sliced(blank, lastBlank - blank).trimmed();
        version = ending.sliced(4);
    }
    while (!rest.isEmpty() && headers.size() < mostHeaders) {
        const qsizetype begin = message.size() - rest.size();
        if (takeLine(rest).trimmed().isEmpty()) {
            return;
        }
        while (!rest.isEmpty() && isBlank(rest.front())) {
            std::ignore = takeLine(rest);
        }
        const QByteArrayView line = message.sliced(begin, message.size() - rest.size() - begin);
        if (const qsizetype colon = line.indexOf(':'); colon > 0) {
            headers.push_back({.name = nameOf(line), .line = line, .value = line.sliced(colon + 1).trimmed()});
        }
    }
}

const RawHead::Header *RawHead::find(QByteArrayView name) const
{
    const auto found
        = std::ranges::find_if(headers, [name](const Header &header) { return QByteArrayView(header.name) == name; });
    return found == headers.end() ? nullptr : &*found;
}

QByteArrayView parameterIn(QByteArrayView value, QByteArrayView name)
{
    while (true) {
        const qsizetype semicolon = value.indexOf(';');
        if (semicolon < 0) {
            return {};
        }
        value = value.sliced(semicolon + 1);
        const auto end = std::ranges::find_if(value, [](char c) { return c == ';' || c == ',' || c == '>'; });
        const QByteArrayView parameter = value.first(end - value.begin());
        const qsizetype equals = parameter.indexOf('=');
        if (equals > 0 && parameter.first(equals).trimmed().compare(name, Qt::CaseInsensitive) == 0) {
            return parameter.sliced(equals + 1).trimmed();
        }
    }
}

} // namespace knock::telephony
