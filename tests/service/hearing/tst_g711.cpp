// SPDX-License-Identifier: Apache-2.0
#include "tests/service/hearing/g711decoded.h"

#include <QTest>

using namespace knock;
using knock::hearing::encoded;
using knock::hearing::Law;

class tst_G711 : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void encodesTheNearestLevel_data();
    void encodesTheNearestLevel();
    void encodesWhatTheRecommendationSays();
};

void tst_G711::encodesTheNearestLevel_data()
{
    QTest::addColumn<Law>("law");
    QTest::newRow("mu") << Law::Mu;
    QTest::newRow("a") << Law::A;
}

void tst_G711::encodesTheNearestLevel()
{
    QFETCH(Law, law);

    for (int sample = -32768; sample <= 32767; ++sample) {
        const quint8 byte = encoded(static_cast<qint16>(sample), law);
        QCOMPARE(hearing::decoded(byte, law), test::decoded(byte, law));
        const int error = std::abs(hearing::decoded(byte, law) - sample);
        const int step = std::max(16, (std::abs(sample) + 132) / 16); // sixteen steps in each doubling
        const bool isBeyondTheTop = std::abs(sample) > 32'124;
        QVERIFY2(error <= step / 2 + 4 || isBeyondTheTop, qPrintable(QString::number(sample)));
    }
}

void tst_G711::encodesWhatTheRecommendationSays()
{
    QCOMPARE(encoded(0, Law::Mu), 0xff);
    QCOMPARE(encoded(0, Law::A), 0xd5);
    QCOMPARE(encoded(32767, Law::Mu), 0x80);
    QCOMPARE(encoded(-32768, Law::Mu), 0x00);
    QCOMPARE(encoded(32767, Law::A), 0xaa);
    QCOMPARE(encoded(-32768, Law::A), 0x2a);
}

QTEST_APPLESS_MAIN(tst_G711)
#include "tst_g711.moc"
