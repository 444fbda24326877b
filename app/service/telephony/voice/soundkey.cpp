// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/voice/soundkey.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace knock::telephony {

// A master key identifier or a parameter of the session would change the packets, and libre knows none of these; the
// window size hint (WSH) changes nothing.
std::optional<SoundKey> soundKeyIn(QByteArrayView attribute)
{
    static const QRegularExpression form(
        u"^(\\d{1,9}) +(AES_CM_128_HMAC_SHA1_(?:80|32)) +inline:([A-Za-z0-9+/]{40})(?:\\|(?:2\\^)?\\d{1,20})?(?: +WSH=\\d+)*\\s*$"_s);
    const auto match = form.match(QString::fromLatin1(attribute));
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    const QByteArray name = match.captured(2).toLatin1();
    return SoundKey{.tag = match.captured(1).toLatin1(),
                    .suiteName = name,
                    .key = QByteArray::fromBase64(match.captured(3).toLatin1())};
}

} // namespace knock::telephony
