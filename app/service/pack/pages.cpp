// SPDX-License-Identifier: Apache-2.0
#include "app/service/pack/pages.h"

#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

namespace knock::pack {

namespace {

constexpr QByteArrayView root = "/p/";
constexpr qint64 largestFile = 256 * 1024;

QByteArray contentType(const QString &suffix)
{
    static const QHash<QString, QByteArray> types{
        {u"html"_s, "text/html; charset=utf-8"},
        {u"js"_s, "text/javascript; charset=utf-8"},
        {u"css"_s, "text/css; charset=utf-8"},
        {u"svg"_s, "image/svg+xml"},
    };
    return types.value(suffix);
}

/// The first of the languages in RFC 9110, 12.5.4, that there are words in; browsers name the best one first.
QByteArray languageOf(const QByteArray &wanted)
{
    for (const QByteArray &range : wanted.split(',')) {
        const QByteArray language = range.trimmed().left(2).toLower();
        if (language == "ko" || language == "en")
            return language;
    }
    return "en";
}

} // namespace

QList<std::pair<QByteArray, QByteArray>> securityHeaders()
{
    return {
        {"Cache-Control", "no-store"},
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri "
         "'none'; form-action 'none'; frame-ancestors 'none'"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
        {"Referrer-Policy", "no-referrer"},
        {"Strict-Transport-Security", "max-age=31536000"},
        {"X-Content-Type-Options", "nosniff"},
        {"X-Frame-Options", "DENY"},
        {"X-Robots-Tag", "noindex, nofollow"},
    };
}

Result<> Pages::load(const QString &folder)
{
    for (const QFileInfo &info : QDir(folder).entryInfoList(QDir::Files)) {
        const QByteArray type = contentType(info.suffix());
        if (type.isEmpty())
            continue;
        QFile file(info.filePath());
        if (info.size() > largestFile || !file.open(QIODevice::ReadOnly))
            return failure(Error::Kind::Broken, u"Cannot read the units' page's file "_s + info.fileName());
        m_files.insert(info.fileName().toUtf8(), {type, file.readAll()});
    }
    for (const char *needed : {"index.html", "words.en.js", "words.ko.js"}) {
        if (!m_files.contains(needed))
            return failure(Error::Kind::NotFound,
                           u"The folder of the units' page lacks "_s + QLatin1StringView(needed));
    }
    return {};
}

std::optional<web::Response> Pages::find(const QByteArray &path, const QByteArray &languages) const
{
    if (!path.startsWith(root))
        return std::nullopt;
    QByteArray name = path.sliced(root.size());
    if (name.isEmpty())
        name = "index.html";
    else if (name == "words.js")
        name = "words." + languageOf(languages) + ".js";
    const auto page = m_files.constFind(name);
    if (page == m_files.constEnd())
        return std::nullopt;
    web::Response response{200, page->contentType, securityHeaders(), page->bytes};
    response.headers.emplaceBack("Vary", "Accept-Language");
    return response;
}

} // namespace knock::pack
