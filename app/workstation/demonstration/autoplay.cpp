// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/demonstration/autoplay.h"

#include "app/workstation/demonstration/keyboard.h"

#include <algorithm>
#include <QKeySequence>

using namespace Qt::StringLiterals;

namespace knock::demonstration {

namespace {

constexpr std::size_t fixesOfAWalk = 15;

bool hasAnsweredQuestion(const Incident &incident)
{
    const auto question = std::ranges::find(incident.chat, Message::Author::Operator, &Message::author);
    return std::find_if(question, incident.chat.end(),
                        [](const Message &message) { return message.author == Message::Author::Caller; })
        != incident.chat.end();
}

} // namespace

Autoplay::Autoplay(desk::Desk &desk, QWidget &window, Configuration configuration, QObject *parent)
    : QObject(parent)
    , m_desk(desk)
    , m_window(&window)
    , m_configuration(std::move(configuration))
    , m_steps(silentCall())
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(m_configuration.pause);
    m_giveUp.setSingleShot(true);
    m_giveUp.setInterval(m_configuration.patience);
    connect(&m_pause, &QTimer::timeout, this, &Autoplay::act);
    connect(&m_giveUp, &QTimer::timeout, this,
            [this] { end(false, u"not reached in time: "_s + m_steps.at(*m_next).name); });
}

// The order of a unit never waits for the page or the camera.
std::vector<Autoplay::Step> Autoplay::silentCall() const
{
    const auto always = [](const Incident &) { return true; };
    return {
        {u"ringing"_s, [](const Incident &i) { return i.line == Incident::Line::Ringing; }, Qt::Key_F2},
        {u"answered"_s, [](const Incident &i) { return i.line == Incident::Line::Connected; }, Qt::Key_F3},
        {u"alert"_s, [](const Incident &i) { return i.hasAlert(); }, Qt::Key_F4},
        {u"confirmed"_s, [](const Incident &i) { return i.knock == Incident::Knock::Confirmed; }, Qt::Key_F5},
        {u"link-sent"_s, [](const Incident &i) { return i.invite.has_value(); }, Qt::Key_F6},
        {u"order"_s, always, Qt::Key_Return},
        {u"ordered"_s, [](const Incident &i) { return !i.orders.empty(); }, {}},
        {u"located"_s, [](const Incident &i) { return i.located.has_value(); }, {}},
        {u"camera"_s, [](const Incident &i) { return i.camera; }, Qt::Key_Space},
        {u"camera-clear"_s, always, Qt::Key_F9},
        {u"chat"_s, always, {}, m_configuration.question},
        {u"question"_s, always, Qt::Key_Return},
        {u"answer"_s, hasAnsweredQuestion, {}},
        {u"walking"_s, [](const Incident &i) { return i.fixes.size() >= fixesOfAWalk; }, {}},
        {u"closing"_s, always, Qt::Key_F12},
        {u"reason"_s, always, Qt::Key_Return},
        {u"closed"_s, [](const Incident &i) { return !i.isOpen(); }, {}},
    };
}

void Autoplay::start()
{
    if (m_next)
        return;
    m_next = 0;
    m_giveUp.start();
    connect(&m_desk, &desk::Desk::changed, this, &Autoplay::take);
}

void Autoplay::take(IncidentId incident, const Event &event)
{
    const auto *arrived = std::get_if<CallArrived>(&event);
    if (arrived && arrived->number == m_configuration.number) {
        m_incident = incident;
        m_desk.select(incident);
    }
    look();
}

void Autoplay::look()
{
    const Incident *incident = m_desk.find(m_incident);
    if (!m_next || !incident || m_pause.isActive() || !m_steps.at(*m_next).isReached(*incident))
        return;
    m_giveUp.stop();
    m_pause.start();
}

void Autoplay::act()
{
    if (!m_window)
        return end(false, u"the window is gone"_s);
    const Step step = m_steps.at(*m_next);
    Q_EMIT reached(step.name);
    // The next step must be known before the key is pressed: what the key does may be told at once.
    ++*m_next;
    if (*m_next == m_steps.size())
        return end(true, {});
    m_giveUp.start();
    if (step.key) {
        pressKey(*m_window, *step.key);
        Q_EMIT pressed(step.name, QKeySequence(*step.key).toString(QKeySequence::PortableText));
    }
    if (!step.text.isEmpty()) {
        typeText(*m_window, step.text);
        Q_EMIT pressed(step.name, step.text);
    }
    look();
}

void Autoplay::end(bool ok, const QString &why)
{
    m_next.reset();
    m_pause.stop();
    m_giveUp.stop();
    disconnect(&m_desk, nullptr, this, nullptr);
    Q_EMIT finished(ok, why);
}

} // namespace knock::demonstration
