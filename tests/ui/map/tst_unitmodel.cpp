// SPDX-License-Identifier: Apache-2.0
#include "ui/map/unitmodel.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace knock::ui;
using namespace Qt::StringLiterals;

/// Units and stations on the map.
class tst_UnitModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();

    void readsTheTrainingCity();
    void leavesOutWhatIsNoPoint();
    void twoThousandBecomeFew();
    void lateralMovesCountNothingAnew();
    void comesCloserAndTheyComeApart();
    void readsAFileThatWasWrittenAnew();
    void keepsWhatWasShownWhenTheFileBreaks();
    void isEmptyWithoutAFile();

private:
    void write(const QByteArray &bytes, int second = 0);
    [[nodiscard]] QString path() const { return m_folder->filePath(u"units.geojson"_s); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

const QGeoCoordinate centre(36.0, 124.605);
const QSizeF size(1280, 800);

QByteArray collection(const QList<QByteArray> &features)
{
    return R"({"type":"FeatureCollection","features":[)" + features.join(',') + "]}";
}

QByteArray point(const QByteArray &name, double latitude, double longitude)
{
    return R"({"type":"Feature","properties":{"name":")" + name + R"("},"geometry":{"type":"Point","coordinates":[)"
        + QByteArray::number(longitude, 'f', 6) + ',' + QByteArray::number(latitude, 'f', 6) + "]}}";
}

QByteArray twoThousand()
{
    QList<QByteArray> features;
    for (int i = 0; i < 2000; ++i)
        features << point(QByteArray::number(i), 35.97 + (i % 50) * 0.0012, 124.56 + (i / 50) * 0.0022);
    return collection(features);
}

int unitsOf(const UnitModel &model)
{
    int count = 0;
    for (int row = 0; row < model.rowCount(); ++row)
        count += model.index(row, 0).data(UnitModel::Count).toInt();
    return count;
}

} // namespace

void tst_UnitModel::init()
{
    QTest::failOnWarning();
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void tst_UnitModel::write(const QByteArray &bytes, int second)
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.flush();
    QVERIFY(file.setFileTime(QDateTime(QDate(2026, 1, 2), QTime(3, 40, second)), QFileDevice::FileModificationTime));
}

void tst_UnitModel::readsTheTrainingCity()
{
    UnitModel model(QStringLiteral(KNOCK_MAP_FOLDER "/units.geojson"));

    model.setView(centre, 17, QSizeF(20'000, 20'000));

    QCOMPARE_GE(model.rowCount(), 5);
    QStringList names;
    for (int row = 0; row < model.rowCount(); ++row)
        names << model.index(row, 0).data(UnitModel::Name).toString();
    QVERIFY2(names.contains(u"은행지구대"_s), qPrintable(names.join(u' ')));
}

void tst_UnitModel::leavesOutWhatIsNoPoint()
{
    write(collection(
        {point("12", 36.0, 124.605), point("", 36.001, 124.605), point("7", 96.0, 124.605), "{}", "17",
         R"({"properties":{"name":"road"},"geometry":{"type":"LineString","coordinates":[[124.6,36],[124.7,36]]}})"}));
    UnitModel model(path());

    model.setView(centre, 15, size);

    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, 0).data().toString(), u"12"_s);
}

void tst_UnitModel::twoThousandBecomeFew()
{
    write(twoThousand());
    UnitModel model(path());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);

    model.setView(centre, 13, size);

    QCOMPARE(unitsOf(model), 2000);
    QCOMPARE_LE(model.rowCount(), 300);
    QCOMPARE_LT(model.rowCount(), 2000 / 6);
}

void tst_UnitModel::lateralMovesCountNothingAnew()
{
    write(twoThousand());
    UnitModel model(path());
    model.setView(centre, 15, size);
    const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    const QSignalSpy added(&model, &QAbstractItemModel::rowsInserted);

    model.setView({36.0, 124.610}, 15, size);

    QVERIFY(changed.isEmpty());
    QVERIFY(added.isEmpty());
}

void tst_UnitModel::comesCloserAndTheyComeApart()
{
    write(collection({point("12", 36.0, 124.605), point("7", 36.0, 124.6055)}));
    UnitModel model(path());
    model.setView(centre, 12, size);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, 0).data(UnitModel::Count).toInt(), 2);
    QCOMPARE(model.index(0, 0).data().toString(), u"2"_s);

    model.setView(centre, 19, size);

    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(unitsOf(model), 2);
}

void tst_UnitModel::readsAFileThatWasWrittenAnew()
{
    write(collection({point("12", 36.0, 124.605)}));
    UnitModel model(path());
    model.setView(centre, 15, size);

    write(collection({point("12", 36.0, 124.605), point("7", 36.005, 124.605)}), 7);
    model.refresh();

    QCOMPARE(unitsOf(model), 2);
}

void tst_UnitModel::keepsWhatWasShownWhenTheFileBreaks()
{
    write(collection({point("12", 36.0, 124.605)}));
    UnitModel model(path());
    model.setView(centre, 15, size);
    write("{\"type\":\"Feat", 7);
    QTest::ignoreMessage(QtWarningMsg, "The units cannot be shown: no GeoJSON");

    model.refresh();
    model.refresh();

    QCOMPARE(unitsOf(model), 1);
}

void tst_UnitModel::isEmptyWithoutAFile()
{
    UnitModel model(path());
    model.setView(centre, 15, size);
    QCOMPARE(model.rowCount(), 0);

    write(collection({point("12", 36.0, 124.605)}));
    model.refresh();

    QCOMPARE(model.rowCount(), 1);
}

QTEST_GUILESS_MAIN(tst_UnitModel)
#include "tst_unitmodel.moc"
