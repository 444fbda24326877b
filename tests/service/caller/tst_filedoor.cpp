// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/filedoor.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::caller;

class tst_FileDoor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void readsTheAddressOfAPiece();
    void readsNoOtherAddress_data();
    void readsNoOtherAddress();
};

void tst_FileDoor::readsTheAddressOfAPiece()
{
    const auto address
        = readPieceAddress("/caller/file/AAAAAAAAAAAAAAAAAAAAA1?id=5f0c-1&kind=film&at=262144&of=209715200");

    QVERIFY(address);
    QCOMPARE(address->token, "AAAAAAAAAAAAAAAAAAAAA1");
    QCOMPARE(address->id, u"5f0c-1"_s);
    QCOMPARE(address->kind, FileKind::Film);
    QCOMPARE(address->at, 262144);
    QCOMPARE(address->of, 209715200);
}

void tst_FileDoor::readsNoOtherAddress_data()
{
    QTest::addColumn<QByteArray>("target");
    const QByteArray door = "/caller/file/AAAAAAAAAAAAAAAAAAAAA1";
    QTest::newRow("no file") << door;
    QTest::newRow("short token") << QByteArray("/caller/file/AAAA?id=a&kind=photo&at=0&of=1");
    QTest::newRow("way out") << door + "?id=..%2f&kind=photo&at=0&of=1";
    QTest::newRow("no id") << door + "?id=&kind=photo&at=0&of=1";
    QTest::newRow("long id") << door + "?id=" + QByteArray(65, 'i') + "&kind=photo&at=0&of=1";
    QTest::newRow("unknown kind") << door + "?id=a&kind=program&at=0&of=1";
    QTest::newRow("negative") << door + "?id=a&kind=photo&at=-1&of=1";
    QTest::newRow("number beyond all") << door + "?id=a&kind=photo&at=0&of=18446744073709551616";
    QTest::newRow("of nothing") << door + "?id=a&kind=photo&at=0&of=0";
    QTest::newRow("more behind it") << door + "?id=a&kind=photo&at=0&of=1&x=y";
    QTest::newRow("line end") << door + "?id=a&kind=photo&at=0&of=1\n";
}

void tst_FileDoor::readsNoOtherAddress()
{
    QFETCH(const QByteArray, target);

    QVERIFY(!readPieceAddress(target));
}

QTEST_GUILESS_MAIN(tst_FileDoor)
#include "tst_filedoor.moc"
