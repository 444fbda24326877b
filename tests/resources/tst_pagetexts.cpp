// SPDX-License-Identifier: Apache-2.0
#include "tests/resources/languages.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock::test;

constexpr qsizetype longestWords = 320;

/// The words of the caller's page, and what its search can find.
class tst_PageTexts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void findsPlaceholders();
    void findsTellingWords();
    void everyLanguageHasWords();
    void wordsAreThoseOfTheEnglishPage_data();
    void wordsAreThoseOfTheEnglishPage();
    void searchFindsHarmlessThings_data();
    void searchFindsHarmlessThings();
    void searchTellsTheWeatherOfTwentyCities_data();
    void searchTellsTheWeatherOfTwentyCities();
    void searchKnowsTheSameInBothLanguages();

private:
    static QStringList placeholders(const QString &text)
    {
        static const QRegularExpression form(u"\\{[A-Za-z]+\\}"_s);
        QStringList found;
        for (const QRegularExpressionMatch &match : form.globalMatch(text))
            found << match.captured();
        found.sort();
        return found;
    }
    static QJsonObject lookup(const QString &code) { return readResource(u"caller/lookup/%1.json"_s.arg(code)); }
    static void addSearchLanguages()
    {
        QTest::addColumn<QString>("code");
        QTest::newRow("en") << u"en"_s;
        QTest::newRow("ko") << u"ko"_s;
    }
};

void tst_PageTexts::findsPlaceholders()
{
    QCOMPARE(placeholders(u"{month}: {low} to {high}"_s), (QStringList{u"{high}"_s, u"{low}"_s, u"{month}"_s}));
    QVERIFY(placeholders(u"low {2} { high }"_s).isEmpty());
}

void tst_PageTexts::findsTellingWords()
{
    QCOMPARE(firstOf(policeWords(), u"The Police are here"_s), u"police"_s);
    QCOMPARE(firstOf(alarmWords(), u"가까운 경찰서"_s), u"경찰"_s);
    QCOMPARE(firstOf(alarmWords(), u"Нужна помощь"_s), u"помощ"_s);
    QVERIFY(firstOf(alarmWords(), u"How to cook rice"_s).isEmpty());
}

void tst_PageTexts::everyLanguageHasWords()
{
    QStringList files;
    for (const Language &language : languages())
        files << language.code + u".json"_s;
    files.sort();

    QCOMPARE(QDir(QStringLiteral(KNOCK_RESOURCES) + u"/caller/i18n"_s).entryList({u"*.json"_s}, QDir::Files), files);
}

void tst_PageTexts::wordsAreThoseOfTheEnglishPage_data()
{
    QTest::addColumn<qsizetype>("index");
    for (qsizetype i = 0; i < languages().size(); ++i)
        QTest::newRow(qPrintable(languages().at(i).code)) << i;
}

void tst_PageTexts::wordsAreThoseOfTheEnglishPage()
{
    QFETCH(const qsizetype, index);
    const Language &language = languages().at(index);
    const QJsonObject english = readResource(u"caller/i18n/en.json"_s);

    const QJsonObject words = readResource(u"caller/i18n/%1.json"_s.arg(language.code));

    QCOMPARE(words.keys(), english.keys());
    QString all;
    for (auto word = words.begin(); word != words.end(); ++word) {
        const QString text = word.value().toString();
        const QString fault = textFault(text, longestWords);
        QVERIFY2(fault.isEmpty(), qPrintable(word.key() + u' ' + fault));
        QVERIFY2(speaks(language, text), qPrintable(word.key()));
        QVERIFY2(firstOf(policeWords(), text).isEmpty(), qPrintable(word.key()));
        QCOMPARE(placeholders(text), placeholders(english.value(word.key()).toString()));
        all += text + u'\n';
    }
    QVERIFY(all.contains(language.telltale));
    // What stands there before anybody has touched the page.
    for (const QString &key : {u"title"_s, u"start"_s, u"go"_s, u"end"_s, u"lookup.title"_s})
        QVERIFY2(firstOf(alarmWords(), words.value(key).toString()).isEmpty(), qPrintable(key));
}

void tst_PageTexts::searchFindsHarmlessThings_data() { addSearchLanguages(); }

void tst_PageTexts::searchFindsHarmlessThings()
{
    QFETCH(const QString, code);
    const QJsonObject data = lookup(code);
    QStringList texts;

    for (const QJsonValue &pair : data.value("words"_L1).toArray()) {
        QCOMPARE(pair.toArray().size(), 2);
        texts << pair[0].toString() << pair[1].toString();
    }
    QVERIFY(texts.size() >= 2 * 380);
    const QJsonArray articles = data.value("articles"_L1).toArray();
    QCOMPARE(articles.size(), 12);
    for (const QJsonValue &article : articles) {
        const QString title = article["title"_L1].toString();
        const QString body = article["body"_L1].toString();
        const qsizetype length = body.split(u' ', Qt::SkipEmptyParts).size();
        QVERIFY2(length >= 60 && length <= 120, qPrintable(title));
        texts << title << body;
    }
    const QJsonArray suggestions = data.value("suggest"_L1).toArray();
    QCOMPARE(suggestions.size(), 8);
    for (const QJsonValue &suggestion : suggestions)
        texts << suggestion.toString();
    for (const QJsonValue &place : data.value("climate"_L1).toArray())
        texts << place["city"_L1].toString();

    for (const QString &text : std::as_const(texts)) {
        QVERIFY2(textFault(text, 1000).isEmpty(), qPrintable(text));
        QVERIFY2(firstOf(alarmWords(), text).isEmpty(), qPrintable(text));
    }
    QVERIFY(QFileInfo(QStringLiteral(KNOCK_RESOURCES) + u"/caller/lookup/%1.json"_s.arg(code)).size() < 24'000);
}

void tst_PageTexts::searchTellsTheWeatherOfTwentyCities_data() { addSearchLanguages(); }

void tst_PageTexts::searchTellsTheWeatherOfTwentyCities()
{
    QFETCH(const QString, code);
    const QJsonArray climate = lookup(code).value("climate"_L1).toArray();
    QSet<QString> cities;

    for (const QJsonValue &place : climate) {
        const QString city = place["city"_L1].toString();
        cities.insert(city);
        const QJsonArray months = place["months"_L1].toArray();
        QVERIFY2(months.size() == 12, qPrintable(city));
        for (const QJsonValue &month : months) {
            const double low = month[0].toDouble(100);
            const double high = month[1].toDouble(-100);
            QVERIFY2(low < high && low > -40 && high < 50, qPrintable(city));
            QVERIFY2(low == int(low) && high == int(high), qPrintable(city));
        }
    }
    QCOMPARE(cities.size(), 20);
    QCOMPARE(climate.size(), 20);
}

void tst_PageTexts::searchKnowsTheSameInBothLanguages()
{
    const QJsonObject english = lookup(u"en"_s);
    const QJsonObject korean = lookup(u"ko"_s);

    const auto pairs = [](const QJsonObject &data, int first) {
        QStringList all;
        for (const QJsonValue &pair : data.value("words"_L1).toArray())
            all << pair[first].toString() + u'=' + pair[1 - first].toString();
        return all;
    };
    QCOMPARE(pairs(korean, 1), pairs(english, 0));
    const auto months = [](const QJsonObject &data) {
        QJsonArray all;
        for (const QJsonValue &place : data.value("climate"_L1).toArray())
            all << place["months"_L1];
        return all;
    };
    QCOMPARE(months(korean), months(english));
}

QTEST_GUILESS_MAIN(tst_PageTexts)
#include "tst_pagetexts.moc"
