// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

/// Korean is complete: whatever the sources say on the screen has its Korean words, with the same places for values.
class tst_Translations : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void everyWordIsTranslated();
    void aNewWordWouldBeFound();
    void everyValueKeepsItsPlace();

private:
    static QStringList unfinished(const QStringList &folders, const QString &words);
};

static const QString root = QStringLiteral(KNOCK_SOURCE_DIR);

static QString read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// What the sources in \a folders say and \a words, brought up to date, does not translate.
QStringList tst_Translations::unfinished(const QStringList &folders, const QString &words)
{
    QTemporaryDir place;
    const QString copy = place.filePath(u"knock_ko.ts"_s);
    if (!QFile::copy(words, copy) || !QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner))
        return {u"the words cannot be copied"_s};
    QProcess update;
    update.start(QStringLiteral(KNOCK_LUPDATE),
                 folders + QStringList{u"-I"_s, root, u"-no-obsolete"_s, u"-ts"_s, copy});
    if (!update.waitForFinished() || update.exitCode() != 0)
        return {QString::fromUtf8(update.readAllStandardError())};

    static const QRegularExpression open(u"<source>([^<]*)</source>\\s*<translation type=\"unfinished\""_s);
    QStringList found;
    for (const auto &match : open.globalMatch(read(copy)))
        found.append(match.captured(1));
    return found;
}

void tst_Translations::everyWordIsTranslated()
{
    const QStringList open
        = unfinished({root + u"/ui"_s, root + u"/app/workstation"_s}, root + u"/translations/knock_ko.ts"_s);

    QVERIFY2(open.isEmpty(), qPrintable(open.join(u'\n')));
}

void tst_Translations::aNewWordWouldBeFound()
{
    QTemporaryDir place;
    QFile source(place.filePath(u"new.cpp"_s));
    QVERIFY(source.open(QIODevice::WriteOnly));
    source.write(
        "#include <QCoreApplication>\nQString f() { return QCoreApplication::translate(\"New\", \"never said\"); }\n");
    source.close();

    const QStringList open = unfinished({place.path()}, root + u"/translations/knock_ko.ts"_s);

    QCOMPARE(open, QStringList{u"never said"_s});
}

void tst_Translations::everyValueKeepsItsPlace()
{
    const auto places = [](const QString &text) {
        static const QRegularExpression place(u"%(n|[1-9])"_s);
        QStringList found;
        for (const auto &match : place.globalMatch(text))
            found.append(match.captured());
        found.sort();
        return found;
    };
    QXmlStreamReader words(read(root + u"/translations/knock_ko.ts"_s));
    QString source;
    int count = 0;
    while (!words.atEnd()) {
        if (words.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (words.name() == "source"_L1)
            source = words.readElementText();
        else if (words.name() == "translation"_L1) {
            const QString korean = words.readElementText();
            QVERIFY2(places(korean) == places(source), qPrintable(source));
            ++count;
        }
    }
    QVERIFY(!words.hasError());
    QVERIFY(count > 150);
}

QTEST_GUILESS_MAIN(tst_Translations)
#include "tst_translations.moc"
