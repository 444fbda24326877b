// SPDX-License-Identifier: Apache-2.0
#include "app/core/smslength.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace knock {

namespace {

// 3GPP TS 23.038, 6.2.1 and 6.2.1.1; the escape itself is no character.
constexpr QStringView single = u"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
                               u"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
constexpr QStringView twofold = u"\f^{}\\[~]|€";

} // namespace

SmsLength smsLength(const QString &text)
{
    const bool isGsm
        = std::ranges::all_of(text, [](QChar c) { return single.contains(c) || twofold.contains(c); });
    const int alone = isGsm ? 160 : 70;
    const int joined = isGsm ? 153 : 67;

    SmsLength length{isGsm ? SmsLength::Gsm7 : SmsLength::Ucs2, 0, 1, 0};
    int filled = 0; // of the last part, were there several
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool isPair = i + 1 < text.size() && text[i].isHighSurrogate() && text[i + 1].isLowSurrogate();
        const int width = isPair || (isGsm && twofold.contains(text[i])) ? 2 : 1;
        i += isPair ? 1 : 0;
        // What belongs together is not divided between two parts.
        if (filled + width > joined) {
            ++length.parts;
            filled = 0;
        }
        filled += width;
        length.units += width;
    }
    if (length.units <= alone)
        length.parts = 1;
    length.left = length.parts == 1 ? alone - length.units : joined - filled;
    return length;
}

} // namespace knock
