// SPDX-License-Identifier: Apache-2.0
#include "app/service/evidence/redact.h"

#include <QTest>

using namespace knock;

class tst_Redact : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatTellsWhoSomebodyIsIsTakenOut_data();
    void whatTellsWhoSomebodyIsIsTakenOut();
};

void tst_Redact::whatTellsWhoSomebodyIsIsTakenOut_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("copy");

    QTest::newRow("number") << QByteArray(R"({"incident":1,"number":"010","type":"callArrived"})")
                            << QByteArray(R"({"incident":1,"number":"[redacted]","type":"callArrived"})");
    QTest::newRow("place") << QByteArray(R"({"fix":{"latitude":37.566535,"longitude":-0.1249,"radius":12}})")
                           << QByteArray(R"({"fix":{"latitude":37.57,"longitude":-0.12,"radius":12}})");
    QTest::newRow("chat") << QByteArray(R"({"message":{"author":"caller","id":"9f","text":"help"}})")
                          << QByteArray(R"({"message":{"author":"caller","id":"[redacted]","text":"[redacted]"}})");
    QTest::newRow("a reason of the list")
        << QByteArray(R"({"reason":"helpSent"})") << QByteArray(R"({"reason":"helpSent"})");
    QTest::newRow("a typed reason") << QByteArray(R"({"reason":"she called"})")
                                    << QByteArray(R"({"reason":"[redacted]"})");
    QTest::newRow("what nobody knows yet")
        << QByteArray(R"({"shoeSize":42})") << QByteArray(R"({"shoeSize":"[redacted]"})");
    QTest::newRow("deep inside") << QByteArray(R"({"earlier":{"calls":[{"incident":3,"number":"010"}]}})")
                                 << QByteArray(R"({"earlier":{"calls":[{"incident":3,"number":"[redacted]"}]}})");
}

void tst_Redact::whatTellsWhoSomebodyIsIsTakenOut()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QByteArray, copy);

    QCOMPARE(evidence::redacted(line), copy);
}

QTEST_APPLESS_MAIN(tst_Redact)
#include "tst_redact.moc"
