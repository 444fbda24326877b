// SPDX-License-Identifier: Apache-2.0
#include "app/service/dispatch/invite.h"

#include <array>
#include <QByteArray>
#include <QRandomGenerator>

namespace knock::dispatch {

QString makeToken()
{
    std::array<quint32, 4> words;
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    const QByteArray bytes(reinterpret_cast<const char *>(words.data()), sizeof words);
    return QString::fromLatin1(bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

} // namespace knock::dispatch
