// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

/// The page's scripts are for browsers of 2018: their language, and what they call.
class tst_CallerScripts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void areECMAScript2018_data() { addScripts(); }
    void areECMAScript2018();
    void callNothingNewer_data() { addScripts(); }
    void callNothingNewer();
    void findsWhatIsNewer_data();
    void findsWhatIsNewer();

private:
    static void addScripts()
    {
        QTest::addColumn<QString>("path");
        const QDir folder(QStringLiteral(KNOCK_PAGES));
        for (const QString &name : folder.entryList({u"*.js"_s}))
            QTest::newRow(qPrintable(name)) << folder.filePath(name);
    }
    static bool isOfItsTime(const QString &path)
    {
        QProcess acorn;
        acorn.start(u"acorn"_s, {u"--ecma2018"_s, u"--silent"_s, path});
        return acorn.waitForFinished(20000) && acorn.exitCode() == 0;
    }
    static QString newer(const QString &script);
};

/// What came to browsers after 2018 and is easily written by habit; what is asked for by name before it is used may be.
QString tst_CallerScripts::newer(const QString &script)
{
    static const QRegularExpression calls(
        u"\\.(?:flat|flatMap|at|replaceAll|matchAll|trimStart|trimEnd|replaceChildren|findLast|findLastIndex|toSorted"
        "|toReversed|toSpliced|with|hasOwn|fromEntries|allSettled|any|withResolvers|groupBy|structuredClone"
        "|requestVideoFrameCallback|toggleAttribute|showModal|showPopover|arrayBuffer|checkVisibility"
        "|createImageBitmap|setHTML|isWellFormed)\\("
        "|\\b(?:globalThis|queueMicrotask|structuredClone|BigInt|WeakRef|ResizeObserver|OffscreenCanvas"
        "|BroadcastChannel|AbortSignal\\.timeout|Intl\\.(?:RelativeTimeFormat|ListFormat|DisplayNames|PluralRules"
        "|Segmenter|supportedValuesOf))\\b"_s);
    return calls.match(script).captured();
}

void tst_CallerScripts::areECMAScript2018()
{
    if (QStandardPaths::findExecutable(u"acorn"_s).isEmpty())
        QSKIP("acorn is not installed.");
    QFETCH(const QString, path);

    QVERIFY(isOfItsTime(path));
}

void tst_CallerScripts::callNothingNewer()
{
    QFETCH(const QString, path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));

    QCOMPARE(newer(QString::fromUtf8(file.readAll())), QString());
}

void tst_CallerScripts::findsWhatIsNewer_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<bool>("isLanguage");
    QTest::newRow("optional chaining") << QByteArray("a?.b;") << true;
    QTest::newRow("nullish") << QByteArray("a ?? b;") << true;
    QTest::newRow("class field") << QByteArray("class A { b = 1; }") << true;
    QTest::newRow("catch without a name") << QByteArray("try { a(); } catch { }") << true;
    QTest::newRow("big number") << QByteArray("a(1n);") << true;
    QTest::newRow("flat") << QByteArray("[[1]].flat();") << false;
    QTest::newRow("replaceAll") << QByteArray("'a'.replaceAll('a', 'b');") << false;
    QTest::newRow("globalThis") << QByteArray("globalThis.a = 1;") << false;
}

void tst_CallerScripts::findsWhatIsNewer()
{
    QFETCH(const QByteArray, script);
    QFETCH(const bool, isLanguage);
    if (!isLanguage) {
        QVERIFY(!newer(QString::fromUtf8(script)).isEmpty());
        return;
    }
    if (QStandardPaths::findExecutable(u"acorn"_s).isEmpty())
        QSKIP("acorn is not installed.");
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"a.js"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(script);
    file.close();

    QVERIFY(!isOfItsTime(file.fileName()));
}

QTEST_GUILESS_MAIN(tst_CallerScripts)
#include "tst_callerscripts.moc"
