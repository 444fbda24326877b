// SPDX-License-Identifier: Apache-2.0
#include "app/service/place/pidf.h"

#include "tests/service/place/places.h"

#include <cmath>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::place;
using test::circle;
using test::device;
using test::geopriv;
using test::presence;

namespace {

const QDateTime now = QDateTime::fromString(u"2026-01-02T03:40:00Z"_s, Qt::ISODate);

constexpr char point[]
    = "<gml:Point srsName=\"urn:ogc:def:crs:EPSG::4326\"><gml:pos>-34.407 150.883</gml:pos></gml:Point>";

// The shapes of RFC 5491, section 5.2, with its own numbers.
struct Example {
    const char *name;
    QByteArray shape;
    double latitude;
    double longitude;
    double radius;
};

const std::vector<Example> &examples()
{
    static const QByteArray in2d = " srsName=\"urn:ogc:def:crs:EPSG::4326\"";
    static const QByteArray in3d = " srsName=\"urn:ogc:def:crs:EPSG::4979\"";
    static const QByteArray metres = " uom=\"urn:ogc:def:uom:EPSG::9001\"";
    static const QByteArray degrees = " uom=\"urn:ogc:def:uom:EPSG::9102\"";
    static const QByteArray there = "<gml:pos>42.5463 -73.2512</gml:pos>";
    static const QByteArray above = "<gml:pos>42.5463 -73.2512 26.3</gml:pos>";
    static const QByteArray flat = "42.556844 -73.248157 42.549631 -73.237283 42.539087 -73.240328 42.535756 "
                                   "-73.254242 42.542969 -73.265115 42.553513 -73.262075 42.556844 -73.248157";
    static const QByteArray floor = "42.556844 -73.248157 36.6 42.549631 -73.237283 36.6 42.539087 -73.240328 36.6 "
                                    "42.535756 -73.254242 36.6\n 42.542969 -73.265115 36.6 42.553513 -73.262075 36.6 "
                                    "42.556844 -73.248157 36.6";
    static const auto polygon = [](const QByteArray &system, const QByteArray &content) {
        return "<gml:Polygon" + system + "><gml:exterior><gml:LinearRing>" + content
            + "</gml:LinearRing></gml:exterior></gml:Polygon>";
    };
    static const std::vector<Example> all{
        {"point", point, -34.407, 150.883, 0},
        {"point with a height", "<gml:Point" + in3d + "><gml:pos>-34.407 150.883 24.8</gml:pos></gml:Point>", -34.407,
         150.883, 0},
        {"polygon by a list", polygon(in2d, "<gml:posList>" + flat + "</gml:posList>"), 42.546300, -73.2512, 1201.3},
        {"polygon by its corners",
         polygon(in2d,
                 "<gml:pos>43.311 -73.422</gml:pos><gml:pos>43.111 -73.322</gml:pos>"
                 "<gml:pos>43.111 -73.222</gml:pos><gml:pos>43.311 -73.122</gml:pos><gml:pos>43.411 -73.222</gml:pos>"
                 "<gml:pos>43.411 -73.322</gml:pos><gml:pos>43.311 -73.422</gml:pos>"),
         43.269, -73.272, 18'052},
        {"polygon in space", polygon(in3d, "<gml:posList>" + floor + "</gml:posList>"), 42.546300, -73.2512, 1201.3},
        {"circle", "<gs:Circle" + in2d + ">" + there + "<gs:radius" + metres + ">850.24</gs:radius></gs:Circle>",
         42.5463, -73.2512, 850.24},
        {"ellipse",
         "<gs:Ellipse" + in2d + ">" + there + "<gs:semiMajorAxis" + metres + ">1275</gs:semiMajorAxis><gs:semiMinorAxis"
             + metres + ">670</gs:semiMinorAxis><gs:orientation" + degrees + ">43.2</gs:orientation></gs:Ellipse>",
         42.5463, -73.2512, 1275},
        {"arc band",
         "<gs:ArcBand" + in2d + ">" + there + "<gs:innerRadius" + metres + ">1661.55</gs:innerRadius><gs:outerRadius"
             + metres + ">2215.4</gs:outerRadius><gs:startAngle" + degrees + ">266</gs:startAngle><gs:openingAngle"
             + degrees + ">120</gs:openingAngle></gs:ArcBand>",
         42.55835, -73.26218, 1984},
        {"sphere", "<gs:Sphere" + in3d + ">" + above + "<gs:radius" + metres + ">850.24</gs:radius></gs:Sphere>",
         42.5463, -73.2512, 850.24},
        {"ellipsoid",
         "<gs:Ellipsoid" + in3d + ">" + above + "<gs:semiMajorAxis" + metres
             + ">7.7156</gs:semiMajorAxis><gs:semiMinorAxis" + metres + ">3.31</gs:semiMinorAxis><gs:verticalAxis"
             + metres + ">28.7</gs:verticalAxis><gs:orientation" + degrees + ">142</gs:orientation></gs:Ellipsoid>",
         42.5463, -73.2512, 7.7156},
        {"prism",
         "<gs:Prism" + in3d + "><gs:base>" + polygon({}, "<gml:posList>" + floor + "</gml:posList>")
             + "</gs:base><gs:height" + metres + ">2.4</gs:height></gs:Prism>",
         42.546300, -73.2512, 1201.3},
    };
    return all;
}

} // namespace

class tst_Pidf : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void reducesEveryShape_data();
    void reducesEveryShape();
    void takesTheTimeOfTheReading_data();
    void takesTheTimeOfTheReading();
    void keepsTheStatedConfidence_data();
    void keepsTheStatedConfidence();
    void putsTheOneToBelieveFirst_data();
    void putsTheOneToBelieveFirst();
    void readsWhatPhonesWrite();
    void passesOverWhatItCannotRead();
    void refusesWhatIsNoPosition_data();
    void refusesWhatIsNoPosition();
    void isBounded();
    void survivesMutations_data();
    void survivesMutations();
};

void tst_Pidf::reducesEveryShape_data()
{
    QTest::addColumn<QByteArray>("shape");
    QTest::addColumn<double>("latitude");
    QTest::addColumn<double>("longitude");
    QTest::addColumn<double>("radius");
    for (const Example &example : examples())
        QTest::newRow(example.name) << example.shape << example.latitude << example.longitude << example.radius;
    QTest::newRow("angles in radians")
        << "<gs:ArcBand><gml:pos>42.5463 -73.2512</gml:pos><gs:innerRadius>1661.55</gs:innerRadius>"
           "<gs:outerRadius>2215.4</gs:outerRadius><gs:startAngle uom=\"urn:ogc:def:uom:EPSG::9101\">4.642576"
           "</gs:startAngle><gs:openingAngle uom=\"urn:ogc:def:uom:EPSG::9101\">2.094395</gs:openingAngle>"
           "</gs:ArcBand>"_ba
        << 42.55835 << -73.26218 << 1984.0;
    QTest::newRow("a hole is not an edge")
        << "<gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>0 0 0 0.002 0.002 0.002 0.002 0 0 0</gml:posList>"
           "</gml:LinearRing></gml:exterior><gml:interior><gml:LinearRing><gml:posList>5 5 5 6 6 6 5 5</gml:posList>"
           "</gml:LinearRing></gml:interior></gml:Polygon>"_ba
        << 0.001 << 0.001 << 157.0;
}

void tst_Pidf::reducesEveryShape()
{
    QFETCH(const QByteArray, shape);
    QFETCH(const double, latitude);
    QFETCH(const double, longitude);
    QFETCH(const double, radius);

    const auto fixes = fixesInPidf(presence(device(shape)), now);

    QVERIFY2(fixes, fixes ? "" : qPrintable(fixes.error().detail));
    QCOMPARE(fixes->size(), size_t(1));
    const Fix &fix = fixes->front();
    const QString found
        = u"%1 %2 %3"_s.arg(fix.latitude, 0, 'f', 6).arg(fix.longitude, 0, 'f', 6).arg(fix.radius.value);
    QVERIFY(fix.isValid());
    QCOMPARE(fix.source, Fix::Source::Sip);
    QVERIFY2(std::abs(fix.latitude - latitude) < 0.001 && std::abs(fix.longitude - longitude) < 0.001,
             qPrintable(found));
    QVERIFY2(std::abs(fix.radius.value - radius) <= radius * 0.002, qPrintable(found));
}

void tst_Pidf::takesTheTimeOfTheReading_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<QDateTime>("at");
    const auto time = [](const QString &text) { return QDateTime::fromString(text, Qt::ISODateWithMs); };
    QTest::newRow("UTC") << "2026-01-02T03:39:58Z"_ba << time(u"2026-01-02T03:39:58Z"_s);
    QTest::newRow("milliseconds") << "2026-01-02T03:39:58.250Z"_ba << time(u"2026-01-02T03:39:58.250Z"_s);
    QTest::newRow("offset") << "2026-01-02T12:39:58+09:00"_ba << time(u"2026-01-02T03:39:58Z"_s);
    QTest::newRow("old") << "2007-06-22T20:57:29.000Z"_ba << time(u"2007-06-22T20:57:29Z"_s);
    QTest::newRow("later than now") << "2026-01-02T03:41:00Z"_ba << now;
    QTest::newRow("none") << ""_ba << now;
    QTest::newRow("garbled") << "yesterday <b>night</b>"_ba << now;
}

void tst_Pidf::takesTheTimeOfTheReading()
{
    QFETCH(const QByteArray, written);

    const auto fixes = fixesInPidf(presence(device(point, written)), now);

    QVERIFY(fixes);
    QTEST(fixes->front().at, "at");
}

void tst_Pidf::keepsTheStatedConfidence_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<double>("confidence"); // 0: none
    QTest::newRow("none") << ""_ba << 0.0;
    QTest::newRow("normal") << "<con:confidence pdf=\"normal\">68.3</con:confidence>"_ba << 68.3;
    QTest::newRow("rectangular") << "<con:confidence pdf=\"rectangular\"> 99 </con:confidence>"_ba << 99.0;
    QTest::newRow("unknown") << "<con:confidence pdf=\"unknown\">unknown</con:confidence>"_ba << 0.0;
    QTest::newRow("none at all") << "<con:confidence>0</con:confidence>"_ba << 0.0;
    QTest::newRow("too much") << "<con:confidence>120</con:confidence>"_ba << 0.0;
    QTest::newRow("no number") << "<con:confidence>nan</con:confidence>"_ba << 0.0;
}

void tst_Pidf::keepsTheStatedConfidence()
{
    QFETCH(const QByteArray, written);

    const auto fixes = fixesInPidf(presence(device(circle("36 124", "50") + written)), now);

    QVERIFY(fixes);
    QTEST(fixes->front().confidence.value_or(Percent{0}).value, "confidence");
}

void tst_Pidf::putsTheOneToBelieveFirst_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QList<double>>("radii");
    const auto tuple = [](const QByteArray &place) {
        return "<tuple id=\"b\"><status>" + geopriv(place)
            + "</status><timestamp>2026-01-01T00:00:00Z</timestamp></tuple>";
    };
    const auto person
        = [](const QByteArray &place) { return "<dm:person id=\"c\">" + geopriv(place) + "</dm:person>"; };
    const QByteArray one = circle("36 124", "1");
    const QByteArray two = circle("36 124", "2");
    const QByteArray three = circle("36 124", "3");
    QTest::newRow("device before tuple before person")
        << person(three) + tuple(two) + device(one) << QList<double>{1, 2, 3};
    QTest::newRow("first device") << device(one) + device(two) + person(three) << QList<double>{1, 2, 3};
    QTest::newRow("first tuple") << tuple(one) + tuple(two) << QList<double>{1, 2};
    QTest::newRow("coarse place first in a compound") << tuple(two + one) + tuple(three) << QList<double>{1, 2, 3};
    QTest::newRow("address and place") << device("<cl:civicAddress><cl:country>KR</cl:country></cl:civicAddress>" + one)
                                       << QList<double>{1};
    QTest::newRow("an address first") << device("<cl:civicAddress><cl:A1>x</cl:A1></cl:civicAddress>") + tuple(one)
                                      << QList<double>{1};
}

void tst_Pidf::putsTheOneToBelieveFirst()
{
    QFETCH(const QByteArray, content);

    const auto fixes = fixesInPidf(presence(content), now);

    QVERIFY(fixes);
    QList<double> radii;
    for (const Fix &fix : *fixes)
        radii << fix.radius.value;
    QTEST(radii, "radii");
}

// As Android and a network of today send it: CRLF, empty rules, place and address together.
void tst_Pidf::readsWhatPhonesWrite()
{
    const QByteArray xml
        = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" "
          "xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\" xmlns:gp=\"urn:ietf:params:xml:ns:pidf:geopriv10\" "
          "xmlns:gml=\"http://www.opengis.net/gml\" xmlns:gs=\"http://www.opengis.net/pidflo/1.0\" "
          "xmlns:cl=\"urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr\" "
          "xmlns:con=\"urn:ietf:params:xml:ns:geopriv:conf\" entity=\"sip:+4312345@ims.example\">\r\n"
          "<dm:device id=\"Wifi\">\r\n<gp:geopriv>\r\n<gp:location-info>\r\n"
          "<gs:Circle srsName=\"urn:ogc:def:crs:EPSG::4326\">\r\n<gml:pos>48.197457 14.482596</gml:pos>\r\n"
          "<gs:radius uom=\"urn:ogc:def:uom:EPSG::9001\">270.0000</gs:radius>\r\n</gs:Circle>\r\n"
          "<con:confidence pdf=\"normal\">85</con:confidence>\r\n<cl:civicAddress>\r\n<cl:country>AT</cl:country>\r\n"
          "</cl:civicAddress>\r\n</gp:location-info>\r\n<gp:usage-rules/>\r\n</gp:geopriv>\r\n"
          "<dm:timestamp>2021-01-11T07:00:10Z</dm:timestamp>\r\n</dm:device>\r\n</presence>\r\n";

    const auto fixes = fixesInPidf(xml, now);

    QVERIFY(fixes);
    QCOMPARE(fixes->size(), size_t(1));
    const Fix expected{.latitude = 48.197457,
                       .longitude = 14.482596,
                       .radius = Metres{270},
                       .source = Fix::Source::Sip,
                       .at = QDateTime::fromString(u"2021-01-11T07:00:10Z"_s, Qt::ISODate),
                       .confidence = Percent{85}};
    QCOMPARE(fixes->front(), expected);
}

void tst_Pidf::passesOverWhatItCannotRead()
{
    const auto fixes = fixesInPidf(presence(device(circle("36 124", "-1")) + device(circle("36 124", "7"))), now);

    QVERIFY(fixes);
    QCOMPARE(fixes->size(), size_t(1));
    QCOMPARE(fixes->front().radius, Metres{7});
}

void tst_Pidf::refusesWhatIsNoPosition_data()
{
    QTest::addColumn<QByteArray>("xml");
    QTest::addColumn<Error::Kind>("kind");
    const auto malformed
        = [](const char *name, const QByteArray &xml) { QTest::newRow(name) << xml << Error::Kind::Malformed; };
    const auto absent
        = [](const char *name, const QByteArray &xml) { QTest::newRow(name) << xml << Error::Kind::NotFound; };
    const auto shape = [](const QByteArray &written) { return presence(device(written)); };
    absent("only an address", shape("<cl:civicAddress><cl:country>KR</cl:country></cl:civicAddress>"));
    absent("nobody", presence({}));
    absent("an unknown shape", shape("<gs:Torus><gml:pos>36 124</gml:pos></gs:Torus>"));
    absent("a shape outside of a place", presence("<dm:device>" + QByteArray(point) + "</dm:device>"));
    malformed("nothing", {});
    malformed("text", "36 124");
    malformed("bytes", QByteArray(1000, '\xff'));
    malformed("cut off", presence(device(point)).chopped(40));
    malformed("a name nobody declared", presence(device("<xx:Point/>")));
    malformed("document type", "<!DOCTYPE presence [<!ENTITY a \"36 124\">]>" + presence({}).sliced(39));
    malformed("no position", shape("<gml:Point/>"));
    malformed("half a position", shape("<gml:Point><gml:pos>36</gml:pos></gml:Point>"));
    malformed("four numbers", shape("<gml:Point><gml:pos>36 124 1 2</gml:pos></gml:Point>"));
    malformed("words", shape("<gml:Point><gml:pos>here there</gml:pos></gml:Point>"));
    malformed("no number", shape("<gml:Point><gml:pos>nan inf</gml:pos></gml:Point>"));
    malformed("off the earth", shape("<gml:Point><gml:pos>124 36.5</gml:pos></gml:Point>"));
    malformed("another earth",
              shape("<gml:Point srsName=\"urn:ogc:def:crs:EPSG::27700\"><gml:pos>1 2</gml:pos></gml:Point>"));
    malformed("no radius", shape("<gs:Circle><gml:pos>36 124</gml:pos></gs:Circle>"));
    malformed("radius below nothing", shape(circle("36 124", "-5")));
    malformed("radius beyond the earth", shape(circle("36 124", "1e300")));
    malformed("radius in feet",
              shape("<gs:Circle><gml:pos>36 124</gml:pos><gs:radius uom=\"urn:ogc:def:uom:EPSG::9002\">"
                    "50</gs:radius></gs:Circle>"));
    malformed("half an ellipse",
              shape("<gs:Ellipse><gml:pos>36 124</gml:pos><gs:semiMajorAxis>5</gs:semiMajorAxis>"
                    "</gs:Ellipse>"));
    malformed("half a band",
              shape("<gs:ArcBand><gml:pos>36 124</gml:pos><gs:outerRadius>5</gs:outerRadius></gs:ArcBand>"));
    malformed("two corners", shape("<gml:Polygon><gml:posList>36 124 36 125</gml:posList></gml:Polygon>"));
    malformed("a number too many",
              shape("<gml:Polygon><gml:posList>36 124 36 125 37 125 1</gml:posList></gml:Polygon>"));
}

void tst_Pidf::refusesWhatIsNoPosition()
{
    QFETCH(const QByteArray, xml);

    const auto fixes = fixesInPidf(xml, now);

    QVERIFY(!fixes);
    QTEST(fixes.error().kind, "kind");
}

void tst_Pidf::isBounded()
{
    const auto many = fixesInPidf(presence(device(point).repeated(100)), now);
    const auto deep = fixesInPidf(presence(QByteArray("<tuple>").repeated(1000)), now);
    const auto deepInside = fixesInPidf(presence(device("<gs:Circle>" + QByteArray("<gs:base>").repeated(5000))), now);
    const auto large = fixesInPidf(presence(device(point) + QByteArray(70'000, ' ')), now);

    QVERIFY(many && many->size() == 16);
    QVERIFY(!deep && !deepInside && !large);
}

void tst_Pidf::survivesMutations_data()
{
    QTest::addColumn<QByteArray>("shape");
    for (const Example &example : examples())
        QTest::newRow(example.name) << example.shape;
}

// Bytes changed, lost and doubled, the same in each run. What still reads as a position must be one.
void tst_Pidf::survivesMutations()
{
    QFETCH(const QByteArray, shape);
    const QByteArray whole = presence(device(shape));
    QRandomGenerator random(1);

    for (int round = 0; round < 3000; ++round) {
        QByteArray xml = whole;
        for (quint32 change = 0, changes = 1 + random.bounded(4); change < changes; ++change) {
            const qsizetype at = random.bounded(xml.size());
            switch (random.bounded(4)) {
            case 0:
                xml[at] = char(random.bounded(256));
                break;
            case 1:
                xml.remove(at, random.bounded(20));
                break;
            case 2:
                xml.insert(at, xml.sliced(at, std::min<qsizetype>(random.bounded(40), xml.size() - at)));
                break;
            default:
                xml[at] = "0123456789.-e"[random.bounded(13)];
            }
        }
        const auto fixes = fixesInPidf(xml, now);
        QVERIFY(!fixes || !fixes->empty());
        if (fixes)
            QVERIFY2(std::ranges::all_of(*fixes, &Fix::isValid), xml.constData());
    }
}

QTEST_GUILESS_MAIN(tst_Pidf)
#include "tst_pidf.moc"
