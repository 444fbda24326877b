// SPDX-License-Identifier: Apache-2.0
#include "app/service/door/identitysignin.h"

#include "app/service/identity/identity.h"

namespace knock::door {

namespace {

Person personOf(const identity::Session &session)
{
    return {.session = session.id,
            .token = session.token,
            .user = session.user,
            .roles = session.roles,
            .seat = session.seat,
            .locked = session.locked};
}

} // namespace

IdentitySignIn::IdentitySignIn(identity::Identity &identity)
    : m_identity(identity)
{
    connect(&identity, &identity::Identity::answered, this,
            [this](quint64 ticket, const Result<identity::Session> &session) {
                Q_EMIT answered(ticket, session.transform(personOf));
            });
    connect(&identity, &identity::Identity::changed, this,
            [this](const identity::Session &session) { Q_EMIT changed(personOf(session)); });
    connect(&identity, &identity::Identity::ended, this,
            [this](const identity::Session &session) { Q_EMIT ended(session.id); });
}

void IdentitySignIn::signIn(quint64 ticket, const Shown &shown)
{
    m_identity.signIn(ticket,
                      {.user = shown.user,
                       .password = shown.password,
                       .code = shown.code,
                       .address = shown.address,
                       .position = shown.position});
}

void IdentitySignIn::unlock(quint64 ticket, const QByteArray &token, const QString &password)
{
    m_identity.unlock(ticket, token, password);
}

Result<Person> IdentitySignIn::check(const QByteArray &token) { return m_identity.check(token).transform(personOf); }

Result<> IdentitySignIn::lock(const QByteArray &token) { return m_identity.lock(token); }

Result<> IdentitySignIn::signOut(const QByteArray &token) { return m_identity.signOut(token); }

} // namespace knock::door
