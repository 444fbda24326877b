// SPDX-License-Identifier: Apache-2.0
#include "tests/service/caller/browserhouse.h"

#include <QRandomGenerator>
#include <QTcpServer>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace std::chrono_literals;

/// From the first touch to the last word.
class tst_CallerBrowser : public test::BrowserHouse
{
    Q_OBJECT
private Q_SLOTS:
    void showsNothingBeforeTheTouch();
    void givesLocationThenCameraAndChat();
    void losesNothingWhenTheServiceGoesAway();
    void keepsWhatWasTypedThroughAReload();
    void clearsItselfAtTheEnd();
    void showsTheDecoyForALinkThatIsVoid();

private:
    [[nodiscard]] static quint16 portOutsideOfTheEphemeralOnes();
};

quint16 tst_CallerBrowser::portOutsideOfTheEphemeralOnes()
{
    QTcpServer probe;
    while (!probe.listen(QHostAddress::LocalHost,
                         static_cast<quint16>(QRandomGenerator::global()->bounded(20000, 30000)))) { }
    return probe.serverPort();
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
    QVERIFY(std::abs(inputs<Located>().front().fix.latitude - 35.9997) < 1e-6);
    QVERIFY(std::abs(inputs<Located>().front().fix.longitude - 124.616431) < 1e-6);
    QCOMPARE(inputs<Located>().front().fix.radius, Metres{9});
    QTRY_VERIFY_WITH_TIMEOUT(count<CameraOffered>() > 0, 30000);
    QVERIFY(inputs<CameraOffered>().front().sdp.contains("a=sendonly"_L1));
    QVERIFY(inputs<CameraOffered>().front().sdp.contains("VP8/90000"_L1));
    QVERIFY(!inputs<CameraOffered>().front().sdp.contains("m=audio"_L1));

    m_phone->type(u"#line"_s, u"문이 잠겼어요"_s);
    QTRY_COMPARE_WITH_TIMEOUT(count<Said>(), 1, 30000);
    say(u"o-1"_s, u"혼자 있나요? <b>1</b> 예"_s);
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
    QCOMPARE(inputs<Said>().front().text, u"아직 여기 있어요"_s);
    // Chromium may keep the one change of place to itself while its network is busy: the person goes on walking.
    QTimer walk;
    int steps = 0;
    connect(&walk, &QTimer::timeout, this, [&] { m_phone->moveTo({36.25, 124.5, Metres{20.0 + ++steps}}); });
    walk.start(1s);
    QVERIFY(comes<Located>([](const Located &located) { return located.fix.latitude == 36.25; }));
    QVERIFY(pageSays(u"document.querySelectorAll('#chat p').length === 1"_s));
}

void tst_CallerBrowser::keepsWhatWasTypedThroughAReload()
{
    QVERIFY(begin());
    m_phone->evaluate(uR"((() => {
        document.querySelector('#line').value = '반쯤';
        document.querySelector('#line').dispatchEvent(new Event('input'));
        Link.prototype.send = () => {};
    })())"_s,
                      [](const Result<QJsonValue> &) { });
    m_phone->tap(u"[data-answer='3']"_s);
    QVERIFY(pageSays(u"document.querySelectorAll('#chat .caller').length === 1"_s));
    QCOMPARE(count<Said>(), 0);

    m_phone->reload();

    QVERIFY(comes<Said>([](const Said &said) { return said.text == "3"_L1; }));
    QCOMPARE(count<Opened>(), 2);
    QVERIFY(pageSays(u"document.querySelector('#line').value === '반쯤'"_s));
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
    QVERIFY(open({}, u"BBBBBBBBBBBBBBBBBBBBB2"_s));

    m_phone->tap(u"#go"_s);

    QVERIFY(pageSays(u"document.body.innerText.trim() === '이 페이지는 더 이상 볼 수 없습니다.'"_s));
    QVERIFY(m_inputs.empty());
}

QTEST_GUILESS_MAIN(tst_CallerBrowser)
#include "tst_callerbrowser.moc"
