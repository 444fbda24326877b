// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/labels.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace knock;
using namespace Qt::StringLiterals;
using desk::Label;

class tst_Labels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void thoseThatShipAreInBothLanguages();
    void anUnknownLanguageReadsEnglish();
    void aBrokenCardIsNamed_data();
    void aBrokenCardIsNamed();
};

void tst_Labels::thoseThatShipAreInBothLanguages()
{
    const auto questions = desk::readQuestions(QStringLiteral(KNOCK_PHRASES "/questions.json"));
    const auto categories = desk::readCategories(QStringLiteral(KNOCK_PHRASES "/categories.json"));

    for (const auto &labels : {questions, categories}) {
        QVERIFY2(labels, labels ? "" : qPrintable(labels.error().detail));
        QVERIFY(labels->size() >= 4);
        for (const Label &label : *labels)
            QVERIFY(label.in(u"ko"_s) != label.in(u"en"_s));
    }
}

void tst_Labels::anUnknownLanguageReadsEnglish()
{
    const Label question{u"hurt"_s, {{u"en"_s, u"Hurt?"_s}}};

    QCOMPARE(question.in(u"ko"_s), u"Hurt?"_s);
}

void tst_Labels::aBrokenCardIsNamed_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("no JSON") << "hello"_ba;
    QTest::newRow("none") << R"({"questions": []})"_ba;
    QTest::newRow("ten") << R"({"questions": [{},{},{},{},{},{},{},{},{},{}]})"_ba;
    QTest::newRow("no name") << R"({"questions": [{"en": "Hurt?"}]})"_ba;
    QTest::newRow("no English") << R"({"questions": [{"id": "hurt", "ko": "?"}]})"_ba;
    QTest::newRow("no text") << R"({"questions": [{"id": "hurt", "en": 3}]})"_ba;
    QTest::newRow("too long") << R"({"questions": [{"id": "hurt", "en": ")" + QByteArray(201, 'x') + R"("}]})";
}

void tst_Labels::aBrokenCardIsNamed()
{
    QFETCH(const QByteArray, json);
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"questions.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(json) == json.size());
    file.close();

    QCOMPARE(desk::readQuestions(file.fileName()).error().kind, Error::Kind::Malformed);
    QCOMPARE(desk::readQuestions(folder.filePath(u"none"_s)).error().kind, Error::Kind::NotFound);
}

QTEST_APPLESS_MAIN(tst_Labels)
#include "tst_labels.moc"
