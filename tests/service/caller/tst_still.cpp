// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/still.h"
#include "tests/service/frames/jpegs.h"

#include <QTest>

using namespace knock::caller;
using knock::test::jpeg;

class tst_Still : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void isAStillOfAFairSize_data();
    void isAStillOfAFairSize();
};

void tst_Still::isAStillOfAFairSize_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isFair");
    QTest::newRow("nothing") << QByteArray() << false;
    QTest::newRow("no JPEG") << QByteArray("\x89PNG\r\n\x1a\n0000IHDR00000000") << false;
    QTest::newRow("usual") << jpeg(640, 480) << true;
    QTest::newRow("largest") << jpeg(1920, 1920) << true;
    QTest::newRow("too wide") << jpeg(1921, 10) << false;
    QTest::newRow("too high") << jpeg(10, 1921) << false;
    QTest::newRow("no width") << jpeg(0, 10) << false;
    QTest::newRow("no height") << jpeg(10, 0) << false;
    QTest::newRow("64 kB") << jpeg(640, 480, QByteArray(64 * 1024 - jpeg(640, 480).size(), 'x')) << true;
    QTest::newRow("more") << jpeg(640, 480, QByteArray(64 * 1024, 'x')) << false;
}

void tst_Still::isAStillOfAFairSize()
{
    QFETCH(const QByteArray, bytes);

    QTEST(isStill(bytes), "isFair");
}

QTEST_GUILESS_MAIN(tst_Still)
#include "tst_still.moc"
