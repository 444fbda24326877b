// SPDX-License-Identifier: Apache-2.0
#include "app/wire/codec.h"
#include "app/wire/seat.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;

/// SEATS.md is the test's input: each example in it must mean something, and each message must have an example.
class tst_Seat : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void everyExampleSurvivesTheRoundTrip_data();
    void everyExampleSurvivesTheRoundTrip();
    void everyMessageHasAnExample();
    void everyFieldIsNeeded_data() { everyExampleSurvivesTheRoundTrip_data(); }
    void everyFieldIsNeeded();
    void anEncodedEventIsToldAsItIs();
    void brokenInputIsMalformed_data();
    void brokenInputIsMalformed();
};

static QJsonObject parsed(const QByteArray &bytes) { return QJsonDocument::fromJson(bytes).object(); }

static QList<QByteArray> examples()
{
    QFile page(QStringLiteral(KNOCK_SEATS));
    if (!page.open(QIODevice::ReadOnly))
        return {};
    QList<QByteArray> lines = page.readAll().split('\n');
    lines.removeIf([](const QByteArray &line) { return !line.startsWith("{\"type\":"); });
    return lines;
}

static Result<QByteArray> roundTrip(const QByteArray &bytes)
{
    if (const auto message = wire::decodeFromSeat(bytes))
        return wire::encode(*message);
    return wire::decodeToSeat(bytes).transform([](const wire::ToSeat &message) { return wire::encode(message); });
}

void tst_Seat::everyExampleSurvivesTheRoundTrip_data()
{
    QTest::addColumn<QByteArray>("example");
    for (int row = 0; const QByteArray &example : examples())
        QTest::addRow("%d %s", ++row, qPrintable(parsed(example).value("type"_L1).toString())) << example;
}

void tst_Seat::everyExampleSurvivesTheRoundTrip()
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

void tst_Seat::everyMessageHasAnExample()
{
    QSet<QString> shown;
    for (const QByteArray &example : examples())
        shown << parsed(example).value("type"_L1).toString();

    QCOMPARE(shown, namesOf(static_cast<wire::FromSeat *>(nullptr)) | namesOf(static_cast<wire::ToSeat *>(nullptr)));
}

void tst_Seat::everyFieldIsNeeded()
{
    QFETCH(const QByteArray, example);
    const QJsonObject whole = parsed(example);

    for (const QString &name : whole.keys()) {
        QJsonObject without = whole;
        without.remove(name);
        const bool mayLack = name == "why"_L1 || name == "roles"_L1 || name == "events"_L1;
        QVERIFY2(mayLack || !roundTrip(QJsonDocument(without).toJson()), qPrintable(name + u" may be left out"_s));
        QJsonObject wrong = whole;
        wrong.insert(name, 4.5);
        QVERIFY2(!roundTrip(QJsonDocument(wrong).toJson()), qPrintable(name + u" may be anything"_s));
    }
}

void tst_Seat::anEncodedEventIsToldAsItIs()
{
    const Event event = NoteWritten{{17}, u"\"}: 두 명"_s, {2}, QDateTime::fromMSecsSinceEpoch(1, QTimeZone::UTC)};

    const auto told = wire::decodeToSeat(wire::told(9, wire::encode(event)));

    QVERIFY(told);
    QCOMPARE(*told, wire::ToSeat(wire::Told{9, event}));
}

void tst_Seat::brokenInputIsMalformed_data()
{
    QTest::addColumn<QByteArray>("bytes");

    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("hello");
    QTest::newRow("an event alone") << wire::encode(Event(PageOpened{{1}, {}, {}}));
    QTest::newRow("an unknown command") << QByteArray(R"({"type":"ask","id":1,"command":{"type":"shout"}})");
    QTest::newRow("an audit entry as an event")
        << QByteArray(R"({"type":"told","sequence":1,"event":{"type":"auditRead"}})");
    QTest::newRow("deep") << QByteArray(5000, '[');
}

void tst_Seat::brokenInputIsMalformed()
{
    QFETCH(const QByteArray, bytes);

    const auto from = wire::decodeFromSeat(bytes);
    const auto to = wire::decodeToSeat(bytes);

    QVERIFY(!from);
    QVERIFY(!to);
    QCOMPARE(from.error().kind, Error::Kind::Malformed);
    QCOMPARE(to.error().kind, Error::Kind::Malformed);
}

QTEST_GUILESS_MAIN(tst_Seat)
#include "tst_seat.moc"
