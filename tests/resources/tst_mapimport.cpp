// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

using namespace Qt::StringLiterals;

/// From an extract to a map, with the program that agencies use.
class tst_MapImport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();

    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void leavesAnOldMapWholeWhenItFails();
    void rendersAsManyTilesAsShip();
    void removesWhatAnInterruptedRunLeft();
    void refusesASecondImportIntoTheSameFolder();
    void saysThatTheDiskIsFull();
    void importsARealCity();

private:
    struct Run {
        int status = -1;
        QString said;
    };
    static Run import(const QStringList &arguments, const QString &wrapper = {});
    static void skipWithoutTools();
    [[nodiscard]] QString target() const { return m_folder->filePath(u"map"_s); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

QString resource(const QString &name) { return QStringLiteral(KNOCK_MAP_RESOURCES) + u'/' + name; }

const QStringList hanbit{u"--bounds"_s, u"124.555,35.965,124.655,36.035"_s};

/// The first number that \a query gives.
qint64 ask(const QString &path, const char *query)
{
    sqlite3 *database = nullptr;
    sqlite3_stmt *statement = nullptr;
    qint64 number = -1;
    if (sqlite3_open_v2(path.toUtf8().constData(), &database, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK
        && sqlite3_prepare_v2(database, query, -1, &statement, nullptr) == SQLITE_OK
        && sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return number;
}

void write(const QString &path, const QByteArray &bytes)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QJsonObject factsOf(const QString &folder)
{
    QFile file(folder + u"/map.json"_s);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

} // namespace

tst_MapImport::Run tst_MapImport::import(const QStringList &arguments, const QString &wrapper)
{
    QProcess process;
    const QString command = wrapper.isEmpty() ? u"exec \"$@\""_s : wrapper + u" \"$@\""_s;
    QStringList all{u"-c"_s, command, u"sh"_s, u"python3"_s, resource(u"import.py"_s)};
    process.start(u"sh"_s, all + arguments);
    if (!process.waitForFinished(300'000))
        return {};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardError())};
}

void tst_MapImport::skipWithoutTools()
{
    for (const QString &tool : {u"python3"_s, u"osmium"_s, u"ogr2ogr"_s}) {
        if (QStandardPaths::findExecutable(tool).isEmpty())
            QSKIP(qPrintable(tool + u" is not installed"_s));
    }
    if (QProcess::execute(u"python3"_s, {u"-c"_s, u"import mapnik"_s}) != 0)
        QSKIP("python3-mapnik is not installed");
}

void tst_MapImport::initTestCase() { skipWithoutTools(); }

void tst_MapImport::init()
{
    QTest::failOnWarning();
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void tst_MapImport::saysWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("extract");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("said");

    QFile file(resource(u"hanbit.osm.pbf"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray whole = file.readAll();
    QTest::newRow("no file") << QByteArray() << QStringList() << u"There is no file "_s;
    QTest::newRow("no extract") << QByteArray("<html>404</html>") << QStringList()
                                << u"is not an OpenStreetMap extract"_s;
    QTest::newRow("half a download") << whole.first(whole.size() / 2) << QStringList() << u"failed: "_s;
    QTest::newRow("too much") << whole << QStringList{u"--zooms"_s, u"10-19"_s} << u"choose a smaller area"_s;
    QTest::newRow("no area") << whole << QStringList{u"--bounds"_s, u"125,36,124,37"_s} << u"is not an area"_s;
    QTest::newRow("no zooms") << whole << QStringList{u"--zooms"_s, u"17-10"_s} << u"is not a range of zoom levels"_s;
}

void tst_MapImport::saysWhatIsWrong()
{
    QFETCH(QByteArray, extract);
    QFETCH(QStringList, options);
    QFETCH(QString, said);
    const QString path = m_folder->filePath(u"city.osm.pbf"_s);
    if (!extract.isEmpty())
        write(path, extract);

    const Run run = import(QStringList{path, target()} + options);

    QVERIFY(run.status > 0);
    QVERIFY2(run.said.contains(said), qPrintable(run.said));
    QVERIFY2(!run.said.contains("Traceback"_L1), qPrintable(run.said));
    QVERIFY(!QFile::exists(target() + u"/map.json"_s));
}

void tst_MapImport::leavesAnOldMapWholeWhenItFails()
{
    write(target() + u"/map.json"_s, "old");
    write(m_folder->filePath(u"city.osm.pbf"_s), "<html>404</html>");

    QCOMPARE(import({m_folder->filePath(u"city.osm.pbf"_s), target()}).status, 1);

    QCOMPARE(QDir(target()).entryList(QDir::Files | QDir::Hidden), QStringList{u"map.json"_s});
    QCOMPARE(QFileInfo(target() + u"/map.json"_s).size(), 3);
}

void tst_MapImport::rendersAsManyTilesAsShip()
{
    const Run run = import(QStringList{resource(u"hanbit.osm.pbf"_s), target(), u"--zooms"_s, u"13"_s} + hanbit);

    QVERIFY2(run.status == 0, qPrintable(run.said));
    // Not on a terminal: a line for every ten per cent.
    QVERIFY2(run.said.contains(" 50 % of "_L1) && run.said.contains("100 % of "_L1), qPrintable(run.said));
    for (const QString &name : {u"light.mbtiles"_s, u"dark.mbtiles"_s}) {
        const QString made = target() + u'/' + name;
        const char *count = "SELECT COUNT(*) FROM tiles WHERE zoom_level = 13";
        QCOMPARE_GT(ask(made, count), 100);
        QCOMPARE(ask(made, count), ask(resource(u"tiles/"_s + name), count));
        // The sea is kept once.
        QCOMPARE_LT(ask(made, "SELECT COUNT(*) FROM images"), ask(made, count) / 2);
    }
    const char *places = "SELECT COUNT(*) FROM place";
    QCOMPARE(ask(target() + u"/addresses.db"_s, places), ask(resource(u"tiles/addresses.db"_s), places));
    QCOMPARE(factsOf(target())["content"_L1], factsOf(resource(u"tiles"_s))["content"_L1]);
    QCOMPARE(factsOf(target())["attribution"_L1].toString(), u"© OpenStreetMap contributors"_s);
    QCOMPARE(factsOf(target())["zooms"_L1].toArray(), (QJsonArray{13, 13}));
}

void tst_MapImport::removesWhatAnInterruptedRunLeft()
{
    write(target() + u"/.import/data.gpkg"_s, "half");
    write(target() + u"/.import/light.mbtiles"_s, "half");

    const Run run = import(QStringList{resource(u"hanbit.osm.pbf"_s), target(), u"--zooms"_s, u"11"_s} + hanbit);

    QVERIFY2(run.status == 0, qPrintable(run.said));
    QCOMPARE(QDir(target()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name),
             (QStringList{u"addresses.db"_s, u"dark.mbtiles"_s, u"light.mbtiles"_s, u"map.json"_s}));
}

void tst_MapImport::refusesASecondImportIntoTheSameFolder()
{
    if (QStandardPaths::findExecutable(u"flock"_s).isEmpty())
        QSKIP("flock is not installed");
    QVERIFY(QDir().mkpath(target()));

    const Run run = import(QStringList{resource(u"hanbit.osm.pbf"_s), target(), u"--zooms"_s, u"11"_s} + hanbit,
                           u"exec 9<'%1'; flock 9;"_s.arg(target()));

    QCOMPARE(run.status, 1);
    QVERIFY2(run.said.contains("Another import"_L1), qPrintable(run.said));
}

void tst_MapImport::saysThatTheDiskIsFull()
{
    // A small disk of its own needs a namespace in which the test may mount one.
    if (QProcess::execute(u"unshare"_s, {u"-Urm"_s, u"mount"_s, u"-t"_s, u"tmpfs"_s, u"tmpfs"_s, u"/mnt"_s}) != 0)
        QSKIP("This machine does not let a user mount a small disk");
    QVERIFY(QDir().mkpath(target()));
    for (const QString &room : {u"3m"_s, u"6m"_s}) {
        const Run run
            = import(QStringList{resource(u"hanbit.osm.pbf"_s), target(), u"--zooms"_s, u"15"_s} + hanbit,
                     u"exec unshare -Urm sh -c 'mount -t tmpfs -o size=%1 tmpfs \"%2\" && exec \"$@\"' sh "_s.arg(
                         room, target()));

        QCOMPARE(run.status, 1);
        QVERIFY2(run.said.contains("is full"_L1), qPrintable(run.said));
        QVERIFY(QDir(target()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
    }
}

void tst_MapImport::importsARealCity()
{
    const QString extract = qEnvironmentVariable("KNOCK_SEOUL_EXTRACT", QStringLiteral(KNOCK_SEOUL_EXTRACT));
    if (!QFile::exists(extract))
        QSKIP("There is no extract of Seoul; name one in KNOCK_SEOUL_EXTRACT");

    const Run run = import({extract, target(), u"--zooms"_s, u"10-13"_s});

    QVERIFY2(run.status == 0, qPrintable(run.said));
    QCOMPARE_GT(ask(target() + u"/light.mbtiles"_s, "SELECT COUNT(*) FROM tiles"), 100);
    const QJsonArray bounds = factsOf(target())["bounds"_L1].toArray();
    // Of Seoul or of a part of it.
    QVERIFY(bounds.at(0).toDouble() > 126 && bounds.at(2).toDouble() < 128);
    QVERIFY(bounds.at(1).toDouble() > 37 && bounds.at(3).toDouble() < 38);
    QCOMPARE(factsOf(target())["attribution"_L1].toString(), u"© OpenStreetMap contributors"_s);
}

QTEST_GUILESS_MAIN(tst_MapImport)
#include "tst_mapimport.moc"
