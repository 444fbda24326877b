// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/camera/pictures.h"
#include "ui/picture/pixels.h"

#include <QTest>

using namespace knock::test;
using namespace knock::ui;

/// Frames as images, whatever their pixels are like.
class tst_Pixels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void anImageStaysAsItIs_data();
    void anImageStaysAsItIs();
    void nobodyIsRecognisedInACoarseImage_data();
    void nobodyIsRecognisedInACoarseImage();
};

void tst_Pixels::anImageStaysAsItIs_data()
{
    QTest::addColumn<QImage::Format>("format");
    QTest::newRow("of a photo") << QImage::Format_RGB32;
    QTest::newRow("transparent") << QImage::Format_ARGB32;
    QTest::newRow("grey") << QImage::Format_Grayscale8;
}

void tst_Pixels::anImageStaysAsItIs()
{
    QFETCH(const QImage::Format, format);
    QImage image(31, 17, format);
    image.fill(QColor(10, 10, 10));
    image.setPixelColor(30, 16, QColor(200, 200, 200));

    const QImage seen = imageOf(QVideoFrame(image));

    QCOMPARE(seen.size(), image.size());
    QCOMPARE(seen.pixelColor(0, 0), image.pixelColor(0, 0));
    QCOMPARE(seen.pixelColor(30, 16), image.pixelColor(30, 16));
}

void tst_Pixels::nobodyIsRecognisedInACoarseImage_data()
{
    QTest::addColumn<QVideoFrame>("frame");
    QTest::newRow("of a camera") << stripes();
    QTest::newRow("of a photo") << QVideoFrame(imageOf(stripes()));
}

void tst_Pixels::nobodyIsRecognisedInACoarseImage()
{
    QFETCH(const QVideoFrame, frame);
    QVERIFY(sharpness(imageOf(frame)) > 200);

    const QImage coarse = coarseImageOf(frame);

    QVERIFY2(coarse.width() <= 20, qPrintable(QString::number(coarse.width())));
    QVERIFY(sharpness(coarse) < 64);
}

QTEST_MAIN(tst_Pixels)
#include "tst_pixels.moc"
