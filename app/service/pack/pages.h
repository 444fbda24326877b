// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/web/server.h"

#include <optional>
#include <QHash>

namespace knock::pack {

/// What every answer carries so that the browser keeps nothing, asks nobody else and runs nothing but the page.
[[nodiscard]] QList<std::pair<QByteArray, QByteArray>> securityHeaders();

/// The files of the page for the units, read once and served from memory. They hold nothing of any incident.
class Pages final
{
public:
    [[nodiscard]] Result<> load(const QString &folder);

    /// None for a path that is not the page's. /p/words.js is in the language of who asks.
    [[nodiscard]] std::optional<web::Response> find(const QByteArray &path, const QByteArray &languages) const;

private:
    struct Page {
        QByteArray contentType;
        QByteArray bytes;
    };
    QHash<QByteArray, Page> m_files; ///< by name
};

} // namespace knock::pack
