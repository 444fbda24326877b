// SPDX-License-Identifier: Apache-2.0
#include "app/core/smslength.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;

/// How many parts of a short message a text is.
class tst_SmsLength : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void counts_data();
    void counts();
};

void tst_SmsLength::counts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<SmsLength>("expected");
    const auto row = [](const char *name, const QString &text, const SmsLength &expected) {
        QTest::newRow(name) << text << expected;
    };
    const auto many = [](int count, QChar c) { return QString(count, c); };
    const QString smile = u"😀"_s;
    using enum SmsLength::Alphabet;

    row("nothing", {}, {Gsm7, 0, 1, 160});
    row("a word", u"Hello"_s, {Gsm7, 5, 1, 155});
    row("every letter of the alphabet",
        u"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
        "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"_s,
        {Gsm7, 127, 1, 33});
    row("its whole extension", u"\f^{}\\[~]|€"_s, {Gsm7, 20, 1, 140});
    row("a link", u"https://a.example/Ab_-9?c=d&e=%20"_s, {Gsm7, 33, 1, 127});
    row("160", many(160, u'x'), {Gsm7, 160, 1, 0});
    row("161", many(161, u'x'), {Gsm7, 161, 2, 145});
    row("306", many(306, u'x'), {Gsm7, 306, 2, 0});
    row("307", many(307, u'x'), {Gsm7, 307, 3, 152});
    row("the last two units are one character", many(158, u'x') + u'€', {Gsm7, 160, 1, 0});
    row("one unit too little for it", many(159, u'x') + u'€', {Gsm7, 161, 2, 145});
    // The escape would end the first part: it goes over, and leaves a unit unused.
    row("an escape at the border", many(152, u'x') + u'€' + many(152, u'x'), {Gsm7, 306, 3, 152});

    row("the small ç is not in it", u"ç"_s, {Ucs2, 1, 1, 69});
    row("a grave accent alone", u"`"_s, {Ucs2, 1, 1, 69});
    row("a tabulator", u"\t"_s, {Ucs2, 1, 1, 69});
    row("Korean", u"안내"_s, {Ucs2, 2, 1, 68});
    row("one Korean letter among Latin ones", many(69, u'x') + u'가', {Ucs2, 70, 1, 0});
    row("extension characters count once there", u"가€[]"_s, {Ucs2, 4, 1, 66});
    row("70", many(70, u'가'), {Ucs2, 70, 1, 0});
    row("71", many(71, u'가'), {Ucs2, 71, 2, 63});
    row("134", many(134, u'가'), {Ucs2, 134, 2, 0});
    row("135", many(135, u'가'), {Ucs2, 135, 3, 66});
    row("201", many(201, u'가'), {Ucs2, 201, 3, 0});
    row("beyond the first plane", smile, {Ucs2, 2, 1, 68});
    row("35 of them", smile.repeated(35), {Ucs2, 70, 1, 0});
    row("36 of them", smile.repeated(36), {Ucs2, 72, 2, 61});
    row("a pair at the border", many(66, u'가') + smile + many(65, u'가'), {Ucs2, 133, 2, 0});
    row("a pair at the border, and one more", many(66, u'가') + smile + many(66, u'가'), {Ucs2, 134, 3, 66});
    row("half a pair", QString(QChar(0xd83d)), {Ucs2, 1, 1, 69});
    row("halves in the wrong order", QString{QChar(0xde00), QChar(0xd83d)}, {Ucs2, 2, 1, 68});
}

void tst_SmsLength::counts()
{
    QFETCH(const QString, text);
    QFETCH(const SmsLength, expected);

    const SmsLength length = smsLength(text);

    QCOMPARE(int(length.alphabet), int(expected.alphabet));
    QCOMPARE(length.units, expected.units);
    QCOMPARE(length.parts, expected.parts);
    QCOMPARE(length.left, expected.left);
}

QTEST_GUILESS_MAIN(tst_SmsLength)
#include "tst_smslength.moc"
