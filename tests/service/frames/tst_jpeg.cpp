// SPDX-License-Identifier: Apache-2.0
#include "app/service/frames/jpeg.h"
#include "tests/service/frames/jpegs.h"

#include <QTest>

using namespace knock::frames;
using knock::test::jpeg;

class tst_Jpeg : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void saysHowLargeAPictureIs();
    void skipsWhatStandsBeforeTheSize();
    void isNoneWithoutAHeader_data();
    void isNoneWithoutAHeader();
};

void tst_Jpeg::saysHowLargeAPictureIs()
{
    QCOMPARE(jpegSize(jpeg(640, 480)), QSize(640, 480));
    QCOMPARE(jpegSize(jpeg(65535, 1)), QSize(65535, 1));
}

void tst_Jpeg::skipsWhatStandsBeforeTheSize()
{
    const QByteArray picture = jpeg(640, 480);
    const QByteArray table = QByteArray::fromHex("ffc40004abcd"); // whose marker is near that of the size

    QCOMPARE(jpegSize(picture.first(20) + table + QByteArray::fromHex("ffff") + picture.sliced(20)), QSize(640, 480));
}

void tst_Jpeg::isNoneWithoutAHeader_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("PNG") << QByteArray("\x89PNG\r\n\x1a\n0000IHDR00000000");
    QTest::newRow("begin alone") << QByteArray::fromHex("ffd8ff");
    QTest::newRow("fill alone") << QByteArray::fromHex("ffd8") + QByteArray(1000, '\xff');
    QTest::newRow("length of nothing") << QByteArray::fromHex("ffd8ffe00000ffc0001108001000100301220002110103110100");
    QTest::newRow("length beyond the end") << QByteArray::fromHex("ffd8ffe0fffe4a46");
    QTest::newRow("size beyond the end") << jpeg(640, 480).first(26);
    QTest::newRow("scan before the size") << QByteArray::fromHex("ffd8ffda000c03010002110311003f00");
    QTest::newRow("two begins") << QByteArray::fromHex("ffd8") + jpeg(640, 480);
}

void tst_Jpeg::isNoneWithoutAHeader()
{
    QFETCH(const QByteArray, bytes);

    QVERIFY(!jpegSize(bytes));
}

QTEST_GUILESS_MAIN(tst_Jpeg)
#include "tst_jpeg.moc"
