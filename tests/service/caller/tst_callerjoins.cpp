// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/pages.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::caller;

/// Scripts and words that a phone far away gets by one request.
class tst_CallerJoins : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(m_pages.load(QStringLiteral(KNOCK_PAGES))); }
    void init() { QTest::failOnWarning(); }
    void joinsTheScriptsAPageBeginsWith();
    void givesTheWordsOfWhoReads_data();
    void givesTheWordsOfWhoReads();
    void joinsOnlyWhatItsFilesName_data();
    void joinsOnlyWhatItsFilesName();
    void saysThatAScriptIsLacking();

private:
    [[nodiscard]] static QByteArray file(const QString &name)
    {
        QFile file(QStringLiteral(KNOCK_PAGES "/") + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// What the page asks for before a touch.
    [[nodiscard]] static QByteArray firstScript()
    {
        static const QRegularExpression reference(u"src=\"(/caller/[^\"]*\\.js)\""_s);
        return reference.match(QString::fromUtf8(file(u"index.html"_s))).captured(1).toUtf8();
    }

    Pages m_pages;
};

void tst_CallerJoins::joinsTheScriptsAPageBeginsWith()
{
    const QByteArray script = m_pages.answer({"GET", firstScript(), {}, "h", {}, {}}).body;

    qsizetype at = script.indexOf("const words = ");
    QCOMPARE(at, 0);
    for (const QString &name : {u"keep.js"_s, u"strings.js"_s, u"touch.js"_s, u"link.js"_s, u"place.js"_s, u"chat.js"_s,
                                u"later.js"_s, u"app.js"_s}) {
        const qsizetype next = script.indexOf(file(name));
        QVERIFY2(next > at, qPrintable(name));
        at = next;
    }
}

void tst_CallerJoins::givesTheWordsOfWhoReads_data()
{
    QTest::addColumn<QByteArray>("wanted");
    QTest::addColumn<QByteArray>("language");
    QTest::newRow("one") << QByteArray("ko") << QByteArray("ko");
    QTest::newRow("of a country") << QByteArray("vi-VN,vi;q=0.9,en;q=0.8") << QByteArray("vi");
    QTest::newRow("the first that is known") << QByteArray("xx, sw;q=0.9, TH;q=0.8, ko;q=0.7") << QByteArray("th");
    QTest::newRow("another name") << QByteArray("fil-PH") << QByteArray("tl");
    QTest::newRow("an old name") << QByteArray("in") << QByteArray("id");
    QTest::newRow("any") << QByteArray("*") << QByteArray("en");
    QTest::newRow("none") << QByteArray() << QByteArray("en");
    QTest::newRow("unknown") << QByteArray("sw") << QByteArray("en");
    QTest::newRow("no language") << QByteArray("../ko;,;;-,\xff") << QByteArray("en");
}

void tst_CallerJoins::givesTheWordsOfWhoReads()
{
    QFETCH(const QByteArray, wanted);
    QFETCH(const QByteArray, language);
    web::Request request{"GET", firstScript(), {}, "h", {}, {}};
    request.languages = wanted;

    const auto response = m_pages.answer(request);

    const QByteArray words = file(u"i18n/%1.json"_s.arg(QString::fromLatin1(language)));
    QVERIFY(response.body.startsWith("const words = {language: '" + language + "', texts: " + words + "};\n"));
    QVERIFY(response.headers.contains(std::pair<QByteArray, QByteArray>("Vary", "Accept-Encoding, Accept-Language")));
}

void tst_CallerJoins::joinsOnlyWhatItsFilesName_data()
{
    QTest::addColumn<QByteArray>("names");
    QTest::newRow("others") << QByteArray("app+keep");
    QTest::newRow("another order") << QByteArray("words+strings+keep+touch+link+place+chat+later+app");
    QTest::newRow("words alone") << QByteArray("words");
    QTest::newRow("one too many") << QByteArray("words+keep+strings+touch+link+place+chat+later+app+app");
    QTest::newRow("escaped") << QByteArray("words%2Bkeep");
    QTest::newRow("nothing between") << QByteArray("app++keep");
}

void tst_CallerJoins::joinsOnlyWhatItsFilesName()
{
    QFETCH(const QByteArray, names);

    QCOMPARE(m_pages.answer({"GET", "/caller/" + names + ".js", {}, "h", {}, {}}).status, 404);
}

void tst_CallerJoins::saysThatAScriptIsLacking()
{
    const QTemporaryDir folder;
    for (const QString &name : {u"index.html"_s, u"decoy.html"_s, u"lookup.html"_s}) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("<script src=\"/caller/one+two.js\" defer></script>");
    }
    QFile one(folder.filePath(u"one.js"_s));
    QVERIFY(one.open(QIODevice::WriteOnly));

    const auto loaded = Pages().load(folder.path());

    QVERIFY(!loaded);
    QCOMPARE(loaded.error().kind, Error::Kind::NotFound);
    QVERIFY2(loaded.error().detail.contains("two.js"_L1), qPrintable(loaded.error().detail));
}

QTEST_GUILESS_MAIN(tst_CallerJoins)
#include "tst_callerjoins.moc"
