// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/pageevent.h"

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
    struct Admission {
        IncidentId incident;
        LinkKind link = LinkKind::Live;
        bool operator==(const Admission &) const = default;
    };

    void admit(const Admission &admission, const QByteArray &token, const QDateTime &expires);
    void revoke(IncidentId incident);

    /// What \a token opens; no incident for one that is unknown, revoked or expired. Takes as long for a token that is
    /// nearly right as for one that is not.
    [[nodiscard]] Admission find(QByteArrayView token, const QDateTime &now) const;

private:
    struct Admitted {
        Admission admission;
        QByteArray token;
        QDateTime expires;
    };
    std::vector<Admitted> m_admitted;
};

} // namespace knock::caller
