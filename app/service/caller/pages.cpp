// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/pages.h"

#include "app/service/caller/headers.h"
#include "app/service/caller/tokens.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <zlib.h>

using namespace Qt::StringLiterals;

namespace knock::caller {

namespace {

constexpr qint64 largestFile = 1024 * 1024;
const QByteArray anybodysLanguage = "en";

QByteArray contentType(const QString &suffix)
{
    static const QHash<QString, QByteArray> types{
        {u"html"_s, "text/html; charset=utf-8"},
        {u"js"_s, "text/javascript; charset=utf-8"},
        {u"css"_s, "text/css; charset=utf-8"},
        {u"json"_s, "application/json"},
        {u"svg"_s, "image/svg+xml"},
        {u"png"_s, "image/png"},
    };
    return types.value(suffix);
}

/// In the format of gzip (RFC 1952), without a name and a time; empty if that does not work.
QByteArray zipped(const QByteArray &bytes)
{
    constexpr int gzipFormat = 16 + MAX_WBITS;
    constexpr int usualMemory = 8;
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzipFormat, usualMemory, Z_DEFAULT_STRATEGY) != Z_OK)
        return {};
    QByteArray out(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(bytes.size()))), Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.constData())); // which zlib only reads
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const bool isWhole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.truncate(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return isWhole ? out : QByteArray();
}

/// The one of \a known that the reader of \a wanted (RFC 9110, 12.5.4) likes best. Browsers name the best one first;
/// one that does not gets a page which asks for its words by itself.
QByteArray languageOf(const QByteArray &wanted, const QByteArrayList &known)
{
    static const QHash<QByteArray, QByteArray> otherNames{{"fil", "tl"}, {"in", "id"}};
    for (const QByteArray &range : wanted.split(',')) {
        const QByteArray language = range.split(';').constFirst().split('-').constFirst().trimmed().toLower();
        const QByteArray name = otherNames.value(language, language);
        if (known.contains(name))
            return name;
    }
    return anybodysLanguage;
}

} // namespace

QByteArray pathOf(const web::Request &request)
{
    // What follows a question mark is added by messengers to trace a link, and means nothing here.
    return request.target.split('?').constFirst();
}

Result<> Pages::load(const QString &folder, const QString &books)
{
    m_files.clear();
    m_spoken.clear();
    QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        if (const auto isRead = read(file, QDir(folder).relativeFilePath(file).toUtf8()); !isRead)
            return isRead;
    }
    for (const char *needed : {"index.html", "decoy.html", "lookup.html"}) {
        if (!m_files.contains(needed))
            return failure(Error::Kind::NotFound,
                           u"The folder of the caller's page lacks "_s + QLatin1StringView(needed));
    }
    if (const auto joined = join(); !joined || books.isEmpty())
        return joined;
    for (const QFileInfo &book : QDir(books).entryInfoList({u"*.json"_s}, QDir::Files)) {
        if (const auto isRead = read(book.filePath(), "phrases/" + book.fileName().toUtf8()); !isRead)
            return isRead;
    }
    return {};
}

Pages::Page Pages::made(const QByteArray &contentType, const QByteArray &bytes)
{
    const QByteArray gzip = zipped(bytes);
    return {contentType, bytes, gzip.size() < bytes.size() ? gzip : QByteArray()};
}

Result<> Pages::read(const QString &path, const QByteArray &name)
{
    const QFileInfo info(path);
    const QByteArray type = contentType(info.suffix());
    if (type.isEmpty())
        return {};
    QFile file(path);
    if (info.size() > largestFile || !file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::Broken, u"Cannot read the page's file "_s + info.fileName());
    m_files.insert(name, made(type, file.readAll()));
    return {};
}

// Whoever asks for other names than the page's own files do gets nothing: joining costs time.
Result<> Pages::join()
{
    static const QRegularExpression together(u"/caller/([a-z]+(?:\\+[a-z]+)+)\\.js"_s);
    QSet<QByteArray> wanted;
    for (const Page &page : std::as_const(m_files)) {
        for (const auto &match : together.globalMatch(QString::fromUtf8(page.bytes)))
            wanted.insert(match.captured(1).toUtf8());
    }
    for (const QByteArray &names : std::as_const(wanted)) {
        if (const auto joined = join(names); !joined)
            return joined;
    }
    return {};
}

Result<> Pages::join(const QByteArray &names)
{
    QByteArrayList parts = names.split('+');
    const bool isSpoken = parts.removeOne("words");
    QByteArray scripts;
    for (const QByteArray &part : std::as_const(parts)) {
        const auto script = m_files.constFind(part + ".js");
        if (script == m_files.constEnd())
            return failure(Error::Kind::NotFound,
                           u"The folder of the caller's page lacks %1.js"_s.arg(QString::fromUtf8(part)));
        scripts += script->bytes + '\n';
    }
    const QByteArray type = contentType(u"js"_s);
    if (!isSpoken) {
        m_files.insert(names + ".js", made(type, scripts));
        return {};
    }
    auto &spoken = m_spoken[names + ".js"];
    for (const auto &[name, words] : std::as_const(m_files).asKeyValueRange()) {
        if (!name.startsWith("i18n/"))
            continue;
        const QByteArray language = name.sliced(5, name.size() - 10);
        spoken.insert(
            language,
            made(type, "const words = {language: '" + language + "', texts: " + words.bytes + "};\n" + scripts));
    }
    return spoken.contains(anybodysLanguage)
        ? Result<>()
        : failure(Error::Kind::NotFound, u"The folder of the caller's page lacks the English words"_s);
}

web::Response Pages::answer(const web::Request &request) const
{
    if (request.method != "GET" && request.method != "HEAD") {
        web::Response response;
        response.headers = securityHeaders(request.host);
        response.status = 405;
        response.headers.emplaceBack("Allow", "GET, HEAD");
        return response;
    }
    const QByteArray path = pathOf(request).mid(1);
    // Who has left the page, or comes without a link, finds a search page.
    if (request.target == "/")
        return answer(request, m_files["lookup.html"], 200);
    if (isToken(path))
        return answer(request, m_files["index.html"], 200);
    if (path.startsWith("caller/") && !path.endsWith(".html")) {
        const QByteArray name = path.sliced(7);
        if (const auto page = m_files.constFind(name); page != m_files.constEnd())
            return answer(request, *page, 200);
        if (const auto spoken = m_spoken.constFind(name); spoken != m_spoken.constEnd())
            return answer(request, spoken->value(languageOf(request.languages, spoken->keys())), 200);
    }
    return decoy(request);
}

web::Response Pages::decoy(const web::Request &request) const { return answer(request, m_files["decoy.html"], 404); }

web::Response Pages::answer(const web::Request &request, const Page &page, int status) const
{
    const bool isZipped = request.acceptsGzip && !page.gzip.isEmpty();
    web::Response response{status, page.contentType, securityHeaders(request.host), isZipped ? page.gzip : page.bytes};
    response.headers.emplaceBack("Vary", "Accept-Encoding, Accept-Language");
    if (isZipped)
        response.headers.emplaceBack("Content-Encoding", "gzip");
    return response;
}

} // namespace knock::caller
