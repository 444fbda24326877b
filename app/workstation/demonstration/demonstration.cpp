// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/demonstration/demonstration.h"

#include <algorithm>
#include <QDir>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace knock::demonstration {

namespace {

// Elements of the caller's page, resources/caller/index.html.
constexpr auto beginButton = "#go"_L1;
constexpr auto lineField = "#line"_L1;

QString digitsOf(QString number)
{
    number.removeIf([](QChar character) { return !character.isDigit(); });
    return number;
}

} // namespace

Demonstration::Demonstration(desk::Desk &desk, Configuration configuration, QObject *parent)
    : QObject(parent)
    , m_desk(desk)
    , m_configuration(std::move(configuration))
{
    m_speak.setSingleShot(true);
    connect(&m_speak, &QTimer::timeout, this, &Demonstration::speak);
    connect(&m_walk, &QTimer::timeout, this, &Demonstration::walk);
}

Demonstration::~Demonstration() = default;

Result<> Demonstration::start()
{
    if (!m_acts.empty())
        return failure(Error::Kind::Refused, u"A demonstration is played once."_s);
    Result<Story> story = Story::read(m_configuration.story);
    if (!story)
        return std::unexpected(story.error());
    m_story = std::move(*story);
    if (!m_story.phone.track.isEmpty()) {
        Result<Track> track = Track::read(QDir(m_configuration.tracks).filePath(m_story.phone.track));
        if (!track)
            return std::unexpected(track.error());
        m_track = std::move(*track);
    }

    connect(&m_desk, &desk::Desk::changed, this, &Demonstration::take);
    for (const CallerPart &part : m_story.callers)
        m_acts.push_back({part, std::make_unique<Caller>(), {}});
    for (Act &act : m_acts) {
        connect(act.caller.get(), &Caller::failed, this, &Demonstration::failed);
        QTimer::singleShot(act.part.ringsAfter, this, [this, &act] { ring(act); });
    }
    return {};
}

void Demonstration::ring(Act &act)
{
    const QString address = u"sip:112@127.0.0.1:%1;transport=udp"_s.arg(m_configuration.sipPort);
    if (const Result<> started = act.caller->start(address, act.part.number); !started) {
        Q_EMIT failed(started.error());
        return;
    }
    if (!act.part.hangsUpAfter)
        return;
    connect(act.caller.get(), &Caller::ringing, this,
            [this, &act] { QTimer::singleShot(*act.part.hangsUpAfter, act.caller.get(), &Caller::hangUp); });
}

void Demonstration::take(IncidentId incident, const Event &event)
{
    if (const auto *arrived = std::get_if<CallArrived>(&event)) {
        const QString number = digitsOf(arrived->number);
        const auto act = std::ranges::find(m_acts, number, [](const Act &candidate) { return candidate.part.number; });
        if (act != m_acts.end())
            act->incident = incident;
        return;
    }
    const auto act = std::ranges::find(m_acts, incident, &Act::incident);
    if (act == m_acts.end())
        return;
    if (std::holds_alternative<CallAnswered>(event))
        press(*act, act->part.whenAnswered);
    else if (std::holds_alternative<PromptEnded>(event))
        press(*act, act->part.afterPrompt);
    if (act->part.number == m_story.phone.number)
        takeForPhone(event);
}

void Demonstration::press(const Act &act, const std::vector<Press> &presses)
{
    for (const Press &press : presses) {
        const QChar key = press.key;
        Caller *caller = act.caller.get();
        QTimer::singleShot(press.after, caller, [caller, key] { caller->press(key); });
    }
}

void Demonstration::takeForPhone(const Event &event)
{
    if (const auto *sent = std::get_if<InviteSent>(&event)) {
        const QUrl link(sent->link);
        QTimer::singleShot(m_story.phone.opensAfter, this, [this, link] { openLink(link); });
    } else if (std::holds_alternative<PageOpened>(event)) {
        if (m_spoken == 0)
            m_speak.start(m_story.phone.speaksAfter);
        if (m_track && !m_walking.isValid())
            QTimer::singleShot(m_story.phone.walksAfter, this, [this] {
                m_walking.start();
                m_walk.start(1s);
            });
    } else if (const auto *said = std::get_if<MessageSent>(&event)) {
        if (said->message.author == Message::Author::Operator)
            m_speak.start(m_story.phone.answersAfter);
    } else if (std::holds_alternative<IncidentClosed>(event)) {
        m_speak.stop();
        m_walk.stop();
    }
}

void Demonstration::openLink(const QUrl &link)
{
    // A second text carries the same link, and the page is open already.
    if (m_phone)
        return;
    m_phone = std::make_unique<Phone>();
    m_phone->setFilm(m_configuration.film);
    connect(m_phone.get(), &Phone::failed, this, &Demonstration::failed);
    connect(m_phone.get(), &Phone::ready, this, [this] {
        m_phone->tap(beginButton, [this](const Result<> &tapped) {
            if (!tapped)
                Q_EMIT failed(tapped.error());
        });
    });
    if (const Result<> opened = m_phone->open(link, m_story.phone.place); !opened)
        Q_EMIT failed(opened.error());
}

void Demonstration::walk()
{
    const auto elapsed = std::chrono::duration_cast<std::chrono::seconds>(m_walking.durationElapsed());
    const Point point = m_track->at(elapsed);
    const Place place{point.latitude, point.longitude, m_story.phone.place.accuracy};
    m_phone->moveTo(place);
    Q_EMIT moved(place);
    if (elapsed > m_track->length())
        m_walk.stop();
}

void Demonstration::speak()
{
    if (!m_phone || m_spoken >= m_story.phone.lines.size())
        return;
    m_phone->type(lineField, m_story.phone.lines.at(m_spoken++), [this](const Result<> &typed) {
        if (!typed)
            Q_EMIT failed(typed.error());
    });
}

} // namespace knock::demonstration
