// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/texts.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::sms;

/// What the texts say in each language is held by tests/resources/tst_phrases.cpp.
class tst_Texts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void putsTheLinkIn();
    void saysWhatTheKindOfLinkIsFor();
    void saysItAsThePresetDoes();
    void looksPastTheRegion();
    void speaksEnglishWhenItCannotSpeakTheLanguage_data();
    void speaksEnglishWhenItCannotSpeakTheLanguage();
    void refusesBadTexts_data();
    void refusesBadTexts();
    void leavesPresetsAloneThatAreNotUsed();
    void saysWhenThereIsNoFile();
    void saysWhenTheFileIsTooLarge();
    void loadsEveryPresetThatShips_data();
    void loadsEveryPresetThatShips();

private:
    const QByteArray m_json = R"({"presets": {
        "quiet": {"live": {"en": "Open {link} now", "ko": "안내 {link}"},
                  "location": {"en": "Map {link}"}, "upload": {"en": "Photos {link}"}},
        "loud": {"live": {"en": "Come to {link}"}, "location": {"en": "l {link}"}, "upload": {"en": "u {link}"}}}})";
};

void tst_Texts::putsTheLinkIn()
{
    const auto texts = Texts::parse(m_json, u"quiet"_s);

    QVERIFY(texts);
    QCOMPARE(texts->compose(LinkKind::Live, u"ko"_s, u"https://a/b"_s), u"안내 https://a/b"_s);
    QCOMPARE(texts->compose(LinkKind::Live, u"en"_s, u"https://a/b"_s), u"Open https://a/b now"_s);
}

void tst_Texts::saysWhatTheKindOfLinkIsFor()
{
    const auto texts = Texts::parse(m_json, u"quiet"_s);

    QVERIFY(texts);
    QCOMPARE(texts->compose(LinkKind::Location, u"en"_s, u"l"_s), u"Map l"_s);
    QCOMPARE(texts->compose(LinkKind::Upload, u"en"_s, u"l"_s), u"Photos l"_s);
}

void tst_Texts::saysItAsThePresetDoes()
{
    const auto texts = Texts::parse(m_json, u"loud"_s);

    QVERIFY(texts);
    QCOMPARE(texts->compose(LinkKind::Live, u"en"_s, u"l"_s), u"Come to l"_s);
}

void tst_Texts::looksPastTheRegion()
{
    const auto texts = Texts::parse(m_json, u"quiet"_s);

    QVERIFY(texts);
    QCOMPARE(texts->compose(LinkKind::Live, u"ko-KR"_s, u"l"_s), u"안내 l"_s);
    QCOMPARE(texts->compose(LinkKind::Live, u"KO-Kore-KR"_s, u"l"_s), u"안내 l"_s);
}

void tst_Texts::speaksEnglishWhenItCannotSpeakTheLanguage_data()
{
    QTest::addColumn<LinkKind>("kind");
    QTest::addColumn<QString>("language");
    QTest::newRow("unknown") << LinkKind::Live << u"xx"_s;
    QTest::newRow("none") << LinkKind::Live << QString();
    QTest::newRow("no language") << LinkKind::Live << u"-ko"_s;
    QTest::newRow("not of this kind") << LinkKind::Location << u"ko"_s;
}

void tst_Texts::speaksEnglishWhenItCannotSpeakTheLanguage()
{
    QFETCH(LinkKind, kind);
    QFETCH(QString, language);
    const auto texts = Texts::parse(m_json, u"quiet"_s);

    QVERIFY(texts);
    QCOMPARE(texts->compose(kind, language, u"l"_s), texts->compose(kind, u"en"_s, u"l"_s));
}

void tst_Texts::refusesBadTexts_data()
{
    QTest::addColumn<QByteArray>("json");

    const auto korean = [&](const QByteArray &text) {
        return QByteArray(m_json).replace(R"("ko": "안내 {link}")", "\"ko\": " + text);
    };
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("neutral: en");
    QTest::newRow("a list") << QByteArray("[]");
    QTest::newRow("no presets") << QByteArray("{}");
    QTest::newRow("not this preset") << QByteArray(m_json).replace("quiet", "other");
    QTest::newRow("a preset that is a text") << QByteArray(R"({"presets": {"quiet": "{link}"}})");
    QTest::newRow("not this kind") << QByteArray(m_json).replace("upload", "other");
    QTest::newRow("no English") << QByteArray(m_json).replace(R"("en": "Open)", R"("fr": "Open)");
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

    const auto texts = Texts::parse(json, u"quiet"_s);

    QVERIFY(!texts);
    QCOMPARE(texts.error().kind, Error::Kind::Malformed);
    QVERIFY(!texts.error().detail.isEmpty());
}

void tst_Texts::leavesPresetsAloneThatAreNotUsed()
{
    const QByteArray json = QByteArray(m_json).replace("Come to {link}", "Come");

    QVERIFY(Texts::parse(json, u"quiet"_s));
    QVERIFY(!Texts::parse(json, u"loud"_s));
}

void tst_Texts::saysWhenThereIsNoFile()
{
    const QTemporaryDir folder;

    QCOMPARE(Texts::load(folder.filePath(u"sms.json"_s), u"quiet"_s).error().kind, Error::Kind::NotFound);
}

void tst_Texts::saysWhenTheFileIsTooLarge()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"sms.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write(m_json + QByteArray(64 * 1024, ' ')) > 0);
    file.close();

    const auto texts = Texts::load(file.fileName(), u"quiet"_s);

    QVERIFY(!texts);
    QCOMPARE(texts.error().kind, Error::Kind::Malformed);
}

void tst_Texts::loadsEveryPresetThatShips_data()
{
    QTest::addColumn<QString>("preset");
    for (const char *preset : {"neutral", "delivery", "open"})
        QTest::newRow(preset) << QString::fromLatin1(preset);
}

void tst_Texts::loadsEveryPresetThatShips()
{
    QFETCH(QString, preset);

    const auto texts = Texts::load(QStringLiteral(SMS_TEXTS), preset);

    QVERIFY2(texts, qPrintable(texts.error_or(Error{}).detail));
    QVERIFY(texts->compose(LinkKind::Live, u"ko"_s, u"l"_s) != texts->compose(LinkKind::Live, u"en"_s, u"l"_s));
}

QTEST_GUILESS_MAIN(tst_Texts)
#include "tst_texts.moc"
