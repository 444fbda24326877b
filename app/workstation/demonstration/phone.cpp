// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/demonstration/phone.h"

#include "app/workstation/demonstration/process.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStandardPaths>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace knock::demonstration {

namespace {

constexpr auto timeToStart = 30s;
constexpr auto timeToLoad = 30s;
constexpr auto betweenLooks = 50ms;
constexpr qsizetype mostErrorText = 65'536;
constexpr qsizetype longestConsoleLine = 2'000;

// A page may serve robots differently, and a headless browser calls itself one.
constexpr auto userAgent = "Mozilla/5.0 (Linux; Android 15; SM-S921N) AppleWebKit/537.36 (KHTML, like Gecko) "
                           "Chrome/131.0.0.0 Mobile Safari/537.36"_L1;

QStringList arguments(const QString &folder, const QHostAddress &service, const QString &film, const Handset &handset)
{
    QStringList list{
        u"--headless"_s,
        u"--no-sandbox"_s,
        u"--disable-gpu"_s,
        u"--disable-dev-shm-usage"_s,
        u"--disable-quic"_s,
        u"--disable-background-networking"_s,
        u"--disable-component-update"_s,
        u"--disable-domain-reliability"_s,
        u"--disable-sync"_s,
        u"--disable-extensions"_s,
        u"--disable-breakpad"_s,
        u"--no-first-run"_s,
        u"--no-default-browser-check"_s,
        u"--no-pings"_s,
        u"--mute-audio"_s,
        u"--lang=ko-KR"_s,
        u"--ignore-certificate-errors"_s,
        u"--use-fake-device-for-media-stream"_s,
        u"--allow-loopback-in-peer-connection"_s,
        u"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE "_s + service.toString(),
        u"--remote-debugging-port=0"_s,
        u"--user-data-dir=%1"_s.arg(folder),
        u"--window-size=%1,%2"_s.arg(handset.size.width()).arg(handset.size.height()),
    };
    // Who would answer the question for the camera is not there.
    list.append(u"--use-fake-ui-for-media-stream"_s + (handset.givesCamera ? u""_s : u"=deny"_s));
    if (!film.isEmpty())
        list.append(u"--use-file-for-fake-video-capture=%1"_s.arg(film));
    list.append(u"about:blank"_s);
    return list;
}

QString quoted(const QString &text)
{
    const QByteArray array = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(array.sliced(1, array.size() - 2));
}

QString site(const QUrl &link)
{
    return link.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo)
        .toString(QUrl::FullyEncoded);
}

QJsonObject position(const Place &where)
{
    return {{u"latitude"_s, where.latitude}, {u"longitude"_s, where.longitude}, {u"accuracy"_s, where.accuracy.value}};
}

} // namespace

Phone::Phone(QObject *parent)
    : QObject(parent)
{
    bindToThisProgram(m_browser);
    m_browser.setStandardInputFile(QProcess::nullDevice());
    m_browser.setStandardOutputFile(QProcess::nullDevice());
    connect(&m_browser, &QProcess::readyReadStandardError, this, &Phone::readErrors);
    connect(&m_browser, &QProcess::errorOccurred, this,
            [this] { fail({Error::Kind::Broken, u"Chromium: "_s + m_browser.errorString()}); });
    connect(&m_browser, &QProcess::finished, this, [this] { fail({Error::Kind::Broken, u"Chromium ended."_s}); });
    connect(&m_devTools, &DevTools::opened, &m_devTools, &DevTools::attachToPage);
    connect(&m_devTools, &DevTools::attached, this, &Phone::prepare);
    connect(&m_devTools, &DevTools::event, this, &Phone::takeEvent);
    connect(&m_devTools, &DevTools::failed, this, &Phone::fail);
}

Phone::~Phone()
{
    m_failed = true;
    disconnect(&m_browser, nullptr, this, nullptr);
    disconnect(&m_devTools, nullptr, this, nullptr);
    endWithChildren(m_browser);
}

Result<> Phone::open(const QUrl &link, const Place &where)
{
    if (m_browser.state() != QProcess::NotRunning || m_failed)
        return failure(Error::Kind::Refused, u"A phone opens one link."_s);
    const bool isHere
        = link.host() == "127.0.0.1"_L1 || link.host() == "localhost"_L1 || QHostAddress(link.host()) == m_service;
    if (!isHere || (link.scheme() != "https"_L1 && link.scheme() != "http"_L1))
        return failure(Error::Kind::Malformed, u"The link does not lead to this computer."_s);
    const QString program = QStandardPaths::findExecutable(u"chromium"_s);
    if (program.isEmpty())
        return failure(Error::Kind::NotFound, u"Chromium is not installed."_s);
    if (!m_folder.isValid())
        return failure(Error::Kind::Full, m_folder.errorString());

    m_link = link;
    m_where = where;
    // What Chromium keeps beside its profile shall vanish with it.
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : {u"HOME"_s, u"XDG_CONFIG_HOME"_s, u"XDG_CACHE_HOME"_s})
        environment.insert(name, m_folder.path());
    m_browser.setProcessEnvironment(environment);
    m_browser.start(program, arguments(m_folder.filePath(u"profile"_s), m_service, m_film, m_handset));
    QTimer::singleShot(timeToStart, this, [this] {
        if (!m_devTools.isAttached())
            fail({Error::Kind::Unreachable, u"Chromium did not start in time."_s});
    });
    return {};
}

// Chromium tells the address of its control connection on standard error, among other things.
void Phone::readErrors()
{
    const QByteArray news = m_browser.readAllStandardError();
    if (m_errors.size() > mostErrorText)
        return;
    const QByteArray before = "DevTools listening on ";
    const bool wasKnown = m_errors.contains(before);
    m_errors += news;
    const qsizetype found = m_errors.indexOf(before);
    const qsizetype end = m_errors.indexOf('\n', found);
    if (found < 0 || end < 0)
        return;
    const qsizetype start = found + before.size();
    if (!wasKnown)
        m_devTools.open(QUrl(QString::fromLatin1(m_errors.sliced(start, end - start).trimmed())));
}

void Phone::prepare()
{
    // What is not named here is denied.
    QJsonArray permissions;
    if (m_handset.givesPlace)
        permissions.append(u"geolocation"_s);
    if (m_handset.givesCamera)
        permissions.append(u"videoCapture"_s);
    m_devTools.call(u"Browser.grantPermissions"_s, {{u"origin"_s, site(m_link)}, {u"permissions"_s, permissions}});
    m_devTools.call(u"Page.enable"_s, {});
    m_devTools.call(u"Runtime.enable"_s, {});
    m_devTools.call(u"Log.enable"_s, {});
    resize(m_handset.size);
    m_devTools.call(u"Emulation.setTouchEmulationEnabled"_s, {{u"enabled"_s, true}});
    m_devTools.call(u"Emulation.setUserAgentOverride"_s,
                    {{u"userAgent"_s, m_handset.agent.isEmpty() ? QString(userAgent) : m_handset.agent},
                     {u"acceptLanguage"_s, m_handset.languages}});
    m_devTools.call(u"Emulation.setGeolocationOverride"_s, position(m_where));
    // A page that is loaded by another process knows of the script only once this one has answered.
    m_devTools.call(u"Page.addScriptToEvaluateOnNewDocument"_s, {{u"source"_s, m_handset.script}},
                    [this](const Result<QJsonObject> &) { navigate(); });
}

void Phone::navigate()
{
    m_devTools.call(u"Page.navigate"_s, {{u"url"_s, m_link.toString(QUrl::FullyEncoded)}},
                    [this](const Result<QJsonObject> &answer) {
                        const QString why = answer ? answer->value("errorText"_L1).toString() : answer.error().detail;
                        if (why.isEmpty())
                            awaitPage();
                        else
                            fail({Error::Kind::Unreachable, u"The link does not open: "_s + why});
                    });
}

// The event for a loaded page may come before or after the answer to the call, and the empty page the browser begins
// with has one, too; the page itself knows best.
void Phone::awaitPage()
{
    const QString loaded = u"location.protocol.startsWith('http') && document.readyState === 'complete'"_s;
    waitFor(
        loaded,
        [this](const Result<> &result) {
            if (result)
                Q_EMIT ready();
            else
                fail({Error::Kind::Unreachable, u"The page does not load to its end."_s});
        },
        timeToLoad);
}

void Phone::takeEvent(const QString &method, const QJsonObject &parameters)
{
    if (method == "Runtime.consoleAPICalled"_L1) {
        QStringList words;
        for (const QJsonValue &argument : parameters.value("args"_L1).toArray())
            words.append(argument["value"_L1].toVariant().toString());
        Q_EMIT console(words.join(u' ').left(longestConsoleLine));
    } else if (method == "Runtime.exceptionThrown"_L1) {
        const QJsonObject exception = parameters.value("exceptionDetails"_L1).toObject();
        Q_EMIT console(exception.value("exception"_L1)["description"_L1].toString().left(longestConsoleLine));
    } else if (method == "Log.entryAdded"_L1) {
        Q_EMIT console(parameters.value("entry"_L1)["text"_L1].toString().left(longestConsoleLine));
    }
}

void Phone::moveTo(const Place &where)
{
    m_where = where;
    m_devTools.call(u"Emulation.setGeolocationOverride"_s, position(where));
}

void Phone::resize(const QSize &size)
{
    m_devTools.call(
        u"Emulation.setDeviceMetricsOverride"_s,
        {{u"width"_s, size.width()}, {u"height"_s, size.height()}, {u"deviceScaleFactor"_s, 2}, {u"mobile"_s, true}});
}

void Phone::reload() { m_devTools.call(u"Page.reload"_s, {}); }

void Phone::crash() { m_devTools.call(u"Page.crash"_s, {}); }

void Phone::setOffline(bool offline)
{
    m_devTools.call(u"Network.enable"_s, {});
    m_devTools.call(
        u"Network.emulateNetworkConditions"_s,
        {{u"offline"_s, offline}, {u"latency"_s, 0}, {u"downloadThroughput"_s, -1}, {u"uploadThroughput"_s, -1}});
}

void Phone::setDark(bool dark)
{
    const QJsonObject scheme{{u"name"_s, u"prefers-color-scheme"_s}, {u"value"_s, dark ? u"dark"_s : u"light"_s}};
    m_devTools.call(u"Emulation.setEmulatedMedia"_s, {{u"features"_s, QJsonArray{scheme}}});
}

void Phone::evaluate(const QString &expression, Value done)
{
    const QJsonObject parameters{
        {u"expression"_s, expression}, {u"returnByValue"_s, true}, {u"awaitPromise"_s, true}, {u"userGesture"_s, true}};
    m_devTools.call(u"Runtime.evaluate"_s, parameters, [done = std::move(done)](const Result<QJsonObject> &answer) {
        if (!answer)
            return done(std::unexpected(answer.error()));
        if (const QJsonValue exception = answer->value("exceptionDetails"_L1); exception.isObject())
            return done(failure(Error::Kind::Malformed, exception["exception"_L1]["description"_L1].toString()));
        done(answer->value("result"_L1)["value"_L1]);
    });
}

void Phone::evaluateUntilTrue(const QString &expression, QDeadlineTimer deadline, Value done)
{
    evaluate(u"(%1) || null"_s.arg(expression), [=, this](const Result<QJsonValue> &value) {
        if (value && !value->isNull() && !value->isUndefined())
            return done(value);
        const bool isOver = m_failed || deadline.hasExpired();
        if (isOver)
            return done(failure(Error::Kind::Expired, u"Not true in time: "_s + expression.left(200)));
        QTimer::singleShot(betweenLooks, this, [=, this] { evaluateUntilTrue(expression, deadline, done); });
    });
}

void Phone::waitFor(const QString &condition, Done done, std::chrono::milliseconds within)
{
    evaluateUntilTrue(u"!!(%1)"_s.arg(condition), QDeadlineTimer(within),
                      [done = std::move(done)](const Result<QJsonValue> &value) {
                          done(value.transform([](const QJsonValue &) { }));
                      });
}

void Phone::find(const QString &selector, Value done)
{
    // An element can be touched when it has a size, is not disabled and nothing lies over its middle.
    const QString middle = uR"((() => {
        const element = document.querySelector(%1);
        if (!element || element.disabled)
            return null;
        element.scrollIntoView({block: 'nearest'});
        const box = element.getBoundingClientRect();
        const x = box.left + box.width / 2;
        const y = box.top + box.height / 2;
        const top = document.elementFromPoint(x, y);
        return box.width && box.height && top && element.contains(top) ? {x, y} : null;
    })())"_s.arg(quoted(selector));
    evaluateUntilTrue(middle, QDeadlineTimer(patience), std::move(done));
}

void Phone::tap(const QString &selector, Done done) { hold(selector, 0ms, std::move(done)); }

void Phone::hold(const QString &selector, std::chrono::milliseconds time, Done done)
{
    find(selector, [this, time, done = std::move(done)](const Result<QJsonValue> &at) {
        if (at)
            touch(*at, time, done);
        else if (done)
            done(std::unexpected(at.error()));
    });
}

void Phone::touch(const QJsonValue &at, std::chrono::milliseconds time, Done done)
{
    const QJsonObject down{{u"type"_s, u"touchStart"_s}, {u"touchPoints"_s, QJsonArray{at}}};
    m_devTools.call(u"Input.dispatchTouchEvent"_s, down);
    const auto release = [this, done = std::move(done)] {
        const QJsonObject up{{u"type"_s, u"touchEnd"_s}, {u"touchPoints"_s, QJsonArray{}}};
        m_devTools.call(u"Input.dispatchTouchEvent"_s, up, [done](const Result<QJsonObject> &answer) {
            if (done)
                done(answer.transform([](const QJsonObject &) { }));
        });
    };
    if (time > 0ms)
        QTimer::singleShot(time, this, release);
    else
        release();
}

void Phone::choose(const QString &selector, const QString &path, Done done)
{
    const QJsonObject field{{u"expression"_s, u"document.querySelector(%1)"_s.arg(quoted(selector))}};
    m_devTools.call(u"Runtime.evaluate"_s, field, [this, path, done](const Result<QJsonObject> &answer) {
        const QString object = answer ? answer->value("result"_L1)["objectId"_L1].toString() : QString();
        m_devTools.call(u"DOM.setFileInputFiles"_s, {{u"files"_s, QJsonArray{path}}, {u"objectId"_s, object}},
                        [done](const Result<QJsonObject> &chosen) {
                            if (done)
                                done(chosen.transform([](const QJsonObject &) { }));
                        });
    });
}

void Phone::type(const QString &selector, const QString &text, Done done)
{
    tap(selector, [=, this, done = std::move(done)](const Result<> &tapped) {
        if (!tapped) {
            if (done)
                done(tapped);
            return;
        }
        // Where the touch has not given the focus yet, the text would go nowhere.
        evaluate(u"document.querySelector(%1).focus()"_s.arg(quoted(selector)), [](const Result<QJsonValue> &) { });
        m_devTools.call(u"Input.insertText"_s, {{u"text"_s, text}});
        press(u"Enter"_s, done);
    });
}

void Phone::press(const QString &key, Done done)
{
    const bool isEnter = key == "Enter"_L1;
    QJsonObject event{{u"type"_s, isEnter ? u"keyDown"_s : u"rawKeyDown"_s},
                      {u"key"_s, key},
                      {u"code"_s, key},
                      {u"windowsVirtualKeyCode"_s, isEnter ? 13 : 9}};
    if (isEnter)
        event.insert(u"text"_s, u"\r"_s);
    m_devTools.call(u"Input.dispatchKeyEvent"_s, event);
    event.insert(u"type"_s, u"keyUp"_s);
    m_devTools.call(u"Input.dispatchKeyEvent"_s, event, [done = std::move(done)](const Result<QJsonObject> &answer) {
        if (done)
            done(answer.transform([](const QJsonObject &) { }));
    });
}

void Phone::screenshot(const QString &path, Done done)
{
    m_devTools.call(u"Page.captureScreenshot"_s, {}, [path, done = std::move(done)](const Result<QJsonObject> &answer) {
        const Result<> written = answer.and_then([&](const QJsonObject &result) -> Result<> {
            const QByteArray png = QByteArray::fromBase64(result.value("data"_L1).toString().toLatin1());
            QFile file(path);
            if (!file.open(QIODevice::WriteOnly) || file.write(png) != png.size())
                return failure(Error::Kind::Full, file.errorString());
            return {};
        });
        if (done)
            done(written);
    });
}

void Phone::fail(const Error &error)
{
    if (std::exchange(m_failed, true))
        return;
    Q_EMIT failed(error);
}

} // namespace knock::demonstration
