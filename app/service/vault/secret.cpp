// SPDX-License-Identifier: Apache-2.0
#include "app/service/vault/secret.h"

#include <algorithm>
#include <openssl/crypto.h>
#include <openssl/rand.h>

using namespace Qt::StringLiterals;

namespace knock::vault {

Result<Secret> Secret::random()
{
    Secret secret;
    if (RAND_priv_bytes(secret.m_bytes.data(), int(length)) != 1)
        return failure(Error::Kind::Broken, u"OpenSSL gives no random numbers"_s);
    return secret;
}

Result<Secret> Secret::from(QByteArrayView bytes)
{
    if (bytes.size() != qsizetype(length))
        return failure(Error::Kind::Malformed, u"a key has 32 bytes, these are %1"_s.arg(bytes.size()));
    Secret secret;
    std::ranges::copy(bytes, secret.m_bytes.begin());
    return secret;
}

Secret::~Secret() { OPENSSL_cleanse(m_bytes.data(), m_bytes.size()); }

Result<QByteArray> randomBytes(qsizetype count)
{
    QByteArray bytes(count, Qt::Uninitialized);
    if (RAND_bytes(reinterpret_cast<uchar *>(bytes.data()), int(count)) != 1)
        return failure(Error::Kind::Broken, u"OpenSSL gives no random numbers"_s);
    return bytes;
}

void wipe(QByteArray &bytes)
{
    OPENSSL_cleanse(bytes.data(), size_t(bytes.size()));
    bytes.clear();
}

} // namespace knock::vault
