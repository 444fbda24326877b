// SPDX-License-Identifier: Apache-2.0
#include "app/service/status/exposition.h"
#include "tests/service/status/expositionreader.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock::status;
using knock::test::ExpositionReader;

/// Measurements as text, held against the rules of the format; the reader itself is tried on what breaks them.
class tst_Exposition : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void writesFamilies();
    void escapesWhatWouldBreakALine();
    void addsAHistogramUp();
    void findsWhatBreaksTheRules_data();
    void findsWhatBreaksTheRules();
};

void tst_Exposition::writesFamilies()
{
    Exposition out;
    out.begin("knock_calls", Exposition::Type::Gauge, "Calls.");
    out.add(2, {{"state", "ringing"}, {"kind", "a"}});
    out.add(0.5, {{"state", "ended"}, {"kind", "a"}});
    out.add("knock_events_total", Exposition::Type::Counter, "Events.", 12345678901.0);

    QCOMPARE(out.text(),
             "# HELP knock_calls Calls.\n"
             "# TYPE knock_calls gauge\n"
             "knock_calls{state=\"ringing\",kind=\"a\"} 2\n"
             "knock_calls{state=\"ended\",kind=\"a\"} 0.5\n"
             "# HELP knock_events_total Events.\n"
             "# TYPE knock_events_total counter\n"
             "knock_events_total 12345678901\n");
    QCOMPARE(ExpositionReader(out.text()).wrong, QStringList());
}

void tst_Exposition::escapesWhatWouldBreakALine()
{
    Exposition out;
    out.begin("a", Exposition::Type::Gauge, "One \"line\",\nand a \\.");
    out.add(1, {{"b", "c\"d\\e\nf"}});

    QCOMPARE(out.text(), "# HELP a One \"line\",\\nand a \\\\.\n# TYPE a gauge\na{b=\"c\\\"d\\\\e\\nf\"} 1\n");
    QCOMPARE(ExpositionReader(out.text()).wrong, QStringList());
}

void tst_Exposition::addsAHistogramUp()
{
    Exposition out;
    out.addHistogram("h", "How long.", {0.1, 2.5}, {3, 0, 4}, 17.5);

    const ExpositionReader read(out.text());
    QCOMPARE(read.wrong, QStringList());
    QCOMPARE(read.value(u"h_bucket{le=\"0.1\"}"_s), 3.0);
    QCOMPARE(read.value(u"h_bucket{le=\"2.5\"}"_s), 3.0);
    QCOMPARE(read.value(u"h_bucket{le=\"+Inf\"}"_s), 7.0);
    QCOMPARE(read.value(u"h_count"_s), 7.0);
    QCOMPARE(read.value(u"h_sum"_s), 17.5);
}

void tst_Exposition::findsWhatBreaksTheRules_data()
{
    QTest::addColumn<QByteArray>("text");
    const QByteArray family = "# HELP a A.\n# TYPE a gauge\n";
    QTest::newRow("no end") << QByteArray(family + "a 1");
    QTest::newRow("no family") << QByteArray("a 1\n");
    QTest::newRow("no type") << QByteArray("# HELP a A.\na 1\n");
    QTest::newRow("no help") << QByteArray("# TYPE a gauge\na 1\n");
    QTest::newRow("another family") << QByteArray(family + "b 1\n");
    QTest::newRow("twice") << QByteArray(family + "a 1\na 2\n");
    QTest::newRow("no number") << QByteArray(family + "a one\n");
    QTest::newRow("a label without quotes") << QByteArray(family + "a{b=c} 1\n");
    QTest::newRow("a quote in a label") << QByteArray(family + "a{b=\"c\"d\"} 1\n");
    QTest::newRow("an empty line") << QByteArray(family + "\na 1\n");
    QTest::newRow("a counter without its ending") << QByteArray("# HELP a A.\n# TYPE a counter\na 1\n");
    QTest::newRow("a histogram that does not add up") << QByteArray(
        "# HELP a A.\n# TYPE a histogram\na_bucket{le=\"1\"} 3\na_bucket{le=\"+Inf\"} 2\na_sum 1\na_count "
        "2\n");
}

void tst_Exposition::findsWhatBreaksTheRules()
{
    QFETCH(const QByteArray, text);

    QVERIFY(!ExpositionReader(text).wrong.isEmpty());
}

QTEST_GUILESS_MAIN(tst_Exposition)
#include "tst_exposition.moc"
