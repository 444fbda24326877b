// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/hashchain.h"

#include <array>
#include <openssl/evp.h>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace knock::store {

namespace {

QByteArray bigEndian(quint64 number)
{
    QByteArray bytes(sizeof number, Qt::Uninitialized);
    qToBigEndian(number, bytes.data());
    return bytes;
}

// The length goes first, so that no byte can wander from one field into the next without changing the hash.
bool add(EVP_MD_CTX *context, const QByteArray &field)
{
    const QByteArray size = bigEndian(static_cast<quint64>(field.size()));
    return EVP_DigestUpdate(context, size.constData(), static_cast<size_t>(size.size())) == 1
        && EVP_DigestUpdate(context, field.constData(), static_cast<size_t>(field.size())) == 1;
}

} // namespace

void HashChain::Free::operator()(EVP_MD *digest) const { EVP_MD_free(digest); }

void HashChain::Free::operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }

HashChain::HashChain()
    : m_sha256(EVP_MD_fetch(nullptr, "SHA256", nullptr))
    , m_context(EVP_MD_CTX_new())
{
}

Result<QByteArray> HashChain::next(const QByteArray &previous, const Record &record)
{
    const std::array fields{
        previous,
        bigEndian(record.sequence),
        bigEndian(record.incident.value),
        bigEndian(static_cast<quint64>(record.at.toMSecsSinceEpoch())),
        record.type.toUtf8(),
        record.body,
    };

    bool good = m_sha256 && m_context && EVP_DigestInit_ex2(m_context.get(), m_sha256.get(), nullptr) == 1;
    for (const QByteArray &field : fields)
        good = good && add(m_context.get(), field);

    QByteArray hash(length, Qt::Uninitialized);
    if (!good || EVP_DigestFinal_ex(m_context.get(), reinterpret_cast<unsigned char *>(hash.data()), nullptr) != 1)
        return failure(Error::Kind::Broken, u"OpenSSL gives no SHA-256"_s);
    return hash;
}

} // namespace knock::store
