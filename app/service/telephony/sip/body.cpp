// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/body.h"

#include "app/service/telephony/sip/lines.h"

#include <optional>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace knock::telephony {

namespace {

constexpr size_t mostParts = 16;
constexpr int deepest = 3;
constexpr qsizetype longestBoundary = 70; // RFC 2046, 5.1.1

bool isMultipart(const Part &part) { return part.type.left(10).toLower() == "multipart/"; }

QByteArray boundaryIn(QByteArrayView parameters)
{
    static const QRegularExpression form(u";\\s*boundary\\s*=\\s*(?:\"([^\"]+)\"|([^;\\s]+))"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    const auto match = form.match(QString::fromLatin1(parameters));
    const QString boundary = match.captured(1) + match.captured(2);
    return boundary.size() > longestBoundary ? QByteArray() : boundary.toLatin1();
}

void takeHeader(Part &part, QByteArrayView line, bool &isBase64)
{
    const qsizetype colon = line.indexOf(':');
    const QByteArray name = line.first(std::max<qsizetype>(colon, 0)).trimmed().toByteArray().toLower();
    const QByteArrayView value = line.sliced(colon + 1).trimmed();
    if (name == "content-type") {
        const qsizetype end = value.indexOf(';');
        part.type = value.first(end < 0 ? value.size() : end).trimmed().toByteArray();
        part.parameters = value.sliced(part.type.size()).toByteArray();
    } else if (name == "content-id") {
        part.id = value.toByteArray();
        part.id.removeIf([](char c) { return c == '<' || c == '>'; });
    } else if (name == "content-transfer-encoding") {
        isBase64 = value.compare("base64", Qt::CaseInsensitive) == 0;
    }
}

// Headers, which may go on in the next line after a blank; an empty line; the content.
Part partIn(QByteArrayView text)
{
    Part part;
    bool isBase64 = false;
    QByteArray header;
    while (!text.isEmpty()) {
        const QByteArrayView line = takeLine(text);
        if (line.front() != ' ' && line.front() != '\t') {
            takeHeader(part, header, isBase64);
            header.clear();
        }
        header += line;
        if (line.trimmed().isEmpty()) {
            break;
        }
    }
    part.content = isBase64 ? QByteArray::fromBase64(text.toByteArray()) : text.toByteArray();
    return part;
}

// What lies between the lines that are the delimiter. The end of the line before belongs to the delimiter.
std::vector<QByteArrayView> split(QByteArrayView body, const QByteArray &delimiter)
{
    std::vector<QByteArrayView> texts;
    std::optional<qsizetype> begin;
    QByteArrayView rest = body;
    while (!rest.isEmpty()) {
        const qsizetype at = body.size() - rest.size();
        const QByteArrayView line = takeLine(rest).trimmed();
        const bool isLast = line == delimiter + "--";
        if (!isLast && line != delimiter) {
            continue;
        }
        if (begin) {
            QByteArrayView text = body.first(at).sliced(*begin);
            text.chop(text.endsWith("\r\n") ? 2 : text.endsWith('\n') ? 1 : 0);
            texts.push_back(text);
        }
        begin = isLast ? std::nullopt : std::optional(body.size() - rest.size());
    }
    if (begin) {
        texts.push_back(body.sliced(*begin));
    }
    return texts;
}

void collect(std::vector<Part> &parts, const Part &body, int depth)
{
    if (!isMultipart(body)) {
        parts.push_back(body);
        return;
    }
    const QByteArray boundary = boundaryIn(body.parameters);
    if (boundary.isEmpty() || depth > deepest) {
        return;
    }
    for (const QByteArrayView text : split(body.content, "--" + boundary)) {
        if (parts.size() < mostParts) {
            collect(parts, partIn(text), depth + 1);
        }
    }
}

} // namespace

Result<std::vector<Part>> partsOf(const Part &body)
{
    std::vector<Part> parts;
    if (body.content.isEmpty()) {
        return parts;
    }
    if (!isMultipart(body) && !body.is(sessionDescription) && !body.is(placeOfCaller)) {
        return failure(Error::Kind::Refused, u"a body of a kind that is not known here"_s);
    }
    if (isMultipart(body) && boundaryIn(body.parameters).isEmpty()) {
        return failure(Error::Kind::Malformed, u"a multipart body without a boundary"_s);
    }
    collect(parts, body, 1);
    return parts;
}

} // namespace knock::telephony
