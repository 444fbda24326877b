// SPDX-License-Identifier: Apache-2.0
#include <QDirIterator>
#include <QFile>
#include <QHash>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

/// Holds the tree against the rules of app/README.md: who includes whom, and how long a file and a folder may be.
/// Each rule is also tried on a small tree which breaks it: a test that cannot fail says nothing.
class tst_Layers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void includesFollowTheTable();
    void aWrongIncludeIsFound();
    void aFolderOutsideTheTableIsFound();
    void filesAndFoldersStaySmall();
    void aLongFileIsFound();
    void aFullFolderIsFound();
    void everyFileStatesItsLicence();

private:
    static constexpr int mostLines = 400;
    static constexpr int mostFiles = 34; ///< about fifteen pairs and a few stray ones

    QStringList wrongIncludes(const QDir &root) const;
    static QStringList tooBig(const QDir &root);
    static void write(const QDir &root, const QString &path, const QString &text);

    QHash<QString, QStringList> m_allowed;
};

static QStringList sources(const QDir &root)
{
    QStringList found;
    for (const QString &top : {u"app"_s, u"ui"_s, u"tests"_s, u"resources"_s}) {
        QDirIterator files(root.filePath(top), {u"*.h"_s, u"*.cpp"_s, u"*.qml"_s, u"*.js"_s, u"*.css"_s, u"*.py"_s},
                           QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext())
            found << root.relativeFilePath(files.next());
    }
    return found;
}

static QString read(const QDir &root, const QString &path)
{
    QFile file(root.filePath(path));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

void tst_Layers::write(const QDir &root, const QString &path, const QString &text)
{
    QVERIFY(root.mkpath(QFileInfo(path).path()));
    QFile file(root.filePath(path));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write(text.toUtf8()) >= 0);
}

void tst_Layers::initTestCase()
{
    const QString table = read(QDir(QStringLiteral(KNOCK_SOURCE_DIR)), u"tests/layers/allowed.txt"_s);
    for (const QString &line : table.split(u'\n')) {
        const qsizetype colon = line.indexOf(u':');
        if (line.startsWith(u'#') || colon < 0)
            continue;
        m_allowed.insert(line.first(colon),
                         line.sliced(colon + 1).split(u' ', Qt::SkipEmptyParts) << line.first(colon));
    }
    QVERIFY(m_allowed.size() > 20);
}

QStringList tst_Layers::wrongIncludes(const QDir &root) const
{
    static const QRegularExpression include(u"^#include \"((?:app|ui)/[^\"]+)/[^/\"]+\"$"_s,
                                            QRegularExpression::MultilineOption);
    QStringList wrong;
    for (const QString &path : sources(root)) {
        if (path.startsWith("tests/"_L1) || path.startsWith("resources/"_L1))
            continue;
        const QString folder = QFileInfo(path).path();
        if (!m_allowed.contains(folder)) {
            wrong << folder + u" is not in the table"_s;
            continue;
        }
        for (const QString text = read(root, path); const auto &match : include.globalMatch(text)) {
            if (!m_allowed[folder].contains(match.captured(1)))
                wrong << path + u" includes "_s + match.captured(1);
        }
    }
    return wrong;
}

QStringList tst_Layers::tooBig(const QDir &root)
{
    QStringList wrong;
    QHash<QString, int> inFolder;
    for (const QString &path : sources(root)) {
        const qsizetype lines = read(root, path).count(u'\n');
        if (lines > mostLines)
            wrong << u"%1 has %2 lines"_s.arg(path).arg(lines);
        ++inFolder[QFileInfo(path).path()];
    }
    for (const auto &[folder, files] : inFolder.asKeyValueRange()) {
        if (files > mostFiles)
            wrong << u"%1 has %2 files"_s.arg(folder).arg(files);
    }
    return wrong;
}

void tst_Layers::includesFollowTheTable()
{
    const QStringList wrong = wrongIncludes(QDir(QStringLiteral(KNOCK_SOURCE_DIR)));

    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
}

void tst_Layers::aWrongIncludeIsFound()
{
    QTemporaryDir tree;
    const QDir root(tree.path());
    write(root, u"app/core/a.h"_s, u"#include \"app/core/b.h\"\n#include \"app/wire/codec.h\"\n"_s);
    write(root, u"app/service/sms/c.cpp"_s, u"#include \"app/core/a.h\"\n#include \"app/service/media/media.h\"\n"_s);

    const QStringList wrong = wrongIncludes(root);

    QCOMPARE(wrong.size(), 2);
    QVERIFY(wrong.contains(u"app/core/a.h includes app/wire"_s));
    QVERIFY(wrong.contains(u"app/service/sms/c.cpp includes app/service/media"_s));
}

void tst_Layers::aFolderOutsideTheTableIsFound()
{
    QTemporaryDir tree;
    const QDir root(tree.path());
    write(root, u"app/elsewhere/a.h"_s, u"\n"_s);

    QCOMPARE(wrongIncludes(root), QStringList{u"app/elsewhere is not in the table"_s});
}

void tst_Layers::filesAndFoldersStaySmall()
{
    const QStringList wrong = tooBig(QDir(QStringLiteral(KNOCK_SOURCE_DIR)));

    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
}

void tst_Layers::aLongFileIsFound()
{
    QTemporaryDir tree;
    const QDir root(tree.path());
    write(root, u"ui/kit/long.cpp"_s, QString(mostLines + 1, u'\n'));
    write(root, u"ui/kit/short.cpp"_s, QString(mostLines, u'\n'));

    QCOMPARE(tooBig(root), QStringList{u"ui/kit/long.cpp has %1 lines"_s.arg(mostLines + 1)});
}

void tst_Layers::aFullFolderIsFound()
{
    QTemporaryDir tree;
    const QDir root(tree.path());
    for (int i = 0; i <= mostFiles; ++i)
        write(root, u"ui/kit/f%1.h"_s.arg(i), {});

    QCOMPARE(tooBig(root), QStringList{u"ui/kit has %1 files"_s.arg(mostFiles + 1)});
}

void tst_Layers::everyFileStatesItsLicence()
{
    const QDir root(QStringLiteral(KNOCK_SOURCE_DIR));
    QStringList without;
    for (const QString &path : sources(root)) {
        if (!read(root, path).left(300).contains("SPDX-License-Identifier: Apache-2.0"_L1))
            without << path;
    }

    QVERIFY2(without.isEmpty(), qPrintable(without.join(u'\n')));
}

QTEST_GUILESS_MAIN(tst_Layers)
#include "tst_layers.moc"
