// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

namespace knock::test {

inline const QByteArray amlKey = "the agency's key";
inline const QByteArray smsSecret = "s& cret";

/// The form a telephone's maker posts (ETSI TS 103 625), signed.
inline QByteArray signedForm(const QByteArray &key = amlKey,
                             const QByteArray &fields = "v=1&device_number=%2B821012345678&location_latitude=36.01"
                                                        "&location_longitude=124.62&location_accuracy=10.4")
{
    return fields + "&hmac=" + QMessageAuthenticationCode::hash(fields, key, QCryptographicHash::Sha1).toHex();
}

/// The SMS a telephone sends.
inline QByteArray smsText()
{
    return "A\"ML=1;lt=36.82639;lg=124.6619;rd=52;top=20191112112928;lc=68;pm=G;si=450201771948415;"
           "ei=353472104343540;mcc=450;mnc=05;ml=126";
}

} // namespace knock::test
