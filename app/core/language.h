// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace knock {

/// The language of a tag (BCP 47) without script and region: "vi" for "vi-VN". Phones name Tagalog by its standard,
/// Filipino; it is one language here.
[[nodiscard]] inline QString languageOf(const QString &tag)
{
    const QString language = tag.section(u'-', 0, 0).toLower();
    return language == QLatin1StringView("fil") ? QStringLiteral("tl") : language;
}

} // namespace knock
