// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/id.h"

#include <QByteArray>
#include <QDateTime>
#include <vector>

namespace knock::caller {

/// 128 random bits in base64url: 22 characters.
[[nodiscard]] bool isToken(QByteArrayView text);

/// The tokens that open a page now.
class Tokens final
{
public:
    void admit(IncidentId incident, const QByteArray &token, const QDateTime &expires);
    void revoke(IncidentId incident);

    /// Whose \a token it is; none for one that is unknown, revoked or expired. Takes as long for a token that is nearly
    /// right as for one that is not.
    [[nodiscard]] IncidentId find(QByteArrayView token, const QDateTime &now) const;

private:
    struct Admitted {
        IncidentId incident;
        QByteArray token;
        QDateTime expires;
    };
    std::vector<Admitted> m_admitted;
};

} // namespace knock::caller
