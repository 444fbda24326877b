// SPDX-License-Identifier: Apache-2.0
#include "tests/service/caller/browserhouse.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace std::chrono_literals;

/// What the page must never do, counted in a browser while it does everything it can.
class tst_CallerSafety : public test::BrowserHouse
{
    Q_OBJECT
private Q_SLOTS:
    void asksForNothingMoreBeforeTheTouch();
    void betraysNobody();
    void findsWhatIsToBeFound();

private:
    static QString counters();
    [[nodiscard]] bool hold(const QString &selector, std::chrono::milliseconds time)
    {
        std::optional<bool> held;
        m_phone->hold(selector, time, [&held](const Result<> &done) { held = done.has_value(); });
        return QTest::qWaitFor([&held] { return held.has_value(); }, 30000) && *held;
    }
};

/// Counts in window.counts, from before the page's first script on.
QString tst_CallerSafety::counters()
{
    return uR"(
        window.counts = {sounds: 0, vibrations: 0, notifications: 0, workers: 0, stored: 0, cookies: 0, windows: 0};
        const count = (name, owner, key) => {
            if (owner && owner[key]) {
                const was = owner[key];
                owner[key] = function (...rest) {
                    window.counts[name] += 1;
                    return new.target ? Reflect.construct(was, rest) : was.apply(this, rest);
                };
                Object.setPrototypeOf(owner[key], was);
            }
        };
        ['Audio', 'AudioContext', 'webkitAudioContext'].forEach(key => count('sounds', window, key));
        count('sounds', window.speechSynthesis && SpeechSynthesis.prototype, 'speak');
        count('vibrations', Navigator.prototype, 'vibrate');
        count('notifications', window, 'Notification');
        count('notifications', window.Notification, 'requestPermission');
        count('workers', window.ServiceWorkerContainer && ServiceWorkerContainer.prototype, 'register');
        count('workers', window, 'Worker');
        count('stored', IDBFactory.prototype, 'open');
        count('stored', CacheStorage.prototype, 'open');
        count('windows', window, 'open');
        const put = Storage.prototype.setItem;
        Storage.prototype.setItem = function (...rest) {
            window.counts.stored += this === window.localStorage ? 1 : 0;
            return put.apply(this, rest);
        };
        const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
        Object.defineProperty(Document.prototype, 'cookie', {
            get: cookie.get,
            set(value) { window.counts.cookies += 1; return cookie.set.call(this, value); },
        });
        window.count = count;
    )"_s;
}

void tst_CallerSafety::asksForNothingMoreBeforeTheTouch()
{
    QVERIFY(open());
    // A browser asks for the icon last.
    QVERIFY(pageSays(u"performance.getEntriesByName(location.origin + '/caller/icon.svg').length === 1"_s));

    const QString names = valueOf(u"performance.getEntriesByType('resource').map(each => new URL(each.name).pathname)"
                                  ".sort().join(' ')"_s);

    QCOMPARE(names,
             u"/caller/icon.svg /caller/style.css"
             " /caller/words+keep+strings+touch+link+place+chat+later+app.js"_s);
    QCOMPARE(valueOf(u"sessionStorage.length"_s), u"0"_s);
    QVERIFY(m_inputs.empty());
}

void tst_CallerSafety::betraysNobody()
{
    QVERIFY(begin({.script = counters()}));
    const QString before = valueOf(u"history.length"_s);
    QVERIFY(comes<PermissionSaid>([](const PermissionSaid &said) { return said.permission == Permission::Camera; }));
    m_phone->type(u"#line"_s, u"도와주세요"_s);
    QVERIFY(comes<Said>([](const Said &) { return true; }));
    say(u"o-1"_s, u"가고 있어요"_s);
    QVERIFY(comes<Seen>([](const Seen &) { return true; }));
    m_phone->tap(u"#help"_s);
    m_phone->tap(u"#phrases"_s);
    m_caller->perform(SteerCamera{{1}, CameraWish::Snapshot});
    m_phone->tap(u"#cover"_s);
    QVERIFY(comes<FaceShown>([](const FaceShown &shown) { return shown.face == PageFace::Disguised; }));
    m_phone->type(u"#query"_s, u"서울 날씨"_s);
    say(u"o-2"_s, u"5분 남았어요"_s);
    QVERIFY(pageSays(u"document.querySelector('#aside').innerText === '5분 남았어요'"_s));
    QVERIFY(hold(u"#brand"_s, 2300ms));
    m_phone->tap(u"#dark"_s);
    QVERIFY(pageSays(u"Boolean(document.querySelector('#black'))"_s));
    QVERIFY(hold(u"#black"_s, 1300ms));
    QVERIFY(hold(u"#brand"_s, 2300ms));
    m_phone->tap(u"#leave"_s);
    QVERIFY(comes<Left>([](const Left &left) { return left.fled; }));

    const QJsonObject counts = QJsonDocument::fromJson(valueOf(u"JSON.stringify(counts)"_s).toUtf8()).object();
    const QString others = valueOf(u"performance.getEntriesByType('resource').filter(each => !each.name.startsWith("
                                   "location.origin + '/caller/')).map(each => each.name).join()"_s);
    const QString left = valueOf(u"caches.keys().then(names => names.length + localStorage.length"
                                 " + sessionStorage.length + document.cookie.length)"_s);

    QCOMPARE(counts.size(), 7);
    for (const QString &name : counts.keys())
        qInfo().noquote() << name.leftJustified(14) << counts[name].toInt();
    qInfo().noquote() << "requests to others" << others.size();
    qInfo().noquote() << "left in storage" << left;
    for (const QString &name : counts.keys())
        QCOMPARE(counts[name].toInt(), 0);
    QCOMPARE(others, QString());
    QCOMPARE(left, u"0"_s);
    QCOMPARE(valueOf(u"history.length"_s), before);
    QCOMPARE(valueOf(u"document.querySelectorAll('video, audio').length"_s), u"0"_s);
}

/// The counters count.
void tst_CallerSafety::findsWhatIsToBeFound()
{
    QVERIFY(open({.script = counters()}));

    const QString counted = valueOf(uR"((() => {
        navigator.vibrate(1);
        localStorage.setItem('a', 'b');
        document.cookie = 'a=b';
        new AudioContext();
        try { Notification.requestPermission(); } catch (error) { }
        indexedDB.open('a');
        return JSON.stringify(counts);
    })())"_s);

    QCOMPARE(counted,
             u"{\"sounds\":1,\"vibrations\":1,\"notifications\":1,\"workers\":0,\"stored\":2,\"cookies\":1,"
             "\"windows\":0}"_s);
}

QTEST_GUILESS_MAIN(tst_CallerSafety)
#include "tst_callersafety.moc"
