// SPDX-License-Identifier: Apache-2.0
#include "tests/support/relay.h"

#include <cstdio>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::demonstration;
using knock::test::ControlRoom;
using knock::test::LossyLine;
using knock::test::Relay;

namespace {

constexpr auto patience = 60s;
constexpr auto kakaoTalk = "Mozilla/5.0 (Linux; Android 14; SM-S911N; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
                           "Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36 KAKAOTALK 10.9.0"_L1;
constexpr auto iPhone
    = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
      "Version/17.6 Mobile/15E148 Safari/604.1"_L1;
constexpr auto noWebRtc = "delete window.RTCPeerConnection; delete window.webkitRTCPeerConnection;"_L1;
constexpr auto noMedia = "Object.defineProperty(navigator, 'mediaDevices', {value: undefined});"_L1;
constexpr auto noPlace = "Object.defineProperty(navigator, 'geolocation', {value: undefined});"_L1;
constexpr auto oldBrowser = "delete window.ImageCapture; delete Crypto.prototype.randomUUID; "
                            "Object.defineProperty(navigator, 'wakeLock', {value: undefined}); "
                            "delete Promise.allSettled; delete Array.prototype.at; delete String.prototype.replaceAll; "
                            "delete Array.prototype.flat; delete Object.fromEntries; delete window.globalThis;"_L1;

struct Scenario {
    QString name;
    LossyLine::Quality line = {};
    Handset handset = {};
    LinkKind link = LinkKind::Live;
    bool hasCamera = true; ///< one that its owner and the link let be used
    bool hasRelay = false; ///< the agency has a TURN server
    bool isCutAfterwards = false;
    bool reloads = false;
};

std::vector<Scenario> scenarios()
{
    Handset noLocation;
    noLocation.givesPlace = false;
    Handset noCamera;
    noCamera.givesCamera = false;
    Handset neither = noCamera;
    neither.givesPlace = false;
    const auto with = [](const QString &script, const QString &agent = {}) {
        Handset handset;
        handset.script = script;
        handset.agent = agent;
        return handset;
    };
    Handset small;
    small.size = {320, 568};
    small.languages = u"vi-VN,vi,en"_s;
    Handset arabic;
    arabic.languages = u"ar-EG,ar"_s;
    const LossyLine::Quality slow{.delay = 200ms, .kbitPerSecond = 400};
    const LossyLine::Quality noUdp{.delay = 20ms, .passesUdp = false};
    return {
        {.name = u"good network"_s},
        {.name = u"400 kbit/s, 400 ms there and back"_s, .line = slow},
        {.name = u"300 kbit/s"_s, .line = {.delay = 40ms, .kbitPerSecond = 300}},
        {.name = u"150 kbit/s"_s, .line = {.delay = 40ms, .kbitPerSecond = 150}},
        {.name = u"2 % lost"_s, .line = {.loss = 0.02, .delay = 40ms}},
        {.name = u"5 % lost"_s, .line = {.loss = 0.05, .delay = 40ms}},
        {.name = u"10 % lost"_s, .line = {.loss = 0.10, .delay = 40ms}},
        {.name = u"400 kbit/s, 5 % lost"_s, .line = {.loss = 0.05, .delay = 100ms, .kbitPerSecond = 400}},
        {.name = u"60 ms of jitter"_s, .line = {.delay = 60ms, .jitter = 60ms}},
        {.name = u"no UDP"_s, .line = noUdp},
        {.name = u"no UDP, 400 kbit/s, 400 ms"_s, .line = {.delay = 200ms, .kbitPerSecond = 400, .passesUdp = false}},
        {.name = u"no UDP, relay over TLS"_s, .line = noUdp, .hasRelay = true},
        {.name = u"cut for some seconds"_s, .line = {.delay = 40ms}, .isCutAfterwards = true},
        {.name = u"page loaded again"_s, .reloads = true},
        {.name = u"location refused"_s, .handset = noLocation},
        {.name = u"camera refused"_s, .handset = noCamera, .hasCamera = false},
        {.name = u"both refused"_s, .handset = neither, .hasCamera = false},
        {.name = u"browser without WebRTC"_s, .handset = with(noWebRtc)},
        {.name = u"browser without a camera"_s, .handset = with(noMedia), .hasCamera = false},
        {.name = u"browser without a location"_s, .handset = with(noPlace)},
        {.name = u"browser of 2018"_s, .handset = with(oldBrowser)},
        {.name = u"inside of KakaoTalk"_s, .handset = with({}, kakaoTalk)},
        {.name = u"iPhone"_s, .handset = with({}, iPhone)},
        {.name = u"small phone, Vietnamese"_s, .handset = small},
        {.name = u"from right to left, Arabic"_s, .handset = arabic},
        {.name = u"link for the location alone"_s, .link = LinkKind::Location, .hasCamera = false},
    };
}

} // namespace

/// How far callers come with the phones, networks and permissions they may have: real browser, real service, a network
/// between them that is bad in a known way.
class tst_PhoneMatrix : public QObject
{
    Q_OBJECT
public:
    explicit tst_PhoneMatrix(Result<std::unique_ptr<LossyLine>> line)
        : m_line(std::move(line))
    {
    }

private Q_SLOTS:
    void initTestCase();
    void callersAreHelped_data();
    void callersAreHelped();
    void mostAreFoundAndSeen();

private:
    struct Reached {
        double location = -1; ///< seconds from the tap; negative: never
        double picture = -1;
        QString path;
        bool chat = false;
    };

    [[nodiscard]] Reached play(const Scenario &scenario);

    const std::vector<Scenario> m_scenarios = scenarios();
    std::vector<Reached> m_reached{m_scenarios.size()};
    Result<std::unique_ptr<LossyLine>> m_line;
    std::unique_ptr<ControlRoom> m_plain;
    std::unique_ptr<ControlRoom> m_relayed;
    Relay m_relay;
};

void tst_PhoneMatrix::initTestCase()
{
    for (const QString &program : {u"chromium"_s, QString(Relay::program)}) {
        if (QStandardPaths::findExecutable(program).isEmpty())
            QSKIP(qPrintable(program + u" is not installed."_s));
    }
    if (!m_line)
        QSKIP(qPrintable(u"This system lets nobody have a network of its own: "_s + m_line.error().detail));
    m_plain = std::make_unique<ControlRoom>(QStringLiteral(KNOCK_RESOURCES), m_line->get());
    QVERIFY(m_plain->open());
    QVERIFY(m_relay.start(**m_line, *m_plain));
    m_relayed = std::make_unique<ControlRoom>(QStringLiteral(KNOCK_RESOURCES), m_line->get(), Relay::settings());
    QVERIFY(m_relayed->open());
}

tst_PhoneMatrix::Reached tst_PhoneMatrix::play(const Scenario &scenario)
{
    Reached reached;
    ControlRoom &room = scenario.hasRelay ? *m_relayed : *m_plain;
    LossyLine &line = **m_line;
    line.set({});
    const QUrl link = room.invite(scenario.link);
    const auto phone = room.phone(scenario.handset);
    bool isReady = false;
    connect(phone.get(), &Phone::ready, this, [&isReady] { isReady = true; });
    line.set(scenario.line);
    if (!link.isValid() || !phone->open(link, {35.9997, 124.616431, Metres{9}})
        || !QTest::qWaitFor([&isReady] { return isReady; }, patience))
        return reached;

    QElapsedTimer time;
    phone->tap(u"#go"_s, [&time](const Result<> &) { time.start(); });
    if (!room.comes<PageOpened>(patience))
        return reached;
    if (scenario.isCutAfterwards) {
        line.set({.isUp = false});
        const QDeadlineTimer back(6s);
        (void)QTest::qWaitFor([&back] { return back.hasExpired(); }, 10s);
        line.set(scenario.line);
    }
    if (scenario.reloads) {
        phone->reload();
        phone->tap(u"#go"_s);
    }
    const auto seconds = [&time] { return static_cast<double>(time.elapsed()) / 1000; };
    const bool mayLocate = scenario.handset.givesPlace && scenario.handset.script != noPlace;
    if (mayLocate && room.comes<CallerLocated>(patience))
        reached.location = seconds();
    if (scenario.hasCamera && room.comes<CameraStarted>(patience)) {
        reached.picture = seconds();
        reached.path = room.all<CameraStarted>().back().path == PicturePath::Stream ? u"stream"_s : u"stills"_s;
    }

    phone->type(u"#line"_s, u"2"_s);
    const auto fromCaller = [](const MessageSent &sent) { return sent.message.author == Message::Author::Caller; };
    room.ask(SendMessage{room.incident(), u"question"_s, u"?"_s});
    reached.chat = room.comes<MessageSent>(patience, fromCaller) && room.comes<MessageSeen>(patience);
    line.set({});
    room.close();
    return reached;
}

void tst_PhoneMatrix::callersAreHelped_data()
{
    QTest::addColumn<size_t>("number");
    for (size_t number = 0; number < m_scenarios.size(); ++number)
        QTest::addRow("%s", qPrintable(m_scenarios[number].name)) << number;
}

void tst_PhoneMatrix::callersAreHelped()
{
    QFETCH(const size_t, number);
    m_reached[number] = play(m_scenarios[number]);

    QVERIFY(m_reached[number].chat);
}

void tst_PhoneMatrix::mostAreFoundAndSeen()
{
    const auto text = [](double seconds) { return seconds < 0 ? u"-"_s : QString::number(seconds, 'f', 1); };
    int located = 0;
    int cameras = 0;
    int seen = 0;
    std::printf("| phone, network, permission | location s | picture s | by | chat |\n|---|---|---|---|---|\n");
    for (size_t number = 0; number < m_scenarios.size(); ++number) {
        const Reached &reached = m_reached[number];
        std::printf("| %s | %s | %s | %s | %s |\n", qPrintable(m_scenarios[number].name),
                    qPrintable(text(reached.location)), qPrintable(text(reached.picture)), qPrintable(reached.path),
                    reached.chat ? "both ways" : "-");
        located += reached.location >= 0;
        cameras += m_scenarios[number].hasCamera;
        seen += reached.picture >= 0;
    }
    const int count = static_cast<int>(m_scenarios.size());
    std::printf("figure matrix_location_percent %d %%\nfigure matrix_picture_percent %d %%\n", 100 * located / count,
                100 * seen / cameras);
    std::fflush(stdout);
    QCOMPARE_GE(100 * located, 85 * count);
    QCOMPARE_GE(100 * seen, 80 * cameras);
}

int main(int argc, char *argv[])
{
    auto line = LossyLine::open();
    QGuiApplication application(argc, argv);
    tst_PhoneMatrix test(std::move(line));
    return QTest::qExec(&test, argc, argv);
}

#include "tst_phonematrix.moc"
