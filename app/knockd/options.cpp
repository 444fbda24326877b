// SPDX-License-Identifier: Apache-2.0
#include "app/knockd/options.h"

#include <QCommandLineParser>

using namespace Qt::StringLiterals;

namespace knock::keeper {

Options readOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"The service behind the desks for emergency callers who cannot speak."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        {u"config"_s, u"The settings."_s, u"file"_s, u"/etc/knock/knockd.conf"_s},
        {u"check"_s, u"Read the settings, say what is wrong or what would listen where, and leave."_s},
    });
    parser.addPositionalArgument(
        u"command"_s,
        u"Instead of running the service: user, session, first-code, journal, evidence, hold, release,"
        " audit or key. Each alone tells more."_s,
        u"[command ...]"_s);
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsPositionalArguments);
    parser.process(arguments);
    return {parser.value(u"config"_s), parser.isSet(u"check"_s), parser.positionalArguments()};
}

} // namespace knock::keeper
