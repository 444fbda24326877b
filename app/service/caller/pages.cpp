// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/pages.h"

#include "app/service/caller/headers.h"
#include "app/service/caller/tokens.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

using namespace Qt::StringLiterals;

namespace knock::caller {

namespace {

constexpr qint64 largestFile = 1024 * 1024;

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

} // namespace

Result<> Pages::load(const QString &folder)
{
    m_files.clear();
    QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QFileInfo info = files.nextFileInfo();
        const QByteArray type = contentType(info.suffix());
        if (type.isEmpty())
            continue;
        QFile file(info.filePath());
        if (info.size() > largestFile || !file.open(QIODevice::ReadOnly))
            return failure(Error::Kind::Broken, u"Cannot read the page's file "_s + info.fileName());
        m_files.insert(QDir(folder).relativeFilePath(info.filePath()).toUtf8(), {type, file.readAll()});
    }
    for (const char *needed : {"index.html", "decoy.html"}) {
        if (!m_files.contains(needed))
            return failure(Error::Kind::NotFound,
                           u"The folder of the caller's page lacks "_s + QLatin1StringView(needed));
    }
    return {};
}

web::Response Pages::answer(const web::Request &request) const
{
    web::Response response;
    response.headers = securityHeaders(request.host);
    if (request.method != "GET" && request.method != "HEAD") {
        response.status = 405;
        response.headers.emplaceBack("Allow", "GET, HEAD");
        return response;
    }
    // What follows a question mark is added by messengers to trace a link, and means nothing here.
    const QByteArray path = request.target.split('?').constFirst().mid(1);
    auto page = m_files.constFind("decoy.html");
    if (isToken(path))
        page = m_files.constFind("index.html");
    else if (path.startsWith("caller/") && !path.endsWith(".html") && m_files.contains(path.sliced(7)))
        page = m_files.constFind(path.sliced(7));
    else
        response.status = 404;
    response.contentType = page->contentType;
    response.body = page->bytes;
    return response;
}

} // namespace knock::caller
