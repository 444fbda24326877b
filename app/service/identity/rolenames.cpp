// SPDX-License-Identifier: Apache-2.0
#include "app/service/identity/rolenames.h"

#include <algorithm>
#include <array>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace knock::identity {

namespace {

struct Name {
    Role role;
    QLatin1StringView text;
};

constexpr std::array names{
    Name{Role::CallTaker, "call-taker"_L1}, Name{Role::Supervisor, "supervisor"_L1},
    Name{Role::Trainer, "trainer"_L1},      Name{Role::Administrator, "administrator"_L1},
    Name{Role::Auditor, "auditor"_L1},
};

} // namespace

QString toText(const Roles &roles)
{
    QStringList words;
    for (const Name &name : names) {
        if (std::ranges::contains(roles, name.role))
            words << name.text;
    }
    return words.join(u',');
}

Result<Roles> rolesIn(const QString &text)
{
    Roles roles;
    for (const QString &word : text.split(u',', Qt::SkipEmptyParts)) {
        const auto name = std::ranges::find(names, word.trimmed(), &Name::text);
        if (name == names.end())
            return failure(
                Error::Kind::Malformed,
                u"\"%1\" is no role; there are call-taker, supervisor, trainer, administrator, auditor"_s.arg(
                    word.trimmed()));
        if (!std::ranges::contains(roles, name->role))
            roles.push_back(name->role);
    }
    if (roles.empty())
        return failure(Error::Kind::Malformed, u"at least one role is needed"_s);
    return roles;
}

} // namespace knock::identity
