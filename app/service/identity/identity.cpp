// SPDX-License-Identifier: Apache-2.0
#include "app/service/identity/identity.h"

#include "app/core/logging.h"
#include "app/service/identity/firstcode.h"
#include "app/service/identity/onetimecode.h"
#include "app/service/vault/secret.h"

using namespace Qt::StringLiterals;

namespace knock::identity {

namespace {

constexpr qsizetype longestKey = 64; ///< of what is remembered of a stranger
constexpr qsizetype longestPosition = 128;

std::unexpected<Error> wrong() { return failure(Error::Kind::Refused, u"the sign-in is wrong"_s); }

std::unexpected<Error> tooMany() { return failure(Error::Kind::Full, u"too many tries"_s); }

} // namespace

struct Identity::Attempt {
    quint64 ticket = 0;
    QString name; ///< as users.db writes names; as it was typed if that is no name
    QString address;
    QString code;
    QString position;
    std::optional<User> user; ///< none: not known here
};

Identity::Identity(const Clock &clock, Settings settings, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_settings(std::move(settings))
    , m_addresses(m_settings.mostRemembered)
    , m_strangers(m_settings.mostRemembered)
    , m_unlocks(m_settings.mostRemembered)
    , m_work(m_settings.threads, m_settings.mostWaiting)
{
    m_timer.setInterval(m_settings.pause);
    connect(&m_timer, &QTimer::timeout, this, &Identity::sweep);
}

Identity::~Identity() = default;

Result<> Identity::open(const QString &path)
{
    Result<UserFile> file = UserFile::open(path);
    if (!file)
        return std::unexpected(file.error());
    m_file = std::make_unique<UserFile>(std::move(*file));
    m_users.emplace(*m_file);
    m_sessions.emplace(*m_file);
    const Result<> sealed = m_settings.letterbox ? m_users->sealSecrets(*m_settings.letterbox) : Result<>();
    if (!sealed)
        return sealed;

    const auto version = m_file->version();
    const auto sessions = m_sessions->list(m_clock.now());
    if (!version || !sessions)
        return failure(Error::Kind::Broken, u"users.db cannot be read"_s);
    m_version = *version;
    for (const Session &session : *sessions)
        m_known.emplace(session.id, session);
    m_seenWritten = m_clock.now();
    m_timer.start();
    QMetaObject::invokeMethod(this, &Identity::auditWaits, Qt::QueuedConnection);
    return {};
}

// ---- Signing in

void Identity::signIn(quint64 ticket, const Shown &shown)
{
    const Result<Attempt> attempt = admit(ticket, shown);
    if (!attempt) {
        answer(ticket, std::unexpected(attempt.error()));
        return;
    }

    m_underway.insert(attempt->name);
    m_work.run(lookAt(attempt->user, attempt->name, shown.password),
               [this, attempt = *attempt](const Finding &finding) {
                   m_underway.remove(attempt.name);
                   const Result<Session> session = settle(attempt, finding);
                   tell(SignOut::Revoked);
                   Q_EMIT answered(attempt.ticket, session);
               });
}

Result<Identity::Attempt> Identity::admit(quint64 ticket, const Shown &shown)
{
    Attempt attempt{.ticket = ticket,
                    .name = userName(shown.user).value_or(shown.user.left(longestKey)),
                    .address = shown.address.left(longestKey),
                    .code = shown.code,
                    .position = shown.position.left(longestPosition),
                    .user = {}};
    const auto user = m_users->find(attempt.name);
    if (!user)
        return std::unexpected(user.error());
    attempt.user = *user;

    if (const auto free = refuseDuringWait(attempt); !free)
        return std::unexpected(free.error());
    if (m_underway.contains(attempt.name) || !m_work.hasRoom())
        return tooMany();
    return attempt;
}

Result<> Identity::refuseDuringWait(const Attempt &attempt)
{
    const QDateTime now = m_clock.now();
    const bool address = m_addresses.mustWait(attempt.address, now);
    const bool stranger = !attempt.user && m_strangers.mustWait(attempt.name, now);
    const bool account = attempt.user && attempt.user->tries.mustWait(now);
    if (!address && !stranger && !account)
        return {};

    bool first = address && m_addresses.takeNote(attempt.address);
    if (stranger && m_strangers.takeNote(attempt.name))
        first = true;
    if (account && !attempt.user->tries.noted) {
        first = true;
        User user = *attempt.user;
        user.tries.noted = true;
        if (const auto kept = m_users->keep(user); !kept)
            return kept;
    }
    if (first) {
        if (const auto entered = enterFailure(attempt.user ? attempt.name : QString(), Error::Kind::Full); !entered)
            return entered;
    }
    return tooMany();
}

// Whoever is not known costs as much time as whoever is.
std::function<Identity::Finding()> Identity::lookAt(const std::optional<User> &user, const QString &name,
                                                    const QString &password) const
{
    const Result<QByteArray> bytes = passwordBytes(password);
    if (!bytes)
        return [] { return Finding{wrong(), {}}; };
    if (!user && m_settings.directory && userName(name))
        return [directory = m_settings.directory, name, password] {
            return Finding{directory->verify(name, password), {}};
        };

    const HashCost cost = m_settings.cost;
    const QByteArray hash = user && !user->hash.isEmpty() ? user->hash : nobodysHash(cost);
    return [bytes = *bytes, hash, cost] {
        if (!isPassword(bytes, hash))
            return Finding{wrong(), {}};
        return Finding{Roles(), costs(hash, cost) ? QByteArray() : hashPassword(bytes, cost).value_or(QByteArray())};
    };
}

Result<Session> Identity::settle(const Attempt &attempt, const Finding &finding)
{
    const Result<Session> session = attempt.user ? settleUser(attempt, finding) : settleStranger(attempt, finding);
    if (session)
        m_addresses.succeed(attempt.address);
    else if (session.error().kind == Error::Kind::Refused)
        m_addresses.fail(attempt.address, m_clock.now());
    return session;
}

Result<Session> Identity::settleUser(const Attempt &attempt, const Finding &finding)
{
    const QDateTime now = m_clock.now();
    const auto signIn = [&]() -> Result<std::optional<Session>> {
        const Result<std::optional<User>> found = m_users->find(attempt.name);
        if (!found)
            return std::unexpected(found.error());
        if (!*found)
            return enterFailure({}, Error::Kind::Refused).transform([] { return std::optional<Session>(); });

        // The password may have become another one while it was looked at.
        User user = **found;
        bool right = finding.roles && user.hash == attempt.user->hash;
        Error::Kind why = Error::Kind::Refused;
        if (right && !user.secret.isEmpty()) {
            Result<QByteArray> secret = secretOf(user, m_settings.letterbox.get());
            if (!secret) { // the same to whoever tries, who must not learn that the password was right
                qCWarning(lcService) << "Somebody cannot sign in:" << secret.error().detail;
                why = secret.error().kind;
            }
            const auto step = secret ? stepOf(attempt.code, *secret, now, user.lastStep) : std::optional<qint64>();
            right = step.has_value();
            user.lastStep = step.value_or(user.lastStep);
            if (secret)
                vault::wipe(*secret);
        }
        if (!right) {
            user.tries.fail(now);
            return m_users->keep(user).and_then([&] { return enterFailure(user.name, why); }).transform([] {
                return std::optional<Session>();
            });
        }

        user.tries = {};
        if (!finding.betterHash.isEmpty())
            user.hash = finding.betterHash;
        return m_users->keep(user)
            .and_then([&] {
                return m_sessions->begin({user.id, user.name, user.roles, attempt.position}, now, m_settings.shift);
            })
            .transform([](const Session &session) { return std::optional(session); });
    };
    return m_file->transact(signIn).and_then([](const std::optional<Session> &session) -> Result<Session> {
        if (!session)
            return wrong();
        return *session;
    });
}

Result<Session> Identity::settleStranger(const Attempt &attempt, const Finding &finding)
{
    const QDateTime now = m_clock.now();
    if (finding.roles) {
        m_strangers.succeed(attempt.name);
        return m_file->transact([&] {
            return m_sessions->begin({0, attempt.name, *finding.roles, attempt.position}, now, m_settings.shift);
        });
    }

    const Error::Kind why = finding.roles.error().kind;
    const bool isWrong = why == Error::Kind::Refused || why == Error::Kind::NotFound;
    const bool isKnown = m_settings.directory && why != Error::Kind::NotFound && userName(attempt.name);
    if (isWrong)
        m_strangers.fail(attempt.name, now);
    return enterFailure(isKnown ? attempt.name : QString(), isWrong ? Error::Kind::Refused : why)
        .and_then([&]() -> Result<Session> {
            if (isWrong)
                return wrong();
            return std::unexpected(finding.roles.error());
        });
}

Result<> Identity::enterFailure(const QString &user, Error::Kind why)
{
    return enter(*m_file, SignInFailed{user, why, m_clock.now()});
}

void Identity::answer(quint64 ticket, const Result<Session> &session)
{
    QMetaObject::invokeMethod(
        this, [this, ticket, session] { Q_EMIT answered(ticket, session); }, Qt::QueuedConnection);
}

// ---- The first administrator

Result<QString> Identity::firstCode(const QString &by) { return makeFirstCode(*m_file, by, m_clock.now()); }

void Identity::redeem(quint64 ticket, const FirstShown &shown)
{
    const auto password = mayRedeem(shown).and_then([&] { return newPasswordBytes(shown.password); });
    if (!password) {
        answer(ticket, std::unexpected(password.error()));
        return;
    }

    const auto makeHash = [bytes = *password, cost = m_settings.cost] { return hashPassword(bytes, cost); };
    m_work.run(makeHash, [this, ticket, shown](const Result<QByteArray> &hash) {
        const auto session = hash.and_then([&](const QByteArray &made) { return settleFirst(shown, made); });
        tell(SignOut::Revoked);
        Q_EMIT answered(ticket, session);
    });
}

Result<> Identity::mayRedeem(const FirstShown &shown)
{
    const QString address = shown.address.left(longestKey);
    if (m_addresses.mustWait(address, m_clock.now()) || !m_work.hasRoom())
        return tooMany();
    if (const auto right = checkFirstCode(*m_file, shown.code, m_clock.now()); !right) {
        if (right.error().kind != Error::Kind::Refused)
            return right;
        m_addresses.fail(address, m_clock.now());
        return enterFailure({}, Error::Kind::Refused).and_then([&] { return right; });
    }
    return userName(shown.user).transform([](const QString &) { });
}

Result<Session> Identity::settleFirst(const FirstShown &shown, const QByteArray &hash)
{
    const QDateTime now = m_clock.now();
    const QString name = userName(shown.user).value_or(QString());
    return m_file->transact([&] {
        return redeemFirstCode(*m_file, shown.code, name, hash, now).and_then([&](qint64 id) {
            return m_sessions->begin({id, name, {Role::Administrator}, shown.position.left(longestPosition)}, now,
                                     m_settings.shift);
        });
    });
}

void Identity::setPassword(quint64 ticket, const QString &user, const QString &password, const QString &by)
{
    const Result<QByteArray> bytes = newPasswordBytes(password);
    if (!bytes || !m_work.hasRoom()) {
        const Error why = bytes ? tooMany().error() : bytes.error();
        QMetaObject::invokeMethod(
            this, [this, ticket, why] { Q_EMIT passwordSet(ticket, std::unexpected(why)); }, Qt::QueuedConnection);
        return;
    }

    const auto makeHash = [bytes = *bytes, cost = m_settings.cost] { return hashPassword(bytes, cost); };
    m_work.run(makeHash, [this, ticket, user, by](const Result<QByteArray> &hash) {
        const auto done = hash.and_then(
            [&](const QByteArray &made) { return m_users->setPassword(user, made, by, m_clock.now()); });
        tell(SignOut::Revoked);
        Q_EMIT passwordSet(ticket, done);
    });
}

} // namespace knock::identity
