// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sdp.h"

#include <algorithm>
#include <array>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace knock::telephony {

namespace {

constexpr qsizetype mostLines = 400;
constexpr qsizetype longestLine = 1000;
constexpr qsizetype mostParts = 16;
constexpr qsizetype longestBoundary = 70; // RFC 2046, 5.1.1

QByteArrayView nextLine(QByteArrayView &text)
{
    const qsizetype end = text.indexOf('\n');
    const QByteArrayView line = end < 0 ? text : text.first(end);
    text = end < 0 ? QByteArrayView() : text.sliced(end + 1);
    return line.trimmed();
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
    static constexpr std::array directions{QByteArrayView("sendrecv"), QByteArrayView("sendonly"),
                                           QByteArrayView("recvonly"), QByteArrayView("inactive")};
    return matches(rtpmap, attribute) || matches(fmtp, attribute) || matches(ptime, attribute)
        || std::ranges::find(directions, attribute) != directions.end();
}

QByteArray boundaryIn(QByteArrayView parameters)
{
    static const QRegularExpression form(u";\\s*boundary\\s*=\\s*(?:\"([^\"]+)\"|([^;\\s]+))"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    const auto match = form.match(QString::fromLatin1(parameters));
    const QString boundary = match.captured(1) + match.captured(2);
    return boundary.size() > longestBoundary ? QByteArray() : boundary.toLatin1();
}

bool isDescription(QByteArrayView headers)
{
    static const QRegularExpression form(u"^content-type\\s*:\\s*application/sdp\\s*(;|$)"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    while (!headers.isEmpty()) {
        if (matches(form, nextLine(headers))) {
            return true;
        }
    }
    return false;
}

// The parts lie between lines that begin with two dashes and the boundary; an empty line ends the headers of a part.
Result<QByteArray> descriptionAmong(QByteArrayView body, const QByteArray &boundary)
{
    if (boundary.isEmpty()) {
        return failure(Error::Kind::Malformed, u"a multipart body without a boundary"_s);
    }
    const QByteArray delimiter = "--" + boundary;
    qsizetype at = body.indexOf(delimiter);
    for (qsizetype part = 0; at >= 0 && part < mostParts; ++part) {
        const qsizetype from = at + delimiter.size();
        const qsizetype next = body.indexOf(delimiter, from);
        const QByteArrayView content = body.sliced(from, (next < 0 ? body.size() : next) - from);
        const qsizetype gap = content.indexOf("\r\n\r\n");
        if (gap >= 0 && isDescription(content.first(gap))) {
            return content.sliced(gap + 4).toByteArray();
        }
        at = next;
    }
    return QByteArray();
}

} // namespace

Result<QByteArray> descriptionIn(QByteArrayView type, QByteArrayView parameters, QByteArrayView body)
{
    if (body.isEmpty()) {
        return QByteArray();
    }
    const QByteArray kind = type.toByteArray().toLower();
    if (kind == "application/sdp") {
        return body.toByteArray();
    }
    if (kind.startsWith("multipart/")) {
        return descriptionAmong(body, boundaryIn(parameters));
    }
    return failure(Error::Kind::Refused, u"a body that is no session description"_s);
}

QByteArray cleaned(QByteArrayView description)
{
    static const QRegularExpression connection(u"^c=IN IP[46] [^ ]+$"_s);
    QByteArray kept;
    bool inSession = true;
    bool inAudio = false;
    bool hasAudio = false;
    for (qsizetype count = 0; count < mostLines && !description.isEmpty(); ++count) {
        const QByteArrayView line = nextLine(description);
        if (line.size() < 2 || line[1] != '=' || line.size() > longestLine) {
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
