// SPDX-License-Identifier: Apache-2.0
#include "app/service/place/aml.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::place;

namespace {

const QDateTime now = QDateTime::fromString(u"2026-01-02T03:40:00Z"_s, Qt::ISODate);

QDateTime time(const QString &text) { return QDateTime::fromString(text, Qt::ISODateWithMs); }

// Messages as phones and the makers of their systems publish them.
constexpr char iphone[] = "A\"ML=1;lt=48.82639;lg=-2.36619;rd=52;top=20191112112928;lc=68;pm=G;si=208201771948415;"
                          "ei=353472104343540;mcc=208;mnc=20;ml=126";
constexpr char android[] = "A\"ML=1;lt=37.42175;lg=-122.08461;rd=20;top=20150613010948;lc=68;pm=G;si=987654231;"
                           "ei=358239059042542;mcc=310;mnc=260;ml=123";
constexpr char pilot[] = "A\"ML=1;lt=+54.76397;lg=-0.18305;rd=50;top=20130717141935;lc=90;pm=W;si=123456789012345;"
                         "ei=1234567890123456;mcc=234;mnc=30;ml=128";
constexpr char french[] = "A\"ML=1;lt=+48.902963;lg=+2.516582;rd=1964;top=20220210134654;lc=95;pm=G;"
                          "si=234302543446355;ei=357365093474415;mcc=208;mnc=01;ml=131";
constexpr char nowhere[] = "A\"ML=1;lt=+00.00000;lg=+000.00000;rd=N;top=20220131173734;lc=0;pm=N;si=234159000000000;"
                           "ei=123456789012345;mcc=234;mnc=15;ml=127";
constexpr char second[] = "A\"ML=2;en=+15555555555;et=1593187189;lo=-37.42175,-122.08461,2000.1;lt=-9999;lc=68;"
                          "lz=-100.1,100.1;ls=G;ei=358239059042542;nc=310260;hc=310260;lg=en-US";

constexpr char posted[] = "v=1&device_number=%2B447477593102&location_latitude=55.85732&location_longitude=-4.26325"
                          "&location_time=1476189444435&location_accuracy=10.4&location_source=GPS"
                          "&location_certainty=83&location_altitude=0.0&location_floor=5"
                          "&device_model=ABC+ABC+Detente+530&device_imei=354773072099116"
                          "&device_imsi=234159176307582&device_os=AOS&cell_carrier=&cell_home_mcc=234"
                          "&cell_home_mnc=15&cell_network_mcc=234&cell_network_mnc=15&cell_id=0213454321";
constexpr char signedForm[] = "v=1&device_number=%2B33611223344&location_latitude=0.85732&location_longitude=-4.26325"
                              "&location_time=1604912121000&location_accuracy=10.4&location_source=GPS"
                              "&location_certainty=83&hmac=f64c70eb238bb239e00e8ac8c023bf2b5d3c41dd";

// The message with the length it has.
QString measured(const QString &head)
{
    for (qsizetype length = head.size(); length < head.size() + 10; ++length) {
        const QString whole = head + u";ml=%1"_s.arg(length);
        if (whole.size() == length)
            return whole;
    }
    return {};
}

} // namespace

class tst_Aml : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void readsTexts_data();
    void readsTexts();
    void refusesTexts_data();
    void refusesTexts();
    void readsForms_data();
    void readsForms();
    void refusesForms_data();
    void refusesForms();
    void knowsItsOwnersKey_data();
    void knowsItsOwnersKey();
    void survivesMutations_data();
    void survivesMutations();
};

void tst_Aml::readsTexts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Fix>("fix");
    const auto row = [](const char *name, const QString &text, double latitude, double longitude, double radius,
                        const QDateTime &at, std::optional<Percent> confidence) {
        QTest::newRow(name) << text
                            << Fix{.latitude = latitude,
                                   .longitude = longitude,
                                   .radius = Metres{radius},
                                   .source = Fix::Source::Aml,
                                   .at = at,
                                   .confidence = confidence};
    };
    const QDateTime noon = time(u"2019-11-12T11:29:28Z"_s);
    row("iPhone", QLatin1StringView(iphone), 48.82639, -2.36619, 52, noon, Percent{68});
    row("Android", QLatin1StringView(android), 37.42175, -122.08461, 20, time(u"2015-06-13T01:09:48Z"_s), Percent{68});
    row("pilot", QLatin1StringView(pilot), 54.76397, -0.18305, 50, time(u"2013-07-17T14:19:35Z"_s), Percent{90});
    row("French", QLatin1StringView(french), 48.902963, 2.516582, 1964, time(u"2022-02-10T13:46:54Z"_s), Percent{95});
    row("version 2", QLatin1StringView(second), -37.42175, -122.08461, 2000.1, time(u"2020-06-26T13:13:10Z"_s),
        Percent{68});
    row("with an end of line", QLatin1StringView(iphone) + "\r\n"_L1, 48.82639, -2.36619, 52, noon, Percent{68});
    row("radius not known", measured(u"A\"ML=1;lt=48;lg=2;rd=0;top=20191112112928;lc=68;pm=C"_s), 48, 2, 0, noon,
        Percent{68});
    row("radius in words", measured(u"A\"ML=1;lt=48;lg=2;rd=N;top=20191112112928;lc=68;pm=C"_s), 48, 2, 0, noon,
        Percent{68});
    row("no confidence", measured(u"A\"ML=1;lt=48;lg=2;rd=9;top=20191112112928;pm=C"_s), 48, 2, 9, noon, {});
    row("garbled time", measured(u"A\"ML=1;lt=48;lg=2;rd=9;top=20191399112928;pm=C"_s), 48, 2, 9, now, {});
    row("a clock that is fast", measured(u"A\"ML=1;lt=48;lg=2;rd=9;top=20260102040000;pm=C"_s), 48, 2, 9, now, {});
    row("version 2 without times", u"A\"ML=2;lo=48,2,9"_s, 48, 2, 9, now, {});
    row("version 2 without a radius", u"A\"ML=2;et=1593187189;lo=48,2"_s, 48, 2, 0, time(u"2020-06-26T15:59:49Z"_s),
        {});
    row("version 2 before time began", u"A\"ML=2;et=9223372036854775807;lt=2000000000;lo=48,2"_s, 48, 2, 0, now, {});
}

void tst_Aml::readsTexts()
{
    QFETCH(const QString, text);

    const Result<Aml> aml = amlInText(text, now);

    QVERIFY2(aml, aml ? "" : qPrintable(aml.error().detail));
    QTEST(aml->fix, "fix");
    QVERIFY(aml->number.isEmpty());
}

void tst_Aml::refusesTexts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Error::Kind>("kind");
    const QString whole = QLatin1StringView(iphone);
    QTest::newRow("no location") << QString(QLatin1StringView(nowhere)) << Error::Kind::NotFound;
    QTest::newRow("no location in version 2") << u"A\"ML=2;en=112;et=1593187189;lc=0"_s << Error::Kind::NotFound;
    QTest::newRow("nothing") << QString() << Error::Kind::Malformed;
    QTest::newRow("a person's words") << u"Please help; he = here"_s << Error::Kind::Malformed;
    QTest::newRow("another version") << u"A\"ML=7;lo=48,2,9"_s << Error::Kind::Malformed;
    QTest::newRow("cut off") << whole.chopped(7) << Error::Kind::Malformed;
    QTest::newRow("a character lost") << QString(whole).remove(20, 1) << Error::Kind::Malformed;
    QTest::newRow("a length in words") << QString(whole).replace("126"_L1, "abc"_L1) << Error::Kind::Malformed;
    QTest::newRow("off the earth") << measured(u"A\"ML=1;lt=98;lg=2;rd=9;pm=C"_s) << Error::Kind::Malformed;
    QTest::newRow("no number") << measured(u"A\"ML=1;lt=nan;lg=inf;rd=9;pm=C"_s) << Error::Kind::Malformed;
    QTest::newRow("half a position") << measured(u"A\"ML=1;lt=48;rd=9;pm=C"_s) << Error::Kind::Malformed;
    QTest::newRow("endless") << whole + QString(2000, u';') + "x"_L1 << Error::Kind::Malformed;
}

void tst_Aml::refusesTexts()
{
    QFETCH(const QString, text);

    const Result<Aml> aml = amlInText(text, now);

    QVERIFY(!aml);
    QTEST(aml.error().kind, "kind");
}

void tst_Aml::readsForms_data()
{
    QTest::addColumn<QByteArray>("form");
    QTest::addColumn<QString>("number");
    QTest::addColumn<Fix>("fix");
    QTest::newRow("standard's example") << QByteArray(posted) << u"+447477593102"_s
                                        << Fix{.latitude = 55.85732,
                                               .longitude = -4.26325,
                                               .radius = Metres{10.4},
                                               .source = Fix::Source::Aml,
                                               .at = time(u"2016-10-11T12:37:24.435Z"_s),
                                               .confidence = Percent{83}};
    QTest::newRow("signed") << QByteArray(signedForm) << u"+33611223344"_s
                            << Fix{.latitude = 0.85732,
                                   .longitude = -4.26325,
                                   .radius = Metres{10.4},
                                   .source = Fix::Source::Aml,
                                   .at = time(u"2020-11-09T08:55:21Z"_s),
                                   .confidence = Percent{83}};
    QTest::newRow("version 2, moving")
        << "v=2&location_latitude=36.5&location_longitude=124.5&location_confidence=0.68&location_speed=1.5"
           "&location_bearing=90&device_number=010-1234-5678&location_latitude=1"_ba
        << u"01012345678"_s
        << Fix{.latitude = 36.5,
               .longitude = 124.5,
               .radius = Metres{0},
               .source = Fix::Source::Aml,
               .at = now,
               .confidence = Percent{68},
               .speed = MetresPerSecond{1.5},
               .heading = Degrees{90}};
}

void tst_Aml::readsForms()
{
    QFETCH(const QByteArray, form);

    const Result<Aml> aml = amlInForm(form, now);

    QVERIFY2(aml, aml ? "" : qPrintable(aml.error().detail));
    QTEST(aml->fix, "fix");
    QTEST(aml->number, "number");
}

void tst_Aml::refusesForms_data()
{
    QTest::addColumn<QByteArray>("form");
    QTest::addColumn<Error::Kind>("kind");
    QTest::newRow("no location") << "v=1&device_number=%2B1&location_latitude=&location_source=unknown"_ba
                                 << Error::Kind::NotFound;
    QTest::newRow("nothing") << ""_ba << Error::Kind::NotFound;
    QTest::newRow("bytes") << QByteArray(500, '\xff') << Error::Kind::NotFound;
    QTest::newRow("half a position") << "location_latitude=48"_ba << Error::Kind::Malformed;
    QTest::newRow("words") << "location_latitude=here&location_longitude=there"_ba << Error::Kind::Malformed;
    QTest::newRow("off the earth") << "location_latitude=48&location_longitude=181"_ba << Error::Kind::Malformed;
    QTest::newRow("endless") << QByteArray(20'000, '&') << Error::Kind::Malformed;
}

void tst_Aml::refusesForms()
{
    QFETCH(const QByteArray, form);

    const Result<Aml> aml = amlInForm(form, now);

    QVERIFY(!aml);
    QTEST(aml.error().kind, "kind");
}

void tst_Aml::knowsItsOwnersKey_data()
{
    QTest::addColumn<QByteArray>("form");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<bool>("isSigned");
    const QByteArray form = signedForm;
    QTest::newRow("right") << form << "AML"_ba << true;
    QTest::newRow("capital digits") << form.first(form.size() - 40) + form.last(40).toUpper() << "AML"_ba << true;
    QTest::newRow("another key") << form << "LMA"_ba << false;
    QTest::newRow("moved") << QByteArray(form).replace("0.85732", "0.85733") << "AML"_ba << false;
    QTest::newRow("cut off") << form.chopped(2) << "AML"_ba << false;
    QTest::newRow("something behind") << form + "&location_latitude=1" << "AML"_ba << false;
    QTest::newRow("empty") << form.chopped(40) << "AML"_ba << false;
    QTest::newRow("not at all") << QByteArray(posted) << "AML"_ba << false;
    QTest::newRow("nothing") << QByteArray() << "AML"_ba << false;
}

void tst_Aml::knowsItsOwnersKey()
{
    QFETCH(const QByteArray, form);
    QFETCH(const QByteArray, key);

    QTEST(isSignedWith(key, form), "isSigned");
}

void tst_Aml::survivesMutations_data()
{
    QTest::addColumn<QByteArray>("message");
    for (const char *message : {iphone, android, pilot, french, nowhere, second, posted, signedForm})
        QTest::addRow("%.40s", message) << QByteArray(message);
}

// Bytes changed and lost, the same in each run. What still reads as a position must be one.
void tst_Aml::survivesMutations()
{
    QFETCH(const QByteArray, message);
    QRandomGenerator random(1);

    for (int round = 0; round < 3000; ++round) {
        QByteArray changed = message;
        for (quint32 change = 0, changes = 1 + random.bounded(4); change < changes; ++change) {
            const qsizetype at = random.bounded(changed.size());
            if (random.bounded(3) == 0)
                changed.remove(at, random.bounded(5));
            else
                changed[at] = random.bounded(2) ? char(random.bounded(256)) : "0123456789.-e;=&,"[random.bounded(17)];
        }
        const Result<Aml> text = amlInText(QString::fromLatin1(changed), now);
        const Result<Aml> form = amlInForm(changed, now);
        QVERIFY2(!text || text->fix.isValid(), changed.constData());
        QVERIFY2(!form || form->fix.isValid(), changed.constData());
    }
}

QTEST_GUILESS_MAIN(tst_Aml)
#include "tst_aml.moc"
