// SPDX-License-Identifier: Apache-2.0
#include "ui/atlas/addressbook.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace knock;
using namespace knock::ui;
using namespace Qt::StringLiterals;

/// Addresses of the training city, both ways.
class tst_AddressBook : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void tellsTheNearestAddress();
    void tellsNothingFarOut();
    void finds_data();
    void finds();
    void theNearestComesFirst();
    void findsNoMoreThanCanBeRead();
    void whatIsTypedIsOnlyText_data();
    void whatIsTypedIsOnlyText();
    void isEmptyWithoutAFile();
    void warnsOnceOfAFileThatIsNone();
};

namespace {

const QGeoCoordinate motel(35.999700, 124.616431);

AddressBook hanbit() { return AddressBook(QStringLiteral(KNOCK_MAP_FOLDER)); }

} // namespace

void tst_AddressBook::tellsTheNearestAddress()
{
    const auto found = hanbit().nearest(motel);

    QVERIFY(found);
    QCOMPARE(found->address, u"철길북로135길 9"_s);
    QCOMPARE(found->name, u"모텔 달빛"_s);
    QCOMPARE_LT(found->away.value, 5.0);
}

void tst_AddressBook::tellsNothingFarOut()
{
    QVERIFY(!hanbit().nearest({36.2, 124.6}));
    QVERIFY(!hanbit().nearest({}));
}

void tst_AddressBook::finds_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("address");

    QTest::newRow("an address") << u"철길북로135길 9"_s << u"철길북로135길 9"_s;
    QTest::newRow("with a gap") << u"철길북로 135길 9"_s << u"철길북로135길 9"_s;
    QTest::newRow("a name") << u"모텔 달빛"_s << u"철길북로135길 9"_s;
    QTest::newRow("the beginning of a name") << u"달빛 모"_s << u"철길북로135길 9"_s;
    QTest::newRow("an English name") << u"motel dalbit"_s << u"철길북로135길 9"_s;
}

void tst_AddressBook::finds()
{
    QFETCH(QString, words);
    const auto found = hanbit().search(words, motel);

    QVERIFY(!found.empty());
    QTEST(found.front().address, "address");
}

void tst_AddressBook::theNearestComesFirst()
{
    const QGeoCoordinate harbour(35.989636, 124.582975);

    const auto found = hanbit().search(u"해안로"_s, harbour);

    QCOMPARE_GT(found.size(), 1u);
    QVERIFY(std::ranges::is_sorted(found, {}, &AddressBook::Place::away));
}

void tst_AddressBook::findsNoMoreThanCanBeRead()
{
    QCOMPARE(hanbit().search(u"1"_s, motel).size(), AddressBook::mostFound);
}

void tst_AddressBook::whatIsTypedIsOnlyText_data()
{
    QTest::addColumn<QString>("words");

    QTest::newRow("nothing") << QString();
    QTest::newRow("blanks") << u"   "_s;
    QTest::newRow("quotes") << u"\"\" \"OR\" \" * "_s;
    QTest::newRow("an operator") << u"NEAR( AND NOT ^ : - *"_s;
    QTest::newRow("a statement") << u"'; DROP TABLE place; --"_s;
    QTest::newRow("very long") << QString(100'000, u'가');
}

void tst_AddressBook::whatIsTypedIsOnlyText()
{
    QFETCH(QString, words);
    const AddressBook book = hanbit();

    QVERIFY(book.search(words, motel).empty());
    QVERIFY(!book.search(u"모텔"_s, motel).empty());
}

void tst_AddressBook::isEmptyWithoutAFile()
{
    const QTemporaryDir folder;
    const AddressBook book(folder.path());

    QVERIFY(book.isEmpty());
    QVERIFY(book.search(u"모텔"_s, motel).empty());
    QVERIFY(!book.nearest(motel));
}

void tst_AddressBook::warnsOnceOfAFileThatIsNone()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"addresses.db"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(4096, 'x'));
    file.close();
    QTest::ignoreMessage(QtWarningMsg, "The address book cannot be read: file is not a database");

    const AddressBook book(folder.path());

    QVERIFY(book.isEmpty());
}

QTEST_GUILESS_MAIN(tst_AddressBook)
#include "tst_addressbook.moc"
