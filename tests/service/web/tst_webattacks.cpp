// SPDX-License-Identifier: Apache-2.0
#include "app/service/web/certificate.h"
#include "tests/service/web/attacker.h"
#include "tests/service/web/victim.h"
#include "tests/support/webclient.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <functional>
#include <QTemporaryDir>
#include <QTest>
#include <sys/resource.h>
#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using knock::test::Attacker;
using knock::test::frame;
using knock::test::HonestCaller;
using knock::test::Victim;
using std::chrono::milliseconds;

namespace {

constexpr double mostGrowth = 64; // MB of memory, whatever is done to the server
constexpr milliseconds mostPatience = 500ms; // of an honest caller, in the middle of its calls
#ifdef __SANITIZE_ADDRESS__
constexpr bool isMeasured = false; // freed memory is kept back
#else
constexpr bool isMeasured = true;
#endif

struct Outcome {
    QString text;
    bool isGood = false;
};

struct Attack {
    const char *name = "";
    std::function<Outcome(quint16 port)> run;
};

struct Row {
    QString name;
    Outcome outcome;
    double before = 0; // MB
    double peak = 0;
    HonestCaller::Calls honest;
};

Outcome closedAfter(milliseconds time, milliseconds least, milliseconds most)
{
    return {u"closed after %1 s"_s.arg(static_cast<double>(time.count()) / 1000, 0, 'f', 1),
            time >= least && time <= most};
}

Outcome cutAfter(quint64 taken, quint64 total)
{
    return {u"cut after %1 kB of %2"_s.arg(taken / 1000).arg(total / 1000),
            taken < std::min<quint64>(total, 16'000'000)};
}

std::vector<Attacker> crowd(quint16 port, int addresses, int each)
{
    std::vector<Attacker> crowd;
    for (int i = 0; i < addresses * each; ++i)
        crowd.emplace_back(port, qPrintable(u"127.0.1.%1"_s.arg(i / each + 1)));
    return crowd;
}

QByteArray longHeader(quint64 size)
{
    QByteArray bytes = QByteArray::fromHex("81ff00000000000000000000");
    for (int i = 0; i < 8; ++i)
        bytes[2 + i] = static_cast<char>(size >> (56 - 8 * i));
    return bytes + QByteArray(4, '\0');
}

// What takes patience, one beside the other.

Outcome staySilent(quint16 port, int addresses)
{
    std::vector<Attacker> silent = crowd(port, addresses, 100);
    const bool allIn = std::ranges::all_of(silent, &Attacker::isConnected);
    milliseconds longest{0};
    for (Attacker &one : silent)
        longest += one.untilClosed(10s); // they run side by side: what is left is what the last one adds
    const Outcome closed = closedAfter(longest, 500ms, 9s);
    return {closed.text, closed.isGood && allIn};
}

Outcome staySilentAfterTls(quint16 port)
{
    std::vector<Attacker> silent = crowd(port, 1, 40);
    const auto shaken = std::ranges::count_if(silent, &Attacker::shakeHands);
    const Outcome closed = closedAfter(silent.back().untilClosed(10s), 500ms, 9s);
    return {closed.text, closed.isGood && shaken == std::ssize(silent)};
}

Outcome dribble(quint16 port, const QByteArray &begin)
{
    Attacker slow(port);
    const auto since = std::chrono::steady_clock::now();
    bool isOpen = slow.shakeHands() && slow.say(begin);
    if (!isOpen)
        return {u"no connection"_s};
    while (isOpen && std::chrono::steady_clock::now() - since < 10s) {
        std::this_thread::sleep_for(100ms);
        isOpen = slow.say("x");
    }
    return closedAfter(std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - since), 500ms, 9s);
}

Outcome keepAlive(quint16 port)
{
    Attacker idle(port);
    const bool isAnswered = idle.shakeHands() && idle.say("GET / HTTP/1.1\r\n\r\n") && !idle.hear().isEmpty();
    const Outcome closed = closedAfter(idle.untilClosed(10s), 500ms, 9s);
    return {closed.text, closed.isGood && isAnswered};
}

Outcome neverPong(quint16 port)
{
    Attacker idle(port);
    const bool isIn = idle.upgrade();
    const Outcome closed = closedAfter(idle.untilClosed(10s), 1s, 9s);
    return {closed.text, closed.isGood && isIn};
}

// What takes much of something, one after the other.

Outcome pour(quint16 port, const QByteArray &begin, const QByteArray &piece, quint64 total)
{
    Attacker greedy(port);
    if (!greedy.shakeHands() || !greedy.say(begin))
        return {u"no connection"_s};
    return cutAfter(greedy.pour(piece, total), total);
}

Outcome pourFrames(quint16 port, const QByteArray &begin, const QByteArray &piece, quint64 total)
{
    Attacker greedy(port);
    if (!greedy.upgrade() || !greedy.say(begin))
        return {u"no WebSocket"_s};
    return cutAfter(greedy.pour(piece, total), total);
}

Outcome breakRules(quint16 port, const QByteArray &bytes)
{
    Attacker rude(port);
    if (!rude.upgrade() || !rude.say(bytes))
        return {u"no WebSocket"_s};
    return closedAfter(rude.untilClosed(10s), 0s, 5s);
}

Outcome readNothing(quint16 port)
{
    constexpr quint64 pushed = 150'000'000;
    Attacker deaf(port);
    if (!deaf.upgrade() || !deaf.say(frame(1, "push")))
        return {u"no WebSocket"_s};
    std::this_thread::sleep_for(1s); // the pushing goes on meanwhile
    quint64 left = 0;
    for (QByteArray piece = deaf.hear(); !piece.isEmpty(); piece = deaf.hear())
        left += static_cast<quint64>(piece.size());
    return {u"cut, %1 kB of %2 on the way"_s.arg(left / 1000).arg(pushed / 1000), left < pushed / 4};
}

Outcome shakeManyHands(quint16 port)
{
    int shaken = 0;
    int refused = 0;
    for (const auto begin = std::chrono::steady_clock::now(); std::chrono::steady_clock::now() - begin < 2s;)
        ++(Attacker(port).shakeHands() ? shaken : refused);
    return {u"%1 let in, %2 refused in 2 s"_s.arg(shaken).arg(refused), shaken < 600 && shaken > 10};
}

Outcome beginManyHandshakes(quint16 port)
{
    // A ClientHello that costs its sender nothing (RFC 8446, 4.1.2), and away.
    int begun = 0;
    for (const auto begin = std::chrono::steady_clock::now(); std::chrono::steady_clock::now() - begin < 2s;) {
        Attacker one(port, qPrintable(u"127.0.2.%1"_s.arg(begun % 200 + 1)));
        begun += one.say(QByteArray::fromHex("160301002d010000290303") + QByteArray(32, 'r')
                         + QByteArray::fromHex("000002c02b0100"))
            ? 1
            : 0;
    }
    return {u"%1 begun in 2 s"_s.arg(begun), begun > 100};
}

Outcome askTooMuch(quint16 port)
{
    Attacker hasty(port);
    if (!hasty.shakeHands())
        return {u"no connection"_s};
    for (int i = 1; i < 3000; ++i) {
        if (!hasty.say("GET / HTTP/1.1\r\n\r\n"))
            break;
        if (const QByteArray answer = hasty.hear(); answer.startsWith("HTTP/1.1 429"))
            return {u"429 after %1 requests"_s.arg(i), true};
    }
    return {u"all answered"_s};
}

} // namespace

/// Each way in which a client may be hostile (facts of the server, 1.2) against a server process, with its memory and
/// with what an honest caller has of it meanwhile.
class tst_WebAttacks final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(); }
    void outlastsThePatient();
    void holdsOffTheGreedy_data();
    void holdsOffTheGreedy();
    void cleanupTestCase();

private:
    [[nodiscard]] Row withstand(const Attack &attack) const;
    void check(const Row &row);

    QTemporaryDir m_folder;
    std::vector<Row> m_rows;
};

void tst_WebAttacks::initTestCase()
{
    std::signal(SIGPIPE, SIG_IGN);
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    QVERIFY2(files.rlim_cur >= 8000, "The rows with many connections need as many files.");
    QVERIFY(knock::web::ensureCertificate(m_folder.filePath(u"certificate.pem"_s), m_folder.filePath(u"key.pem"_s), {},
                                          knock::WallClock()));
}

Row tst_WebAttacks::withstand(const Attack &attack) const
{
    Row row;
    row.name = QString::fromLatin1(attack.name);
    Victim victim(m_folder.filePath(u"certificate.pem"_s), m_folder.filePath(u"key.pem"_s));
    HonestCaller honest(victim.port());
    std::this_thread::sleep_for(200ms); // some honest calls before anything else
    row.before = victim.memory("VmRSS");
    row.outcome = attack.run(victim.port());
    row.peak = victim.memory("VmHWM");
    row.honest = honest.end();
    if (!victim.lives())
        row.outcome = {u"the server is gone"_s, false};
    return row;
}

void tst_WebAttacks::check(const Row &row)
{
    m_rows.push_back(row);
    QVERIFY2(row.outcome.isGood, qPrintable(row.name + u": "_s + row.outcome.text));
    QVERIFY2(!isMeasured || row.peak - row.before < mostGrowth, qPrintable(row.name + u" takes memory"_s));
    QCOMPARE(row.honest.lost, 0);
    QVERIFY(!row.honest.times.empty());
    QVERIFY2(row.honest.times[row.honest.times.size() / 2] < mostPatience,
             qPrintable(row.name + u" keeps others waiting"_s));
}

void tst_WebAttacks::outlastsThePatient()
{
    const std::vector<Attack> attacks{
        {"100 silent connections", [](quint16 port) { return staySilent(port, 1); }},
        {"3,000 silent connections", [](quint16 port) { return staySilent(port, 30); }},
        {"silence after TLS", staySilentAfterTls},
        {"header by the byte", [](quint16 port) { return dribble(port, "GET / HTTP/1.1\r\nX: "); }},
        {"body by the byte",
         [](quint16 port) { return dribble(port, "POST / HTTP/1.1\r\nContent-Length: 900\r\n\r\n"); }},
        {"idle keep-alive", keepAlive},
        {"WebSocket without pongs", neverPong},
    };
    std::vector<Row> rows(attacks.size());
    std::vector<std::jthread> threads;
    for (size_t i = 0; i < attacks.size(); ++i)
        threads.emplace_back([this, &attacks, &rows, i] { rows[i] = withstand(attacks[i]); });
    threads.clear();
    for (const Row &row : rows)
        check(row);
}

void tst_WebAttacks::holdsOffTheGreedy_data()
{
    QTest::addColumn<std::function<Outcome(quint16)>>("run");
    const auto row = [](const char *name, const std::function<Outcome(quint16)> &run) { QTest::newRow(name) << run; };
    row("32 MB of headers", [](quint16 port) {
        return pour(port, "GET / HTTP/1.1\r\n", "X-Noise: " + QByteArray(1000, 'x') + "\r\n", 32'000'000);
    });
    row("300 MB body", [](quint16 port) {
        return pour(port, "POST / HTTP/1.1\r\nContent-Length: 300000000\r\n\r\n", QByteArray(16'000, 'x'), 300'000'000);
    });
    row("300 MB body in chunks", [](quint16 port) {
        return pour(port, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
                    "3e80\r\n" + QByteArray(16'000, 'x') + "\r\n", 300'000'000);
    });
    row("200 MB message",
        [](quint16 port) { return pourFrames(port, longHeader(200'000'000), QByteArray(16'000, 'x'), 200'000'000); });
    row("200 MB in fragments", [](quint16 port) {
        QByteArray fragment = frame(0, QByteArray(16'000, 'x'));
        fragment[0] = 0;
        return pourFrames(port, QByteArray::fromHex("018000000000"), fragment, 200'000'000);
    });
    row("message of 2^62 bytes", [](quint16 port) { return breakRules(port, longHeader(quint64{1} << 62)); });
    row("unmasked frame", [](quint16 port) { return breakRules(port, frame(1, "hello", false)); });
    row("text that is not UTF-8", [](quint16 port) { return breakRules(port, frame(1, "\xff\xfe")); });
    row("ping flood, pongs unread", [](quint16 port) {
        return pourFrames(port, frame(9, QByteArray(125, 'p')), frame(9, QByteArray(125, 'p')).repeated(100),
                          500'000'000);
    });
    row("150 MB to one who never reads", readNothing);
    row("whole handshakes from one address", shakeManyHands);
    row("begun handshakes from 200 addresses", beginManyHandshakes);
    row("requests without end", askTooMuch);
}

void tst_WebAttacks::holdsOffTheGreedy()
{
    QFETCH(const std::function<Outcome(quint16)>, run);

    check(withstand({QTest::currentDataTag(), run}));
}

void tst_WebAttacks::cleanupTestCase()
{
    std::printf("\n%-36s %-34s %7s %7s %12s %9s\n", "attack", "outcome", "MB", "at most", "honest: half", "all");
    for (const Row &row : m_rows)
        std::printf("%-36s %-34s %7.1f %7.1f %9lld ms %6lld ms\n", qPrintable(row.name), qPrintable(row.outcome.text),
                    row.before, row.peak,
                    row.honest.times.empty()
                        ? -1LL
                        : static_cast<long long>(row.honest.times[row.honest.times.size() / 2].count()),
                    row.honest.times.empty() ? -1LL : static_cast<long long>(row.honest.times.back().count()));
    std::fflush(stdout);
}

QTEST_GUILESS_MAIN(tst_WebAttacks)
#include "tst_webattacks.moc"
