// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/sdp.h"

#include "app/service/telephony/sip/lines.h"

#include <algorithm>
#include <array>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace knock::telephony {

namespace {

constexpr qsizetype mostLines = 400;
constexpr qsizetype longestLine = 1000;

// A return alone within a line is the end of a line to some readers, which then see what nobody checked.
bool isPlain(QByteArrayView line)
{
    return std::ranges::none_of(line, [](char c) { return static_cast<uchar>(c) < ' ' && c != '\t'; });
}

bool matches(const QRegularExpression &form, QByteArrayView line)
{
    return form.match(QString::fromLatin1(line)).hasMatch();
}

bool isWanted(QByteArrayView attribute)
{
    static const QRegularExpression rtpmap(u"^rtpmap:\\d{1,3} [^ /]{1,40}/\\d{1,6}(/\\d{1,2})?$"_s);
    static const QRegularExpression fmtp(u"^fmtp:\\d{1,3} .+$"_s);
    static const QRegularExpression ptime(u"^ptime:\\d{1,4}$"_s);
    static const QRegularExpression crypto(u"^crypto:\\d{1,9} \\w+ inline:[^ ]+( .*)?$"_s);
    static constexpr std::array directions{QByteArrayView("sendrecv"), QByteArrayView("sendonly"),
                                           QByteArrayView("recvonly"), QByteArrayView("inactive")};
    return matches(rtpmap, attribute) || matches(fmtp, attribute) || matches(ptime, attribute)
        || matches(crypto, attribute) || std::ranges::find(directions, attribute) != directions.end();
}

} // namespace

QByteArray descriptionAmong(const std::vector<Part> &parts)
{
    const auto found = std::ranges::find_if(parts, [](const Part &part) { return part.is(sessionDescription); });
    return found == parts.end() ? QByteArray() : found->content;
}

QByteArray cleaned(QByteArrayView description)
{
    static const QRegularExpression connection(u"^c=IN IP[46] [^ ]+$"_s);
    QByteArray kept;
    bool inSession = true;
    bool inAudio = false;
    bool hasAudio = false;
    for (qsizetype count = 0; count < mostLines && !description.isEmpty(); ++count) {
        const QByteArrayView line = takeLine(description).trimmed();
        if (line.size() < 2 || line[1] != '=' || line.size() > longestLine || !isPlain(line)) {
            continue;
        }
        bool keep = false;
        switch (line[0]) {
        case 'v':
        case 'o':
        case 's':
        case 't':
            keep = inSession;
            break;
        case 'm':
            // Every medium keeps its line, for the answer must name each (RFC 3264, 6).
            inSession = false;
            inAudio = !hasAudio && line.startsWith("m=audio ");
            hasAudio = hasAudio || inAudio;
            keep = true;
            break;
        case 'c':
            keep = matches(connection, line);
            break;
        case 'a':
            keep = (inSession || inAudio) && isWanted(line.sliced(2));
            break;
        default:
            break;
        }
        if (keep) {
            kept += line;
            kept += "\r\n";
        }
    }
    return kept;
}

} // namespace knock::telephony
