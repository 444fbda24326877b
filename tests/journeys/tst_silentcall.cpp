// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/verify.h"
#include "app/workstation/demonstration/caller.h"
#include "app/workstation/demonstration/phone.h"
#include "tests/support/stage.h"
#include "tests/support/testpicture.h"

#include <cmath>
#include <cstdio>
#include <QDir>
#include <QJsonArray>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::test;

/// One silent call through every room of the house: the real workstation worked by keys, a real SIP client, a real
/// browser. Screenshots of each step stay in the build folder.
class tst_SilentCall : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void fromRingToLiveCamera();
    void aCallerWhoHangsUpAfterTheKnockIsNotLost();
    void aKilledServiceFindsTheCallAgain();

private:
    void ring(const QString &transport = u"udp"_s);
    void press(const QString &key, const QString &event);
    void answerAskAndKnock();
    [[nodiscard]] qsizetype printKeysSinceRing() const;
    [[nodiscard]] QJsonObject awaitEvent(const QString &name, size_t from = 0);
    [[nodiscard]] bool pageSays(const QString &javaScript);
    [[nodiscard]] bool lostLineIsShown();
    void photographPage(const QString &step);
    [[nodiscard]] QStringList raiseOptions(const QString &name) const;

    std::unique_ptr<Stage> m_stage;
    std::unique_ptr<demonstration::Caller> m_caller;
    std::unique_ptr<demonstration::Phone> m_phone;
    qint64 m_rang = 0; ///< microseconds, on the clock of the timeline
};

/// Distance on the ground, good to a few millimetres at this size.
static double metresBetween(double lat1, double lon1, double lat2, double lon2)
{
    constexpr double metresPerDegree = 111'195;
    const double dy = (lat2 - lat1) * metresPerDegree;
    const double dx = (lon2 - lon1) * metresPerDegree * std::cos(lat1 * M_PI / 180);
    return std::hypot(dx, dy);
}

void tst_SilentCall::initTestCase()
{
    for (const QString &program : {u"Xvfb"_s, u"xdotool"_s, u"baresip"_s, u"chromium"_s}) {
        if (QStandardPaths::findExecutable(program).isEmpty())
            QSKIP(qPrintable(program + u" is not installed"_s));
    }
}

void tst_SilentCall::init()
{
    m_stage = std::make_unique<Stage>(QStringLiteral(KNOCK_WORKSTATION));
    m_caller = std::make_unique<demonstration::Caller>();
    m_phone = std::make_unique<demonstration::Phone>();
}

void tst_SilentCall::cleanup()
{
    if (QTest::currentTestFailed()) {
        qInfo().noquote() << "The workstation said:\n" << QString::fromUtf8(m_stage->log().right(4000));
        for (const QJsonObject &line : m_stage->timeline())
            qInfo() << line;
    }
    m_phone.reset();
    m_caller.reset();
    m_stage.reset();
}

QStringList tst_SilentCall::raiseOptions(const QString &name) const
{
    const QString screens = QDir(QStringLiteral(KNOCK_SCREENS)).filePath(name);
    return {u"--set"_s,      u"sipPort=0"_s, u"--set"_s,         u"webPort=0"_s,
            u"--language"_s, u"en"_s,        u"--screenshots"_s, screens};
}

QJsonObject tst_SilentCall::awaitEvent(const QString &name, size_t from)
{
    return m_stage->await(
        [&](const QJsonObject &line) { return line.value("what"_L1) == "event"_L1 && line.value("name"_L1) == name; },
        20s, from);
}

bool tst_SilentCall::pageSays(const QString &javaScript)
{
    bool said = false;
    bool answered = false;
    m_phone->waitFor(
        javaScript,
        [&](const Result<> &yes) {
            said = yes.has_value();
            answered = true;
        },
        15s);
    return QTest::qWaitFor([&] { return answered; }, 20000) && said;
}

bool tst_SilentCall::lostLineIsShown()
{
    const QJsonObject alert = m_stage->await([](const QJsonObject &line) {
        return line.value("what"_L1) == "alert"_L1 && line.value("text"_L1).toString().contains("lost after knock"_L1);
    });
    return !alert.isEmpty();
}

void tst_SilentCall::photographPage(const QString &step)
{
    bool done = false;
    m_phone->screenshot(QDir(QStringLiteral(KNOCK_SCREENS)).filePath(u"silent-call/page-%1.png"_s.arg(step)),
                        [&](const Result<> &) { done = true; });
    QVERIFY(QTest::qWaitFor([&] { return done; }, 10000));
}

void tst_SilentCall::ring(const QString &transport)
{
    const QString uri = u"sip:112@127.0.0.1:%1;transport=%2"_s.arg(m_stage->port(u"sip"_s)).arg(transport);
    QVERIFY(m_caller->start(uri, u"01012345678"_s));
    const QJsonObject arrived = awaitEvent(u"callArrived"_s);
    QVERIFY(!arrived.isEmpty());
    m_rang = arrived.value("us"_L1).toInteger();
}

void tst_SilentCall::press(const QString &key, const QString &event)
{
    m_stage->key(key);
    QVERIFY2(!awaitEvent(event).isEmpty(), qPrintable(key + u" did not bring "_s + event));
}

/// Each key that the window was given, and what had become true before the next one.
qsizetype tst_SilentCall::printKeysSinceRing() const
{
    qsizetype keys = 0;
    for (const QJsonObject &line : m_stage->timeline()) {
        const qint64 after = (line.value("us"_L1).toInteger() - m_rang) / 1000;
        const QString what = line.value("what"_L1).toString();
        if (after < 0 || (what != "key"_L1 && what != "event"_L1))
            continue;
        if (what == "key"_L1)
            qInfo().noquote() << u"%1 ms %2. %3"_s.arg(after, 6).arg(++keys).arg(line.value("key"_L1).toString());
        else
            qInfo().noquote() << u"%1 ms      %2"_s.arg(after, 6).arg(line.value("name"_L1).toString());
    }
    std::printf("figure keys_full_silent_call %d keys\n", int(keys));
    std::fflush(stdout);
    return keys;
}

void tst_SilentCall::answerAskAndKnock()
{
    press(u"F2"_s, u"callAnswered"_s);
    QTRY_VERIFY(m_caller->isEstablished());
    press(u"F3"_s, u"promptEnded"_s);
    m_caller->press(u'5');
    QTRY_VERIFY(!awaitEvent(u"keyPressed"_s).isEmpty());
    m_caller->press(u'9');
    const QJsonObject alert = m_stage->await(u"alert"_s);
    QVERIFY2(alert.value("text"_L1).toString().contains("2 presses (5, 9)"_L1),
             qPrintable(alert.value("text"_L1).toString()));
}

void tst_SilentCall::fromRingToLiveCamera()
{
    constexpr qsizetype mostKeys = 12; // to a unit ordered, a live camera and an open chat
    const double latitude = 35.999700;
    const double longitude = 124.616431;
    QVERIFY(m_stage->raise(raiseOptions(u"silent-call"_s)));

    ring();
    answerAskAndKnock();
    press(u"F4"_s, u"silentCallConfirmed"_s);
    press(u"F5"_s, u"inviteDelivered"_s);
    m_stage->key(u"F6"_s);
    press(u"Return"_s, u"unitOrdered"_s);
    const QString link = m_stage->await(u"link"_s).value("link"_L1).toString();

    const QString film = QDir(m_stage->dataFolder()).filePath(u"camera.y4m"_s);
    QVERIFY(TestPicture::write(film));
    m_phone->setFilm(film);
    QVERIFY(m_phone->open(QUrl(link), {latitude, longitude, Metres{9}}));
    QVERIFY(pageSays(u"document.querySelector('#go') && !document.documentElement.classList.contains('waiting')"_s));
    photographPage(u"1-start"_s);
    m_phone->tap(u"#go"_s);
    QVERIFY(!awaitEvent(u"pageOpened"_s).isEmpty());

    const QJsonObject fix = m_stage->await(u"fix"_s);
    QVERIFY(!fix.isEmpty());
    QVERIFY(
        metresBetween(latitude, longitude, fix.value("latitude"_L1).toDouble(), fix.value("longitude"_L1).toDouble())
        < 1);

    QVERIFY(!awaitEvent(u"cameraStarted"_s).isEmpty());
    m_stage->key(u"space"_s);
    const QJsonObject picture = m_stage->await(
        [](const QJsonObject &line) {
            return line.value("what"_L1) == "picture"_L1 && TestPicture::isSeenIn(line.value("colours"_L1).toArray());
        },
        20s);
    QVERIFY2(!picture.isEmpty(), "the test picture has not been recognised");

    m_stage->key(u"F9"_s);
    QVERIFY(!m_stage->await([](const QJsonObject &line) { return line.value("key"_L1) == "F9"_L1; }).isEmpty());
    QVERIFY(printKeysSinceRing() <= mostKeys);
    m_stage->type(u"Are you alone? 1 yes 2 no"_s);
    m_stage->key(u"Return"_s);
    QVERIFY(pageSays(u"document.body.innerText.includes('Are you alone?')"_s));
    m_phone->type(u"#line"_s, u"문이 잠겼어요"_s);
    const QJsonObject said = m_stage->await([](const QJsonObject &line) {
        return line.value("what"_L1) == "chat"_L1 && line.value("text"_L1).toString() == u"문이 잠겼어요"_s;
    });
    QVERIFY2(!said.isEmpty(), "the caller's line has not been shown");
    photographPage(u"2-talk"_s);

    const QJsonObject ladder = m_stage->await([](const QJsonObject &line) {
        return line.value("what"_L1) == "ladder"_L1 && line.value("open"_L1).toArray().isEmpty();
    });
    QVERIFY2(!ladder.isEmpty(), "the ladder is not complete");

    m_caller->hangUp();
    QVERIFY(!awaitEvent(u"lineEnded"_s).isEmpty());
    m_stage->key(u"F12"_s);
    m_stage->key(u"Return"_s);
    QVERIFY(!awaitEvent(u"incidentClosed"_s).isEmpty());
    QVERIFY(pageSays(u"!document.body.innerText.includes('Are you alone?')"_s)); // the page has cleared itself
    photographPage(u"3-end"_s);

    m_stage->lower();
    const auto rows = store::verify(QDir(m_stage->dataFolder()).filePath(u"journal.db"_s));
    QVERIFY2(rows, rows ? "" : qPrintable(rows.error().detail));
    QVERIFY(*rows >= 15);
}

void tst_SilentCall::aCallerWhoHangsUpAfterTheKnockIsNotLost()
{
    QVERIFY(m_stage->raise(raiseOptions(u"lost-line"_s)));
    ring(u"tcp"_s);
    answerAskAndKnock();

    m_caller->hangUp();

    QVERIFY(lostLineIsShown());
    m_stage->key(u"F4"_s);
    QVERIFY(!awaitEvent(u"silentCallConfirmed"_s).isEmpty());
    m_stage->key(u"F5"_s);
    QVERIFY(!awaitEvent(u"inviteAccepted"_s).isEmpty());
}

void tst_SilentCall::aKilledServiceFindsTheCallAgain()
{
    QVERIFY(m_stage->raise(raiseOptions(u"killed"_s)));
    ring();
    answerAskAndKnock();
    QStringList told;
    for (const QJsonObject &line : m_stage->timeline()) {
        if (line.value("what"_L1) == "event"_L1)
            told << line.value("name"_L1).toString();
    }

    m_stage->kill();
    QVERIFY(m_stage->raise(raiseOptions(u"killed"_s)));

    QVERIFY(!awaitEvent(u"lineEnded"_s).isEmpty()); // what the kill itself made true
    QStringList again;
    for (const QJsonObject &line : m_stage->timeline()) {
        if (line.value("what"_L1) == "event"_L1)
            again << line.value("name"_L1).toString();
    }
    QCOMPARE(again.first(told.size()), told);
    QVERIFY(lostLineIsShown());
}

QTEST_GUILESS_MAIN(tst_SilentCall)
#include "tst_silentcall.moc"
