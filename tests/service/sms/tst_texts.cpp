// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/texts.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::sms;

class tst_Texts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void putsTheLinkIn();
    void speaksEnglishWhenItCannotSpeakTheLanguage();
    void refusesBadTexts_data();
    void refusesBadTexts();
    void saysWhenThereIsNoFile();
    void shipsTextsInEveryLanguage_data();
    void shipsTextsInEveryLanguage();
    void shipsNothingThatTellsWhoWrites();
};

void tst_Texts::putsTheLinkIn()
{
    const auto texts = Texts::parse(R"({"neutral": {"ko": "안내 {link}", "en": "Open {link} now"}})");

    QVERIFY(texts);
    QCOMPARE(texts->compose(u"ko"_s, u"https://a/b"_s), u"안내 https://a/b"_s);
    QCOMPARE(texts->compose(u"en"_s, u"https://a/b"_s), u"Open https://a/b now"_s);
}

void tst_Texts::speaksEnglishWhenItCannotSpeakTheLanguage()
{
    const auto texts = Texts::parse(R"({"neutral": {"en": "Open {link}"}})");

    QVERIFY(texts);
    QCOMPARE(texts->compose(u"xx"_s, u"l"_s), u"Open l"_s);
    QCOMPARE(texts->compose(QString(), u"l"_s), u"Open l"_s);
}

void tst_Texts::refusesBadTexts_data()
{
    QTest::addColumn<QByteArray>("json");

    const QByteArray shape = R"({"neutral": {"en": "Open {link}", "ko": %1}})";
    const auto korean = [&](const QByteArray &text) { return QByteArray(shape).replace("%1", text); };
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("neutral: en");
    QTest::newRow("a list") << QByteArray("[]");
    QTest::newRow("no wording") << QByteArray("{}");
    QTest::newRow("no English") << QByteArray(R"({"neutral": {"ko": "{link}"}})");
    QTest::newRow("no link") << korean(R"("hello")");
    QTest::newRow("two links") << korean(R"("{link} {link}")");
    QTest::newRow("no text") << korean("5");
    QTest::newRow("null") << korean("null");
    QTest::newRow("line break") << korean(R"("a\n{link}")");
    QTest::newRow("NUL") << korean(R"("a\u0000{link}")");
    QTest::newRow("too long") << korean('"' + QByteArray(82, 'x') + "{link}\"");
}

void tst_Texts::refusesBadTexts()
{
    QFETCH(QByteArray, json);

    const auto texts = Texts::parse(json);

    QVERIFY(!texts);
    QCOMPARE(texts.error().kind, Error::Kind::Malformed);
    QVERIFY(!texts.error().detail.isEmpty());
}

void tst_Texts::saysWhenThereIsNoFile()
{
    const QTemporaryDir folder;

    QCOMPARE(Texts::load(folder.filePath(u"sms.json"_s)).error().kind, Error::Kind::NotFound);
}

void tst_Texts::shipsTextsInEveryLanguage_data()
{
    QTest::addColumn<QString>("language");
    for (const char *language : {"ko", "en", "zh", "vi"})
        QTest::newRow(language) << QString::fromLatin1(language);
}

void tst_Texts::shipsTextsInEveryLanguage()
{
    QFETCH(QString, language);
    const auto texts = Texts::load(QStringLiteral(SMS_TEXTS));
    QVERIFY2(texts, qPrintable(texts.error_or(Error{}).detail));
    const QString link = u"https://"_s + QString(Texts::longestLink - 8, u'x');

    const QString text = texts->compose(language, link);

    QVERIFY(text.contains(link));
    QVERIFY(text.size() <= longestText);
    QVERIFY(language == "en"_L1 || text != texts->compose(u"en"_s, link));
}

void tst_Texts::shipsNothingThatTellsWhoWrites()
{
    QFile file(QStringLiteral(SMS_TEXTS));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString words = QString::fromUtf8(file.readAll());

    for (const QString &word : {u"112"_s, u"police"_s, u"emergency"_s, u"help"_s, u"경찰"_s, u"신고"_s, u"긴급"_s,
                                u"警"_s, u"报案"_s, u"紧急"_s, u"cảnh sát"_s, u"khẩn"_s})
        QVERIFY2(!words.contains(word, Qt::CaseInsensitive), qPrintable(word));
}

QTEST_GUILESS_MAIN(tst_Texts)
#include "tst_texts.moc"
