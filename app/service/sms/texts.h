// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/pageevent.h"

#include <map>
#include <QHash>

namespace knock::sms {

/// The longest text a gateway is given, in UTF-16 units: three parts of 67, for 3 of 70 go to joining them (3GPP
/// TS 23.040).
inline constexpr qsizetype longestText = 3 * 67;

/// What is written to callers, in their languages: one preset of resources/phrases/sms.json.
///
/// Whoever looks over the caller's shoulder must not learn who wrote, unless the agency has chosen the preset "open".
class Texts
{
public:
    /// The link for which every text has room.
    static constexpr qsizetype longestLink = 120;

    [[nodiscard]] static Result<Texts> load(const QString &path, const QString &preset);
    [[nodiscard]] static Result<Texts> parse(const QByteArray &json, const QString &preset);

    /// In English when there is no text in \a language (BCP 47; its region makes no difference).
    [[nodiscard]] QString compose(LinkKind kind, const QString &language, const QString &link) const;

private:
    std::map<LinkKind, QHash<QString, QString>> m_texts; ///< by kind and language
};

} // namespace knock::sms
