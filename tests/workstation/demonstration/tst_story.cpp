// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/demonstration/story.h"

#include <functional>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace knock;
using namespace knock::demonstration;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QJsonObject good()
{
    return QJsonDocument::fromJson(R"({
        "callers": [
            {"number": "0101", "ringsAfter": 0.5, "hangsUpAfter": 30},
            {"number": "0102", "ringsAfter": 2, "afterPrompt": [{"key": "5", "after": 1.2}, {"key": "#", "after": 2}]}
        ],
        "phone": {
            "number": "0102", "latitude": 36, "longitude": 124.6, "accuracy": 9, "track": "walk.csv",
            "opensAfter": 2, "walksAfter": 10, "speaksAfter": 5, "answersAfter": 3, "lines": ["네"]
        }
    })")
        .object();
}

QJsonObject with(QJsonObject object, const QString &name, const QJsonValue &value)
{
    object.insert(name, value);
    return object;
}

QJsonObject withPhone(const QString &name, const QJsonValue &value)
{
    return with(good(), u"phone"_s, with(good().value("phone"_L1).toObject(), name, value));
}

QJsonObject withCaller(const QString &name, const QJsonValue &value)
{
    QJsonArray callers = good().value("callers"_L1).toArray();
    callers[0] = with(callers[0].toObject(), name, value);
    return with(good(), u"callers"_s, callers);
}

} // namespace

class tst_Story : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void readsEveryPart();
    void readsTheOneThatShips();
    void refusesBrokenStories_data();
    void refusesBrokenStories();
    void saysWhenThereIsNone();

private:
    Result<Story> read(const QByteArray &content)
    {
        QFile file(m_folder.filePath(u"story.json"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            return failure(Error::Kind::Full);
        file.close();
        return Story::read(file.fileName());
    }

    QTemporaryDir m_folder;
};

void tst_Story::readsEveryPart()
{
    const Result<Story> story = read(QJsonDocument(good()).toJson());

    QVERIFY2(story, story ? "" : qPrintable(story.error().detail));
    QCOMPARE(story->callers.size(), 2U);
    QCOMPARE(story->callers.at(0), (CallerPart{u"0101"_s, 500ms, 30s, {}, {}}));
    QCOMPARE(story->callers.at(1), (CallerPart{u"0102"_s, 2s, {}, {}, {{u'5', 1'200ms}, {u'#', 2s}}}));
    QCOMPARE(story->phone, (PhonePart{u"0102"_s, {36, 124.6, {9}}, u"walk.csv"_s, 2s, 10s, 5s, 3s, {u"네"_s}}));
}

void tst_Story::readsTheOneThatShips()
{
    const Result<Story> story = Story::read(QFINDTESTDATA("../../../resources/demonstration/story.json"));

    QVERIFY2(story, story ? "" : qPrintable(story.error().detail));
    QCOMPARE(story->callers.size(), 3U);
    QCOMPARE(story->phone.number, u"01012345678"_s);
}

void tst_Story::refusesBrokenStories_data()
{
    QTest::addColumn<QByteArray>("content");
    const auto row
        = [](const char *name, const QJsonObject &object) { QTest::newRow(name) << QJsonDocument(object).toJson(); };
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no object") << QByteArray("[]");
    QTest::newRow("cut off") << QJsonDocument(good()).toJson().first(100);
    row("no phone", with(good(), u"phone"_s, QJsonValue()));
    row("callers no list", with(good(), u"callers"_s, 3));
    row("a phone nobody has", withPhone(u"number"_s, u"0109"_s));
    row("a number with letters", withCaller(u"number"_s, u"010a"_s));
    row("no number", withCaller(u"number"_s, QJsonValue()));
    row("a time before the beginning", withCaller(u"ringsAfter"_s, -1));
    row("a time without end", withCaller(u"hangsUpAfter"_s, 1e9));
    row("a key no telephone has",
        withCaller(u"afterPrompt"_s, QJsonArray{QJsonObject{{u"key"_s, u"x"_s}, {u"after"_s, 1}}}));
    row("a key without a time", withCaller(u"afterPrompt"_s, QJsonArray{QJsonObject{{u"key"_s, u"1"_s}}}));
    row("off the earth", withPhone(u"latitude"_s, 91));
    row("a track elsewhere", withPhone(u"track"_s, u"../walk.csv"_s));
    row("an empty line", withPhone(u"lines"_s, QJsonArray{u" "_s}));
    row("a line too long", withPhone(u"lines"_s, QJsonArray{QString(1001, u'a')}));
    row("too many lines", withPhone(u"lines"_s, QJsonArray::fromStringList(QStringList(51, u"a"_s))));
}

void tst_Story::refusesBrokenStories()
{
    QFETCH(QByteArray, content);

    const Result<Story> story = read(content);

    QVERIFY(!story);
    QCOMPARE(story.error().kind, Error::Kind::Malformed);
}

void tst_Story::saysWhenThereIsNone()
{
    const Result<Story> story = Story::read(m_folder.filePath(u"none.json"_s));

    QVERIFY(!story);
    QCOMPARE(story.error().kind, Error::Kind::NotFound);
}

QTEST_GUILESS_MAIN(tst_Story)
#include "tst_story.moc"
