// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/headers.h"
#include "app/service/caller/pages.h"

#include <QDirIterator>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::caller;

/// The files of the caller's page, and how they are answered.
class tst_CallerPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void isSmall();
    void asksNobodyElse();
    void holdsNoInlineScriptOrStyle();
    void refersToFilesThatAreThere();
    void makesNoSoundAndKeepsNothing();
    void speaksOnlyOldJavaScript();
    void saysNothingOfThePolice();
    void hasWordsInEveryLanguageItOffers();
    void hasEveryWordItShows();
    void answersAnyTokenAlike();
    void answersOnlyWhatItHas_data();
    void answersOnlyWhatItHas();
    void sendsSecurityHeadersAlways();
    void allowsTheWebSocketOfPlainHostsOnly_data();
    void allowsTheWebSocketOfPlainHostsOnly();
    void zipsForWhoTakesIt();
    void refusesOtherMethods();
    void saysThatAFolderIsNoPage();

private:
    QHash<QString, QByteArray> m_files;
    Pages m_pages;

    QStringList firstFiles() const;
    static QJsonObject words(const QByteArray &json) { return QJsonDocument::fromJson(json).object(); }
    QByteArray scripts() const
    {
        QByteArray all;
        for (const auto &[name, bytes] : m_files.asKeyValueRange()) {
            if (name.endsWith(".js"_L1))
                all += bytes;
        }
        return all;
    }
};

void tst_CallerPage::initTestCase()
{
    const QString folder = QStringLiteral(KNOCK_PAGES);
    QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_files.insert(QDir(folder).relativeFilePath(file.fileName()), file.readAll());
    }
    QVERIFY(m_pages.load(folder));
}

void tst_CallerPage::init() { QTest::failOnWarning(); }

/// The names of the files that are fetched before a touch, apart from the words.
QStringList tst_CallerPage::firstFiles() const
{
    QStringList names{u"index.html"_s};
    static const QRegularExpression reference(u"(?:src|href)=\"/caller/([^\"]*)\""_s);
    for (const auto &match : reference.globalMatch(QString::fromUtf8(m_files.value(u"index.html"_s))))
        names.append(match.captured(1));
    return names;
}

void tst_CallerPage::isSmall()
{
    const auto sizeOf = [this](const QByteArray &target, const QByteArray &language) {
        web::Request request{"GET", target, {}, "h", {}, {}};
        request.acceptsGzip = true;
        request.languages = language;
        return m_pages.answer(request).body.size();
    };
    qsizetype largest = 0;
    qsizetype languages = 0;
    for (const QString &file : m_files.keys()) {
        if (!file.startsWith("i18n/"_L1))
            continue;
        ++languages;
        qsizetype bytes = 0;
        for (const QString &name : firstFiles())
            bytes += sizeOf(name == "index.html"_L1 ? "/AAAAAAAAAAAAAAAAAAAAAA" : "/caller/" + name.toUtf8(),
                            file.mid(5, 2).toUtf8());
        largest = std::max(largest, bytes);
    }

    qInfo() << "First load:" << largest << "bytes in" << firstFiles().size() << "requests";
    QCOMPARE(languages, 20);
    QCOMPARE(firstFiles().size(), 4); // each costs time where the network is slow
    QVERIFY(largest <= 30'000);
}

void tst_CallerPage::asksNobodyElse()
{
    // The name of the SVG namespace is no address that anything is fetched from, and other apps are opened by a person.
    static const QRegularExpression other(u"(https?:|wss?:)?//[a-z0-9]"_s, QRegularExpression::CaseInsensitiveOption);
    for (const auto &[name, bytes] : m_files.asKeyValueRange()) {
        QString text = QString::fromUtf8(bytes);
        for (const auto &known : {"http://www.w3.org/2000/svg"_L1, "kakaotalk://web/openExternal"_L1})
            text.remove(known);
        const auto match = other.match(text);
        QVERIFY2(!match.hasMatch(), qPrintable(name + ": "_L1 + match.captured()));
    }
}

void tst_CallerPage::holdsNoInlineScriptOrStyle()
{
    static const QRegularExpression inlined(u"<script(?![^>]*\\ssrc=)|<style|\\sstyle=|\\son[a-z]+=|javascript:"_s);
    for (const QString &name : {u"index.html"_s, u"decoy.html"_s, u"lookup.html"_s})
        QVERIFY(!inlined.match(QString::fromUtf8(m_files.value(name))).hasMatch());
    QVERIFY(!scripts().contains("innerHTML"));
    QVERIFY(!scripts().contains("eval("));
}

void tst_CallerPage::refersToFilesThatAreThere()
{
    static const QRegularExpression reference(u"(?:src|href)=\"([^\"]*)\""_s);
    for (const QString &name : {u"index.html"_s, u"decoy.html"_s, u"lookup.html"_s}) {
        for (const auto &match : reference.globalMatch(QString::fromUtf8(m_files.value(name)))) {
            QVERIFY2(match.captured(1).startsWith("/caller/"_L1), qPrintable(match.captured(1)));
            const QByteArray target = match.captured(1).toUtf8();
            QVERIFY2(m_pages.answer({"GET", target, {}, "h", {}, {}}).status == 200, target.constData());
        }
    }
}

void tst_CallerPage::makesNoSoundAndKeepsNothing()
{
    for (const char *word : {"vibrate", "new Audio", "AudioContext", "localStorage", "indexedDB", "document.cookie",
                             "serviceWorker", "Notification", "speechSynthesis", "takePhoto("})
        QVERIFY2(!scripts().contains(word), word);
    // One file alone keeps something, until the tab is closed.
    QCOMPARE(scripts().count("sessionStorage."), m_files.value(u"keep.js"_s).count("sessionStorage."));
    QVERIFY(!m_files.value(u"index.html"_s).contains("<audio"));
    QVERIFY(!m_files.value(u"index.html"_s).contains("og:"));
}

void tst_CallerPage::speaksOnlyOldJavaScript()
{
    // What came after ECMAScript 2018 and is easily written by habit.
    static const QRegularExpression later(
        u"\\?\\.[a-zA-Z\\[(]|\\?\\?|catch "
        u"\\{|\\.flat\\(|\\.flatMap\\(|\\.at\\(|replaceAll|Object\\.fromEntries|globalThis"
        "|&&=|\\|\\|=|\\bimport\\b|\\bexport\\b|\\b[0-9]+n\\b"_s,
        QRegularExpression::MultilineOption);
    const auto match = later.match(QString::fromUtf8(scripts()));
    QVERIFY2(!match.hasMatch(), qPrintable(match.captured()));
}

void tst_CallerPage::saysNothingOfThePolice()
{
    static const QRegularExpression telling(
        u"police|emergency|\\b112\\b|knock|rescue|victim|operator's|경찰|신고|긴급|구조|피해"_s,
        QRegularExpression::CaseInsensitiveOption);
    for (const auto &[name, bytes] : m_files.asKeyValueRange()) {
        const auto match = telling.match(QString::fromUtf8(bytes));
        QVERIFY2(!match.hasMatch(), qPrintable(name + ": "_L1 + match.captured()));
    }
}

/// What the words are is tests/resources' matter.
void tst_CallerPage::hasWordsInEveryLanguageItOffers()
{
    static const QRegularExpression offered(u"\\b([a-z]{2}): '"_s);
    qsizetype languages = 0;
    const QString names
        = QString::fromUtf8(m_files.value(u"strings.js"_s)).section(u"names: {"_s, 1).section(u'}', 0, 0);
    for (const auto &match : offered.globalMatch(names)) {
        ++languages;
        QVERIFY2(m_files.contains(u"i18n/%1.json"_s.arg(match.captured(1))), qPrintable(match.captured(1)));
    }
    QCOMPARE(languages, 20);
}

void tst_CallerPage::hasEveryWordItShows()
{
    const QJsonObject english = words(m_files.value(u"i18n/en.json"_s));
    const QString page = QString::fromUtf8(m_files.value(u"index.html"_s));
    static const QRegularExpression mark(u"data-(?:text|label)=\"([^\"]*)\"[^>]*>([^<]*)<"_s);
    for (const auto &match : mark.globalMatch(page)) {
        QVERIFY2(english.contains(match.captured(1)), qPrintable(match.captured(1)));
        if (match.captured(1) == "start"_L1 || match.captured(1) == "go"_L1 || match.captured(1) == "end"_L1)
            QCOMPARE(match.captured(2), english[match.captured(1)].toString());
    }
    static const QRegularExpression state(u"state\\('([a-z]+)'\\)"_s);
    for (const auto &[file, part] :
         {std::pair{u"link.js"_s, u"link"_s}, {u"place.js"_s, u"place"_s}, {u"camera.js"_s, u"camera"_s}}) {
        for (const auto &match : state.globalMatch(QString::fromUtf8(m_files.value(file))))
            QVERIFY2(english.contains(part + u'.' + match.captured(1)), qPrintable(file + match.captured(1)));
    }
}

void tst_CallerPage::answersAnyTokenAlike()
{
    const auto first = m_pages.answer({"GET", "/AAAAAAAAAAAAAAAAAAAAAA", {}, "h", {}, {}});
    const auto second = m_pages.answer({"GET", "/abc-_0123456789abcdefg?fbclid=x", {}, "h", {}, {}});

    QCOMPARE(first.status, 200);
    QCOMPARE(first.contentType, "text/html; charset=utf-8");
    QCOMPARE(first.body, m_files.value(u"index.html"_s));
    QCOMPARE(second.body, first.body);
    QCOMPARE(second.headers, first.headers);
}

void tst_CallerPage::answersOnlyWhatItHas_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    const QByteArray html = "text/html; charset=utf-8";
    QTest::newRow("script") << QByteArray("/caller/app.js") << 200 << QByteArray("text/javascript; charset=utf-8");
    QTest::newRow("style") << QByteArray("/caller/style.css") << 200 << QByteArray("text/css; charset=utf-8");
    QTest::newRow("words") << QByteArray("/caller/i18n/ko.json") << 200 << QByteArray("application/json");
    QTest::newRow("icon") << QByteArray("/caller/icon.svg") << 200 << QByteArray("image/svg+xml");
    QTest::newRow("root") << QByteArray("/") << 200 << html;
    QTest::newRow("short token") << QByteArray("/AAAAAAAAAAAAAAAAAAAAA") << 404 << html;
    QTest::newRow("unknown") << QByteArray("/caller/none.js") << 404 << html;
    QTest::newRow("folder") << QByteArray("/caller/") << 404 << html;
    QTest::newRow("climbing") << QByteArray("/caller/../../../../etc/passwd") << 404 << html;
    QTest::newRow("page without a link") << QByteArray("/caller/index.html") << 404 << html;
    QTest::newRow("another form") << QByteArray("http://elsewhere/") << 404 << html;
    QTest::newRow("nothing") << QByteArray() << 404 << html;
}

void tst_CallerPage::answersOnlyWhatItHas()
{
    QFETCH(const QByteArray, target);

    const auto response = m_pages.answer({"GET", target, {}, "h", {}, {}});

    QTEST(response.status, "status");
    QTEST(response.contentType, "type");
    if (response.status == 404)
        QCOMPARE(response.body, m_files.value(u"decoy.html"_s));
}

void tst_CallerPage::sendsSecurityHeadersAlways()
{
    for (const QByteArray target : {"/AAAAAAAAAAAAAAAAAAAAAA", "/caller/app.js", "/none"}) {
        const auto headers = m_pages.answer({"GET", target, {}, "page.example:8443", {}, {}}).headers;
        const QHash<QByteArray, QByteArray> byName(headers.begin(), headers.end());

        QCOMPARE(byName.value("Cache-Control"), "no-store");
        QCOMPARE(byName.value("Content-Security-Policy"),
                 "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' "
                 "wss://page.example:8443; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        QCOMPARE(byName.value("Referrer-Policy"), "no-referrer");
        QCOMPARE(byName.value("X-Content-Type-Options"), "nosniff");
        QCOMPARE(byName.value("Permissions-Policy"), "camera=(self), geolocation=(self), microphone=()");
        QCOMPARE(byName.value("Strict-Transport-Security"), "max-age=31536000");
        QVERIFY(!byName.contains("Server"));
        QVERIFY(!byName.contains("Set-Cookie"));
    }
}

void tst_CallerPage::allowsTheWebSocketOfPlainHostsOnly_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<bool>("plain");
    QTest::newRow("name") << QByteArray("page.example") << true;
    QTest::newRow("port") << QByteArray("127.0.0.1:8443") << true;
    QTest::newRow("version 6") << QByteArray("[::1]:8443") << true;
    QTest::newRow("nothing") << QByteArray() << false;
    QTest::newRow("more policy") << QByteArray("a; script-src *") << false;
    QTest::newRow("more header") << QByteArray("a\r\nX: y") << false;
    QTest::newRow("line end") << QByteArray("a\n") << false;
}

void tst_CallerPage::allowsTheWebSocketOfPlainHostsOnly()
{
    QFETCH(const QByteArray, host);
    QFETCH(const bool, plain);

    QByteArray all;
    for (const auto &[name, value] : securityHeaders(host))
        all += value;

    QCOMPARE(all.contains("wss://" + host), plain);
    QCOMPARE(isPlainHost(host), plain);
}

void tst_CallerPage::zipsForWhoTakesIt()
{
    web::Request request{"GET", "/AAAAAAAAAAAAAAAAAAAAAA", {}, "h", {}, {}};
    const auto plain = m_pages.answer(request);
    request.acceptsGzip = true;

    const auto zipped = m_pages.answer(request);

    const QHash<QByteArray, QByteArray> headers(zipped.headers.begin(), zipped.headers.end());
    QCOMPARE(headers.value("Content-Encoding"), "gzip");
    QCOMPARE(headers.value("Vary"), "Accept-Encoding, Accept-Language");
    QVERIFY((QHash<QByteArray, QByteArray>(plain.headers.begin(), plain.headers.end())).contains("Vary"));
    QVERIFY(!(QHash<QByteArray, QByteArray>(plain.headers.begin(), plain.headers.end())).contains("Content-Encoding"));
    QCOMPARE(zipped.contentType, plain.contentType);
    QVERIFY(zipped.body.size() < plain.body.size());
    QProcess gunzip;
    gunzip.start(u"gzip"_s, {u"-dc"_s});
    gunzip.write(zipped.body);
    gunzip.closeWriteChannel();
    QVERIFY(gunzip.waitForFinished());
    QCOMPARE(gunzip.readAllStandardOutput(), plain.body);
}

void tst_CallerPage::refusesOtherMethods()
{
    QCOMPARE(m_pages.answer({"POST", "/AAAAAAAAAAAAAAAAAAAAAA", {}, "h", "x", {}}).status, 405);
    QCOMPARE(m_pages.answer({"HEAD", "/AAAAAAAAAAAAAAAAAAAAAA", {}, "h", {}, {}}).status, 200);
}

void tst_CallerPage::saysThatAFolderIsNoPage()
{
    const QTemporaryDir empty;

    QCOMPARE(Pages().load(empty.path()).error().kind, Error::Kind::NotFound);
}

QTEST_GUILESS_MAIN(tst_CallerPage)
#include "tst_callerpage.moc"
