// SPDX-License-Identifier: Apache-2.0
#include "app/service/pack/pack.h"
#include "tests/service/pack/packstory.h"
#include "tests/support/manualclock.h"
#include "tests/support/webclient.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::test;
using knock::pack::Pack;

/// The page for the units, over real HTTPS.
class tst_Pack : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_pack.reset(); }
    void servesThePageToAnybody();
    void speaksTheReadersLanguage_data();
    void speaksTheReadersLanguage();
    void showsTheIncidentToWhoHasTheToken();
    void saysNothingToAnybodyElse_data();
    void saysNothingToAnybodyElse();
    void costsNothingWhileNothingChanges();
    void showsWhatGoesOn();
    void endsWithItsTime();
    void endsWhenItIsRevoked();
    void endsTheLinkBefore();
    void tellsOnceThatItWasOpened();
    void showsPictures();
    void cannotBeWrittenTo();
    void letsGuessersWait();
    void saysWhyItDoesNotStart();

private:
    [[nodiscard]] pack::Configuration configuration() const
    {
        pack::Configuration configuration;
        configuration.web.certificateFile = m_folder.filePath(u"certificate.pem"_s);
        configuration.web.keyFile = m_folder.filePath(u"key.pem"_s);
        configuration.pages = QStringLiteral(KNOCK_RESOURCES "/pack");
        configuration.categories = QStringLiteral(KNOCK_RESOURCES "/phrases/categories.json");
        configuration.files = m_folder.path();
        return configuration;
    }
    [[nodiscard]] QByteArray get(const QByteArray &target, const QByteArray &headers, const QByteArray &method = "GET")
    {
        WebClient client(m_pack->port());
        return client.say(method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n")
            ? client.answer()
            : QByteArray();
    }
    [[nodiscard]] QByteArray state(const QByteArray &token = packToken, const QByteArray &headers = {})
    {
        return get("/p/state", bearer(token) + headers);
    }
    [[nodiscard]] static QByteArray bearer(const QByteArray &token)
    {
        return "Authorization: Bearer " + token + "\r\n";
    }
    [[nodiscard]] static QByteArray headOf(const QByteArray &answer) { return answer.left(answer.indexOf("\r\n")); }
    [[nodiscard]] static QByteArray bodyOf(const QByteArray &answer)
    {
        return answer.mid(answer.indexOf("\r\n\r\n") + 4);
    }
    [[nodiscard]] static QByteArray tagOf(const QByteArray &answer)
    {
        const qsizetype at = answer.indexOf("ETag: ") + 6;
        return answer.sliced(at, answer.indexOf("\r\n", at) - at);
    }
    void admit(const QByteArray &token = packToken)
    {
        m_pack->perform(packOf(packStory(m_clock.now()), m_clock.now().addSecs(3600), token));
    }

    ManualClock m_clock;
    QTemporaryDir m_folder;
    std::unique_ptr<Pack> m_pack;
    std::vector<Input> m_inputs;
};

void tst_Pack::init()
{
    QTest::failOnWarning();
    m_inputs.clear();
    m_pack = std::make_unique<Pack>(configuration(), m_clock);
    connect(m_pack.get(), &Adapter::input, this, [this](const Input &input) { m_inputs.push_back(input); });
    const auto started = m_pack->start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().detail));
    admit();
}

void tst_Pack::servesThePageToAnybody()
{
    for (const char *target :
         {"/p/", "/p/?from=messenger", "/p/pack.js", "/p/sketch.js", "/p/pack.css", "/p/words.js", "/p/icon.svg"}) {
        const QByteArray answer = get(target, {});
        QCOMPARE(headOf(answer), "HTTP/1.1 200 OK");
        QVERIFY(answer.contains("Content-Security-Policy: default-src 'none'; script-src 'self';"));
        QVERIFY(answer.contains("Cache-Control: no-store\r\n"));
        QVERIFY(answer.contains("Referrer-Policy: no-referrer\r\n"));
        QVERIFY(!answer.contains("2026-00017"));
    }
    QCOMPARE(headOf(get("/", {})), "HTTP/1.1 404 Not Found");
    QCOMPARE(headOf(get("/p/../journal.db", {})), "HTTP/1.1 404 Not Found");
    QVERIFY(m_inputs.empty());
}

void tst_Pack::speaksTheReadersLanguage_data()
{
    QTest::addColumn<QByteArray>("language");
    QTest::newRow("ko-KR,ko;q=0.9,en;q=0.8") << "ko"_ba;
    QTest::newRow("de, ko;q=0.5") << "ko"_ba;
    QTest::newRow("en-GB,ko") << "en"_ba;
    QTest::newRow("*") << "en"_ba;
}

void tst_Pack::speaksTheReadersLanguage()
{
    QFETCH(const QByteArray, language);
    const QByteArray wanted = QTest::currentDataTag();
    QVERIFY(get("/p/words.js", "Accept-Language: " + wanted + "\r\n").contains("language: '" + language + "'"));
}

void tst_Pack::showsTheIncidentToWhoHasTheToken()
{
    const QByteArray answer = state();

    QCOMPARE(headOf(answer), "HTTP/1.1 200 OK");
    QVERIFY(answer.contains("Content-Type: application/json\r\n"));
    QVERIFY(answer.contains("Date: Fri, 02 Jan 2026 03:40:00 GMT\r\n"));
    QVERIFY(bodyOf(answer).contains("\"incident\":\"2026-00017\""));
    QVERIFY(bodyOf(answer).contains("가정폭력"));
}

void tst_Pack::saysNothingToAnybodyElse_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::newRow("nothing") << ""_ba;
    QTest::newRow("another token") << bearer("AAAAAAAAAAAAAAAAAAAAA2");
    QTest::newRow("a part of it") << bearer(packToken.first(21));
    QTest::newRow("more than it") << bearer(packToken + "A");
    QTest::newRow("empty") << bearer("");
    QTest::newRow("another scheme") << "Authorization: Basic " + packToken + "\r\n";
}

void tst_Pack::saysNothingToAnybodyElse()
{
    QFETCH(const QByteArray, headers);
    for (const char *target : {"/p/state", "/p/picture/1"}) {
        const QByteArray answer = get(target, headers);
        QCOMPARE(headOf(answer), "HTTP/1.1 403 Forbidden");
        QVERIFY(bodyOf(answer).isEmpty());
    }
    QVERIFY(m_inputs.empty());
}

void tst_Pack::costsNothingWhileNothingChanges()
{
    const QByteArray tag = tagOf(state());

    const QByteArray answer = state(packToken, "If-None-Match: " + tag + "\r\n");

    QCOMPARE(headOf(answer), "HTTP/1.1 304 Not Modified");
    QVERIFY(bodyOf(answer).isEmpty());
    m_pack->perform(TellPack{PackOpened{{17}, m_clock.now()}}); // which is not shown
    QCOMPARE(headOf(state(packToken, "If-None-Match: " + tag + "\r\n")), "HTTP/1.1 304 Not Modified");
}

void tst_Pack::showsWhatGoesOn()
{
    const QByteArray tag = tagOf(state());

    m_pack->perform(
        TellPack{MessageSent{{17}, {u"2"_s, Message::Author::Operator, u"police is near"_s, m_clock.now()}}});
    m_pack->perform(TellPack{NoteWritten{{18}, u"of another"_s, {1}, m_clock.now()}});

    const QByteArray answer = state(packToken, "If-None-Match: " + tag + "\r\n");
    QCOMPARE(headOf(answer), "HTTP/1.1 200 OK");
    QVERIFY(answer.contains("police is near"));
}

void tst_Pack::endsWithItsTime()
{
    m_clock.advance(3599s);
    QCOMPARE(headOf(state()), "HTTP/1.1 200 OK");

    m_clock.advance(1s);

    QCOMPARE(headOf(state()), "HTTP/1.1 403 Forbidden");
}

void tst_Pack::endsWhenItIsRevoked()
{
    m_pack->perform(RevokePack{{18}});
    QCOMPARE(headOf(state()), "HTTP/1.1 200 OK");

    m_pack->perform(RevokePack{{17}});

    QCOMPARE(headOf(state()), "HTTP/1.1 403 Forbidden");
    m_pack->perform(TellPack{NoteWritten{{17}, u"late"_s, {1}, m_clock.now()}});
    QCOMPARE(headOf(state()), "HTTP/1.1 403 Forbidden");
}

void tst_Pack::endsTheLinkBefore()
{
    admit("BBBBBBBBBBBBBBBBBBBBB2");

    QCOMPARE(headOf(state()), "HTTP/1.1 403 Forbidden");
    QCOMPARE(headOf(state("BBBBBBBBBBBBBBBBBBBBB2")), "HTTP/1.1 200 OK");
}

void tst_Pack::tellsOnceThatItWasOpened()
{
    QVERIFY(!state().isEmpty());
    QVERIFY(!state().isEmpty());
    QCOMPARE(m_inputs.size(), 1u);
    QCOMPARE(std::get<PackFetched>(m_inputs.front()).incident, IncidentId{17});

    admit("BBBBBBBBBBBBBBBBBBBBB2");
    QVERIFY(!state("BBBBBBBBBBBBBBBBBBBBB2").isEmpty());
    QCOMPARE(m_inputs.size(), 2u);

    // As after a restart of the service.
    Incident opened = packStory(m_clock.now());
    opened.packOpened = m_clock.now();
    m_pack->perform(
        AdmitPack{std::make_shared<Incident>(opened), QString::fromLatin1(packToken), m_clock.now().addSecs(1)});
    QVERIFY(!state().isEmpty());
    QCOMPARE(m_inputs.size(), 2u);
}

void tst_Pack::showsPictures()
{
    const QByteArray jpeg = "\xff\xd8\xff and so on";
    for (const auto &[name, bytes] : {std::pair(u"17-1.jpg"_s, jpeg), std::pair(u"17-2.jpg"_s, "no picture"_ba)}) {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    for (const QString &name : {u"17-1.jpg"_s, u"17-2.jpg"_s, u"17-3.jpg"_s})
        m_pack->perform(TellPack{FileKept{{17}, FileKind::Photo, name, {}, 1, m_clock.now()}});

    const QByteArray answer = get("/p/picture/1", bearer(packToken));

    QCOMPARE(headOf(answer), "HTTP/1.1 200 OK");
    QVERIFY(answer.contains("Content-Type: image/jpeg\r\n"));
    QVERIFY(answer.contains("X-Content-Type-Options: nosniff\r\n"));
    QCOMPARE(bodyOf(answer), jpeg);
    QCOMPARE(headOf(get("/p/picture/2", bearer(packToken))), "HTTP/1.1 503 Service Unavailable");
    QCOMPARE(headOf(get("/p/picture/3", bearer(packToken))), "HTTP/1.1 503 Service Unavailable");
    for (const char *target : {"/p/picture/4", "/p/picture/", "/p/picture/17-1.jpg", "/p/picture/../17-1.jpg"})
        QCOMPARE(headOf(get(target, bearer(packToken))), "HTTP/1.1 404 Not Found");
}

void tst_Pack::cannotBeWrittenTo()
{
    for (const char *method : {"POST", "PUT", "DELETE"})
        QCOMPARE(headOf(get("/p/state", bearer(packToken) + "Content-Length: 0\r\n", method)),
                 "HTTP/1.1 405 Method Not Allowed");
    QVERIFY(WebClient(m_pack->port()).upgrade("/p/state").startsWith("HTTP/1.1 404"));
}

void tst_Pack::letsGuessersWait()
{
    WebClient guesser(m_pack->port());
    QElapsedTimer time;
    int guesses = 0;
    for (; guesses < 60 && (guesses == 0 || time.elapsed() < 300); ++guesses) {
        time.start();
        QVERIFY(guesser.say("GET /p/state HTTP/1.1\r\nHost: a\r\n" + bearer("AAAAAAAAAAAAAAAAAAAAA2") + "\r\n"));
        QCOMPARE(headOf(guesser.answer()), "HTTP/1.1 403 Forbidden");
    }
    QVERIFY(guesses > 10);
    QVERIFY(guesses < 60);

    time.start();
    QCOMPARE(headOf(state()), "HTTP/1.1 200 OK"); // who has the token does not wait
}

void tst_Pack::saysWhyItDoesNotStart()
{
    pack::Configuration taken = configuration();
    taken.web.port = m_pack->port();
    QVERIFY(!Pack(taken, m_clock).start());

    pack::Configuration nowhere = configuration();
    nowhere.pages = m_folder.path();
    QVERIFY(!Pack(nowhere, m_clock).start());
}

QTEST_GUILESS_MAIN(tst_Pack)
#include "tst_pack.moc"
