// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend/gate.h"

#include <QStringList>
#include <vector>

namespace knock::test {

/// A gate at which the test says who comes in, and which remembers what it was asked.
class FakeGate final : public backend::Gate
{
public:
    void signIn(const backend::Credentials &credentials) override { shown.push_back(credentials); }
    void signOut() override { ++leavings; }
    void lock() override { ++locks; }
    void unlock(const QString &password) override { keys << password; }

    void want(const std::optional<Error::Kind> &why = {}) { Q_EMIT wanted(why); }
    void admit(const QString &user = QStringLiteral("kim")) { Q_EMIT admitted({user, {Role::CallTaker}}); }
    void shut() { Q_EMIT locked(); }
    void open() { Q_EMIT unlocked(); }
    void stayShut(Error::Kind why) { Q_EMIT stillLocked(why); }

    std::vector<backend::Credentials> shown;
    QStringList keys;
    int leavings = 0;
    int locks = 0;
};

} // namespace knock::test
