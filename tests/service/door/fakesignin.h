// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/door/signin.h"

#include <map>
#include <QTest>

namespace knock::test {

/// People in memory, whose password is "secret" and whose token says who they are.
class People
{
public:
    void add(const QString &user, const Roles &roles)
    {
        const auto number = qint64(sessions.size()) + 1;
        sessions.emplace(user,
                         door::Person{.session = number,
                                      .token = "token of " + user.toLatin1(),
                                      .user = user,
                                      .roles = roles,
                                      .seat = {quint64(number)}});
    }

    std::map<QString, door::Person> sessions; ///< that are, or will be, by user
    std::set<QByteArray> open; ///< tokens
    bool isBroken = false;
    int signOuts = 0;
};

class FakeSignIn final : public door::SignIn
{
public:
    explicit FakeSignIn(People &people)
        : m_people(people)
    {
    }

    void signIn(quint64 ticket, const door::Shown &shown) override
    {
        last = shown;
        const auto found = m_people.sessions.find(shown.user);
        const bool isRight = found != m_people.sessions.end() && shown.password == QStringLiteral("secret");
        if (isRight)
            m_people.open.insert(found->second.token);
        answer(ticket, isRight ? Result<door::Person>(found->second) : failure(Error::Kind::Refused));
    }
    void unlock(quint64 ticket, const QByteArray &token, const QString &password) override
    {
        auto found = person(token);
        if (found && password != QStringLiteral("secret"))
            found = failure(Error::Kind::Refused);
        if (found)
            found->token.clear();
        answer(ticket, found);
    }
    Result<door::Person> check(const QByteArray &token) override
    {
        auto found = person(token);
        if (found)
            found->token.clear();
        return found;
    }
    Result<> lock(const QByteArray &token) override
    {
        return person(token).transform([this](const door::Person &who) { m_people.sessions[who.user].locked = true; });
    }
    Result<> signOut(const QByteArray &token) override
    {
        ++m_people.signOuts;
        return person(token).transform([&](const door::Person &who) { end(who.user); });
    }

    void end(const QString &user)
    {
        m_people.open.erase(m_people.sessions[user].token);
        Q_EMIT ended(m_people.sessions[user].session);
    }
    void change(const QString &user, const Roles &roles)
    {
        m_people.sessions[user].roles = roles;
        Q_EMIT changed(m_people.sessions[user]);
    }

    door::Shown last;
    bool isSlow = false; ///< nobody is answered

private:
    Result<door::Person> person(const QByteArray &token)
    {
        if (m_people.isBroken)
            return failure(Error::Kind::Broken);
        for (const auto &[user, person] : m_people.sessions) {
            if (person.token == token && m_people.open.contains(token))
                return person;
        }
        return failure(Error::Kind::Expired);
    }
    void answer(quint64 ticket, const Result<door::Person> &person)
    {
        if (!isSlow)
            QMetaObject::invokeMethod(this, [=, this] { Q_EMIT answered(ticket, person); }, Qt::QueuedConnection);
        else
            held.emplace_back(ticket, person);
    }

    People &m_people;

public:
    std::vector<std::pair<quint64, Result<door::Person>>> held; ///< answers
};

} // namespace knock::test
