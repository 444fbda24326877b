// SPDX-License-Identifier: Apache-2.0
#include "app/service/identity/firstcode.h"

#include "app/service/identity/base32.h"
#include "app/service/identity/outbox.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace knock::identity {

namespace {

constexpr qsizetype codeBytes = 15;
constexpr qsizetype groupLength = 4;
constexpr qsizetype longestTyped = 64;

/// Hyphens, spaces and small letters do not matter.
QByteArray hashOf(const QString &code)
{
    QByteArray letters;
    for (const QChar c : code.left(longestTyped).toUpper()) {
        if (c.isLetterOrNumber())
            letters += QString(c).toUtf8();
    }
    return QCryptographicHash::hash(letters, QCryptographicHash::Sha256);
}

Result<bool> isEmpty(UserFile &file)
{
    qint64 users = 0;
    return file.run("SELECT count(*) FROM user", {}, [&users](const UserFile::Row &row) { users = row.number(0); })
        .transform([&users] { return users == 0; });
}

} // namespace

Result<QString> makeFirstCode(UserFile &file, const QString &by, const QDateTime &now)
{
    QByteArray bytes(codeBytes, '\0');
    if (RAND_bytes(reinterpret_cast<uchar *>(bytes.data()), codeBytes) != 1)
        return failure(Error::Kind::Broken, u"no random numbers"_s);
    QString code = QString::fromLatin1(toBase32(bytes));
    for (qsizetype i = code.size() - groupLength; i > 0; i -= groupLength)
        code.insert(i, u'-');

    return file.transact([&]() -> Result<QString> {
        const auto empty = isEmpty(file);
        if (!empty)
            return std::unexpected(empty.error());
        if (!*empty)
            return failure(Error::Kind::Refused, u"there are users already"_s);
        return file.run("DELETE FROM firstCode")
            .and_then([&] {
                return file.run("INSERT INTO firstCode (hash, ends) VALUES (?1, ?2)",
                                {hashOf(code), now.addDuration(firstCodeLasts).toMSecsSinceEpoch()});
            })
            .and_then([&] { return enter(file, UserChanged{by, {}, u"firstCode"_s, now}); })
            .transform([&] { return code; });
    });
}

Result<> checkFirstCode(UserFile &file, const QString &code, const QDateTime &now)
{
    const auto empty = isEmpty(file);
    if (!empty)
        return std::unexpected(empty.error());

    QByteArray kept;
    const auto read = file.run("SELECT hash FROM firstCode WHERE ends > ?1", {now.toMSecsSinceEpoch()},
                               [&kept](const UserFile::Row &row) { kept = row.bytes(0); });
    if (!read)
        return read;
    const QByteArray shown = hashOf(code);
    const bool right = kept.size() == shown.size()
        && CRYPTO_memcmp(kept.constData(), shown.constData(), static_cast<size_t>(shown.size())) == 0;
    if (!*empty || !right)
        return failure(Error::Kind::Refused, u"not the code for the first administrator"_s);
    return {};
}

Result<qint64> redeemFirstCode(UserFile &file, const QString &code, const QString &user, const QByteArray &hash,
                               const QDateTime &now)
{
    Users users(file);
    return checkFirstCode(file, code, now).and_then([&] { return file.run("DELETE FROM firstCode"); }).and_then([&] {
        return users.insert(user, {Role::Administrator}, hash, user, now);
    });
}

} // namespace knock::identity
