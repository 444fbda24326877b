// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/tokens.h"

#include <algorithm>
#include <openssl/crypto.h>

namespace knock::caller {

namespace {

constexpr qsizetype tokenSize = 22;

bool isBase64Url(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

} // namespace

bool isToken(QByteArrayView text) { return text.size() == tokenSize && std::ranges::all_of(text, isBase64Url); }

void Tokens::admit(const Admission &admission, const QByteArray &token, const QDateTime &expires)
{
    std::erase_if(m_admitted, [&token](const Admitted &old) { return old.token == token; });
    m_admitted.push_back({admission, token, expires});
}

void Tokens::revoke(IncidentId incident)
{
    std::erase_if(m_admitted, [incident](const Admitted &admitted) { return admitted.admission.incident == incident; });
}

Tokens::Admission Tokens::find(QByteArrayView token, const QDateTime &now) const
{
    if (!isToken(token))
        return {};
    Admission found;
    for (const Admitted &admitted : m_admitted) {
        if (CRYPTO_memcmp(admitted.token.constData(), token.data(), tokenSize) == 0 && now < admitted.expires)
            found = admitted.admission;
    }
    return found;
}

} // namespace knock::caller
