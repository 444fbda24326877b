// SPDX-License-Identifier: Apache-2.0
#include "app/service/identity/base32.h"
#include "app/service/identity/onetimecode.h"

#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace knock::identity;

namespace {

const QByteArray rfcSecret = "12345678901234567890";

QDateTime at(qint64 seconds) { return QDateTime::fromSecsSinceEpoch(seconds, QTimeZone::UTC); }

} // namespace

class tst_OneTimeCode : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void hasTheCodesOfTheStandard_data();
    void hasTheCodesOfTheStandard();
    void takesOneStepBackAndForth_data();
    void takesOneStepBackAndForth();
    void takesACodeOnce();
    void takesNoOlderCodeAfterALaterOne();
    void takesOnlySixDigits_data();
    void takesOnlySixDigits();
    void makesANewSecretEachTime();
    void givesTheSecretToTheTelephone();
    void writesBase32_data();
    void writesBase32();
};

void tst_OneTimeCode::hasTheCodesOfTheStandard_data()
{
    // RFC 6238, appendix B, the last six of its eight digits.
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("1970") << qint64{59} << QByteArray("287082");
    QTest::newRow("2005") << qint64{1111111109} << QByteArray("081804");
    QTest::newRow("2005, a step later") << qint64{1111111111} << QByteArray("050471");
    QTest::newRow("2009") << qint64{1234567890} << QByteArray("005924");
    QTest::newRow("2033") << qint64{2000000000} << QByteArray("279037");
    QTest::newRow("2603") << qint64{20000000000} << QByteArray("353130");
}

void tst_OneTimeCode::hasTheCodesOfTheStandard()
{
    QFETCH(const qint64, seconds);

    QTEST(codeOf(rfcSecret, stepAt(at(seconds))), "code");
}

void tst_OneTimeCode::takesOneStepBackAndForth_data()
{
    QTest::addColumn<int>("steps");
    QTest::addColumn<bool>("taken");
    QTest::newRow("-2") << -2 << false;
    QTest::newRow("-1") << -1 << true;
    QTest::newRow("0") << 0 << true;
    QTest::newRow("1") << 1 << true;
    QTest::newRow("2") << 2 << false;
}

void tst_OneTimeCode::takesOneStepBackAndForth()
{
    QFETCH(const int, steps);
    const QDateTime now = at(1234567890);
    const auto code = QString::fromLatin1(codeOf(rfcSecret, stepAt(now) + steps));

    const auto step = stepOf(code, rfcSecret, now, 0);

    QTEST(step.has_value(), "taken");
    if (step)
        QCOMPARE(*step, stepAt(now) + steps);
}

void tst_OneTimeCode::takesACodeOnce()
{
    const auto step = stepOf(u"005924"_s, rfcSecret, at(1234567890), 0);

    QVERIFY(step);
    QVERIFY(!stepOf(u"005924"_s, rfcSecret, at(1234567890), *step));
}

void tst_OneTimeCode::takesNoOlderCodeAfterALaterOne()
{
    const qint64 step = stepAt(at(1234567890));
    const auto older = QString::fromLatin1(codeOf(rfcSecret, step - 1));

    QVERIFY(!stepOf(older, rfcSecret, at(1234567890), step));
}

void tst_OneTimeCode::takesOnlySixDigits_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<bool>("taken");
    QTest::newRow("none") << QString() << false;
    QTest::newRow("five") << u"05924"_s << false;
    QTest::newRow("eight") << u"89005924"_s << false;
    QTest::newRow("letters") << u"OO5924"_s << false;
    QTest::newRow("wrong") << u"005925"_s << false;
    QTest::newRow("with a space") << u"005 924"_s << true;
}

void tst_OneTimeCode::takesOnlySixDigits()
{
    QFETCH(const QString, code);

    QTEST(stepOf(code, rfcSecret, at(1234567890), 0).has_value(), "taken");
}

void tst_OneTimeCode::makesANewSecretEachTime()
{
    QCOMPARE(newSecret().size(), 20);
    QCOMPARE_NE(newSecret(), newSecret());
}

void tst_OneTimeCode::givesTheSecretToTheTelephone()
{
    QCOMPARE(secretAsUri(rfcSecret, u"kim@desk"_s),
             u"otpauth://totp/Knock:kim%40desk?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Knock"_s);
}

void tst_OneTimeCode::writesBase32_data()
{
    // RFC 4648, section 10.
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("0") << QByteArray() << QByteArray();
    QTest::newRow("1") << QByteArray("f") << QByteArray("MY");
    QTest::newRow("2") << QByteArray("fo") << QByteArray("MZXQ");
    QTest::newRow("3") << QByteArray("foo") << QByteArray("MZXW6");
    QTest::newRow("4") << QByteArray("foob") << QByteArray("MZXW6YQ");
    QTest::newRow("5") << QByteArray("fooba") << QByteArray("MZXW6YTB");
    QTest::newRow("6") << QByteArray("foobar") << QByteArray("MZXW6YTBOI");
    QTest::newRow("high bits") << QByteArray("\xff\xff\xff") << QByteArray("77776");
}

void tst_OneTimeCode::writesBase32()
{
    QFETCH(const QByteArray, bytes);

    QTEST(toBase32(bytes), "text");
}

QTEST_GUILESS_MAIN(tst_OneTimeCode)
#include "tst_onetimecode.moc"
