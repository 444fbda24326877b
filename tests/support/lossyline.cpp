// SPDX-License-Identifier: Apache-2.0
#include "tests/support/lossyline.h"

#include <arpa/inet.h>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <mutex>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <QString>
#include <random>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace knock::test {

using Clock = std::chrono::steady_clock;

namespace {

constexpr auto longestQueue = 300ms; // what a narrow line keeps before it drops

Error problem(const QString &what)
{
    return {Error::Kind::Refused, what + u": "_s + QString::fromLocal8Bit(std::strerror(errno))};
}

bool write(const char *path, const std::string &text)
{
    const int file = ::open(path, O_WRONLY | O_CLOEXEC);
    const bool isWritten = file >= 0 && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    ::close(file);
    return isWritten;
}

/// A name space of its own for the calling thread, with the rights to set it up.
Result<int> newNetwork()
{
    if (::geteuid() != 0) {
        const auto id = std::to_string(::geteuid());
        if (::unshare(CLONE_NEWUSER) != 0 || !write("/proc/self/setgroups", "deny")
            || !write("/proc/self/uid_map", "0 " + id + " 1") || !write("/proc/self/gid_map", "0 " + id + " 1"))
            return std::unexpected(problem(u"no user name space"_s));
    }
    if (::unshare(CLONE_NEWNET) != 0)
        return std::unexpected(problem(u"no network name space"_s));
    return ::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
}

ifreq request(const char *device)
{
    ifreq request{};
    std::strncpy(request.ifr_name, device, IFNAMSIZ - 1);
    return request;
}

bool raise(int socket, const char *device)
{
    ifreq flags = request(device);
    if (::ioctl(socket, SIOCGIFFLAGS, &flags) != 0)
        return false;
    flags.ifr_flags |= IFF_UP | IFF_RUNNING;
    return ::ioctl(socket, SIOCSIFFLAGS, &flags) == 0;
}

bool setAddress(int socket, unsigned long what, const char *device, const char *text)
{
    ifreq address = request(device);
    sockaddr_in ip{};
    ip.sin_family = AF_INET;
    ::inet_pton(AF_INET, text, &ip.sin_addr);
    std::memcpy(&address.ifr_addr, &ip, sizeof ip);
    return ::ioctl(socket, what, &address) == 0;
}

/// The loopback and a TUN device with \a own address, in the calling thread's network. Returns the device's file.
Result<int> setUp(const char *own)
{
    constexpr auto device = "knock0";
    const int tun = ::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    ifreq made = request(device);
    made.ifr_flags = IFF_TUN | IFF_NO_PI;
    if (tun < 0 || ::ioctl(tun, TUNSETIFF, &made) != 0)
        return std::unexpected(problem(u"no TUN device"_s));
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const bool isUp = setAddress(socket, SIOCSIFADDR, device, own)
        && setAddress(socket, SIOCSIFNETMASK, device, "255.255.255.0") && raise(socket, device) && raise(socket, "lo");
    ::close(socket);
    if (!isUp)
        return std::unexpected(problem(u"the TUN device does not come up"_s));
    return tun;
}

} // namespace

/// Takes packets out of each device and puts them into the other one, late or not at all.
class LossyLine::Carrier final
{
public:
    Carrier(int here, int there)
        : m_ways{Way{here, there}, Way{there, here}}
        , m_wake(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
        , m_thread([this](const std::stop_token &stop) { run(stop); })
    {
    }

    ~Carrier()
    {
        m_thread.request_stop();
        const quint64 once = 1;
        [[maybe_unused]] const auto written = ::write(m_wake, &once, sizeof once);
        m_thread.join();
        for (const Way &way : m_ways)
            ::close(way.from);
        ::close(m_wake);
    }

    void set(const Quality &quality)
    {
        const std::lock_guard lock(m_mutex);
        m_quality = quality;
    }

    [[nodiscard]] quint64 lost() const { return m_lost; }

private:
    struct Packet {
        Clock::time_point due;
        std::vector<char> bytes;
    };
    struct Way {
        int from;
        int to;
        std::deque<Packet> under = {}; ///< way
        Clock::time_point busyUntil = {};
    };

    void run(const std::stop_token &stop)
    {
        while (!stop.stop_requested()) {
            std::array<pollfd, 3> files{
                {{m_ways[0].from, POLLIN, 0}, {m_ways[1].from, POLLIN, 0}, {m_wake, POLLIN, 0}}};
            const timespec wait = untilNext();
            ::ppoll(files.data(), files.size(), &wait, nullptr);
            const std::lock_guard lock(m_mutex);
            for (Way &way : m_ways) {
                take(way);
                deliver(way);
            }
        }
    }

    [[nodiscard]] timespec untilNext() const
    {
        auto next = Clock::now() + 500ms;
        for (const Way &way : m_ways) {
            if (!way.under.empty())
                next = std::min(next, way.under.front().due);
        }
        const auto left = std::max<Clock::duration>(next - Clock::now(), 0ns);
        const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
        return {seconds.count(), static_cast<long>(std::chrono::nanoseconds(left - seconds).count())};
    }

    void take(Way &way)
    {
        std::array<char, 65536> buffer{};
        for (int packets = 0; packets < 64; ++packets) {
            const ssize_t size = ::read(way.from, buffer.data(), buffer.size());
            if (size <= 0)
                return;
            const std::vector<char> bytes(buffer.begin(), buffer.begin() + size);
            if (!passes(bytes) || !send(way, bytes))
                ++m_lost;
        }
    }

    [[nodiscard]] bool passes(const std::vector<char> &packet)
    {
        constexpr size_t protocol = 9; // RFC 791, 3.1
        if (!m_quality.isUp || packet.size() <= protocol)
            return false;
        if (packet[protocol] == IPPROTO_UDP && !m_quality.passesUdp)
            return false;
        return std::uniform_real_distribution(0.0, 1.0)(m_chance) >= m_quality.loss;
    }

    [[nodiscard]] bool send(Way &way, const std::vector<char> &bytes)
    {
        const auto now = Clock::now();
        auto leaves = now;
        if (m_quality.kbitPerSecond > 0) {
            leaves = std::max(now, way.busyUntil);
            if (leaves - now > longestQueue)
                return false;
            leaves += std::chrono::microseconds(static_cast<qint64>(bytes.size()) * 8000 / m_quality.kbitPerSecond);
            way.busyUntil = leaves;
        }
        auto due = leaves + m_quality.delay;
        due += std::chrono::milliseconds(std::uniform_int_distribution<qint64>(0, m_quality.jitter.count())(m_chance));
        if (!way.under.empty())
            due = std::max(due, way.under.back().due);
        way.under.push_back({due, bytes});
        return true;
    }

    static void deliver(Way &way)
    {
        while (!way.under.empty() && way.under.front().due <= Clock::now()) {
            const std::vector<char> &bytes = way.under.front().bytes;
            [[maybe_unused]] const auto written = ::write(way.to, bytes.data(), bytes.size());
            way.under.pop_front();
        }
    }

    std::mutex m_mutex;
    Quality m_quality;
    std::mt19937 m_chance{112};
    std::array<Way, 2> m_ways;
    std::atomic<quint64> m_lost = 0;
    int m_wake;
    std::jthread m_thread;
};

Result<std::unique_ptr<LossyLine>> LossyLine::open()
{
    const auto there = newNetwork();
    if (!there)
        return std::unexpected(there.error());
    const auto farDevice = setUp(thereAddress);
    if (!farDevice)
        return std::unexpected(farDevice.error());
    const auto here = newNetwork();
    if (!here)
        return std::unexpected(here.error());
    const auto nearDevice = setUp(hereAddress);
    if (!nearDevice)
        return std::unexpected(nearDevice.error());
    return std::unique_ptr<LossyLine>(new LossyLine(*here, *there, std::make_unique<Carrier>(*nearDevice, *farDevice)));
}

LossyLine::LossyLine(int here, int there, std::unique_ptr<Carrier> carrier)
    : m_here(here)
    , m_there(there)
    , m_carrier(std::move(carrier))
{
}

LossyLine::~LossyLine()
{
    m_carrier.reset();
    ::close(m_here);
    ::close(m_there);
}

void LossyLine::set(const Quality &quality) { m_carrier->set(quality); }

quint64 LossyLine::lost() const { return m_carrier->lost(); }

void LossyLine::enter(int network)
{
    if (::setns(network, CLONE_NEWNET) != 0)
        qFatal("A network name space cannot be entered.");
}

} // namespace knock::test
