// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/hashchain.h"

#include <array>
#include <openssl/evp.h>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace knock::store {

void HashChain::Free::operator()(EVP_MD *digest) const { EVP_MD_free(digest); }

void HashChain::Free::operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }

HashChain::HashChain()
    : m_sha256(EVP_MD_fetch(nullptr, "SHA256", nullptr))
    , m_context(EVP_MD_CTX_new())
{
}

bool HashChain::begin()
{
    return m_sha256 && m_context && EVP_DigestInit_ex2(m_context.get(), m_sha256.get(), nullptr) == 1;
}

bool HashChain::addPlain(const QByteArray &bytes)
{
    return EVP_DigestUpdate(m_context.get(), bytes.constData(), static_cast<size_t>(bytes.size())) == 1;
}

// The length goes first, so that no byte can wander from one field into the next without changing the hash.
bool HashChain::add(const QByteArray &field)
{
    std::array<uchar, sizeof(quint64)> size{};
    qToBigEndian(static_cast<quint64>(field.size()), size.data());
    return EVP_DigestUpdate(m_context.get(), size.data(), size.size()) == 1 && addPlain(field);
}

bool HashChain::add(quint64 field)
{
    std::array<uchar, 2 * sizeof(quint64)> bytes{};
    qToBigEndian(quint64{sizeof field}, bytes.data());
    qToBigEndian(field, bytes.data() + sizeof field);
    return EVP_DigestUpdate(m_context.get(), bytes.data(), bytes.size()) == 1;
}

Result<QByteArray> HashChain::end(bool good)
{
    QByteArray hash(length, Qt::Uninitialized);
    if (!good || EVP_DigestFinal_ex(m_context.get(), reinterpret_cast<unsigned char *>(hash.data()), nullptr) != 1)
        return failure(Error::Kind::Broken, u"OpenSSL gives no SHA-256"_s);
    return hash;
}

Result<QByteArray> HashChain::content(const Row &row)
{
    const Record &record = row.record;
    return end(begin() && add(static_cast<quint64>(row.form)) && add(record.sequence) && add(record.incident.value)
               && add(static_cast<quint64>(record.at.toMSecsSinceEpoch()))
               && add(static_cast<quint64>(row.monotonic.count())) && add(row.boot) && add(record.type.toUtf8())
               && add(record.body));
}

Result<QByteArray> HashChain::next(const QByteArray &previous, const Row &row)
{
    if (row.form == Form::Untimed) {
        const Record &record = row.record;
        return end(begin() && add(previous) && add(record.sequence) && add(record.incident.value)
                   && add(static_cast<quint64>(record.at.toMSecsSinceEpoch())) && add(record.type.toUtf8())
                   && add(record.body));
    }
    const Result<QByteArray> own = content(row);
    if (!own)
        return own;
    return end(begin() && addPlain(previous) && addPlain(*own));
}

} // namespace knock::store
