// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/identity/identity.h"
#include "tests/support/manualclock.h"

#include <QTemporaryDir>
#include <QTest>
#include <QUrlQuery>

namespace knock::test {

/// users.db in a folder of its own, a clock that stands, and any number of services at that file.
class IdentityHouse
{
public:
    static constexpr identity::HashCost cheap{.kibibytes = 64, .passes = 1};
    static inline const QString password = QStringLiteral("correct horse battery");

    [[nodiscard]] QString path() const { return m_folder.filePath(QStringLiteral("users.db")); }

    [[nodiscard]] std::unique_ptr<identity::Identity> service(std::shared_ptr<const identity::Directory> directory = {},
                                                              std::shared_ptr<const vault::Letterbox> letterbox = {})
    {
        identity::Identity::Settings settings;
        settings.cost = cheap;
        settings.pause = std::chrono::milliseconds(10);
        settings.directory = std::move(directory);
        settings.letterbox = std::move(letterbox);
        auto service = std::make_unique<identity::Identity>(clock, settings);
        if (const auto open = service->open(path()); !open)
            qFatal("users.db: %s", qPrintable(open.error().detail));
        return service;
    }

    void add(identity::Identity &service, const QString &name, const Roles &roles = {Role::CallTaker},
             const QString &secret = password)
    {
        const auto hash = identity::hashPassword(identity::passwordBytes(secret).value(), cheap);
        QVERIFY(service.users().add(name, roles, hash.value(), QStringLiteral("root"), clock.now()));
    }

    ManualClock clock;

private:
    QTemporaryDir m_folder;
};

/// What the program on a telephone reads.
[[nodiscard]] inline QByteArray secretIn(const QString &uri)
{
    const QString text = QUrlQuery(QUrl(uri)).queryItemValue(QStringLiteral("secret"));
    QByteArray secret;
    quint32 bits = 0;
    int waiting = 0;
    for (const QChar c : text) {
        bits = (bits << 5) | static_cast<quint32>(QStringLiteral("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").indexOf(c));
        waiting += 5;
        if (waiting >= 8) {
            waiting -= 8;
            secret += static_cast<char>((bits >> waiting) & 0xff);
        }
    }
    return secret;
}

/// Waits for the answer to what \a ask asks with the ticket it is given.
template <typename Ask>
[[nodiscard]] Result<identity::Session> answerTo(identity::Identity &service, const Ask &ask)
{
    static quint64 lastTicket = 0;
    const quint64 ticket = ++lastTicket;
    std::optional<Result<identity::Session>> answer;
    const QObject context;
    QObject::connect(&service, &identity::Identity::answered, &context,
                     [&](quint64 of, const Result<identity::Session> &session) {
                         if (of == ticket)
                             answer = session;
                     });
    ask(ticket);
    if (answer)
        return failure(Error::Kind::Broken, QStringLiteral("the answer came within the call"));
    if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, 20'000))
        return failure(Error::Kind::Broken, QStringLiteral("no answer"));
    return *answer;
}

[[nodiscard]] inline Result<identity::Session> signIn(identity::Identity &service, const identity::Shown &shown)
{
    return answerTo(service, [&](quint64 ticket) { service.signIn(ticket, shown); });
}

[[nodiscard]] inline Result<identity::Session> unlock(identity::Identity &service, const QByteArray &token,
                                                      const QString &password)
{
    return answerTo(service, [&](quint64 ticket) { service.unlock(ticket, token, password); });
}

/// Why not; nothing if it was done.
template <typename T>
[[nodiscard]] std::optional<Error::Kind> why(const Result<T> &result)
{
    return result ? std::optional<Error::Kind>() : result.error().kind;
}

[[nodiscard]] inline std::vector<Audit> entriesOf(identity::Identity &service)
{
    return service.takeAudit().value().entries;
}

/// Those of one kind.
template <typename Kind>
[[nodiscard]] std::vector<Kind> only(const std::vector<Audit> &entries)
{
    std::vector<Kind> found;
    for (const Audit &entry : entries) {
        if (const auto *one = std::get_if<Kind>(&entry))
            found.push_back(*one);
    }
    return found;
}

} // namespace knock::test
