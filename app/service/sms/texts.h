// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <QHash>

namespace knock::sms {

/// The longest text a gateway is given, in UTF-16 units: three parts of 67, for 3 of 70 go to joining them (3GPP
/// TS 23.040).
inline constexpr qsizetype longestText = 3 * 67;

/// What is written to callers, in their languages. The words come from resources/phrases/sms.json.
///
/// They are neutral: whoever looks over the caller's shoulder must not learn from them who wrote.
class Texts
{
public:
    /// The link for which every text has room.
    static constexpr qsizetype longestLink = 120;

    [[nodiscard]] static Result<Texts> load(const QString &path);
    [[nodiscard]] static Result<Texts> parse(const QByteArray &json);

    /// In English when there is no text in \a language.
    [[nodiscard]] QString compose(const QString &language, const QString &link) const;

private:
    QHash<QString, QString> m_neutral; ///< by language
};

} // namespace knock::sms
