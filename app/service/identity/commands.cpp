// SPDX-License-Identifier: Apache-2.0
#include "app/service/identity/commands.h"

#include "app/service/identity/firstcode.h"
#include "app/service/identity/rolenames.h"
#include "app/service/identity/users.h"

#include <algorithm>
#include <pwd.h>
#include <QDir>
#include <termios.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace knock::identity {

namespace {

/// A terminal does not show what is typed while this lives.
class UnseenTyping
{
public:
    UnseenTyping()
        : m_isTerminal(::tcgetattr(STDIN_FILENO, &m_before) == 0)
    {
        if (!m_isTerminal)
            return;
        termios unseen = m_before;
        unseen.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
    }
    ~UnseenTyping()
    {
        if (m_isTerminal)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    Q_DISABLE_COPY_MOVE(UnseenTyping)

private:
    termios m_before{};
    bool m_isTerminal;
};

/// Who types, as the audit names them.
QString typist()
{
    const passwd *entry = ::getpwuid(::getuid());
    return u"%1 (command line)"_s.arg(entry ? QString::fromLocal8Bit(entry->pw_name) : QString::number(::getuid()));
}

struct Context {
    UserFile &file;
    QTextStream &in;
    QTextStream &out;
    QDateTime now;
    HashCost cost;
    QString by = typist();
};

using Words = QStringList; ///< what follows the command

Result<QByteArray> hashFromLine(const Context &c, const QString &question, bool mayBeNone)
{
    c.out << question << Qt::flush;
    QString line;
    {
        const UnseenTyping unseen;
        line = c.in.readLine();
    }
    c.out << "\n";
    if (line.isEmpty() && mayBeNone)
        return QByteArray();
    return newPasswordBytes(line).and_then([&c](const QByteArray &bytes) { return hashPassword(bytes, c.cost); });
}

Result<> addUser(const Context &c, const Words &words)
{
    Users users(c.file);
    return rolesIn(words.at(2)).and_then([&](const Roles &roles) {
        return hashFromLine(c, u"Password (empty: none yet): "_s, true).and_then([&](const QByteArray &hash) {
            return users.add(words.at(0), roles, hash, c.by, c.now).transform([&] {
                c.out << "Added.";
                if (hash.isEmpty())
                    c.out << " To sign in they need a password: user password " << words.at(0);
                c.out << "\n";
            });
        });
    });
}

Result<> listUsers(const Context &c, const Words &)
{
    return Users(c.file).list().transform([&c](const std::vector<User> &users) {
        for (const User &user : users) {
            c.out << user.name << "\t" << toText(user.roles);
            if (user.hash.isEmpty())
                c.out << "\tno password";
            if (!user.secret.isEmpty())
                c.out << "\tsecond factor";
            if (user.tries.mustWait(c.now))
                c.out << "\twaits until " << user.tries.waitsUntil.toString(Qt::ISODate);
            c.out << "\n";
        }
    });
}

Result<> setRoles(const Context &c, const Words &words)
{
    return rolesIn(words.at(1)).and_then([&](const Roles &roles) {
        return Users(c.file).setRoles(words.at(0), roles, c.by, c.now);
    });
}

Result<> setPassword(const Context &c, const Words &words)
{
    return hashFromLine(c, u"New password: "_s, false).and_then([&](const QByteArray &hash) {
        return Users(c.file).setPassword(words.at(0), hash, c.by, c.now);
    });
}

Result<> setSecondFactor(const Context &c, const Words &words)
{
    Users users(c.file);
    if (words.at(1) == "off"_L1)
        return users.demandNoCode(words.at(0), c.by, c.now);
    if (words.at(1) != "on"_L1)
        return failure(Error::Kind::Malformed, u"second-factor is on or off"_s);
    return users.demandCode(words.at(0), c.by, c.now).transform([&c](const QString &uri) {
        c.out << "For the program on their telephone, shown this once:\n" << uri << "\n";
    });
}

Result<> unlockUser(const Context &c, const Words &words) { return Users(c.file).unlock(words.at(0), c.by, c.now); }

Result<> removeUser(const Context &c, const Words &words) { return Users(c.file).remove(words.at(0), c.by, c.now); }

Result<> listSessions(const Context &c, const Words &)
{
    return Sessions(c.file).list(c.now).transform([&c](const std::vector<Session> &sessions) {
        for (const Session &session : sessions) {
            c.out << session.id << "\tseat " << session.seat.value << "\t" << session.user << "\t"
                  << toText(session.roles) << "\t" << session.position << "\tsince "
                  << session.created.toString(Qt::ISODate) << "\tseen " << session.lastSeen.toString(Qt::ISODate);
            if (session.locked)
                c.out << "\tlocked";
            c.out << "\n";
        }
    });
}

Result<> revokeSession(const Context &c, const Words &words)
{
    Users users(c.file);
    const Result<int> ended = users.revokeAll(words.at(0), c.by, c.now);
    if (!ended)
        return std::unexpected(ended.error());
    if (*ended > 0) {
        c.out << "Sessions ended: " << *ended << "\n";
        return {};
    }

    bool isNumber = false;
    const qint64 id = words.at(0).toLongLong(&isNumber);
    if (!isNumber)
        return failure(Error::Kind::NotFound, u"\"%1\" has no session"_s.arg(words.at(0)));
    return users.revoke(id, c.by, c.now).transform([&c] { c.out << "Sessions ended: 1\n"; });
}

Result<> firstCode(const Context &c, const Words &)
{
    return makeFirstCode(c.file, c.by, c.now).transform([&c](const QString &code) {
        c.out << "For the first administrator, within an hour, once:\n" << code << "\n";
    });
}

struct Command {
    Words form; ///< small words stand for themselves
    Result<> (*work)(const Context &, const Words &);
};

const std::vector<Command> &commands()
{
    static const std::vector<Command> all{
        {{u"user"_s, u"add"_s, u"NAME"_s, u"--roles"_s, u"A,B"_s}, addUser},
        {{u"user"_s, u"list"_s}, listUsers},
        {{u"user"_s, u"roles"_s, u"NAME"_s, u"A,B"_s}, setRoles},
        {{u"user"_s, u"password"_s, u"NAME"_s}, setPassword},
        {{u"user"_s, u"second-factor"_s, u"NAME"_s, u"ON|OFF"_s}, setSecondFactor},
        {{u"user"_s, u"unlock"_s, u"NAME"_s}, unlockUser},
        {{u"user"_s, u"remove"_s, u"NAME"_s}, removeUser},
        {{u"session"_s, u"list"_s}, listSessions},
        {{u"session"_s, u"revoke"_s, u"ID|NAME"_s}, revokeSession},
        {{u"first-code"_s}, firstCode},
    };
    return all;
}

bool isPlace(const QString &word) { return word == word.toUpper(); }

bool matches(const Command &command, const Words &arguments)
{
    return std::ranges::equal(command.form, arguments, [](const QString &word, const QString &argument) {
        return isPlace(word) || word == argument;
    });
}

int tellUsage(QTextStream &out)
{
    out << "Not understood. There are:\n";
    for (const Command &command : commands())
        out << "  " << command.form.join(u' ') << "\n";
    out.flush();
    return 2;
}

} // namespace

QString usersFile(const QString &dataFolder) { return QDir(dataFolder).filePath(u"users.db"_s); }

bool isUserCommand(const QString &word)
{
    return std::ranges::any_of(commands(), [&word](const Command &command) { return command.form.front() == word; });
}

int userCommand(const QStringList &arguments, const QString &dataFolder, QTextStream &in, QTextStream &out,
                const Clock &clock, HashCost cost)
{
    const auto command
        = std::ranges::find_if(commands(), [&arguments](const Command &each) { return matches(each, arguments); });
    if (command == commands().end())
        return tellUsage(out);

    const Result<> done = UserFile::open(usersFile(dataFolder)).and_then([&](UserFile file) {
        const qsizetype before = command->form.front() == "user"_L1 || command->form.front() == "session"_L1 ? 2 : 1;
        return command->work({file, in, out, clock.now(), cost}, arguments.sliced(before));
    });
    if (!done)
        out << "Not done: " << done.error().detail << ".\n";
    out.flush();
    return done ? 0 : 1;
}

} // namespace knock::identity
