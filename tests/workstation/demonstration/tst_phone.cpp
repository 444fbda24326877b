// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/demonstration/phone.h"
#include "tests/workstation/demonstration/pageserver.h"
#include "tests/workstation/demonstration/processes.h"

#include <QImage>
#include <QJsonArray>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace knock;
using namespace knock::demonstration;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using knock::test::PageServer;
using knock::test::processesNaming;

namespace {

constexpr int startTime = 40'000;
constexpr int actTime = 15'000;
const Place motel{35.999700, 124.616431, {8}};

} // namespace

class tst_Phone : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(); }
    void showsPositionAndCamera_data();
    void showsPositionAndCamera();
    void writesLines();
    void waitsUntilAnElementCanBeTouched();
    void takesPictures();
    void tellsWhatThePageSays();
    void tellsWhatGoesWrong();
    void reachesNothingElse();
    void refusesLinksElsewhere_data();
    void refusesLinksElsewhere();
    void saysWhenTheLinkDoesNotOpen();
    void endsItsProcesses();

private:
    /// The value of \a expression on the page, or nothing when it cannot be had.
    static QJsonValue valueOf(Phone &phone, const QString &expression)
    {
        std::optional<QJsonValue> answer;
        phone.evaluate(expression, [&](const Result<QJsonValue> &value) { answer = value.value_or(QJsonValue()); });
        return QTest::qWaitFor([&] { return answer.has_value(); }, actTime) ? *answer : QJsonValue();
    }

    /// A phone that has opened the page of m_server.
    bool open(Phone &phone)
    {
        const QSignalSpy ready(&phone, &Phone::ready);
        return phone.open(m_server.link(), motel) && QTest::qWaitFor([&] { return ready.size() == 1; }, startTime);
    }

    PageServer m_server;
};

void tst_Phone::initTestCase()
{
    if (QStandardPaths::findExecutable(u"chromium"_s).isEmpty())
        QSKIP("chromium is not installed");
    QVERIFY(m_server.start(false));
}

void tst_Phone::showsPositionAndCamera_data()
{
    QTest::addColumn<bool>("encrypted");
    QTest::newRow("HTTP") << false;
    QTest::newRow("HTTPS") << true;
}

void tst_Phone::showsPositionAndCamera()
{
    QFETCH(bool, encrypted);
    PageServer server;
    QVERIFY(server.start(encrypted));
    Phone phone;
    const QSignalSpy ready(&phone, &Phone::ready);
    QVERIFY(phone.open(server.link(), motel));
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, startTime);

    std::optional<Result<>> tapped;
    phone.tap(u"#go"_s, [&](const Result<> &result) { tapped = result; });

    QTRY_VERIFY_WITH_TIMEOUT(tapped.has_value(), actTime);
    QVERIFY(*tapped);
    QTRY_COMPARE_WITH_TIMEOUT(valueOf(phone, u"seen.trusted"_s), QJsonValue(true), actTime);
    QTRY_COMPARE_WITH_TIMEOUT(valueOf(phone, u"seen.fixes.length"_s), QJsonValue(1), actTime);
    QCOMPARE(valueOf(phone, u"seen.fixes[0]"_s), QJsonValue(QJsonArray{35.999700, 124.616431, 8}));
    QTRY_COMPARE_GT_WITH_TIMEOUT(valueOf(phone, u"seen.frames"_s).toInt(), 0, actTime);

    phone.moveTo({35.999424, 124.616587, {12}});
    QTRY_COMPARE_WITH_TIMEOUT(valueOf(phone, u"seen.fixes.at(-1)"_s), QJsonValue(QJsonArray{35.999424, 124.616587, 12}),
                              actTime);
    QCOMPARE(valueOf(phone, u"seen.touches"_s), QJsonValue(1));
}

void tst_Phone::writesLines()
{
    Phone phone;
    QVERIFY(open(phone));

    phone.type(u"#line"_s, u"문이 \"잠겼어요\" \\ 'x'"_s);
    QTRY_COMPARE_WITH_TIMEOUT(valueOf(phone, u"seen.lines.length"_s), QJsonValue(1), actTime);
    phone.type(u"#line"_s, u"둘"_s);
    QTRY_COMPARE_WITH_TIMEOUT(valueOf(phone, u"seen.lines.length"_s), QJsonValue(2), actTime);

    QCOMPARE(valueOf(phone, u"seen.lines"_s), QJsonValue(QJsonArray{u"문이 \"잠겼어요\" \\ 'x'"_s, u"둘"_s}));
}

void tst_Phone::waitsUntilAnElementCanBeTouched()
{
    Phone phone;
    QVERIFY(open(phone));
    bool tapped = false;
    phone.tap(u"#later"_s, [&](const Result<> &result) { tapped = result.has_value(); });
    QCOMPARE(valueOf(phone, u"document.querySelector('#later').disabled"_s), QJsonValue(true));
    QVERIFY(!tapped);

    valueOf(phone, u"document.querySelector('#later').disabled = false"_s);

    QTRY_VERIFY_WITH_TIMEOUT(tapped, actTime);
}

void tst_Phone::takesPictures()
{
    QTemporaryDir folder;
    Phone phone;
    QVERIFY(open(phone));

    bool done = false;
    phone.screenshot(folder.filePath(u"phone.png"_s), [&](const Result<> &result) { done = result.has_value(); });

    QTRY_VERIFY_WITH_TIMEOUT(done, actTime);
    QCOMPARE(QImage(folder.filePath(u"phone.png"_s)).size(), QSize(720, 1480));
}

void tst_Phone::tellsWhatThePageSays()
{
    Phone phone;
    const QSignalSpy console(&phone, &Phone::console);
    QVERIFY(open(phone));
    QCOMPARE(console.first().first().toString(), u"page begins"_s);

    phone.evaluate(u"setTimeout(() => { throw new Error('broken page'); }, 0)"_s, [](const Result<QJsonValue> &) { });

    QTRY_COMPARE_WITH_TIMEOUT(console.size(), 2, actTime);
    QVERIFY(console.last().first().toString().contains(u"broken page"_s));
}

void tst_Phone::tellsWhatGoesWrong()
{
    Phone phone;
    QVERIFY(open(phone));

    std::optional<Result<QJsonValue>> value;
    phone.evaluate(u"noSuchThing + 1"_s, [&](const Result<QJsonValue> &result) { value = result; });
    QTRY_VERIFY_WITH_TIMEOUT(value.has_value(), actTime);
    QVERIFY(!*value);

    std::optional<Result<>> waited;
    phone.waitFor(u"seen.touches > 5"_s, [&](const Result<> &result) { waited = result; }, 200ms);
    QTRY_VERIFY_WITH_TIMEOUT(waited.has_value(), actTime);
    QCOMPARE(waited->error().kind, Error::Kind::Expired);
}

void tst_Phone::reachesNothingElse()
{
    QTcpServer elsewhere;
    QVERIFY(elsewhere.listen(QHostAddress(u"127.0.0.2"_s)));
    Phone phone;
    QVERIFY(open(phone));

    const QString request
        = u"fetch('http://127.0.0.2:%1/', {mode: 'no-cors'}).then(() => 'reached', () => 'not reached')"_s;
    QCOMPARE(valueOf(phone, request.arg(elsewhere.serverPort())), QJsonValue(u"not reached"_s));
    QVERIFY(!elsewhere.hasPendingConnections());
}

void tst_Phone::refusesLinksElsewhere_data()
{
    QTest::addColumn<QUrl>("link");
    QTest::newRow("another computer") << QUrl(u"https://192.0.2.1/x"_s);
    QTest::newRow("a name") << QUrl(u"https://knock.example/x"_s);
    QTest::newRow("a file") << QUrl(u"file:///etc/passwd"_s);
    QTest::newRow("none") << QUrl();
}

void tst_Phone::refusesLinksElsewhere()
{
    QFETCH(QUrl, link);
    Phone phone;

    const Result<> opened = phone.open(link, motel);

    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, Error::Kind::Malformed);
}

void tst_Phone::saysWhenTheLinkDoesNotOpen()
{
    QTcpServer nobody;
    QVERIFY(nobody.listen(QHostAddress(QHostAddress::LocalHost)));
    const quint16 port = nobody.serverPort();
    nobody.close();
    Phone phone;
    const QSignalSpy failed(&phone, &Phone::failed);

    QVERIFY(phone.open(QUrl(u"http://127.0.0.1:%1/"_s.arg(port)), motel));

    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, startTime);
    QCOMPARE(failed.first().first().value<Error>().kind, Error::Kind::Unreachable);
}

void tst_Phone::endsItsProcesses()
{
    const QTemporaryDir folder;
    const QByteArray usual = qgetenv("TMPDIR");
    qputenv("TMPDIR", folder.path().toUtf8());
    {
        Phone phone;
        qputenv("TMPDIR", usual);
        QVERIFY(open(phone));
        QCOMPARE_GT(processesNaming(folder.path()), 1);
    }

    QTRY_COMPARE(processesNaming(folder.path()), 0);
}

QTEST_GUILESS_MAIN(tst_Phone)
#include "tst_phone.moc"
