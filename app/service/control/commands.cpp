// SPDX-License-Identifier: Apache-2.0
#include "app/service/control/commands.h"

#include "app/service/control/control.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace knock::control {

namespace {

constexpr int done = 0;
constexpr int notDone = 1;
constexpr int notUnderstood = 2;

int complain(const Error &why, QTextStream &out)
{
    out << "knockd: " << why.detail << '\n';
    return notDone;
}

int usage(QTextStream &out)
{
    out << "usage: knockd evidence INCIDENT [--redacted]\n"
           "       knockd hold INCIDENT REASON...\n"
           "       knockd release INCIDENT REASON...\n"
           "       knockd audit [TEXT]\n"
           "       knockd key [rotate]\n";
    return notUnderstood;
}

int exportBundle(const QStringList &words, const QString &socket, QTextStream &out)
{
    bool isNumber = false;
    const qint64 incident = words.value(1).toLongLong(&isNumber);
    const bool isRedacted = words.value(2) == "--redacted"_L1;
    if (!isNumber || words.size() > 3 || (words.size() == 3 && !isRedacted))
        return usage(out);
    const auto answer
        = ask(socket, {{u"do"_s, u"export"_s}, {u"incident"_s, incident}, {u"redacted"_s, isRedacted}});
    if (!answer)
        return complain(answer.error(), out);
    out << answer->value("file"_L1).toString() << '\n'
        << "sha256 " << answer->value("sha256"_L1).toString() << ", " << answer->value("rows"_L1).toInteger()
        << " rows\n";
    for (const QJsonValue &missing : answer->value("missing"_L1).toArray())
        out << "not as the record says, or not there: " << missing.toString() << '\n';
    const auto key = ask(socket, {{u"do"_s, u"key"_s}});
    if (key)
        out << "prove it with: knock-verify FILE " << key->value("fingerprint"_L1).toString() << '\n';
    return done;
}

int hold(const QStringList &words, const QString &socket, QTextStream &out)
{
    bool isNumber = false;
    const qint64 incident = words.value(1).toLongLong(&isNumber);
    if (!isNumber || words.size() < 3)
        return usage(out);
    const auto answer = ask(socket,
                            {{u"do"_s, u"hold"_s},
                             {u"incident"_s, incident},
                             {u"held"_s, words.first() == "hold"_L1},
                             {u"reason"_s, words.mid(2).join(u' ')}});
    return answer ? done : complain(answer.error(), out);
}

int readAudit(const QStringList &words, const QString &socket, QTextStream &out)
{
    if (words.size() > 2)
        return usage(out);
    const QString wanted = words.value(1);
    for (qint64 after = 0;;) {
        const auto page = ask(socket, {{u"do"_s, u"audit"_s}, {u"after"_s, after}, {u"filter"_s, wanted}});
        if (!page)
            return complain(page.error(), out);
        for (const QJsonValue &entry : page->value("entries"_L1).toArray()) {
            const QByteArray line = QJsonDocument(entry.toObject()).toJson(QJsonDocument::Compact);
            if (line.contains(wanted.toUtf8()))
                out << QString::fromUtf8(line) << '\n';
        }
        const qint64 through = page->value("through"_L1).toInteger();
        if (through >= page->value("head"_L1).toInteger() || through <= after)
            return done;
        after = through;
    }
}

int key(const QStringList &words, const QString &socket, QTextStream &out)
{
    const bool rotates = words.value(1) == "rotate"_L1;
    if (words.size() > 2 || (words.size() == 2 && !rotates))
        return usage(out);
    const auto answer = ask(socket, {{u"do"_s, rotates ? u"rotate"_s : u"key"_s}});
    if (!answer)
        return complain(answer.error(), out);
    out << answer->value("pem"_L1).toString() << answer->value("fingerprint"_L1).toString() << '\n';
    return done;
}

} // namespace

bool isCustodyCommand(const QString &word)
{
    return QStringList{u"evidence"_s, u"hold"_s, u"release"_s, u"audit"_s, u"key"_s}.contains(word);
}

int custodyCommand(const QStringList &words, const QString &socket, QTextStream &out)
{
    if (socket.isEmpty())
        return complain({Error::Kind::NotFound, u"the setting controlSocket is needed to ask the service"_s}, out);
    if (words.first() == "evidence"_L1)
        return exportBundle(words, socket, out);
    if (words.first() == "audit"_L1)
        return readAudit(words, socket, out);
    if (words.first() == "key"_L1)
        return key(words, socket, out);
    return hold(words, socket, out);
}

} // namespace knock::control
