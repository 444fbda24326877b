// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/numbers.h"

#include <QTest>

using namespace knock;
using namespace Qt::StringLiterals;

class tst_Numbers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void groupsAndMasks_data();
    void groupsAndMasks();
    void countsIncidentsByYear();
};

void tst_Numbers::groupsAndMasks_data()
{
    QTest::addColumn<QString>("number");
    QTest::addColumn<QString>("grouped");
    QTest::addColumn<QString>("masked");
    QTest::newRow("mobile") << u"01012345678"_s << u"010-1234-5678"_s << u"010-****-5678"_s;
    QTest::newRow("old mobile") << u"0111234567"_s << u"011-123-4567"_s << u"011-***-4567"_s;
    QTest::newRow("Seoul") << u"0212345678"_s << u"02-1234-5678"_s << u"02-****-5678"_s;
    QTest::newRow("Seoul, short") << u"021234567"_s << u"02-123-4567"_s << u"02-***-4567"_s;
    QTest::newRow("abroad") << u"+821012345678"_s << u"+821012345678"_s << u"*********5678"_s;
    QTest::newRow("extension") << u"112"_s << u"112"_s << u"**2"_s;
    QTest::newRow("withheld") << QString() << QString() << QString();
    QTest::newRow("words") << u"anonymous"_s << u"anonymous"_s << u"*****mous"_s;
}

void tst_Numbers::groupsAndMasks()
{
    QFETCH(QString, number);

    QTEST(desk::groupedNumber(number), "grouped");
    QTEST(desk::maskedNumber(number), "masked");
}

void tst_Numbers::countsIncidentsByYear()
{
    Incident incident;
    incident.id = {17};
    incident.arrived = QDateTime(QDate(2026, 6, 1), QTime(3, 40));

    QCOMPARE(desk::incidentNumber(incident), u"2026-00017"_s);
}

QTEST_GUILESS_MAIN(tst_Numbers)
#include "tst_numbers.moc"
