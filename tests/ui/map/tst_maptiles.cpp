// SPDX-License-Identifier: Apache-2.0
#include "ui/map/mapfacts.h"
#include "ui/atlas/tilefile.h"
#include "ui/map/tilemodel.h"
#include "ui/map/tileprovider.h"

#include <QAbstractItemModelTester>
#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QPainter>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

using namespace knock;
using namespace knock::ui;
using namespace Qt::StringLiterals;

/// From an MBTiles file to the pictures under the map.
class tst_MapTiles : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();

    void givesATile();
    void givesNothingOutsideOfTheMap();
    void cutsAMissingTileFromItsParent();
    void looksOnlySoFarUp();
    void refusesABrokenFile_data();
    void refusesABrokenFile();
    void providerShowsATile();
    void providerShowsANeutralTile_data();
    void providerShowsANeutralTile();
    void providerWarnsOncePerFile();
    void providerStopsReading();
    void readsTheFactsOfTheMap();
    void refusesBrokenFacts_data();
    void refusesBrokenFacts();
    void coversTheView();
    void keepsTilesThatStayInSight();
    void staysBoundedForAnImpossibleView();
    void obeysTheRulesOfModels();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

constexpr TileKey tile{14, 13862, 6431};

/// Red, green, blue and white quarters.
QByteArray quarters()
{
    QImage image(256, 256, QImage::Format_RGB32);
    QPainter painter(&image);
    painter.fillRect(0, 0, 128, 128, Qt::red);
    painter.fillRect(128, 0, 128, 128, Qt::green);
    painter.fillRect(0, 128, 128, 128, Qt::blue);
    painter.fillRect(128, 128, 128, 128, Qt::white);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

void writeTile(const QString &path, TileKey key, const QByteArray &picture)
{
    sqlite3 *database = nullptr;
    QCOMPARE(sqlite3_open(path.toUtf8().constData(), &database), SQLITE_OK);
    const char *create = "CREATE TABLE tiles(zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB)";
    QCOMPARE(sqlite3_exec(database, create, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_stmt *insert = nullptr;
    QCOMPARE(sqlite3_prepare_v2(database, "INSERT INTO tiles VALUES(?, ?, ?, ?)", -1, &insert, nullptr), SQLITE_OK);
    sqlite3_bind_int(insert, 1, key.zoom);
    sqlite3_bind_int(insert, 2, key.column);
    sqlite3_bind_int(insert, 3, (1 << key.zoom) - 1 - key.row);
    sqlite3_bind_blob(insert, 4, picture.constData(), int(picture.size()), SQLITE_STATIC);
    QCOMPARE(sqlite3_step(insert), SQLITE_DONE);
    sqlite3_finalize(insert);
    sqlite3_close(database);
}

void writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QColor pixel(const QImage &image, int x, int y) { return image.pixelColor(x, y); }

/// Asks as the scene does and waits for the answer.
QImage ask(TileProvider &provider, const QString &id)
{
    std::unique_ptr<QQuickImageResponse> response(provider.requestImageResponse(id, {}));
    QSignalSpy finished(response.get(), &QQuickImageResponse::finished);
    if (!finished.wait())
        return {};
    const std::unique_ptr<QQuickTextureFactory> factory(response->textureFactory());
    return factory->image();
}

const QRegularExpression cannotDraw(u"map cannot be drawn"_s);

} // namespace

void tst_MapTiles::init()
{
    QTest::failOnWarning();
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void tst_MapTiles::givesATile()
{
    writeTile(path(u"light.mbtiles"_s), tile, quarters());
    TileFile file(path(u"light.mbtiles"_s));

    const auto picture = file.picture(tile);

    QVERIFY(picture && *picture);
    QCOMPARE((*picture)->size(), QSize(256, 256));
    QCOMPARE(pixel(**picture, 10, 10), QColor(Qt::red));
    QCOMPARE(pixel(**picture, 250, 250), QColor(Qt::white));
}

void tst_MapTiles::givesNothingOutsideOfTheMap()
{
    writeTile(path(u"light.mbtiles"_s), tile, quarters());
    TileFile file(path(u"light.mbtiles"_s));

    const auto picture = file.picture({14, 1, 1});

    QVERIFY(picture);
    QVERIFY(!*picture);
}

void tst_MapTiles::cutsAMissingTileFromItsParent()
{
    writeTile(path(u"light.mbtiles"_s), tile, quarters());
    TileFile file(path(u"light.mbtiles"_s));

    const auto northEast = file.picture({15, tile.column * 2 + 1, tile.row * 2});
    const auto deepSouthWest = file.picture({18, tile.column * 16, tile.row * 16 + 15});

    QVERIFY(northEast && *northEast);
    QCOMPARE((*northEast)->size(), QSize(256, 256));
    QCOMPARE(pixel(**northEast, 128, 128), QColor(Qt::green));
    QVERIFY(deepSouthWest && *deepSouthWest);
    QCOMPARE(pixel(**deepSouthWest, 128, 128), QColor(Qt::blue));
}

void tst_MapTiles::looksOnlySoFarUp()
{
    writeTile(path(u"light.mbtiles"_s), tile, quarters());
    TileFile file(path(u"light.mbtiles"_s));

    const auto picture = file.picture({19, tile.column * 32, tile.row * 32});

    QVERIFY(picture);
    QVERIFY(!*picture);
}

void tst_MapTiles::refusesABrokenFile_data()
{
    QTest::addColumn<QByteArray>("bytes");

    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("text") << QByteArray("this is not a database, whatever its name says").repeated(100);
    QTest::newRow("a cut database") << QByteArray("SQLite format 3\0\x10\0\x01\x01\0\x40\x20\x20", 24);
}

void tst_MapTiles::refusesABrokenFile()
{
    QFETCH(QByteArray, bytes);
    writeFile(path(u"light.mbtiles"_s), bytes);
    TileFile file(path(u"light.mbtiles"_s));

    QVERIFY(!file.picture(tile));
    QVERIFY(!file.picture(tile));
}

void tst_MapTiles::providerShowsATile()
{
    writeTile(path(u"light.mbtiles"_s), tile, quarters());
    TileProvider provider(m_folder->path());

    const QImage image = ask(provider, u"light/14/13862/6431"_s);

    QCOMPARE(pixel(image, 10, 10), QColor(Qt::red));
}

void tst_MapTiles::providerShowsANeutralTile_data()
{
    QTest::addColumn<QString>("id");

    QTest::newRow("outside of the map") << u"light/14/1/1"_s;
    QTest::newRow("outside of the world") << u"light/14/16384/1"_s;
    QTest::newRow("negative") << u"light/14/-1/1"_s;
    QTest::newRow("too deep") << u"light/40/1/1"_s;
    QTest::newRow("no numbers") << u"light/a/b/c"_s;
    QTest::newRow("too few") << u"light/14"_s;
    QTest::newRow("too many") << u"light/14/13862/6431/1"_s;
    QTest::newRow("beyond an int") << u"light/14/99999999999/1"_s;
    QTest::newRow("nothing") << QString();
}

void tst_MapTiles::providerShowsANeutralTile()
{
    QFETCH(QString, id);
    writeTile(path(u"light.mbtiles"_s), tile, quarters());
    TileProvider provider(m_folder->path());

    const QImage image = ask(provider, id);

    QCOMPARE(image.size(), QSize(256, 256));
    QCOMPARE(pixel(image, 128, 128), TileProvider::neutral(false));
}

void tst_MapTiles::providerWarnsOncePerFile()
{
    writeTile(path(u"light.mbtiles"_s), tile, "this is no picture");
    QTest::ignoreMessage(QtWarningMsg, cannotDraw);
    QTest::ignoreMessage(QtWarningMsg, cannotDraw);
    TileProvider provider(m_folder->path());

    for (int i = 0; i < 3; ++i) {
        QCOMPARE(pixel(ask(provider, u"light/14/13862/6431"_s), 128, 128), TileProvider::neutral(false));
        QCOMPARE(pixel(ask(provider, u"dark/14/13862/6431"_s), 128, 128), TileProvider::neutral(true));
    }
}

void tst_MapTiles::providerStopsReading()
{
    writeTile(path(u"light.mbtiles"_s), tile, quarters());
    TileProvider provider(m_folder->path());

    provider.stop();

    QCOMPARE(pixel(ask(provider, u"light/14/13862/6431"_s), 10, 10), TileProvider::neutral(false));
}

void tst_MapTiles::readsTheFactsOfTheMap()
{
    writeFile(path(u"map.json"_s), R"({"name": "Hanbit City", "bounds": [124.5, 35.9, 124.7, 36.1], "zooms": [11, 17],
                                       "attribution": "© OpenStreetMap contributors"})");

    const auto facts = MapFacts::read(m_folder->path());

    QVERIFY(facts);
    QCOMPARE(facts->name, u"Hanbit City"_s);
    QCOMPARE(facts->attribution, u"© OpenStreetMap contributors"_s);
    QVERIFY(facts->bounds.contains({36.0, 124.6}));
    QCOMPARE(facts->firstZoom, 11);
    QCOMPARE(facts->lastZoom, 17);
}

void tst_MapTiles::refusesBrokenFacts_data()
{
    QTest::addColumn<QByteArray>("json");

    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("{{{");
    QTest::newRow("no bounds") << QByteArray(R"({"zooms": [11, 17]})");
    QTest::newRow("bounds of words") << QByteArray(R"({"bounds": ["a", "b", "c", "d"], "zooms": [11, 17]})");
    QTest::newRow("bounds off the world") << QByteArray(R"({"bounds": [124, 35, 125, 1e9], "zooms": [11, 17]})");
    QTest::newRow("zooms the wrong way") << QByteArray(R"({"bounds": [124, 35, 125, 36], "zooms": [17, 11]})");
    QTest::newRow("zooms without end") << QByteArray(R"({"bounds": [124, 35, 125, 36], "zooms": [0, 1000]})");
}

void tst_MapTiles::refusesBrokenFacts()
{
    QFETCH(QByteArray, json);
    writeFile(path(u"map.json"_s), json);

    QVERIFY(!MapFacts::read(m_folder->path()));
}

void tst_MapTiles::coversTheView()
{
    TileModel model(11, 17);

    model.setView({36.0, 124.6}, 16, {1024, 768});

    // Four tiles and three, cut by the edges, and one more on each side.
    QCOMPARE_GE(model.rowCount(), 6 * 5);
    QCOMPARE_LE(model.rowCount(), 7 * 6);
    const auto position = [&](int role, int row) { return model.index(row).data(role).toDouble(); };
    double left = 1e9;
    double right = -1e9;
    for (int row = 0; row < model.rowCount(); ++row) {
        left = std::min(left, position(TileModel::Across, row) + model.corner().x());
        right = std::max(right, position(TileModel::Across, row) + model.corner().x() + 256);
    }
    QCOMPARE_LE(left, 0.0);
    QCOMPARE_GE(right, 1024.0);
}

void tst_MapTiles::keepsTilesThatStayInSight()
{
    TileModel model(11, 17);
    model.setView({36.0, 124.6}, 16, {1024, 768});
    const QPersistentModelIndex middle(model.index(model.rowCount() / 2));
    const QVariant key = middle.data(TileModel::Key);

    model.setView({36.0005, 124.6005}, 16, {1024, 768});

    QVERIFY(middle.isValid());
    QCOMPARE(middle.data(TileModel::Key), key);
}

void tst_MapTiles::staysBoundedForAnImpossibleView()
{
    TileModel model(11, 17);

    model.setView({36.0, 124.6}, 2, {100'000, 100'000});
    QCOMPARE_LE(model.rowCount(), TileModel::mostTiles);

    model.setView({}, 16, {1024, 768});
    model.setView({36.0, 124.6}, 16, {});
    model.setView({90.0, 180.0}, 17, {1024, 768});
    QCOMPARE_LE(model.rowCount(), TileModel::mostTiles);
}

void tst_MapTiles::obeysTheRulesOfModels()
{
    TileModel model(11, 17);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);

    for (const double zoom : {13.0, 13.4, 14.0, 19.0}) {
        for (const double longitude : {124.60, 124.61, 124.65, 126.0})
            model.setView({36.0, longitude}, zoom, {800, 600});
    }

    QVERIFY(model.rowCount() > 0);
}

QTEST_MAIN(tst_MapTiles)
#include "tst_maptiles.moc"
