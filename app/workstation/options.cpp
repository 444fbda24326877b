// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/options.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace knock::workstation {

namespace {

/// Beside the installed program, else in the tree it was built from.
QString findResources()
{
    const QString installed = QDir(QCoreApplication::applicationDirPath()).filePath(u"../share/knock/resources"_s);
    return QDir(installed).exists() ? QDir::cleanPath(installed) : QStringLiteral(KNOCK_RESOURCES);
}

Result<QSize> readSize(const QString &text)
{
    const QStringList sides = text.split(u'x');
    const QSize size = sides.size() == 2 ? QSize(sides[0].toInt(), sides[1].toInt()) : QSize();
    if (size.isEmpty())
        return failure(Error::Kind::Malformed, u"--size is WIDTHxHEIGHT, not \"%1\""_s.arg(text));
    return size;
}

} // namespace

Result<Options> readOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"The desk for emergency callers who cannot speak."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        {u"backend"_s, u"How the desk reaches its service."_s, u"name"_s, u"embedded"_s},
        {u"set"_s, u"A setting of the backend; may be repeated."_s, u"name=value"_s},
        {u"data"_s, u"Where journal and settings are kept."_s, u"folder"_s},
        {u"resources"_s, u"Where the program's resources are."_s, u"folder"_s, findResources()},
        {u"map"_s, u"A map made by ./knock map import, instead of the training city."_s, u"folder"_s},
        {u"language"_s, u"en or ko."_s, u"language"_s},
        {u"scheme"_s, u"dark or light."_s, u"scheme"_s},
        {u"size"_s, u"The window's size instead of the whole screen."_s, u"WxH"_s},
        {u"timeline"_s, u"Write what happens as JSON lines; - is the standard output."_s, u"file"_s},
        {u"screenshots"_s, u"Take a picture of the screen at each step."_s, u"folder"_s},
        {u"demonstration"_s, u"Callers ring, and one of them cannot speak."_s},
        {u"autoplay"_s, u"Play the operator too, and leave at the end."_s},
        {u"self-test"_s, u"Open everything, wait for the service, and leave."_s},
    });
    parser.process(arguments);
    if (!parser.positionalArguments().isEmpty())
        return failure(Error::Kind::Malformed, u"\"%1\" is no option"_s.arg(parser.positionalArguments().first()));

    Options options;
    options.backend = parser.value(u"backend"_s);
    options.demonstration = parser.isSet(u"demonstration"_s);
    options.autoplay = parser.isSet(u"autoplay"_s);
    options.selfTest = parser.isSet(u"self-test"_s);
    options.resourceFolder = parser.value(u"resources"_s);
    options.mapFolder
        = parser.isSet(u"map"_s) ? parser.value(u"map"_s) : QDir(options.resourceFolder).filePath(u"map/tiles"_s);
    options.language = parser.value(u"language"_s);
    options.scheme = parser.value(u"scheme"_s);
    options.timeline = parser.value(u"timeline"_s);
    options.screenshots = parser.value(u"screenshots"_s);
    options.dataFolder = parser.value(u"data"_s);
    if (options.dataFolder.isEmpty() && !options.demonstration)
        options.dataFolder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);

    if (!QStringList{{}, u"en"_s, u"ko"_s}.contains(options.language))
        return failure(Error::Kind::Malformed, u"--language is en or ko"_s);
    if (!QStringList{{}, u"dark"_s, u"light"_s}.contains(options.scheme))
        return failure(Error::Kind::Malformed, u"--scheme is dark or light"_s);
    if (parser.isSet(u"size"_s)) {
        const auto size = readSize(parser.value(u"size"_s));
        if (!size)
            return std::unexpected(size.error());
        options.size = *size;
    }
    // A demonstration stands beside whatever else uses the usual ports.
    if (options.demonstration)
        options.backendSettings = {{u"sipPort"_s, 0}, {u"webPort"_s, 0}};
    for (const QString &setting : parser.values(u"set"_s)) {
        const qsizetype equals = setting.indexOf(u'=');
        if (equals < 1)
            return failure(Error::Kind::Malformed, u"--set is NAME=VALUE, not \"%1\""_s.arg(setting));
        options.backendSettings.insert(setting.first(equals), setting.sliced(equals + 1));
    }
    return options;
}

} // namespace knock::workstation
