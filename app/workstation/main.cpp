// SPDX-License-Identifier: Apache-2.0
#include "app/backend/loader.h"
#include "app/core/clock.h"
#include "app/core/logging.h"
#include "app/workstation/desk/desk.h"
#include "app/workstation/options.h"
#include "app/workstation/show.h"
#include "app/workstation/sound/bell.h"
#include "app/workstation/sound/headset.h"
#include "app/workstation/timeline.h"
#include "app/workstation/witness.h"
#include "ui/atlas/allowlist.h"
#include "ui/camera/camerapane.h"
#include "ui/kit/ticker.h"
#include "ui/map/mappane.h"
#include "ui/map/renderer.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/picturekeys.h"

#include <csignal>
#include <cstdio>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScreen>
#include <QTemporaryDir>
#include <QTimer>
#include <QWindow>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace knock;

namespace {

/// The units an operator may order, as the agency wrote them down.
QStringList readUnits(const QDir &resources)
{
    QFile file(resources.filePath(u"phrases/units.json"_s));
    if (!file.open(QIODevice::ReadOnly))
        qCWarning(lcUi) << "No list of units:" << file.errorString();
    QStringList units;
    for (const QJsonValue &unit : QJsonDocument::fromJson(file.readAll()).object().value("units"_L1).toArray())
        units << unit.toString();
    return units;
}

std::vector<desk::Label> readCard(const QDir &resources)
{
    const auto questions = desk::readQuestions(resources.filePath(u"phrases/questions.json"_s));
    if (!questions)
        qCWarning(lcUi) << "No questions to ask:" << questions.error().detail;
    return questions ? *questions : std::vector<desk::Label>();
}

std::vector<desk::Label> readCategories(const QDir &resources)
{
    const auto categories = desk::readCategories(resources.filePath(u"phrases/categories.json"_s));
    if (!categories)
        qCWarning(lcUi) << "No kinds of call:" << categories.error().detail;
    return categories.value_or(std::vector<desk::Label>());
}

desk::PhraseBook readBook(const QDir &resources)
{
    const auto book = desk::PhraseBook::read(resources.filePath(u"phrases/book"_s));
    if (!book)
        qCWarning(lcUi) << "No phrase book:" << book.error().detail;
    return book.value_or(desk::PhraseBook());
}

ui::MainWindow::Manner mannerOf(const workstation::Options &options)
{
    ui::MainWindow::Manner manner;
    manner.settingsFile = QDir(options.dataFolder).filePath(u"desk.ini"_s);
    manner.units = readUnits(QDir(options.resourceFolder));
    manner.questions = readCard(QDir(options.resourceFolder));
    manner.categories = readCategories(QDir(options.resourceFolder));
    manner.phrases = readBook(QDir(options.resourceFolder));
    if (!options.scheme.isEmpty())
        manner.scheme = options.scheme == "light"_L1 ? ui::Scheme::Light : ui::Scheme::Dark;
    if (!options.language.isEmpty())
        manner.language = options.language == "ko"_L1 ? ui::Language::Tongue::Korean : ui::Language::Tongue::English;
    return manner;
}

int complain(const Error &why)
{
    std::fprintf(stderr, "knock-workstation: %s\n", qPrintable(why.detail));
    return 2;
}

/// So that the journal is closed and the callers are told, whoever ends the program.
void leaveOnSignal()
{
    // Not quit(): that asks the window, which says no while a caller is on the line.
    const auto leave
        = [](int) { QMetaObject::invokeMethod(qApp, [] { QCoreApplication::exit(); }, Qt::QueuedConnection); };
    std::signal(SIGTERM, leave);
    std::signal(SIGINT, leave);
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"knock"_s);
    QApplication::setApplicationVersion(QStringLiteral(KNOCK_VERSION));
    ui::preferSoftwareRenderer();
    leaveOnSignal();

    auto options = workstation::readOptions(QApplication::arguments());
    if (!options)
        return complain(options.error());
    QTemporaryDir ownFolder;
    // The text gateway is the one host an embedded service has business with; a remote one is itself such a host.
    ui::allowOnly({QUrl(options->backendSettings.value(u"kannelUrl"_s).toString()).host(),
                   QUrl(options->backendSettings.value(u"url"_s).toString()).host()});
    if (options->dataFolder.isEmpty())
        options->dataFolder = ownFolder.path();
    options->backendSettings.insert(u"dataFolder"_s, options->dataFolder);
    options->backendSettings.insert(u"resourceFolder"_s, options->resourceFolder);
    workstation::Timeline timeline;
    if (!timeline.open(options->timeline))
        return complain({Error::Kind::Broken, u"the timeline cannot be written"_s});

    const auto backend = backend::load(options->backend, options->backendSettings);
    if (!backend)
        return complain(backend.error());
    const WallClock clock;
    desk::Desk desk(**backend);

    ui::Ticker ticker(clock);
    auto *map = new ui::MapPane(desk, options->mapFolder, ticker);
    auto *camera = new ui::CameraPane(desk, ticker);
    sound::Headset headset;
    sound::Bell bell(headset);
    ui::MainWindow window(desk, ticker,
                          {map, camera, [camera] { camera->toggleBlur(); }, [camera] { camera->toggleBlank(); },
                           [map] { map->toggleFollowing(); }, &headset, &bell, [map] { map->findAddress(); },
                           [camera](ui::ActionId id) { return ui::usePicture(*camera, id); }},
                          mannerOf(*options));
    camera->setActions(window.action(ui::ActionId::Blur),
                       {window.action(ui::ActionId::BackCamera), window.action(ui::ActionId::FrontCamera),
                        window.action(ui::ActionId::StopCamera), window.action(ui::ActionId::Snapshot)});
    map->nameKey(window.action(ui::ActionId::FollowCaller));
    window.resize(options->size.isValid() ? options->size : window.screen()->availableSize());
    window.show();

    std::optional<workstation::Witness> witness;
    if (!options->timeline.isEmpty() || !options->screenshots.isEmpty())
        witness.emplace(desk, clock, window, *map, *camera, timeline, options->screenshots);
    std::optional<workstation::Show> show;
    if (options->demonstration)
        show.emplace(desk, window, witness ? &*witness : nullptr, timeline, *options);
    if (options->selfTest) {
        QObject::connect(&desk, &desk::Desk::caughtUp, &application, &QCoreApplication::quit);
        QTimer::singleShot(30s, &application, [] { QCoreApplication::exit(1); });
    }

    (*backend)->open();
    (*backend)->setVoice(headset.port());
    QTimer::singleShot(0, &headset, &sound::Headset::open); // a sound server that sleeps must not hold the window up
    return QApplication::exec();
}
