// SPDX-License-Identifier: Apache-2.0
// What desks say, and who sits at them: a part of Door.
#include "app/service/dispatch/roles.h"
#include "app/service/door/door.h"

using namespace Qt::StringLiterals;

namespace knock::door {

void Door::take(Desk &desk, const wire::FromSeat &message)
{
    const bool isGreeting = std::holds_alternative<wire::Hello>(message);
    if (isGreeting == desk.hello.has_value()) {
        turnAway(desk, Error::Kind::Malformed);
        return;
    }
    std::visit(
        [&](const auto &said) {
            // What a desk said before it knew that its session is over means nothing.
            if constexpr (requires { took(desk, said); })
                took(desk, said);
            else if (desk.seat)
                took(desk, *desk.seat, said);
        },
        message);
}

void Door::took(Desk &desk, const wire::Hello &hello)
{
    if (hello.version != wire::seatVersion) {
        turnAway(desk, Error::Kind::Malformed);
        return;
    }
    desk.hello = hello;
    if (hello.session.isEmpty()) {
        say(desk, wire::SignInWanted{});
        return;
    }
    auto person = m_signIn->check(hello.session.toLatin1());
    if (!person) {
        say(desk, wire::SignInWanted{person.error().kind});
        return;
    }
    person->token = hello.session.toLatin1();
    openSeat(desk, *person);
}

void Door::took(Desk &desk, const wire::SignIn &signIn)
{
    if (desk.seat || desk.ticket != 0) {
        turnAway(desk, Error::Kind::Malformed);
        return;
    }
    desk.ticket = ++m_lastTicket;
    m_signIn->signIn(desk.ticket,
                     {.user = signIn.user,
                      .password = signIn.password,
                      .code = signIn.code,
                      .address = desk.address,
                      .position = desk.certified.isEmpty() ? signIn.position : desk.certified});
}

/// Of a sign-in or of an unlocking.
void Door::answered(quint64 ticket, const Result<Person> &person)
{
    const auto found = std::ranges::find(m_desks, ticket, [](const auto &entry) { return entry.second.ticket; });
    if (found == m_desks.end()) {
        // Nobody waits for the session any more.
        if (person && !person->token.isEmpty())
            static_cast<void>(m_signIn->signOut(person->token));
        return;
    }
    Desk &desk = found->second;
    desk.ticket = 0;
    if (!desk.seat && person)
        openSeat(desk, *person);
    else if (!desk.seat)
        say(desk, wire::SignInWanted{person.error().kind});
    else if (person)
        setLocked(desk, false);
    else if (person.error().kind == Error::Kind::Expired)
        expire(desk, Error::Kind::Expired);
    else
        say(desk, wire::SeatIsLocked{person.error().kind});
}

Door::Desk *Door::deskOf(qint64 session)
{
    const auto found = std::ranges::find_if(m_desks, [session](const auto &entry) {
        return entry.second.seat && entry.second.seat->person.session == session;
    });
    return found == m_desks.end() ? nullptr : &found->second;
}

void Door::openSeat(Desk &desk, const Person &person)
{
    // The newer socket of a session is the one behind which somebody sits.
    if (Desk *other = deskOf(person.session))
        turnAway(*other, Error::Kind::Refused);

    const bool seesCallers = dispatch::maySeeCallers(person.roles);
    Stay &stay = m_stays[person.session];
    const bool isResumed = desk.hello->run == m_run && stay.opening && stay.seesCallers == seesCallers
        && desk.hello->after >= stay.opening->last && m_recent.last() <= desk.hello->after + mostMissed;
    stay.seesCallers = seesCallers;
    desk.seat.emplace(Seat{.person = person,
                           .seesCallers = seesCallers,
                           .feed = Feed(person.seat, seesCallers, m_recent, desk.out,
                                        {[this, &desk](const auto &wish) { read(desk.socket, wish); },
                                         [this, &desk] { tellViewersTo(desk); }})});
    say(desk,
        wire::Welcome{.seat = person.seat,
                      .user = person.user,
                      .roles = person.roles,
                      .session = QString::fromLatin1(person.token),
                      .run = m_run,
                      .resumed = isResumed,
                      .taken = stay.taken,
                      .locked = person.locked});
    for (const auto &[part, health] : m_health)
        say(desk, wire::PartHealth{health});
    if (isResumed)
        desk.seat->feed.resume(*stay.opening, desk.hello->after);
    else
        desk.seat->feed.startOver();
    Q_EMIT seen(person.seat);
}

void Door::took(Desk &desk, const wire::Beat &)
{
    say(desk, wire::Beat{});
    if (!desk.seat)
        return;
    // A disk that cannot be read throws nobody out.
    const auto person = m_signIn->check(desk.seat->person.token);
    if (!person && person.error().kind == Error::Kind::Expired)
        expire(desk, Error::Kind::Expired);
    else
        Q_EMIT seen(desk.seat->person.seat);
}

void Door::took(Desk &desk, Seat &seat, const wire::LeaveSeat &)
{
    const Person person = seat.person;
    expire(desk, {});
    static_cast<void>(m_signIn->signOut(person.token));
}

void Door::took(Desk &desk, Seat &seat, const wire::LockSeat &)
{
    const auto done = m_signIn->lock(seat.person.token);
    if (!done && done.error().kind == Error::Kind::Expired)
        expire(desk, Error::Kind::Expired);
    else
        setLocked(desk, true); // even if it is only known here
}

void Door::took(Desk &desk, Seat &seat, const wire::UnlockSeat &unlock)
{
    if (!seat.person.locked) {
        say(desk, wire::SeatIsOpen{});
        return;
    }
    if (desk.ticket != 0) {
        turnAway(desk, Error::Kind::Malformed);
        return;
    }
    desk.ticket = ++m_lastTicket;
    m_signIn->unlock(desk.ticket, seat.person.token, unlock.password);
}

void Door::setLocked(Desk &desk, bool locked)
{
    if (std::exchange(desk.seat->person.locked, locked) == locked)
        return;
    if (locked)
        say(desk, wire::SeatIsLocked{});
    else
        say(desk, wire::SeatIsOpen{});
}

void Door::changed(const Person &person)
{
    Desk *desk = deskOf(person.session);
    if (!desk)
        return;
    setLocked(*desk, person.locked);
    // It comes back at once, and is told what it is now.
    if (desk->seat->person.roles != person.roles)
        endDesk(desk->socket);
}

void Door::ended(qint64 session)
{
    if (Desk *desk = deskOf(session))
        expire(*desk, Error::Kind::Expired);
    m_stays.erase(session);
}

void Door::took(Desk &desk, Seat &seat, const wire::Ask &ask)
{
    quint64 &taken = m_stays.at(seat.person.session).taken;
    if (ask.id > taken + 1 || ask.id == 0) {
        turnAway(desk, Error::Kind::Malformed);
        return;
    }
    say(desk, wire::Taken{ask.id});
    if (ask.id <= taken)
        return;
    taken = ask.id;
    const dispatch::Asked asked{seat.person.seat, ask.command};
    if (seat.person.locked)
        Q_EMIT refused(asked, {Error::Kind::Refused, u"the seat is locked"_s});
    else if (!dispatch::mayAsk(seat.person.roles, ask.command))
        Q_EMIT refused(asked, {Error::Kind::Refused, u"nobody at that seat may do this"_s});
    else
        Q_EMIT input(asked);
}

void Door::took(Desk &desk, Seat &seat, const wire::Watch &watch)
{
    if (!seat.seesCallers)
        return;
    if (watch.on && seat.watched.size() >= mostWatched) {
        turnAway(desk, Error::Kind::Full);
        return;
    }
    const bool isNew = watch.on ? seat.watched.insert(watch.incident).second : seat.watched.erase(watch.incident) > 0;
    if (seat.media)
        seat.media->hide(watch.incident);
    if (isNew)
        Q_EMIT watched(seat.person.seat, watch.incident, watch.on);
}

void Door::took(Desk &, Seat &seat, const wire::WantKeyFrame &wish)
{
    if (seat.watched.contains(wish.incident))
        wantKeyFrame(wish.incident);
}

void Door::took(Desk &, Seat &seat, const wire::Headset &headset)
{
    if (!seat.seesCallers || headset.on == (seat.voice != nullptr))
        return;
    seat.voice = headset.on ? std::make_shared<VoicePort>() : nullptr;
    if (headset.on)
        m_voices.start();
    Q_EMIT voice(seat.person.seat, seat.voice);
}

/// The session is over, the socket is not.
void Door::expire(Desk &desk, std::optional<Error::Kind> why)
{
    const qint64 session = desk.seat->person.session;
    leaveSeat(desk);
    m_stays.erase(session);
    say(desk, wire::SignInWanted{why});
}

void Door::leaveSeat(Desk &desk)
{
    if (!desk.seat)
        return;
    const Person person = desk.seat->person;
    endMedia(*desk.seat);
    std::erase_if(m_readings, [&desk](const auto &reading) { return reading.second.socket == desk.socket; });
    m_stays.at(person.session).opening = desk.seat->feed.opening();
    desk.seat.reset();
    desk.ticket = 0;
    const auto hasVoice = [](const auto &entry) { return entry.second.seat && entry.second.seat->voice; };
    if (std::ranges::none_of(m_desks, hasVoice))
        m_voices.stop();
    Q_EMIT left(person.seat);
}

} // namespace knock::door
