// SPDX-License-Identifier: Apache-2.0
#include "app/core/logging.h"
#include "app/knockd/conffile.h"
#include "app/knockd/journald.h"
#include "app/knockd/keeper.h"
#include "app/knockd/listing.h"
#include "app/knockd/options.h"
#include "app/knockd/signals.h"
#include "app/service/control/commands.h"
#include "app/service/control/control.h"
#include "app/service/identity/commands.h"
#include "app/service/store/commands.h"
#include "app/service/vault/signer.h"

#include <QCoreApplication>
#include <QDir>
#include <QTextStream>
#include <sysexits.h>

using namespace Qt::StringLiterals;
using namespace knock;

namespace {

/// Beside the installed program, else in the tree it was built from.
QString findResources()
{
    const QString installed = QDir(QCoreApplication::applicationDirPath()).filePath(u"../share/knock/resources"_s);
    return QDir(installed).exists() ? QDir::cleanPath(installed) : QStringLiteral(KNOCK_RESOURCES);
}

QVariantMap defaults()
{
    return {{u"dataFolder"_s, qEnvironmentVariable("STATE_DIRECTORY", u"/var/lib/knock"_s)},
            {u"resourceFolder"_s, findResources()}};
}

int check(const keeper::Options &options, const service::Configuration &configuration, QTextStream &out)
{
    out << options.configurationFile << " is good. There would be:\n";
    for (const QString &line : keeper::listingOf(configuration))
        out << "  " << line << '\n';
    out << "and the journal in " << QDir(configuration.dataFolder).filePath(store::journalName) << '\n';
    return EX_OK;
}

/// Checks signatures with the key of the service, as long as it runs to say which that is.
store::Verifying signedBy(const service::Configuration &configuration)
{
    const auto key = control::ask(configuration.controlSocket, {{u"do"_s, u"key"_s}});
    if (!key)
        return {};
    return [pem = key->value("pem"_L1).toString().toLatin1()](const QByteArray &text, const QByteArray &signature) {
        return vault::Signer::verify(pem, text, signature).has_value();
    };
}

/// A word and what belongs to it, instead of the service.
int obey(const QStringList &words, const service::Configuration &configuration, QTextStream &out)
{
    if (words.first() == "journal"_L1)
        return store::journalCommand(words.mid(1), configuration.dataFolder, out, signedBy(configuration));
    if (identity::isUserCommand(words.first())) {
        QTextStream in(stdin);
        return identity::userCommand(words, configuration.dataFolder, in, out);
    }
    if (control::isCustodyCommand(words.first()))
        return control::custodyCommand(words, configuration.controlSocket, out);
    QTextStream(stderr) << "knockd: there is no command \"" << words.first() << "\"; see knockd --help\n";
    return EX_USAGE;
}

int run(const service::Configuration &configuration)
{
    keeper::Signals wishes;
    const WallClock clock;
    keeper::Keeper keeper(configuration, clock);
    QObject::connect(&wishes, &keeper::Signals::stopWanted, &keeper, &keeper::Keeper::stop);
    QObject::connect(&wishes, &keeper::Signals::reloadWanted, &keeper, &keeper::Keeper::reload);
    // Queued: the service may start and end before the loop runs.
    QObject::connect(&keeper, &keeper::Keeper::ended, qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    if (const auto started = keeper.start(); !started) {
        qCWarning(lcService) << "The service cannot start:" << started.error().detail;
        return EX_UNAVAILABLE;
    }
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"knockd"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(KNOCK_VERSION));
    const keeper::Options options = keeper::readOptions(QCoreApplication::arguments());
    const bool isService = options.words.isEmpty() && !options.checksOnly;

    auto configuration = keeper::readConfiguration(options.configurationFile,
                                                   qEnvironmentVariable("CREDENTIALS_DIRECTORY"), defaults());
    if (!configuration) {
        // As they are, for whoever has just written the file; systemd does not try again with what is wrong.
        QTextStream(stderr) << configuration.error().join(u'\n') << '\n';
        return isService ? EX_CONFIG : EXIT_FAILURE;
    }
    if (configuration->controlSocket.isEmpty())
        configuration->controlSocket = QDir(configuration->dataFolder).filePath(u"control.sock"_s);
    QTextStream out(stdout);
    if (options.checksOnly)
        return check(options, *configuration, out);
    if (!options.words.isEmpty())
        return obey(options.words, *configuration, out);
    keeper::logToJournal();
    return run(*configuration);
}
