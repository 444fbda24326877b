// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/fanout/crowd.h"

#include "tests/bench/fanout/client.h"
#include "tests/bench/fanout/roles.h"

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/steady_timer.hpp>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <format>
#include <thread>

using namespace std::chrono_literals;

namespace knock::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto patience = 240s;
constexpr size_t pagesOfAddress = 50; // the service takes a hundred connections from one
constexpr int openAtOnce = 32;
constexpr int openPerSecond = 400; // the service takes a thousand handshakes
constexpr size_t longestRun = 180; // seconds

/// An io thread.
class Loop
{
public:
    Loop()
        : m_thread([this] { io.run(); })
    {
    }
    ~Loop() { stop(); }
    Loop(const Loop &) = delete;
    Loop &operator=(const Loop &) = delete;

    void stop()
    {
        io.stop();
        if (m_thread.joinable())
            m_thread.join();
    }
    [[nodiscard]] double processor()
    {
        clockid_t clock{};
        timespec used{};
        if (!m_thread.joinable() || ::pthread_getcpuclockid(m_thread.native_handle(), &clock) != 0
            || ::clock_gettime(clock, &used) != 0)
            return 0;
        return double(used.tv_sec) + double(used.tv_nsec) / 1e9;
    }

    net::io_context io{1};

private:
    net::executor_work_guard<net::io_context::executor_type> m_work{io.get_executor()};
    std::thread m_thread;
};

/// When each fix was sent, by its number, which stands in it as a speed.
class Ledger
{
public:
    void begin(size_t callers) { m_sent = std::vector<std::atomic<int64_t>>(callers * longestRun); }
    [[nodiscard]] bool has(size_t number) const { return number < m_sent.size(); }
    void send(size_t number)
    {
        m_sent[number].store(Clock::now().time_since_epoch().count(), std::memory_order_relaxed);
    }
    [[nodiscard]] double millisecondsSince(size_t number) const
    {
        const auto now = Clock::now().time_since_epoch().count();
        return double(now - m_sent[number].load(std::memory_order_relaxed)) / 1e6;
    }

private:
    std::vector<std::atomic<int64_t>> m_sent;
};

struct Desk {
    Desk(Loop &loop, net::ssl::context &tls)
        : client(loop.io, tls, net::ip::address_v4::loopback())
        , beat(loop.io)
    {
    }

    net::awaitable<void> stay(uint16_t port, std::string signIn, const Ledger &ledger);
    net::awaitable<void> beatOn();
    void take(std::string_view text, const Ledger &ledger);

    Client client;
    net::steady_timer beat;
    std::atomic<bool> isCaughtUp = false;
    std::atomic<bool> isLost = false;
    std::atomic<size_t> pages = 0; ///< that were opened
    std::atomic<size_t> fixes = 0;
    std::atomic<size_t> behind = 0; ///< times that it was told so
    // Read when the thread has ended.
    std::vector<float> delays; ///< by the order of their coming, all of them
    std::vector<size_t> numbers; ///< likewise
    size_t bytes = 0;
};

net::awaitable<void> Desk::stay(uint16_t port, std::string signIn, const Ledger &ledger)
{
    try {
        co_await client.connect(port, "/desk", false);
        co_await client.say(R"({"type":"hello","version":1,"session":"","run":"","after":0})");
        while (true) {
            const std::string_view text = co_await client.hear();
            take(text, ledger);
            if (text.find("signInWanted") != std::string_view::npos)
                co_await client.say(signIn);
            if (text.find("\"caughtUp\"") != std::string_view::npos && !isCaughtUp.exchange(true))
                net::co_spawn(client.stream().get_executor(), beatOn(), net::detached);
        }
    } catch (const boost::system::system_error &error) {
        std::fprintf(stderr, "A desk lost the server: %s\n", error.what());
        isLost = true;
    }
}

net::awaitable<void> Desk::beatOn()
{
    try {
        while (true) {
            beat.expires_after(5s);
            co_await beat.async_wait(net::use_awaitable);
            co_await client.say(R"({"type":"beat"})");
        }
    } catch (const boost::system::system_error &) { // said by stay()
    }
}

void Desk::take(std::string_view text, const Ledger &ledger)
{
    constexpr std::string_view mark = "\"speed\":";
    if (const size_t at = text.find(mark); at != std::string_view::npos) {
        size_t number = 0;
        std::from_chars(text.data() + at + mark.size(), text.data() + text.size(), number);
        if (!ledger.has(number))
            return;
        delays.push_back(float(ledger.millisecondsSince(number)));
        numbers.push_back(number);
        bytes += text.size();
        ++fixes;
    } else if (text.find("\"pageOpened\"") != std::string_view::npos) {
        ++pages;
    } else if (text.find("\"behind\"") != std::string_view::npos) {
        ++behind;
    }
}

struct Page {
    Page(Loop &loop, net::ssl::context &tls, const net::ip::address_v4 &address)
        : client(loop.io, tls, address)
    {
    }

    net::awaitable<void> open(uint16_t port, const std::string &token)
    {
        co_await client.connect(port, "/caller/socket/" + token, true);
        co_await client.say(R"({"kind":"open","language":"ko-KR"})");
        co_await client.hear(); // the chat so far
    }
    /// Nothing comes but pings.
    net::awaitable<void> stay()
    {
        try {
            while (true)
                co_await client.hear();
        } catch (const boost::system::system_error &error) {
            if (error.code() != net::error::operation_aborted)
                std::fprintf(stderr, "A page lost the server: %s\n", error.what());
        }
    }

    Client client;
    std::string text;
    bool isSending = false;
};

} // namespace

struct Crowd::Private {
    /// Waits until it is so at every desk; not when somebody has lost the server.
    template <typename Condition>
    [[nodiscard]] bool arrives(const Condition &condition) const
    {
        const auto isLost = [this] {
            return failed || std::ranges::any_of(desks, [](const auto &desk) { return desk->isLost.load(); });
        };
        const auto isSo
            = [&] { return std::ranges::all_of(desks, [&](const auto &desk) { return condition(*desk); }); };
        const auto deadline = Clock::now() + patience;
        while (!isSo() && !isLost() && Clock::now() < deadline)
            std::this_thread::sleep_for(2ms);
        return isSo() && !isLost();
    }

    net::awaitable<void> openSome(const std::vector<std::string> &tokens);
    net::awaitable<void> sendAll();
    void sendOne();

    Doors doors;
    net::ssl::context tls = clientTls();
    Ledger ledger;
    Loop deskLoop;
    Loop pageLoop;
    std::vector<std::unique_ptr<Desk>> desks; ///< these end before their loops
    std::vector<std::unique_ptr<Page>> pages;
    size_t nextToOpen = 0;
    Clock::time_point began;
    std::atomic<size_t> opened = 0;
    std::atomic<bool> failed = false;
    std::atomic<bool> sends = false;
    std::atomic<size_t> sent = 0; ///< numbers given
    std::atomic<size_t> skipped = 0; ///< of them, because the page was still sending the one before
    std::vector<float> lateness; ///< by number
    size_t countFrom = 0;
    size_t behindBefore = 0;
};

net::awaitable<void> Crowd::Private::openSome(const std::vector<std::string> &tokens)
{
    net::steady_timer turn(pageLoop.io);
    try {
        while (nextToOpen < tokens.size() && !failed) {
            const size_t index = nextToOpen++;
            turn.expires_at(began + index * (1'000'000us / openPerSecond));
            co_await turn.async_wait(net::use_awaitable);
            co_await pages[index]->open(doors.callers, tokens[index]);
            net::co_spawn(pageLoop.io, pages[index]->stay(), net::detached);
            ++opened;
        }
    } catch (const boost::system::system_error &error) {
        std::fprintf(stderr, "A page cannot be opened: %s\n", error.what());
        failed = true;
    }
}

net::awaitable<void> Crowd::Private::sendAll()
{
    net::steady_timer tick(pageLoop.io);
    const Clock::duration apart = Clock::duration(1s) / Clock::rep(pages.size());
    Clock::time_point due = Clock::now();
    while (sends && ledger.has(sent)) {
        for (; due <= Clock::now() && ledger.has(sent); due += apart) {
            lateness.push_back(std::chrono::duration<float, std::milli>(Clock::now() - due).count());
            sendOne();
            ++sent;
        }
        tick.expires_at(std::max(due, Clock::now() + 1ms)); // several at once, where there are many
        co_await tick.async_wait(net::use_awaitable);
    }
}

void Crowd::Private::sendOne()
{
    const size_t number = sent;
    Page &page = *pages[number % pages.size()];
    if (page.isSending) {
        ++skipped;
        return;
    }
    const auto now
        = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch());
    page.text
        = std::format(R"({{"kind":"fix","lat":{:.7f},"lon":{:.7f},"radius":12.5,"at":{},"speed":{},"heading":90}})",
                      37.5 + double(number % 10'000) / 1e5, 127.0 + double(number % 7'919) / 1e5, now.count(), number);
    page.isSending = true;
    ledger.send(number);
    page.client.stream().async_write(net::buffer(page.text),
                                     [&page](const boost::system::error_code &, size_t) { page.isSending = false; });
}

Crowd::Crowd(Doors doors, int desks)
    : m(std::make_unique<Private>())
{
    m->doors = doors;
    for (int i = 0; i < desks; ++i)
        m->desks.push_back(std::make_unique<Desk>(m->deskLoop, m->tls));
}

Crowd::~Crowd()
{
    m->pageLoop.stop();
    m->deskLoop.stop();
}

bool Crowd::signIn()
{
    for (size_t i = 0; i < m->desks.size(); ++i) {
        const std::string signIn
            = std::format(R"({{"type":"signIn","user":"{}","password":"{}","code":"","position":"A"}})",
                          deskName(int(i)).toStdString(), deskPassword().toStdString());
        net::co_spawn(m->deskLoop.io, m->desks[i]->stay(m->doors.desks, signIn, m->ledger), net::detached);
    }
    return m->arrives([](const Desk &desk) { return desk.isCaughtUp.load(); });
}

bool Crowd::open(const std::vector<std::string> &tokens)
{
    for (size_t i = 0; i < tokens.size(); ++i) {
        const auto address = net::ip::address_v4(0x7F010001U + uint32_t(i / pagesOfAddress)); // 127.1.0.1 and on
        m->pages.push_back(std::make_unique<Page>(m->pageLoop, m->tls, address));
    }
    m->ledger.begin(tokens.size());
    m->lateness.reserve(tokens.size() * longestRun);
    m->began = Clock::now();
    for (int i = 0; i < openAtOnce; ++i)
        net::co_spawn(m->pageLoop.io, m->openSome(tokens), net::detached);
    return m->arrives([&](const Desk &desk) { return m->opened == tokens.size() && desk.pages == tokens.size(); });
}

void Crowd::begin()
{
    m->sends = true;
    net::co_spawn(m->pageLoop.io, m->sendAll(), net::detached);
}

void Crowd::count()
{
    m->countFrom = m->sent;
    for (const auto &desk : m->desks)
        m->behindBefore += desk->behind;
}

Told Crowd::end()
{
    const size_t countTo = m->sent;
    m->sends = false;
    std::this_thread::sleep_for(100ms); // the last ones are sent
    const bool isComplete = m->arrives([this](const Desk &desk) { return desk.fixes + m->skipped >= m->sent; });
    m->pageLoop.stop();
    m->deskLoop.stop();

    const auto counts = [&](size_t number) { return number >= m->countFrom && number < countTo; };
    Told told;
    told.sent = countTo - m->countFrom;
    told.skipped = m->skipped;
    size_t bytes = 0;
    size_t all = 0;
    for (const auto &desk : m->desks) {
        if (!isComplete)
            told.lacking += m->sent - m->skipped - std::min<size_t>(desk->fixes, m->sent - m->skipped);
        told.behind += desk->behind;
        bytes += desk->bytes;
        all += desk->fixes;
        for (size_t i = 0; i < desk->numbers.size(); ++i) {
            if (counts(desk->numbers[i]))
                told.delays.push_back(double(desk->delays[i]));
        }
    }
    told.behind -= m->behindBefore;
    told.bytes = double(bytes) / double(std::max<size_t>(1, all));
    for (size_t number = m->countFrom; number < countTo; ++number)
        told.lateness.push_back(double(m->lateness[number]));
    return told;
}

double Crowd::processor() const { return m->deskLoop.processor() + m->pageLoop.processor(); }

} // namespace knock::bench
