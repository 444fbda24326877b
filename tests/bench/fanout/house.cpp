// SPDX-License-Identifier: Apache-2.0
#include "app/service/assembly.h"
#include "app/service/identity/commands.h"
#include "tests/bench/fanout/roles.h"

#include <cstdio>
#include <iostream>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QLoggingCategory>
#include <QSocketNotifier>
#include <set>
#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace knock::bench {

namespace {

void hire(const QString &folder, int desk)
{
    QString words = deskPassword() + u'\n';
    QTextStream in(&words);
    QString said;
    QTextStream out(&said);
    const QStringList command{u"user"_s, u"add"_s, deskName(desk), u"--roles"_s, u"call-taker"_s};
    if (identity::userCommand(command, folder, in, out, WallClock(), {.kibibytes = 64, .passes = 1}) != 0)
        qFatal("%s", qPrintable(said));
}

std::set<QString> threads()
{
    const QStringList all = QDir(u"/proc/self/task"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    return {all.begin(), all.end()};
}

/// A caller who rang and hung up, and was sent a link.
void invite(service::Service &service, quint64 caller)
{
    service.take(dispatch::Rang{{caller}, u"010%1"_s.arg(caller, 8, 10, QChar(u'0'))});
    service.take(dispatch::LineWentAway{{caller}});
    service.take(dispatch::Asked{{1}, SendInvite{{caller}}});
}

} // namespace

QString deskName(int desk) { return u"desk%1"_s.arg(desk); }
QString deskPassword() { return u"correct horse battery"_s; }

void raiseFileLimit()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

int runHouse(const QString &folder)
{
    raiseFileLimit();
    QLoggingCategory::setFilterRules(u"*.info=false"_s);
    for (int desk = 0; desk < mostDesks; ++desk)
        hire(folder, desk);
    const auto configuration
        = service::Configuration::fromSettings({{u"dataFolder"_s, folder},
                                                {u"resourceFolder"_s, QStringLiteral(KNOCK_RESOURCES)},
                                                {u"address"_s, u"127.0.0.1"_s},
                                                {u"sipPort"_s, 0},
                                                {u"webPort"_s, 0},
                                                {u"deskPort"_s, 0},
                                                {u"adminPort"_s, 0},
                                                {u"canary"_s, 0}});
    if (!configuration)
        qFatal("%s", qPrintable(configuration.error().detail));
    const WallClock clock;
    auto assembled = service::assemble(*configuration, clock);
    if (!assembled)
        qFatal("%s", qPrintable(assembled.error().detail));
    service::Service &service = **assembled;
    QObject::connect(&service, &service::Service::event, &service, [](const Event &event) {
        if (const auto *sent = std::get_if<InviteSent>(&event)) {
            std::puts(qPrintable(sent->token));
            std::fflush(stdout);
        }
    });

    // The first thing that is kept starts the journal's thread, and nothing else starts one then.
    std::set<QString> before = threads();
    if (const auto resumed = service.resume(); !resumed)
        qFatal("%s", qPrintable(resumed.error().detail));
    std::set<QString> started = threads();
    std::erase_if(started, [&](const QString &thread) { return before.contains(thread); });

    QFile file(QDir(folder).filePath(u"endpoints.json"_s));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("There is no endpoints.json.");
    const QJsonDocument ports = QJsonDocument::fromJson(file.readAll());
    std::printf("ready %d %d %s\n", ports[u"web"_s].toInt(), ports[u"desk"_s].toInt(),
                started.size() == 1 ? qPrintable(*started.begin()) : "0");
    std::fflush(stdout);

    QTimer alive; // the seat that invites
    QObject::connect(&alive, &QTimer::timeout, &service, [&] { service.see({1}); });
    alive.start(10s);
    // Not all in one go: whoever lives on this thread is to hear of the desks meanwhile.
    quint64 invited = 0;
    quint64 wanted = 0;
    QTimer inviting;
    QObject::connect(&inviting, &QTimer::timeout, &service, [&] {
        for (int i = 0; i < 10 && invited < wanted; ++i)
            invite(service, ++invited);
        if (invited >= wanted)
            inviting.stop();
    });
    QSocketNotifier wishes(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&wishes, &QSocketNotifier::activated, &service, [&] {
        std::string line;
        if (!std::getline(std::cin, line)) {
            QCoreApplication::quit();
            return;
        }
        wanted = QByteArray::fromStdString(line).split(' ').last().toULongLong();
        inviting.start(10ms);
    });
    return QCoreApplication::exec();
}

} // namespace knock::bench
