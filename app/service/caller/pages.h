// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/service/web/server.h"

#include <QHash>

namespace knock::caller {

/// The target of \a request without what follows a question mark.
[[nodiscard]] QByteArray pathOf(const web::Request &request);

/// The files of the caller's page, read once and served from memory.
///
/// Far away from the service each request costs half a second, so scripts are fetched together: what the files call
/// /caller/A+B.js is A.js and B.js, one after the other. In such a name "words" stands for a script that has the words
/// of i18n in the language of who asks.
class Pages final
{
public:
    /// Reads all of \a folder, where index.html, decoy.html and lookup.html must be, and the phrase books of \a books,
    /// if it is there.
    [[nodiscard]] Result<> load(const QString &folder, const QString &books = {});

    /// The answer to a request that is no WebSocket. A link is answered with the same bytes whatever its token, so a
    /// robot that previews it learns nothing and spends nothing.
    [[nodiscard]] web::Response answer(const web::Request &request) const;

    /// What stands for all that is not there.
    [[nodiscard]] web::Response decoy(const web::Request &request) const;

private:
    struct Page {
        QByteArray contentType;
        QByteArray bytes;
        QByteArray gzip; ///< empty where it would be no smaller
    };
    [[nodiscard]] Result<> read(const QString &file, const QByteArray &name);
    [[nodiscard]] Result<> join();
    [[nodiscard]] Result<> join(const QByteArray &names);
    [[nodiscard]] static Page made(const QByteArray &contentType, const QByteArray &bytes);
    [[nodiscard]] web::Response answer(const web::Request &request, const Page &page, int status) const;

    QHash<QByteArray, Page> m_files; ///< by the path in the folder
    QHash<QByteArray, QHash<QByteArray, Page>> m_spoken; ///< scripts with words in them, by name and language
};

} // namespace knock::caller
