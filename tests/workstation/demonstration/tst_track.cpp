// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/demonstration/track.h"

#include <QTemporaryDir>
#include <QTest>

using namespace knock;
using namespace knock::demonstration;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto columns = "t,lat,lon,speed_mps,course_deg,street\n";

} // namespace

class tst_Track : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void givesTheLastPointNotLater_data();
    void givesTheLastPointNotLater();
    void keepsSpeedAndCourse();
    void refusesBrokenFiles_data();
    void refusesBrokenFiles();
    void saysWhenThereIsNone();

private:
    Result<Track> read(const QByteArray &content)
    {
        QFile file(m_folder.filePath(u"track.csv"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            return failure(Error::Kind::Full);
        file.close();
        return Track::read(file.fileName());
    }

    QTemporaryDir m_folder;
};

void tst_Track::givesTheLastPointNotLater_data()
{
    QTest::addColumn<int>("seconds");
    QTest::addColumn<double>("latitude");
    QTest::newRow("before the beginning") << -5 << 36.0;
    QTest::newRow("at the beginning") << 0 << 36.0;
    QTest::newRow("at a point") << 2 << 36.1;
    QTest::newRow("between two points") << 4 << 36.1;
    QTest::newRow("at the end") << 5 << 36.2;
    QTest::newRow("after the end") << 500 << 36.2;
}

void tst_Track::givesTheLastPointNotLater()
{
    QFETCH(int, seconds);
    QFETCH(double, latitude);
    const auto track = read(QByteArray(columns) + "0,36.0,124.0,0,0,a\n2,36.1,124.1,1,1,b\n5,36.2,124.2,2,2,c\n");
    QVERIFY(track);

    QCOMPARE(track->at(std::chrono::seconds(seconds)).latitude, latitude);
    QCOMPARE(track->length(), 5s);
}

void tst_Track::keepsSpeedAndCourse()
{
    const auto track = read(QByteArray(columns) + "0,35.999424,124.616587,0.6,77,철길북로135가길\n");
    QVERIFY(track);

    QCOMPARE(track->at(0s), (Point{0s, 35.999424, 124.616587, {0.6}, {77}}));
}

void tst_Track::refusesBrokenFiles_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("only columns") << QByteArray(columns);
    QTest::newRow("other columns") << QByteArray("lat,lon\n1,2\n");
    QTest::newRow("a field missing") << QByteArray(columns) + "0,36.0,124.0,0\n";
    QTest::newRow("no number") << QByteArray(columns) + "0,north,124.0,0,0,a\n";
    QTest::newRow("not a number") << QByteArray(columns) + "0,nan,124.0,0,0,a\n";
    QTest::newRow("off the earth") << QByteArray(columns) + "0,96.0,124.0,0,0,a\n";
    QTest::newRow("back in time") << QByteArray(columns) + "3,36,124.0,0,0,a\n2,36,124.0,0,0,a\n";
    QTest::newRow("a time beyond a day") << QByteArray(columns) + "1e300,36,124.0,0,0,a\n";
}

void tst_Track::refusesBrokenFiles()
{
    QFETCH(QByteArray, content);

    const auto track = read(content);

    QVERIFY(!track);
    QCOMPARE(track.error().kind, Error::Kind::Malformed);
}

void tst_Track::saysWhenThereIsNone()
{
    const auto track = Track::read(m_folder.filePath(u"none.csv"_s));

    QVERIFY(!track);
    QCOMPARE(track.error().kind, Error::Kind::NotFound);
}

QTEST_GUILESS_MAIN(tst_Track)
#include "tst_track.moc"
