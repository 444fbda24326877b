// SPDX-License-Identifier: Apache-2.0
#include "app/service/identity/users.h"

#include "app/core/logging.h"
#include "app/service/identity/onetimecode.h"
#include "app/service/identity/outbox.h"
#include "app/service/identity/rolenames.h"

#include <algorithm>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace knock::identity {

namespace {

constexpr qsizetype longestName = 64;

User userIn(const UserFile::Row &row)
{
    User user{
        .id = row.number(0),
        .name = QString::fromUtf8(row.bytes(1)),
        .roles = rolesIn(QString::fromUtf8(row.bytes(2))).value_or(Roles()),
        .hash = row.bytes(3),
        .secret = row.bytes(4),
        .sealed = row.number(9) != 0,
        .lastStep = row.number(5),
        .tries = {.failures = static_cast<int>(row.number(6)), .waitsUntil = {}, .noted = row.number(8) != 0},
    };
    if (row.number(7) != 0)
        user.tries.waitsUntil = QDateTime::fromMSecsSinceEpoch(row.number(7), QTimeZone::UTC);
    return user;
}

/// A secret is of no use to anybody who puts it beside another name.
QByteArray boundTo(qint64 user) { return "second factor of user "_ba + QByteArray::number(user); }

} // namespace

Result<QString> userName(const QString &typed)
{
    const auto isNamely = [](QChar c) { return c.isLetterOrNumber() || c.isMark() || u".-_@"_s.contains(c); };
    const QString name = typed.left(4 * longestName).normalized(QString::NormalizationForm_KC).trimmed().toCaseFolded();
    if (name.isEmpty() || name.size() > longestName || !name.front().isLetterOrNumber()
        || !std::ranges::all_of(name, isNamely))
        return failure(Error::Kind::Malformed,
                       u"a user's name has 1 to 64 letters, digits and .-_@, and begins with no sign"_s);
    return name;
}

Result<QByteArray> secretOf(const User &user, const vault::Letterbox *letterbox)
{
    if (!user.sealed)
        return user.secret;
    const auto secret = letterbox ? letterbox->unseal(user.secret, boundTo(user.id)) : failure(Error::Kind::Broken);
    if (!secret)
        return failure(Error::Kind::Broken, u"a second factor was sealed for other keys; it has to be made anew"_s);
    return secret;
}

Result<> Users::sealSecrets(const vault::Letterbox &letterbox)
{
    const auto seal = [&]() -> Result<> {
        const auto clear = read("NOT sealed AND secret <> x''", {});
        if (!clear)
            return std::unexpected(clear.error());
        Result<> done = m_file.run("INSERT INTO letterbox (onlyOne, publicKey) VALUES (1, ?1)"
                                   " ON CONFLICT (onlyOne) DO UPDATE SET publicKey = ?1 WHERE publicKey <> ?1",
                                   {letterbox.publicKey()});
        for (auto user = clear->begin(); done && user != clear->end(); ++user)
            done = keepSecret(user->id, user->secret);
        return done;
    };
    return m_file.transact(seal).and_then([this] { return emptyLog(); });
}

/// What is sealed in the log only still stands in clear in the file. Each time: the last time may have been cut short.
Result<> Users::emptyLog()
{
    bool isBusy = false;
    return m_file
        .run("PRAGMA wal_checkpoint(TRUNCATE)", {},
             [&isBusy](const UserFile::Row &row) { isBusy = row.number(0) != 0; })
        .transform([&isBusy] {
            if (isBusy)
                qCWarning(lcService)
                    << "Another program reads users.db; what was in clear there is so until the next start";
        });
}

/// Within a transaction.
Result<> Users::keepSecret(qint64 user, const QByteArray &secret)
{
    QByteArray publicKey;
    const auto known = m_file.run("SELECT publicKey FROM letterbox", {},
                                  [&publicKey](const UserFile::Row &row) { publicKey = row.bytes(0); });
    if (!known)
        return known;
    const bool seals = !publicKey.isEmpty();
    const Result<QByteArray> kept
        = seals ? vault::Letterbox::seal(publicKey, secret, boundTo(user)) : Result<QByteArray>(secret);
    if (!kept)
        return std::unexpected(kept.error());
    return m_file.run("UPDATE user SET secret = ?2, sealed = ?3 WHERE id = ?1", {user, *kept, qint64{seals}});
}

Result<std::vector<User>> Users::read(const QByteArray &condition, UserFile::Values values)
{
    std::vector<User> users;
    return m_file
        .run("SELECT id, name, roles, password, secret, lastStep, failures, waitsUntil, noted, sealed FROM user WHERE "
                 + condition + " ORDER BY name",
             values, [&users](const UserFile::Row &row) { users.push_back(userIn(row)); })
        .transform([&users] { return users; });
}

Result<std::vector<User>> Users::list() { return read("true", {}); }

Result<std::optional<User>> Users::find(const QString &name)
{
    return read("name = ?1", {name}).transform([](const std::vector<User> &users) {
        return users.empty() ? std::optional<User>() : users.front();
    });
}

Result<qint64> Users::insert(const QString &name, const Roles &roles, const QByteArray &hash, const QString &by,
                             const QDateTime &now)
{
    const Result<QString> proper = userName(name);
    if (!proper)
        return std::unexpected(proper.error());
    const auto other = find(*proper);
    if (!other)
        return std::unexpected(other.error());
    if (*other)
        return failure(Error::Kind::Refused, u"there is a user \"%1\" already"_s.arg(*proper));

    qint64 id = 0;
    return m_file
        .run("INSERT INTO user (name, roles, password) VALUES (?1, ?2, ?3) RETURNING id",
             {*proper, toText(roles), QString::fromLatin1(hash)},
             [&id](const UserFile::Row &row) { id = row.number(0); })
        .and_then([&] { return enter(m_file, UserChanged{by, *proper, u"added"_s, now}); })
        .transform([&id] { return id; });
}

Result<> Users::add(const QString &name, const Roles &roles, const QByteArray &hash, const QString &by,
                    const QDateTime &now)
{
    return m_file.transact([&] { return insert(name, roles, hash, by, now).transform([](qint64) { }); });
}

Result<> Users::change(const QString &name, const QString &what, const QString &by, const QDateTime &now,
                       const std::function<Result<>(User &)> &work)
{
    return m_file.transact([&]() -> Result<> {
        // What is no name at all is nobody's name either.
        const auto user = find(userName(name).value_or(QString()));
        if (!user)
            return std::unexpected(user.error());
        if (!*user)
            return failure(Error::Kind::NotFound, u"there is no user \"%1\""_s.arg(name));
        User changed = **user;
        return work(changed).and_then([&] { return enter(m_file, UserChanged{by, changed.name, what, now}); });
    });
}

Result<> Users::remove(const QString &name, const QString &by, const QDateTime &now)
{
    return change(name, u"removed"_s, by, now, [&](const User &user) {
        return m_sessions.endAllOf(user.name, now).and_then([&](int) {
            return m_file.run("DELETE FROM user WHERE id = ?1", {user.id});
        });
    });
}

Result<> Users::setRoles(const QString &name, const Roles &roles, const QString &by, const QDateTime &now)
{
    return change(name, u"roles"_s, by, now, [&](const User &user) {
        return m_file.run("UPDATE user SET roles = ?2 WHERE id = ?1", {user.id, toText(roles)});
    });
}

Result<> Users::setPassword(const QString &name, const QByteArray &hash, const QString &by, const QDateTime &now)
{
    return change(name, u"password"_s, by, now, [&](User &user) {
        user.hash = hash;
        user.tries = {};
        return keep(user).and_then([&] { return m_sessions.endAllOf(user.name, now); }).transform([](int) {});
    });
}

Result<QString> Users::demandCode(const QString &name, const QString &by, const QDateTime &now)
{
    const QByteArray secret = newSecret();
    if (secret.isEmpty())
        return failure(Error::Kind::Broken, u"no random numbers"_s);
    QString uri;
    return change(name, u"secondFactor"_s, by, now,
                  [&](const User &user) {
                      uri = secretAsUri(secret, user.name);
                      return keepSecret(user.id, secret).and_then([&] {
                          return m_file.run("UPDATE user SET lastStep = 0 WHERE id = ?1", {user.id});
                      });
                  })
        .transform([&uri] { return uri; });
}

Result<> Users::demandNoCode(const QString &name, const QString &by, const QDateTime &now)
{
    return change(name, u"secondFactor"_s, by, now, [&](const User &user) {
        return m_file.run("UPDATE user SET secret = x'', sealed = 0 WHERE id = ?1", {user.id});
    });
}

Result<> Users::unlock(const QString &name, const QString &by, const QDateTime &now)
{
    return change(name, u"unlocked"_s, by, now, [&](User &user) {
        user.tries = {};
        return keep(user);
    });
}

Result<> Users::revoke(qint64 session, const QString &by, const QDateTime &now)
{
    return m_file.transact([&] {
        return m_sessions.endOne(session, now).and_then([&](const QString &user) {
            return enter(m_file, UserChanged{by, user, u"sessionRevoked"_s, now});
        });
    });
}

Result<int> Users::revokeAll(const QString &name, const QString &by, const QDateTime &now)
{
    return m_file.transact([&]() -> Result<int> {
        const QString proper = userName(name).value_or(QString());
        const auto ended = m_sessions.endAllOf(proper, now);
        if (!ended || *ended == 0)
            return ended;
        return enter(m_file, UserChanged{by, proper, u"sessionRevoked"_s, now}).transform([&] { return *ended; });
    });
}

Result<> Users::keep(const User &user)
{
    const QDateTime &until = user.tries.waitsUntil;
    return m_file.run("UPDATE user SET password = ?2, lastStep = ?3, failures = ?4, waitsUntil = ?5, noted = ?6"
                      " WHERE id = ?1",
                      {user.id, QString::fromLatin1(user.hash), user.lastStep, qint64{user.tries.failures},
                       until.isValid() ? until.toMSecsSinceEpoch() : 0, qint64{user.tries.noted}});
}

} // namespace knock::identity
