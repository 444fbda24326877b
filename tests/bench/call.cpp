// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/call.h"

#include "tests/bench/bench.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace knock::bench {

Call::Call(test::Stage &stage)
    : m_stage(stage)
    , m_from(stage.timeline().size())
{
}

qint64 Call::at(const QString &what, const QString &name)
{
    const QJsonObject line = m_stage.await(
        [&](const QJsonObject &l) {
            return l.value("what"_L1) == what
                && (name.isEmpty() || l.value("name"_L1) == name || l.value("key"_L1) == name);
        },
        20s, m_from);
    return line.value("us"_L1).toInteger();
}

bool Call::answer(int number)
{
    m_caller = std::make_unique<test::RawCaller>(quint16(m_stage.port(u"sip"_s)),
                                                 u"0101234%1"_s.arg(number, 4, 10, QChar(u'0')));
    m_caller->invite();
    if (!at(u"event"_s, u"callArrived"_s))
        return false;
    m_stage.key(u"F2"_s);
    return at(u"event"_s, u"callAnswered"_s) && QTest::qWaitFor([&] { return m_caller->isAnswered(); }, 5000);
}

bool Call::knock(int number, By carrier)
{
    const auto press = [&](char key) {
        return carrier == By::Event ? m_caller->press(key)
            : carrier == By::Info   ? m_caller->pressByInfo(key)
                                    : m_caller->pressByTone(key);
    };
    if (!answer(number))
        return false;
    m_stage.key(u"F3"_s);
    if (!at(u"event"_s, u"promptStarted"_s))
        return false;
    press('5');
    if (!at(u"event"_s, u"keyPressed"_s))
        return false;
    const qint64 pressed = press('9');
    const qint64 alerted = at(u"alert"_s);
    m_took[u"press_to_alert"_s] = double(alerted - pressed) / 1000;
    return alerted != 0;
}

bool Call::workTheLine(int number)
{
    if (!answer(number))
        return false;
    m_stage.key(u"F3"_s);
    if (!at(u"event"_s, u"promptEnded"_s))
        return false;
    m_caller->press('5');
    if (!at(u"event"_s, u"keyPressed"_s))
        return false;
    const qint64 pressed = m_caller->press('9');
    const qint64 alerted = at(u"alert"_s);
    if (!alerted)
        return false;
    m_took[u"press_to_alert"_s] = double(alerted - pressed) / 1000;

    m_stage.key(u"F4"_s);
    if (!at(u"event"_s, u"silentCallConfirmed"_s))
        return false;
    m_stage.key(u"F5"_s);
    const qint64 accepted = at(u"event"_s, u"inviteAccepted"_s);
    const qint64 key = at(u"key"_s, u"F5"_s);
    if (!accepted || !key)
        return false;
    m_took[u"link_key_to_sms"_s] = double(accepted - key) / 1000;
    return true;
}

bool Call::workThePage()
{
    const QJsonObject link = m_stage.await(u"link"_s, m_from);
    bool isReady = false;
    QObject::connect(&m_phone, &demonstration::Phone::ready, &m_phone, [&] { isReady = true; });
    if (!m_phone.open(QUrl(link.value("link"_L1).toString()), {35.9997, 124.616431, Metres{9}})
        || !QTest::qWaitFor([&] { return isReady; }, 20000))
        return false;
    m_phone.tap(u"#go"_s);
    const qint64 opened = at(u"event"_s, u"pageOpened"_s);
    const qint64 located = at(u"event"_s, u"callerLocated"_s);
    const qint64 onMap = at(u"fix"_s);
    const qint64 pictured = at(u"picture"_s);
    if (!opened || !located || !onMap || !pictured)
        return false;
    m_took[u"page_open_to_fix"_s] = double(onMap - opened) / 1000;
    // The page starts its camera as soon as its first position has been sent.
    m_took[u"camera_start_to_frame"_s] = double(pictured - located) / 1000;
    return true;
}

bool Call::close()
{
    m_caller->bye();
    if (!at(u"event"_s, u"lineEnded"_s))
        return false;
    m_stage.key(u"F12"_s);
    m_stage.key(u"Down"_s); // the first reason; nothing suggests one where no unit was ordered
    m_stage.key(u"Return"_s);
    return at(u"event"_s, u"incidentClosed"_s) != 0;
}

bool measureCalls(const QStringList &names)
{
    constexpr int calls = 20;
    test::Stage stage(QStringLiteral(KNOCK_WORKSTATION));
    if (const auto raised = stage.raise({u"--set"_s, u"sipPort=0"_s, u"--set"_s, u"webPort=0"_s}); !raised) {
        qWarning("%s", qPrintable(raised.error().detail));
        return false;
    }
    const bool withPage = names.contains(u"page_open_to_fix"_s) || names.contains(u"camera_start_to_frame"_s);
    std::map<QString, std::vector<double>> samples;
    for (int i = 0; i < calls; ++i) {
        Call call(stage);
        if (!call.workTheLine(i) || (withPage && !call.workThePage()) || !call.close()) {
            qWarning("call %d did not get to its end; the workstation said: %s", i,
                     stage.log().right(1000).constData());
            return false;
        }
        for (const auto &[name, took] : call.took())
            samples[name].push_back(took);
    }
    print(u"press_to_alert_p50"_s, quantile(samples[u"press_to_alert"_s], 0.5), u"ms"_s, calls);
    print(u"press_to_alert_p99"_s, quantile(samples[u"press_to_alert"_s], 0.99), u"ms"_s, calls);
    for (const QString &name : {u"link_key_to_sms"_s, u"page_open_to_fix"_s, u"camera_start_to_frame"_s}) {
        if (samples.contains(name))
            print(name, quantile(samples[name], 0.5), u"ms"_s, samples[name].size());
    }
    return true;
}

bool measureCarriers()
{
    constexpr int calls = 20;
    test::Stage stage(QStringLiteral(KNOCK_WORKSTATION));
    if (const auto raised = stage.raise({u"--set"_s, u"sipPort=0"_s, u"--set"_s, u"webPort=0"_s}); !raised) {
        qWarning("%s", qPrintable(raised.error().detail));
        return false;
    }
    int number = 0;
    for (const auto &[name, carrier] : {std::pair{u"event"_s, Call::By::Event}, std::pair{u"info"_s, Call::By::Info},
                                        std::pair{u"inband"_s, Call::By::Tone}}) {
        std::vector<double> took;
        while (took.size() < calls) {
            Call call(stage);
            if (!call.knock(++number, carrier) || !call.close()) {
                qWarning("a knock by %s did not get to its end", qPrintable(name));
                return false;
            }
            took.push_back(call.took().begin()->second);
        }
        print(u"press_to_alert_%1_p50"_s.arg(name), quantile(took, 0.5), u"ms"_s, took.size());
        print(u"press_to_alert_%1_p99"_s.arg(name), quantile(took, 0.99), u"ms"_s, took.size());
    }
    return true;
}

} // namespace knock::bench
