// SPDX-License-Identifier: Apache-2.0
#include "app/service/identity/passwords.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::identity;

namespace {

constexpr HashCost cheap{.kibibytes = 64, .passes = 1};

} // namespace

class tst_Passwords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void agreesWithTheReferenceImplementation();
    void aHashIsOfItsPasswordOnly();
    void theSamePasswordHasAnotherHashEachTime();
    void whatIsNoHashIsOfNoPassword_data();
    void whatIsNoHashIsOfNoPassword();
    void aHashTellsItsCost();
    void nobodyHasNobodysHash();
    void everyWayToTypeGivesTheSameBytes();
    void takesOnlyWhatCanBeAPassword_data();
    void takesOnlyWhatCanBeAPassword();
};

void tst_Passwords::agreesWithTheReferenceImplementation()
{
    // From src/test.c of the reference implementation of Argon2 (version 20190702).
    const QByteArray hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    QVERIFY(isPassword("password", hash));
    QVERIFY(!isPassword("Password", hash));
}

void tst_Passwords::aHashIsOfItsPasswordOnly()
{
    const auto hash = hashPassword("correct horse", cheap);

    QVERIFY(hash);
    QVERIFY(hash->startsWith("$argon2id$v=19$m=64,t=1,p=1$"));
    QVERIFY(isPassword("correct horse", *hash));
    QVERIFY(!isPassword("correct horsf", *hash));
    QVERIFY(!isPassword("", *hash));
}

void tst_Passwords::theSamePasswordHasAnotherHashEachTime()
{
    QCOMPARE_NE(hashPassword("correct horse", cheap), hashPassword("correct horse", cheap));
}

void tst_Passwords::whatIsNoHashIsOfNoPassword_data()
{
    QTest::addColumn<QByteArray>("hash");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("other kind") << QByteArray("$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$AAAA");
    QTest::newRow("short") << QByteArray("$argon2id$v=19$m=32,t=1,p=1$c29tZXNhbHQ$AAAA");
    QTest::newRow("salt too short") << QByteArray("$argon2id$v=19$m=32,t=1,p=1$AA$"
                                                  "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
    QTest::newRow("no cost") << QByteArray("$argon2id$v=19$m=0,t=0,p=1$c29tZXNhbHQ$"
                                           "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
    QTest::newRow("vast") << QByteArray("$argon2id$v=19$m=99999999999,t=1,p=1$c29tZXNhbHQ$AAAA");
}

void tst_Passwords::whatIsNoHashIsOfNoPassword()
{
    QFETCH(const QByteArray, hash);

    QVERIFY(!isPassword("password", hash));
    QVERIFY(!costs(hash, cheap));
}

void tst_Passwords::aHashTellsItsCost()
{
    const QByteArray hash = hashPassword("correct horse", cheap).value();

    QVERIFY(costs(hash, cheap));
    QVERIFY(!costs(hash, {.kibibytes = 64, .passes = 2}));
    QVERIFY(!costs(hash, {.kibibytes = 65, .passes = 1}));
}

void tst_Passwords::nobodyHasNobodysHash()
{
    QVERIFY(costs(nobodysHash(cheap), cheap));
    QVERIFY(!isPassword("", nobodysHash(cheap)));
    QVERIFY(!isPassword("correct horse", nobodysHash(cheap)));
}

void tst_Passwords::everyWayToTypeGivesTheSameBytes()
{
    const auto composed = newPasswordBytes(u"Gr\u00fcn ist \uac00lles"_s);
    const auto decomposed = newPasswordBytes(u"Gru\u0308n ist \u1100\u1161lles"_s);
    const auto wide = newPasswordBytes(u"\uff27r\u00fcn ist \uac00lles"_s);

    QVERIFY(composed);
    QCOMPARE(decomposed, composed);
    QCOMPARE(wide, composed);
}

void tst_Passwords::takesOnlyWhatCanBeAPassword_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("mayBeShown");
    QTest::addColumn<bool>("mayBeNew");
    QTest::newRow("none") << QString() << false << false;
    QTest::newRow("11 characters") << QString(11, u'a') << true << false;
    QTest::newRow("12 characters") << QString(12, u'a') << true << true;
    QTest::newRow("11 characters of two units each") << u"\U0001F600"_s.repeated(11) << true << false;
    QTest::newRow("256 bytes") << QString(256, u'a') << true << true;
    QTest::newRow("257 bytes") << QString(257, u'a') << false << false;
    QTest::newRow("258 bytes in fewer letters") << QString(86, u'\uac00') << false << false;
    QTest::newRow("grows when normalised") << QString(200, u'\ufdfa') << false << false;
}

void tst_Passwords::takesOnlyWhatCanBeAPassword()
{
    QFETCH(const QString, typed);

    QTEST(passwordBytes(typed).has_value(), "mayBeShown");
    QTEST(newPasswordBytes(typed).has_value(), "mayBeNew");
}

QTEST_GUILESS_MAIN(tst_Passwords)
#include "tst_passwords.moc"
