// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/phrasebook.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace knock;
using namespace Qt::StringLiterals;
using desk::PhraseBook;

class tst_PhraseBook : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void theAgencysBookIsWhole();
    void offersTheOperatorsOwn();
    void findsTheLanguageOfAPhone_data();
    void findsTheLanguageOfAPhone();
    void refusesABrokenBook_data();
    void refusesABrokenBook();

private:
    static void write(const QTemporaryDir &folder, const QString &name, const QByteArray &text);
};

void tst_PhraseBook::write(const QTemporaryDir &folder, const QString &name, const QByteArray &text)
{
    QFile file(folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(text), text.size());
}

void tst_PhraseBook::theAgencysBookIsWhole()
{
    const auto book = PhraseBook::read(QStringLiteral(KNOCK_RESOURCES "/phrases/book"));

    QVERIFY(book);
    QVERIFY(book->phrases().size() > 9);
    for (const QString &phrase : book->phrases()) {
        for (const QString &language : {u"en"_s, u"ko"_s, u"ar"_s})
            QVERIFY2(!book->text(phrase, language).isEmpty(), qPrintable(phrase));
    }
}

void tst_PhraseBook::offersTheOperatorsOwn()
{
    QTemporaryDir folder;
    write(
        folder, u"book.json"_s,
        R"({"phrases": [{"id": "yes", "by": "both"}, {"id": "hurt", "by": "caller"}, {"id": "wait", "by": "operator"}]})");
    write(folder, u"en.json"_s,
          R"({"checked": true, "texts": {"yes": "Yes.", "hurt": "I am hurt.", "wait": "Wait."}})");
    write(folder, u"vi.json"_s, R"({"checked": false, "texts": {"yes": "Vâng."}})");

    const auto book = PhraseBook::read(folder.path());

    QVERIFY(book);
    QCOMPARE(book->phrases(), (QStringList{u"yes"_s, u"wait"_s}));
    QCOMPARE(book->text(u"hurt"_s, u"en"_s), u"I am hurt."_s);
    QCOMPARE(book->text(u"wait"_s, u"vi"_s), QString());
    QCOMPARE(book->text(u"wait"_s, u"xx"_s), QString());
    QVERIFY(!book->isDrafted(u"en"_s));
    QVERIFY(book->isDrafted(u"vi"_s));
}

void tst_PhraseBook::findsTheLanguageOfAPhone_data()
{
    QTest::addColumn<QString>("tag");
    QTest::addColumn<QString>("language");
    QTest::newRow("plain") << u"vi"_s << u"vi"_s;
    QTest::newRow("with a region") << u"vi-VN"_s << u"vi"_s;
    QTest::newRow("with script and region") << u"zh-Hant-TW"_s << u"zh"_s;
    QTest::newRow("in capitals") << u"KO-kr"_s << u"ko"_s;
    QTest::newRow("Filipino") << u"fil-PH"_s << u"tl"_s;
    QTest::newRow("none of ours") << u"de-DE"_s << QString();
    QTest::newRow("nothing") << QString() << QString();
}

void tst_PhraseBook::findsTheLanguageOfAPhone()
{
    QFETCH(QString, tag);
    const auto book = PhraseBook::read(QStringLiteral(KNOCK_RESOURCES "/phrases/book"));
    QVERIFY(book);

    QTEST(book->languageFor(tag), "language");
}

void tst_PhraseBook::refusesABrokenBook_data()
{
    QTest::addColumn<QByteArray>("book");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("no book") << QByteArray() << QByteArray("{}");
    QTest::newRow("no JSON") << QByteArray("phrases") << QByteArray("{}");
    QTest::newRow("no id") << QByteArray(R"({"phrases": [{"by": "both"}]})") << QByteArray("{}");
    QTest::newRow("no words") << QByteArray(R"({"phrases": []})") << QByteArray("[]");
    QTest::newRow("an empty text") << QByteArray(R"({"phrases": []})") << QByteArray(R"({"texts": {"yes": ""}})");
}

void tst_PhraseBook::refusesABrokenBook()
{
    QFETCH(QByteArray, book);
    QFETCH(QByteArray, words);
    QTemporaryDir folder;
    if (!book.isEmpty())
        write(folder, u"book.json"_s, book);
    write(folder, u"en.json"_s, words);

    QVERIFY(!PhraseBook::read(folder.path()));
}

QTEST_GUILESS_MAIN(tst_PhraseBook)
#include "tst_phrasebook.moc"
