// SPDX-License-Identifier: Apache-2.0
#include "app/service/dispatch/knockpattern.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;

class tst_KnockPattern : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void isTwoOfAnyKeysUnlessTold();
    void isMetByTheseKeys_data();
    void isMetByTheseKeys();
    void isNothingElse_data();
    void isNothingElse();
};

void tst_KnockPattern::isTwoOfAnyKeysUnlessTold()
{
    QVERIFY(!KnockPattern().isMetBy(u"5"));
    QVERIFY(KnockPattern().isMetBy(u"59"));
}

void tst_KnockPattern::isMetByTheseKeys_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("keys");
    QTest::addColumn<bool>("met");

    QTest::newRow("two of any") << u"any x2"_s << u"00"_s << true;
    QTest::newRow("one of two") << u"any x2"_s << u"0"_s << false;
    QTest::newRow("more than three") << u"any x3"_s << u"1234"_s << true;
    QTest::newRow("the row itself") << u"55"_s << u"55"_s << true;
    QTest::newRow("the row after a slip") << u"55"_s << u"655"_s << true;
    QTest::newRow("the row and more") << u"55"_s << u"551"_s << true;
    QTest::newRow("the row torn") << u"55"_s << u"565"_s << false;
    QTest::newRow("half of the row") << u"55"_s << u"5"_s << false;
    QTest::newRow("star and hash") << u"*#"_s << u"*#"_s << true;
}

void tst_KnockPattern::isMetByTheseKeys()
{
    QFETCH(const QString, pattern);
    QFETCH(const QString, keys);

    const Result<KnockPattern> parsed = KnockPattern::parse(pattern);

    QVERIFY(parsed);
    QTEST(parsed->isMetBy(keys), "met");
}

void tst_KnockPattern::isNothingElse_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"", "any", "any x0", "any x10", "any x-2", "5 5", "55\n", "x", "0123456789"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void tst_KnockPattern::isNothingElse()
{
    QFETCH(const QString, text);

    const Result<KnockPattern> parsed = KnockPattern::parse(text);

    QVERIFY(!parsed);
    QCOMPARE(parsed.error().kind, Error::Kind::Malformed);
}

QTEST_APPLESS_MAIN(tst_KnockPattern)
#include "tst_knockpattern.moc"
