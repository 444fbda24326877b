// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/caller.h"
#include "app/workstation/demonstration/phone.h"

#include <QDir>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace std::chrono_literals;
using knock::caller::Caller;
using knock::demonstration::Phone;

/// The caller's page in a real browser, against the real adapter. The test stands for the rules behind it.
class tst_CallerBrowser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void showsNothingBeforeTheTouch();
    void givesLocationThenCameraAndChat();
    void losesNothingWhenTheServiceGoesAway();
    void clearsItselfAtTheEnd();
    void showsTheDecoyForALinkThatIsVoid();

private:
    static constexpr auto token = "AAAAAAAAAAAAAAAAAAAAA1"_L1;

    void start(quint16 port = 0);
    void take(const Input &input);
    [[nodiscard]] static quint16 portOutsideOfTheEphemeralOnes();
    bool open(const QString &with = QString(token));
    bool pageSays(const QString &javaScript);
    void photograph(const QString &name);
    template <typename Kind>
    [[nodiscard]] qsizetype count() const
    {
        return std::ranges::count_if(m_inputs, [](const Input &input) { return std::holds_alternative<Kind>(input); });
    }
    template <typename Kind>
    [[nodiscard]] const Kind &first() const
    {
        return std::get<Kind>(
            *std::ranges::find_if(m_inputs, [](const Input &i) { return std::holds_alternative<Kind>(i); }));
    }

    WallClock m_clock;
    QTemporaryDir m_folder;
    std::unique_ptr<Caller> m_caller;
    std::unique_ptr<Phone> m_phone;
    std::vector<Input> m_inputs;
    std::vector<Message> m_chat;
    QStringList m_console;
};

void tst_CallerBrowser::initTestCase()
{
    if (QStandardPaths::findExecutable(u"chromium"_s).isEmpty())
        QSKIP("Chromium is not installed.");
}

void tst_CallerBrowser::init()
{
    QTest::failOnWarning();
    m_inputs.clear();
    m_chat.clear();
    m_console.clear();
    start();
}

void tst_CallerBrowser::cleanup()
{
    m_phone.reset();
    m_caller.reset();
}

void tst_CallerBrowser::start(quint16 port)
{
    caller::Configuration configuration;
    configuration.web.port = port;
    configuration.web.certificateFile = m_folder.filePath(u"certificate.pem"_s);
    configuration.web.keyFile = m_folder.filePath(u"key.pem"_s);
    configuration.pages = QStringLiteral(KNOCK_PAGES);
    m_caller = std::make_unique<Caller>(configuration, m_clock);
    connect(m_caller.get(), &Adapter::input, this, &tst_CallerBrowser::take);
    const auto started = m_caller->start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().detail));
    m_caller->perform(AdmitToken{{1}, token, m_clock.now().addSecs(600)});
}

void tst_CallerBrowser::take(const Input &input)
{
    m_inputs.push_back(input);
    if (const auto *opened = std::get_if<Opened>(&input)) {
        m_caller->perform(ShowChat{{1}, opened->visit, m_chat});
    } else if (const auto *said = std::get_if<Said>(&input)) {
        const auto known = std::ranges::find(m_chat, said->id, &Message::id);
        if (known == m_chat.end())
            m_chat.push_back({said->id, Message::Author::Caller, said->text, m_clock.now()});
        m_caller->perform(ShowMessage{{1}, m_chat.back()});
    }
}

quint16 tst_CallerBrowser::portOutsideOfTheEphemeralOnes()
{
    QTcpServer probe;
    while (!probe.listen(QHostAddress::LocalHost,
                         static_cast<quint16>(QRandomGenerator::global()->bounded(20000, 30000)))) { }
    return probe.serverPort();
}

bool tst_CallerBrowser::open(const QString &with)
{
    m_phone = std::make_unique<Phone>();
    bool ready = false;
    connect(m_phone.get(), &Phone::ready, this, [&ready] { ready = true; });
    connect(m_phone.get(), &Phone::console, this, [this](const QString &line) { m_console.append(line); });
    const QUrl link(u"https://127.0.0.1:%1/%2"_s.arg(m_caller->port()).arg(with));
    return m_phone->open(link, {35.9997, 124.616431, Metres{9}}) && QTest::qWaitFor([&ready] { return ready; }, 60000);
}

bool tst_CallerBrowser::pageSays(const QString &javaScript)
{
    std::optional<bool> said;
    m_phone->waitFor(javaScript, [&said](const Result<> &yes) { said = yes.has_value(); }, 30s);
    return QTest::qWaitFor([&said] { return said.has_value(); }, 60000) && *said;
}

void tst_CallerBrowser::photograph(const QString &name)
{
    const QString folder = QDir(QCoreApplication::applicationDirPath()).filePath(u"../screenshots"_s);
    QVERIFY(QDir().mkpath(folder));
    bool taken = false;
    m_phone->screenshot(folder + u"/caller-"_s + name + u".png"_s, [&taken](const Result<> &) { taken = true; });
    QTRY_VERIFY_WITH_TIMEOUT(taken, 20000);
}

void tst_CallerBrowser::showsNothingBeforeTheTouch()
{
    QVERIFY(open());

    QVERIFY(pageSays(u"document.title === '안내' && document.querySelector('#go').innerText === '계속'"_s));

    photograph(u"start"_s);
    QVERIFY(m_inputs.empty());
    QCOMPARE(m_console, QStringList());
}

void tst_CallerBrowser::givesLocationThenCameraAndChat()
{
    QVERIFY(open());

    m_phone->tap(u"#go"_s);

    QTRY_COMPARE_WITH_TIMEOUT(count<Opened>(), 1, 30000);
    QTRY_VERIFY_WITH_TIMEOUT(count<Located>() > 0, 30000);
    QCOMPARE(count<CameraOffered>(), 0);
    QVERIFY(std::abs(first<Located>().fix.latitude - 35.9997) < 1e-6);
    QVERIFY(std::abs(first<Located>().fix.longitude - 124.616431) < 1e-6);
    QCOMPARE(first<Located>().fix.radius, Metres{9});
    QTRY_VERIFY_WITH_TIMEOUT(count<CameraOffered>() > 0, 30000);
    QVERIFY(first<CameraOffered>().sdp.contains("a=sendonly"_L1));
    QVERIFY(first<CameraOffered>().sdp.contains("VP8/90000"_L1));
    QVERIFY(!first<CameraOffered>().sdp.contains("m=audio"_L1));

    m_phone->type(u"#line"_s, u"문이 잠겼어요"_s);
    QTRY_COMPARE_WITH_TIMEOUT(count<Said>(), 1, 30000);
    m_caller->perform(
        ShowMessage{{1}, {u"o-1"_s, Message::Author::Operator, u"혼자 있나요? <b>1</b> 예"_s, m_clock.now()}});
    QVERIFY(pageSays(u"document.querySelector('#chat').innerText.includes('혼자 있나요? <b>1</b> 예')"_s));
    QVERIFY(pageSays(u"document.querySelectorAll('#chat p').length === 2"_s));
    QVERIFY(pageSays(u"document.documentElement.scrollWidth <= window.innerWidth"_s));
    photograph(u"talk"_s);
    QCOMPARE(m_console, QStringList());
}

void tst_CallerBrowser::losesNothingWhenTheServiceGoesAway()
{
    // A browser that knocks at a free port of the range its own sockets take ports from may end up talking to itself.
    m_caller.reset();
    start(portOutsideOfTheEphemeralOnes());
    QVERIFY(open());
    m_phone->tap(u"#go"_s);
    QTRY_COMPARE_WITH_TIMEOUT(count<Opened>(), 1, 30000);
    const quint16 port = m_caller->port();

    m_caller.reset();
    QVERIFY(pageSays(u"document.querySelector('#link').className === 'warn'"_s));
    m_phone->type(u"#line"_s, u"아직 여기 있어요"_s);
    m_phone->moveTo({36.25, 124.5, Metres{20}});
    QVERIFY(pageSays(u"document.querySelectorAll('#chat p').length === 1"_s));
    photograph(u"lost"_s);
    m_inputs.clear();
    start(port);

    QTRY_COMPARE_WITH_TIMEOUT(count<Opened>(), 1, 30000);
    QTRY_COMPARE_WITH_TIMEOUT(count<Said>(), 1, 30000);
    QCOMPARE(first<Said>().text, u"아직 여기 있어요"_s);
    const auto arrived = [this] {
        return std::ranges::any_of(m_inputs, [](const Input &input) {
            const auto *located = std::get_if<Located>(&input);
            return located && located->fix.latitude == 36.25;
        });
    };
    // Chromium may keep the one change of place to itself while its network is busy: the person goes on walking.
    QTimer walk;
    int steps = 0;
    connect(&walk, &QTimer::timeout, this, [&] { m_phone->moveTo({36.25, 124.5, Metres{20.0 + ++steps}}); });
    walk.start(1s);
    QTRY_VERIFY_WITH_TIMEOUT(arrived(), 30000);
    QVERIFY(pageSays(u"document.querySelectorAll('#chat p').length === 1"_s));
}

void tst_CallerBrowser::clearsItselfAtTheEnd()
{
    QVERIFY(open());
    m_phone->tap(u"#go"_s);
    QTRY_COMPARE_WITH_TIMEOUT(count<Opened>(), 1, 30000);
    m_phone->type(u"#line"_s, u"비밀"_s);
    QTRY_COMPARE_WITH_TIMEOUT(count<Said>(), 1, 30000);

    m_caller->perform(RevokeTokens{{1}});

    QVERIFY(pageSays(u"document.body.innerText.trim() === '이 페이지는 더 이상 볼 수 없습니다.'"_s));
    QVERIFY(pageSays(u"!document.documentElement.outerHTML.includes('비밀') && location.pathname === '/'"_s));
    photograph(u"end"_s);
}

void tst_CallerBrowser::showsTheDecoyForALinkThatIsVoid()
{
    QVERIFY(open(u"BBBBBBBBBBBBBBBBBBBBB2"_s));

    m_phone->tap(u"#go"_s);

    QVERIFY(pageSays(u"document.body.innerText.trim() === '이 페이지는 더 이상 볼 수 없습니다.'"_s));
    QVERIFY(m_inputs.empty());
}

QTEST_GUILESS_MAIN(tst_CallerBrowser)
#include "tst_callerbrowser.moc"
