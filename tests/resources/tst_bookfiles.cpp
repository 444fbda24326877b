// SPDX-License-Identifier: Apache-2.0
#include "tests/resources/languages.h"

#include <QDir>
#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock::test;

constexpr qsizetype longestPhrase = 120;
constexpr auto linkMark = "{link}"_L1;

/// What is said to callers, and what they can say with one touch: phrases and texts with the link.
class tst_BookFiles : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void seesWhatIsWrongWithAText_data();
    void seesWhatIsWrongWithAText();
    void seesAnotherScript();
    void everyPhraseHasAnIdAndSomebodyWhoSaysIt();
    void bothSidesHaveEnoughToSay();
    void everyLanguageHasABook();
    void booksSayEveryPhrase_data();
    void booksSayEveryPhrase();
    void everyPresetTextsInEveryLanguage_data();
    void everyPresetTextsInEveryLanguage();
    void quietTextsAreShortAndTellNothing_data();
    void quietTextsAreShortAndTellNothing();

private:
    static void addLanguages()
    {
        QTest::addColumn<qsizetype>("index");
        for (qsizetype i = 0; i < languages().size(); ++i)
            QTest::newRow(qPrintable(languages().at(i).code)) << i;
    }
    static void addTexts(const QStringList &presets)
    {
        QTest::addColumn<QJsonObject>("texts");
        const QJsonObject all = readResource(u"phrases/sms.json"_s).value("presets"_L1).toObject();
        for (const QString &preset : presets) {
            for (const QString &kind : {u"live"_s, u"location"_s, u"upload"_s})
                QTest::newRow(qPrintable(preset + u' ' + kind)) << all[preset][kind].toObject();
        }
    }

    const QJsonArray m_book = readResource(u"phrases/book/book.json"_s).value("phrases"_L1).toArray();
};

void tst_BookFiles::seesWhatIsWrongWithAText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    QTest::newRow("good") << u"Yes."_s << true;
    QTest::newRow("joined letters") << u"අවශ්‍ය"_s << true;
    QTest::newRow("none") << QString() << false;
    QTest::newRow("blank") << u" \u00a0"_s << false;
    QTest::newRow("line break") << u"Yes\nNo"_s << false;
    QTest::newRow("turned round") << u"Yes\u202eNo"_s << false;
    QTest::newRow("as long as may be") << QString(longestPhrase, u'x') << true;
    QTest::newRow("too long") << QString(longestPhrase + 1, u'x') << false;
}

void tst_BookFiles::seesWhatIsWrongWithAText()
{
    QFETCH(const QString, text);
    QFETCH(const bool, good);

    QCOMPARE(textFault(text, longestPhrase).isEmpty(), good);
}

void tst_BookFiles::seesAnotherScript()
{
    const Language russian{u"ru"_s, {QChar::Script_Cyrillic}, {}};

    QVERIFY(speaks(russian, u"1 — да, 2 — нет."_s));
    QVERIFY(!speaksOther(russian, u"1 — да, 2 — нет."_s));
    QVERIFY(!speaks(russian, u"yes"_s));
    QVERIFY(speaksOther(russian, u"дa"_s)); // the second letter is a Latin one
}

void tst_BookFiles::everyPhraseHasAnIdAndSomebodyWhoSaysIt()
{
    static const QRegularExpression form(u"\\A[A-Za-z0-9-]{1,40}\\z"_s);
    QSet<QString> ids;
    for (const QJsonValue &phrase : m_book) {
        const QString id = phrase["id"_L1].toString();
        QVERIFY2(form.match(id).hasMatch(), qPrintable(id));
        QVERIFY2(!ids.contains(id), qPrintable(id));
        QVERIFY2(QStringList({u"caller"_s, u"operator"_s, u"both"_s}).contains(phrase["by"_L1].toString()),
                 qPrintable(id));
        ids.insert(id);
    }
}

void tst_BookFiles::bothSidesHaveEnoughToSay()
{
    const auto saidBy = [this](QLatin1StringView side) {
        return std::ranges::count_if(m_book, [side](const QJsonValue &phrase) {
            return phrase["by"_L1].toString() == side || phrase["by"_L1].toString() == "both"_L1;
        });
    };

    QVERIFY(saidBy("caller"_L1) >= 24);
    QVERIFY(saidBy("operator"_L1) >= 30);
}

void tst_BookFiles::everyLanguageHasABook()
{
    QStringList files{u"book.json"_s};
    for (const Language &language : languages())
        files << language.code + u".json"_s;
    files.sort();

    QCOMPARE(QDir(QStringLiteral(KNOCK_RESOURCES) + u"/phrases/book"_s).entryList({u"*.json"_s}, QDir::Files), files);
}

void tst_BookFiles::booksSayEveryPhrase_data() { addLanguages(); }

void tst_BookFiles::booksSayEveryPhrase()
{
    QFETCH(const qsizetype, index);
    const Language &language = languages().at(index);

    const QJsonObject book = readResource(u"phrases/book/%1.json"_s.arg(language.code));
    const QJsonObject texts = book.value("texts"_L1).toObject();

    QVERIFY(speaks(language, book.value("name"_L1).toString()));
    QCOMPARE(book.value("direction"_L1).toString(), language.rightToLeft ? u"rtl"_s : u"ltr"_s);
    QVERIFY(book.value("checked"_L1).isBool());
    QCOMPARE(texts.size(), m_book.size());
    QString all;
    for (const QJsonValue &phrase : m_book) {
        const QString id = phrase["id"_L1].toString();
        const QString text = texts.value(id).toString();
        const QString fault = textFault(text, longestPhrase);
        QVERIFY2(fault.isEmpty(), qPrintable(id + u' ' + fault));
        QVERIFY2(speaks(language, text) && !speaksOther(language, text), qPrintable(id));
        QVERIFY2(firstOf(policeWords(), text).isEmpty(), qPrintable(id));
        all += text + u'\n';
    }
    QVERIFY(all.contains(language.telltale));
    // What is written must be what is then waited for.
    QVERIFY(texts.value("one-two"_L1).toString().contains(u'1'));
    QVERIFY(texts.value("one-two"_L1).toString().contains(u'2'));
}

void tst_BookFiles::everyPresetTextsInEveryLanguage_data() { addTexts({u"neutral"_s, u"delivery"_s, u"open"_s}); }

void tst_BookFiles::everyPresetTextsInEveryLanguage()
{
    QFETCH(const QJsonObject, texts);
    constexpr qsizetype longestText = 3 * 67;
    constexpr qsizetype longestLink = 120;

    QCOMPARE(texts.size(), languages().size());
    for (const Language &language : languages()) {
        const QString text = texts.value(language.code).toString();
        QCOMPARE(text.count(linkMark), 1);
        const QString words = QString(text).remove(linkMark);
        const QString fault = textFault(words, longestText - longestLink);
        QVERIFY2(fault.isEmpty(), qPrintable(language.code + u' ' + fault));
        QVERIFY2(speaks(language, words), qPrintable(language.code));
    }
}

void tst_BookFiles::quietTextsAreShortAndTellNothing_data() { addTexts({u"neutral"_s, u"delivery"_s}); }

void tst_BookFiles::quietTextsAreShortAndTellNothing()
{
    QFETCH(const QJsonObject, texts);
    constexpr qsizetype onePart = 70; // UCS-2 (3GPP TS 23.038)
    constexpr qsizetype usualLink = 45;

    for (const Language &language : languages()) {
        const QString text = texts.value(language.code).toString();
        QVERIFY2(text.size() - linkMark.size() + usualLink <= onePart, qPrintable(language.code));
        const QString word = firstOf(alarmWords(), text);
        QVERIFY2(word.isEmpty(), qPrintable(language.code + u' ' + word));
    }
}

QTEST_GUILESS_MAIN(tst_BookFiles)
#include "tst_bookfiles.moc"
