// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/service/web/server.h"

#include <QHash>

namespace knock::caller {

/// The files of the caller's page, read once and served from memory.
class Pages final
{
public:
    /// Reads all of \a folder; index.html and decoy.html must be there.
    [[nodiscard]] Result<> load(const QString &folder);

    /// The answer to a request that is no WebSocket. A link is answered with the same bytes whatever its token, so a
    /// robot that previews it learns nothing and spends nothing.
    [[nodiscard]] web::Response answer(const web::Request &request) const;

private:
    struct Page {
        QByteArray contentType;
        QByteArray bytes;
    };
    QHash<QByteArray, Page> m_files; ///< by the path in the folder
};

} // namespace knock::caller
