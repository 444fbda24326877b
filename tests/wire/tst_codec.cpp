// SPDX-License-Identifier: Apache-2.0
#include "app/wire/codec.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;

/// PROTOCOL.md is the test's input: each example in it must mean something, and each message must have an example.
class tst_Codec : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void everyExampleSurvivesTheRoundTrip_data();
    void everyExampleSurvivesTheRoundTrip();
    void everyMessageHasAnExample();
    void everyFieldIsNeeded_data() { everyExampleSurvivesTheRoundTrip_data(); }
    void everyFieldIsNeeded();
    void anUnknownFieldIsIgnored();
    void brokenInputIsMalformed_data();
    void brokenInputIsMalformed();
    void mutatedBytesNeverCrash();

private:
    static QList<QByteArray> examples();
};

QList<QByteArray> tst_Codec::examples()
{
    QFile page(QStringLiteral(KNOCK_PROTOCOL));
    if (!page.open(QIODevice::ReadOnly))
        return {};
    QList<QByteArray> lines;
    for (const QByteArray &line : page.readAll().split('\n')) {
        if (line.startsWith("{\"type\":"))
            lines << line;
    }
    return lines;
}

static QJsonObject parsed(const QByteArray &bytes) { return QJsonDocument::fromJson(bytes).object(); }

static Result<QByteArray> roundTrip(const QByteArray &bytes)
{
    if (const auto event = wire::decodeEvent(bytes))
        return wire::encode(*event);
    if (const auto command = wire::decodeCommand(bytes))
        return wire::encode(*command);
    return wire::decodeAudit(bytes).transform([](const Audit &entry) { return wire::encode(entry); });
}

void tst_Codec::everyExampleSurvivesTheRoundTrip_data()
{
    QTest::addColumn<QByteArray>("example");

    for (int row = 0; const QByteArray &example : examples())
        QTest::addRow("%d %s", ++row, qPrintable(parsed(example).value("type"_L1).toString())) << example;
}

void tst_Codec::everyExampleSurvivesTheRoundTrip()
{
    QFETCH(const QByteArray, example);

    const auto again = roundTrip(example);

    QVERIFY2(again, again ? "" : qPrintable(again.error().detail));
    QCOMPARE(parsed(*again), parsed(example));
}

template <typename... Kinds>
static QSet<QString> namesOf(std::variant<Kinds...> *)
{
    return {QString(Kinds::name)...};
}

void tst_Codec::everyMessageHasAnExample()
{
    QSet<QString> shown;
    for (const QByteArray &example : examples())
        shown << parsed(example).value("type"_L1).toString();

    const QSet<QString> all = namesOf(static_cast<Event *>(nullptr)) | namesOf(static_cast<Command *>(nullptr))
        | namesOf(static_cast<Audit *>(nullptr));

    QCOMPARE(shown, all);
}

void tst_Codec::everyFieldIsNeeded()
{
    QFETCH(const QByteArray, example);
    const QJsonObject whole = parsed(example);

    for (const QString &name : whole.keys()) {
        QJsonObject without = whole;
        without.remove(name);
        const bool mayLack = name == "level"_L1 || name == "earlier"_L1 || name == "priority"_L1 || name == "roles"_L1;
        QVERIFY2(mayLack || !roundTrip(QJsonDocument(without).toJson()), qPrintable(name + u" may be left out"_s));
        QJsonObject wrong = whole;
        wrong.insert(name, QJsonObject{{u"another"_s, u"kind"_s}});
        QVERIFY2(!roundTrip(QJsonDocument(wrong).toJson()), qPrintable(name + u" may be anything"_s));
    }
}

void tst_Codec::anUnknownFieldIsIgnored()
{
    const auto command = wire::decodeCommand(R"({"type":"askToPress","incident":3,"later":"version"})");

    QVERIFY(command);
    QCOMPARE(*command, Command(AskToPress{{3}}));
}

void tst_Codec::brokenInputIsMalformed_data()
{
    QTest::addColumn<QByteArray>("bytes");

    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("hello");
    QTest::newRow("an array") << QByteArray("[1,2]");
    QTest::newRow("no type") << QByteArray(R"({"incident":3})");
    QTest::newRow("unknown type") << QByteArray(R"({"type":"shout","incident":3})");
    QTest::newRow("negative number") << QByteArray(R"({"type":"askToPress","incident":-3})");
    QTest::newRow("fraction") << QByteArray(R"({"type":"askToPress","incident":3.5})");
    QTest::newRow("unknown word") << QByteArray(
        R"({"type":"lineEnded","incident":3,"how":"bored","at":"2026-01-02T03:40:00.000Z"})");
    QTest::newRow("two keys in one press") << QByteArray(
        R"({"type":"keyPressed","incident":3,"press":1,"key":"55","carrier":"tone","prompted":true,"at":"2026-01-02T03:40:00.000Z"})");
    QTest::newRow("no date") << QByteArray(R"({"type":"pageOpened","incident":3,"at":"yesterday"})");
    QTest::newRow("cut short") << QByteArray(R"({"type":"askToPress","incident":3)");
    QTest::newRow("deep") << QByteArray(5000, '[');
}

void tst_Codec::brokenInputIsMalformed()
{
    QFETCH(const QByteArray, bytes);

    const auto event = wire::decodeEvent(bytes);
    const auto command = wire::decodeCommand(bytes);

    QVERIFY(!event);
    QCOMPARE(event.error().kind, Error::Kind::Malformed);
    QVERIFY(!command);
    QCOMPARE(command.error().kind, Error::Kind::Malformed);
}

void tst_Codec::mutatedBytesNeverCrash()
{
    QRandomGenerator dice(112);
    int decoded = 0;
    for (const QByteArray &example : examples()) {
        for (int round = 0; round < 200; ++round) {
            QByteArray mutated = example;
            for (int hits = dice.bounded(1, 4); hits > 0; --hits)
                mutated[dice.bounded(mutated.size())] = char(dice.bounded(256));
            decoded += roundTrip(mutated) ? 1 : 0;
        }
    }
    // Some bytes are free text, so some mutations still mean something; most do not.
    QVERIFY(decoded > 0);
}

QTEST_GUILESS_MAIN(tst_Codec)
#include "tst_codec.moc"
