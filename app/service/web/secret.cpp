// SPDX-License-Identifier: Apache-2.0
#include "app/service/web/secret.h"

#include <openssl/crypto.h>
#include <QCryptographicHash>

namespace knock::web {

bool isSecret(const QByteArray &shown, const QByteArray &secret)
{
    const QByteArray one = QCryptographicHash::hash(shown, QCryptographicHash::Sha256);
    const QByteArray other = QCryptographicHash::hash(secret, QCryptographicHash::Sha256);
    return CRYPTO_memcmp(one.constData(), other.constData(), static_cast<size_t>(one.size())) == 0 && !secret.isEmpty();
}

} // namespace knock::web
