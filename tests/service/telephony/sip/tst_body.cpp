// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/body.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::telephony;

class tst_Body : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void isTakenApart_data();
    void isTakenApart();
    void isReadThroughItsCode();
    void isRefused_data();
    void isRefused();
    void isBounded();
    void survivesMutations();
};

namespace {

Part body(const QByteArray &type, const QByteArray &parameters, const QByteArray &content)
{
    return {.type = type, .parameters = parameters, .id = {}, .content = content};
}

} // namespace

void tst_Body::isTakenApart_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("parameters");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArrayList>("parts"); // type, id, content
    const QByteArray two = "--b1\r\nContent-Type: application/pidf+xml\r\nContent-ID: <x@y>\r\n\r\n<presence/>\r\n"
                           "--b1\r\ncontent-type: APPLICATION/SDP;charset=utf-8\r\n\r\nv=0\r\ns=-\r\n\r\n--b1--\r\n";
    const QByteArrayList place{"application/pidf+xml", "x@y", "<presence/>"};
    const QByteArrayList sound{"APPLICATION/SDP", "", "v=0\r\ns=-\r\n"};
    const auto mixed = [](const char *name, const QByteArray &content, const QByteArrayList &parts) {
        QTest::newRow(name) << "multipart/mixed"_ba << ";boundary=b1"_ba << content << parts;
    };
    QTest::newRow("nothing") << "text/plain"_ba << ""_ba << ""_ba << QByteArrayList();
    QTest::newRow("alone") << "application/sdp"_ba << ""_ba << "v=0\r\n"_ba
                           << QByteArrayList{"application/sdp", "", "v=0\r\n"};
    mixed("two", two, place + sound);
    QTest::newRow("boundary in quotes") << "Multipart/Related"_ba << "; Boundary=\"b1\";x=y"_ba << two << place + sound;
    mixed("line feeds alone", QByteArray(two).replace("\r\n", "\n"),
          place + QByteArrayList{sound[0], "", "v=0\ns=-\n"});
    mixed("words before and after", "Hello.\r\n" + two + "Good bye.\r\n", place + sound);
    mixed("a blank after the boundary", QByteArray(two).replace("--b1\r", "--b1 \t\r"), place + sound);
    mixed("a boundary that begins alike", QByteArray(two).replace("<presence/>", "--b12\r\n--b1-\r\n<presence/>"),
          QByteArrayList{place[0], place[1], "--b12\r\n--b1-\r\n<presence/>"} + sound);
    mixed("without the last boundary", two.chopped(10), place + sound);
    mixed("header in two lines", QByteArray(two).replace("Content-ID: ", "Content-ID:\r\n "), place + sound);
    mixed("no headers", "--b1\r\n\r\nhello\r\n--b1--", {"", "", "hello"});
    mixed("nothing in a part", "--b1\r\n--b1\r\n\r\n--b1--", {"", "", "", "", "", ""});
    mixed("no part", "--b1--\r\n", {});
    mixed("another boundary", QByteArray(two).replace("--b1", "--b2"), {});
    mixed("parts in a part",
          "--b1\r\nContent-Type: multipart/alternative;\r\n boundary=\"b1/2\"\r\n\r\n"
              + QByteArray(two).replace("--b1", "--b1/2") + "\r\n--b1--\r\n",
          place + sound);
}

void tst_Body::isTakenApart()
{
    QFETCH(const QByteArray, type);
    QFETCH(const QByteArray, parameters);
    QFETCH(const QByteArray, content);

    const Result<std::vector<Part>> parts = partsOf(body(type, parameters, content));

    QVERIFY(parts);
    QByteArrayList found;
    for (const Part &part : *parts)
        found << part.type << part.id << part.content;
    QTEST(found, "parts");
}

void tst_Body::isReadThroughItsCode()
{
    const auto parts = partsOf(body("multipart/mixed", ";boundary=b",
                                    "--b\r\nContent-Type: application/sdp\r\nContent-Transfer-Encoding: Base64\r\n\r\n"
                                        + "v=0\r\ns=-\r\n"_ba.toBase64() + "\r\n--b--"));

    QVERIFY(parts && parts->size() == 1);
    QCOMPARE(parts->front().content, "v=0\r\ns=-\r\n");
}

void tst_Body::isRefused_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("parameters");
    QTest::addColumn<Error::Kind>("kind");
    QTest::newRow("text") << "text/plain"_ba << QByteArray() << Error::Kind::Refused;
    QTest::newRow("no type") << "/"_ba << QByteArray() << Error::Kind::Refused;
    QTest::newRow("no boundary") << "multipart/mixed"_ba << QByteArray() << Error::Kind::Malformed;
    QTest::newRow("endless boundary") << "multipart/mixed"_ba << ";boundary=" + QByteArray(71, 'b')
                                      << Error::Kind::Malformed;
}

void tst_Body::isRefused()
{
    QFETCH(const QByteArray, type);
    QFETCH(const QByteArray, parameters);

    const Result<std::vector<Part>> parts = partsOf(body(type, parameters, "v=0\r\n"));

    QVERIFY(!parts);
    QTEST(parts.error().kind, "kind");
}

void tst_Body::isBounded()
{
    const auto many = partsOf(body("multipart/mixed", ";boundary=b", QByteArray("--b\r\n\r\nx\r\n").repeated(1000)));
    QByteArray nested = "x";
    for (int depth = 0; depth < 100; ++depth)
        nested = "--b" + QByteArray::number(depth) + "\r\nContent-Type: multipart/mixed;boundary=b"
            + QByteArray::number(depth - 1) + "\r\n\r\n" + nested;
    const auto deep = partsOf(body("multipart/mixed", ";boundary=b99", nested));

    QVERIFY(many && many->size() == 16);
    QVERIFY(deep && deep->empty());
}

// Bytes changed and lost, the same in each run.
void tst_Body::survivesMutations()
{
    const QByteArray whole = "--b\r\nContent-Type: multipart/mixed;boundary=c\r\n\r\n--c\r\nContent-ID: <a>\r\n\r\nx"
                             "\r\n--c--\r\n--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--b--\r\n";
    QRandomGenerator random(1);

    for (int round = 0; round < 5000; ++round) {
        QByteArray changed = whole;
        for (quint32 change = 0, changes = 1 + random.bounded(6); change < changes; ++change) {
            const qsizetype at = random.bounded(changed.size());
            if (random.bounded(2))
                changed.remove(at, random.bounded(5));
            else
                changed[at] = "\r\n-:;<b \0"[random.bounded(9)];
        }
        const auto parts = partsOf(body("multipart/mixed", ";boundary=b", changed));
        QVERIFY(parts && parts->size() <= 16);
    }
}

QTEST_GUILESS_MAIN(tst_Body)
#include "tst_body.moc"
