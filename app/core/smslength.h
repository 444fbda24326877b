// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace knock {

/// How much of a short message a text fills (3GPP TS 23.038 and TS 23.040, 9.2.3.24.1).
struct SmsLength {
    enum Alphabet {
        Gsm7, ///< the default alphabet and its extension, whose characters count twice
        Ucs2 ///< for every text with a character that is in neither
    };

    Alphabet alphabet = Gsm7;
    int units = 0; ///< septets, or UTF-16 units
    int parts = 1; ///< as which it travels; a text of nothing is one too
    int left = 160; ///< units that the last part still takes
    bool operator==(const SmsLength &) const = default;
};

[[nodiscard]] SmsLength smsLength(const QString &text);

} // namespace knock
