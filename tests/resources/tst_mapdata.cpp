// SPDX-License-Identifier: Apache-2.0
#include <QCryptographicHash>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;

/// The map that ships belongs to the data and the style that ship.
class tst_MapData : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void tilesAreThoseOfTheDataAndTheStyle();
    void owesNobodyALine();
    void staysSmall();
    void tracksAndPlacesLieOnTheMap_data();
    void tracksAndPlacesLieOnTheMap();
};

namespace {

QByteArray read(const QString &name)
{
    QFile file(QStringLiteral(KNOCK_MAP_RESOURCES) + u'/' + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonObject facts() { return QJsonDocument::fromJson(read(u"tiles/map.json"_s)).object(); }

} // namespace

void tst_MapData::tilesAreThoseOfTheDataAndTheStyle()
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QString &name : {u"hanbit.osm.pbf"_s, u"style/basemap.py"_s, u"style/osmconf.ini"_s}) {
        const QByteArray content = read(name);
        QVERIFY2(!content.isEmpty(), qPrintable(name));
        hash.addData(content);
    }

    QVERIFY2(QString::fromLatin1(hash.result().toHex()) == facts()["content"_L1].toString(),
             "The tiles are stale: render them anew as resources/map/README.md says");
}

void tst_MapData::owesNobodyALine()
{
    QVERIFY(facts().contains("attribution"_L1));
    QCOMPARE(facts()["attribution"_L1].toString(), QString());
}

void tst_MapData::staysSmall()
{
    QCOMPARE_LE(read(u"tiles/light.mbtiles"_s).size() + read(u"tiles/dark.mbtiles"_s).size(), 12'000'000);
}

void tst_MapData::tracksAndPlacesLieOnTheMap_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("column"); // of the latitude; the longitude is the next

    QTest::newRow("places") << u"places.csv"_s << -3;
    QTest::newRow("walk from the motel") << u"tracks/walk-from-motel-to-substation.csv"_s << 1;
    QTest::newRow("walk to the beach") << u"tracks/walk-villa-alleys-to-beach.csv"_s << 1;
    QTest::newRow("drive") << u"tracks/drive-harbour-to-industrial-area.csv"_s << 1;
}

void tst_MapData::tracksAndPlacesLieOnTheMap()
{
    QFETCH(QString, file);
    QFETCH(int, column);
    const QStringList lines = QString::fromUtf8(read(file)).split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE_GT(lines.size(), 10);

    for (const QString &line : lines.sliced(1)) {
        const QStringList columns = line.split(u',');
        const qsizetype latitude = column < 0 ? columns.size() + column : column;
        QVERIFY2(columns.at(latitude).toDouble() > 35.965 && columns.at(latitude).toDouble() < 36.035,
                 qPrintable(line));
        QVERIFY2(columns.at(latitude + 1).toDouble() > 124.555 && columns.at(latitude + 1).toDouble() < 124.655,
                 qPrintable(line));
    }
}

QTEST_GUILESS_MAIN(tst_MapData)
#include "tst_mapdata.moc"
