// SPDX-License-Identifier: Apache-2.0
#include "tests/service/caller/callerhouse.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace std::chrono_literals;
using knock::test::otherToken;
using knock::test::token;
using knock::test::WebClient;

/// Who comes without a WebSocket: robots, guessers, and files.
class tst_CallerDoor final : public knock::test::CallerHouse
{
    Q_OBJECT
private Q_SLOTS:
    void tellsWhoFetchesALink_data();
    void tellsWhoFetchesALink();
    void givesEverybodyTheSameBytes();
    void slowsDownWhoGuesses();
    void findsNothingInTenThousandGuesses();
    void takesAFileInPieces();
    void takesNoFileWithoutAnOpenPage_data();
    void takesNoFileWithoutAnOpenPage();
    void answersWhatStandsInTheTable();
    void givesNoFileAway();
    void servesPhraseBooks();

private:
    static QByteArray head(const QByteArray &answer) { return answer.left(answer.indexOf("\r\n")); }
    static QByteArray post(WebClient &client, const QByteArray &query, const QByteArray &body,
                           const QByteArray &with = token)
    {
        client.say("POST /caller/file/" + with + query + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                   + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        return client.answer();
    }
    static QByteArray fetch(WebClient &client, const QByteArray &target, const QByteArray &agent)
    {
        client.say("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: " + agent + "\r\n\r\n");
        return client.answer();
    }
    QStringList files() const { return QDir(m_folder.filePath(u"files"_s)).entryList(QDir::Files); }
};

void tst_CallerDoor::tellsWhoFetchesALink_data()
{
    QTest::addColumn<QByteArray>("agent");
    QTest::addColumn<bool>("byRobot");
    QTest::newRow("preview") << QByteArray("facebookexternalhit/1.1; kakaotalk-scrap/1.0") << true;
    QTest::newRow("phone") << QByteArray("Mozilla/5.0 (Linux; Android 10; K) Chrome/127.0.0.0 Mobile") << false;
}

void tst_CallerDoor::tellsWhoFetchesALink()
{
    QFETCH(const QByteArray, agent);
    QFETCH(const bool, byRobot);
    WebClient client(m_caller->port());

    QCOMPARE(head(fetch(client, "/" + otherToken, agent)), "HTTP/1.1 200 OK");
    QCOMPARE(head(fetch(client, "/caller/app.js", agent)), "HTTP/1.1 200 OK");
    QCOMPARE(head(fetch(client, "/" + token + "?fbclid=x", agent)), "HTTP/1.1 200 OK");

    QTRY_COMPARE(inputs<Fetched>().size(), 1);
    QCOMPARE(m_inputs.size(), 1);
    QCOMPARE(inputs<Fetched>().at(0).incident, IncidentId{1});
    QCOMPARE(inputs<Fetched>().at(0).byRobot, byRobot);
}

void tst_CallerDoor::givesEverybodyTheSameBytes()
{
    WebClient client(m_caller->port());

    const QByteArray first = fetch(client, "/" + token, "Twitterbot/1.0");

    QVERIFY(first.contains("<title>"));
    QCOMPARE(fetch(client, "/" + token, "Mozilla/5.0 (iPhone)"), first);
    QCOMPARE(fetch(client, "/" + otherToken, "Mozilla/5.0 (iPhone)"), first);
    QCOMPARE(fetch(client, "/" + otherToken, "Twitterbot/1.0"), first);
}

void tst_CallerDoor::slowsDownWhoGuesses()
{
    WebClient guesser(m_caller->port());
    WebClient honest(m_caller->port());
    QCOMPARE(head(honest.get("/caller/socket/" + token)), "HTTP/1.1 426 Upgrade Required");
    QElapsedTimer time;
    for (int guesses = 0; guesses < 60 && (guesses == 0 || time.durationElapsed() < 500ms); ++guesses) {
        time.start();
        QCOMPARE(head(guesser.get((guesses % 2 ? "/" : "/caller/socket/") + otherToken)),
                 guesses % 2 ? "HTTP/1.1 200 OK" : "HTTP/1.1 403 Forbidden");
    }
    QVERIFY(time.durationElapsed() >= 500ms);

    QVERIFY(guesser.say("GET /" + otherToken + " HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    QCOMPARE(head(honest.get("/caller/socket/" + token)), "HTTP/1.1 426 Upgrade Required");

    QVERIFY2(guesser.socket.bytesAvailable() == 0, "who shows a right token waits as long as a guesser");
    QVERIFY(openPage());
    QCOMPARE(head(guesser.answer()), "HTTP/1.1 200 OK");
}

void tst_CallerDoor::findsNothingInTenThousandGuesses()
{
    caller::Configuration quick = configuration();
    quick.longestWait = 10ms;
    quick.web.limits.requestsPerAddress = 10'000; // else it is this that holds them off
    m_caller.reset();
    start(quick);
    constexpr int guessersAtOnce = 20;
    constexpr int each = 500;
    std::vector<std::unique_ptr<WebClient>> guessers;
    int asked = 0;
    int answers = 0;
    int hits = 0;
    for (int one = 0; one < guessersAtOnce; ++one) {
        WebClient &guesser = *guessers.emplace_back(std::make_unique<WebClient>(m_caller->port()));
        const auto guess = [&guesser, &asked] {
            const QByteArray wrong = QCryptographicHash::hash(QByteArray::number(++asked), QCryptographicHash::Sha256)
                                         .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
                                         .first(22);
            guesser.socket.write("GET /caller/socket/" + wrong + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        };
        connect(&guesser.socket, &QSslSocket::encrypted, &guesser.socket, guess);
        connect(&guesser.socket, &QSslSocket::readyRead, &guesser.socket,
                [&guesser, &answers, &hits, guess, left = each]() mutable {
                    if (!guesser.socket.peek(64 * 1024).contains("\r\n\r\n"))
                        return;
                    const QByteArray answer = guesser.socket.readAll();
                    ++answers;
                    hits += !answer.startsWith("HTTP/1.1 403");
                    if (--left > 0)
                        guess();
                });
    }
    QElapsedTimer time;
    time.start();

    QTRY_COMPARE_WITH_TIMEOUT(answers, 10'000, 60'000);

    QCOMPARE(hits, 0);
    QVERIFY(m_inputs.empty());
    QVERIFY(time.durationElapsed() > 4s); // 10 ms each, twenty at once
    QVERIFY(openPage());
}

void tst_CallerDoor::takesAFileInPieces()
{
    const auto page = openPage();
    QVERIFY(page);
    const QByteArray photo = QByteArray::fromHex("ffd8ffe000104a464946") + QByteArray(300'000, 'p');
    const auto at = [&photo](qsizetype from) {
        return "?id=5f0c-1&kind=photo&at=" + QByteArray::number(from) + "&of=" + QByteArray::number(photo.size());
    };
    WebClient client(m_caller->port());

    const QByteArray first = post(client, at(0), photo.first(256 * 1024));
    const QByteArray asked = post(client, at(0), {});
    const QByteArray last = post(client, at(256 * 1024), photo.sliced(256 * 1024));

    QCOMPARE(head(first), "HTTP/1.1 200 OK");
    QVERIFY(first.contains("\r\nContent-Type: application/json\r\n"));
    QVERIFY(first.contains("\r\nCache-Control: no-store\r\n"));
    QVERIFY(first.endsWith("\r\n\r\n{\"have\":262144}"));
    QVERIFY(asked.endsWith("\r\n\r\n{\"have\":262144}"));
    QVERIFY(last.endsWith("\r\n\r\n{\"have\":300010}"));
    QCOMPARE(inputs<FileCame>().size(), 1);
    const FileCame came = inputs<FileCame>().at(0);
    QCOMPARE(came.incident, IncidentId{1});
    QCOMPARE(came.kind, FileKind::Photo);
    QCOMPARE(came.bytes, 300'010);
    QCOMPARE(came.file, u"1-20260102T034000000Z-1.jpg"_s);
    QCOMPARE(came.sha256, QString::fromLatin1(QCryptographicHash::hash(photo, QCryptographicHash::Sha256).toHex()));
    QCOMPARE(files(), QStringList(came.file));
}

void tst_CallerDoor::takesNoFileWithoutAnOpenPage_data()
{
    QTest::addColumn<QByteArray>("with");
    QTest::newRow("no page open") << token;
    QTest::newRow("no such token") << otherToken;
}

void tst_CallerDoor::takesNoFileWithoutAnOpenPage()
{
    QFETCH(const QByteArray, with);
    WebClient client(m_caller->port());

    const QByteArray answer
        = post(client, "?id=a&kind=photo&at=0&of=14", QByteArray::fromHex("ffd8ff") + "12345678901", with);

    QCOMPARE(head(answer), "HTTP/1.1 403 Forbidden");
    QVERIFY(files().isEmpty());
    QVERIFY(m_inputs.empty());
}

void tst_CallerDoor::answersWhatStandsInTheTable()
{
    const auto page = openPage();
    QVERIFY(page);
    WebClient client(m_caller->port());
    const QByteArray photo = QByteArray::fromHex("ffd8ffe000104a464946") + QByteArray(90, 'p');

    const QByteArray gap = post(client, "?id=a&kind=photo&at=5&of=100", photo);
    const QByteArray large = post(client, "?id=b&kind=photo&at=0&of=20971521", photo);
    const QByteArray text = post(client, "?id=c&kind=photo&at=0&of=100", QByteArray(100, 't'));
    const QByteArray odd = post(client, "?id=c&kind=program&at=0&of=100", photo);

    QCOMPARE(head(gap), "HTTP/1.1 409 Conflict");
    QVERIFY(gap.endsWith("{\"have\":0}"));
    QCOMPARE(head(large), "HTTP/1.1 413 Payload Too Large");
    QCOMPARE(head(text), "HTTP/1.1 415 Unsupported Media Type");
    QCOMPARE(head(odd), "HTTP/1.1 404 Not Found");
    QVERIFY(files().isEmpty());
    QVERIFY(inputs<FileCame>().empty());
}

void tst_CallerDoor::givesNoFileAway()
{
    const auto page = openPage();
    QVERIFY(page);
    WebClient client(m_caller->port());
    const QByteArray photo = QByteArray::fromHex("ffd8ffe000104a464946") + QByteArray(90, 'p');
    QVERIFY(post(client, "?id=a&kind=photo&at=0&of=100", photo).endsWith("{\"have\":100}"));
    const QByteArray name = inputs<FileCame>().at(0).file.toLatin1();

    for (const QByteArray &target :
         {"/files/" + name, "/caller/files/" + name, "/caller/../files/" + name, "/caller/file/" + token + "/" + name,
          "/caller/file/" + token + "?id=a&kind=photo&at=0&of=100"}) {
        const QByteArray answer = client.get(target);
        QCOMPARE(head(answer), "HTTP/1.1 404 Not Found");
        QVERIFY(!answer.contains("ppppp"));
    }
}

void tst_CallerDoor::servesPhraseBooks()
{
    QTemporaryDir books;
    QFile book(books.filePath(u"vi.json"_s));
    QVERIFY(book.open(QIODevice::WriteOnly) && book.write(R"({"hurt":"x"})") > 0);
    book.close();
    caller::Configuration with = configuration();
    with.books = books.path();
    QCOMPARE(head(WebClient(m_caller->port()).get("/caller/phrases/vi.json")), "HTTP/1.1 404 Not Found");
    m_caller.reset();
    start(with);

    const QByteArray answer = WebClient(m_caller->port()).get("/caller/phrases/vi.json");

    QCOMPARE(head(answer), "HTTP/1.1 200 OK");
    QVERIFY(answer.contains("\r\nContent-Type: application/json\r\n"));
    QVERIFY(answer.endsWith(R"({"hurt":"x"})"));
    QCOMPARE(head(WebClient(m_caller->port()).get("/caller/phrases/ko.json")), "HTTP/1.1 404 Not Found");
}

QTEST_GUILESS_MAIN(tst_CallerDoor)
#include "tst_callerdoor.moc"
