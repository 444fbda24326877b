// SPDX-License-Identifier: Apache-2.0
// Who sits at the desk: a part of Link.
#include "app/backend/remote/link.h"
#include "app/backend/remote/socket.h"

namespace knock::backend {

void Link::take(const wire::SignInWanted &message)
{
    const bool wasStaying = !m_session.isEmpty();
    m_session.clear();
    m_media.close();
    m_stage = Stage::Outside;
    m_isFollowing = false;
    // Once is enough: whoever is refused again and again is shut out.
    if (message.why == Error::Kind::Refused || message.why == Error::Kind::Full)
        m_signsInItself = false;
    if (m_signsInItself) {
        signIn(*m_settings.self);
        return;
    }
    // Nothing runs out for somebody who was not here, or has left.
    const bool isNothing = message.why == Error::Kind::Expired && !wasStaying;
    Q_EMIT wanted(isNothing ? std::nullopt : message.why);
}

void Link::admit(const wire::Welcome &welcome)
{
    const Person person{welcome.user, welcome.roles};
    const bool isSameStay = welcome.session == m_session;
    const bool isOther = person != std::exchange(m_person, person);
    m_session = welcome.session;
    const bool wasLocked = m_isLocked && isSameStay;
    if (isOther || !isSameStay) {
        m_isLocked = false;
        Q_EMIT admitted(person);
    }
    if (wasLocked && !welcome.locked)
        say(wire::LockSeat{}); // the door was out of reach
    setLocked(wasLocked || welcome.locked);
}

void Link::signIn(const Credentials &credentials)
{
    if (m_stage == Stage::Outside)
        say(wire::SignIn{credentials.user, credentials.password, credentials.code, m_settings.position});
    else if (!isSeated())
        Q_EMIT wanted(Error::Kind::Unreachable);
}

/// On another socket, so that nothing comes any more which was meant for who has left.
void Link::signOut()
{
    m_signsInItself = false;
    if (isSeated())
        say(wire::LeaveSeat{});
    const bool isOpen = m_socket != nullptr;
    leave(m_socket);
    forget();
    Q_EMIT wanted(std::nullopt);
    if (isOpen)
        attempt();
}

void Link::forget()
{
    m_media.close();
    m_stage = Stage::Away;
    m_isFollowing = false;
    m_isWhole = false;
    m_isLocked = false;
    m_session.clear();
    m_run.clear();
    m_after = 0;
    m_asked.clear();
    m_askedBytes = 0;
}

void Link::lock()
{
    if (m_session.isEmpty())
        return;
    if (isSeated())
        say(wire::LockSeat{});
    setLocked(true); // whatever the door says, and when
}

void Link::unlock(const QString &password)
{
    if (!m_isLocked)
        return;
    if (isSeated())
        say(wire::UnlockSeat{password});
    else
        Q_EMIT stillLocked(Error::Kind::Unreachable);
}

void Link::setLocked(bool isLocked)
{
    if (std::exchange(m_isLocked, isLocked) == isLocked)
        return;
    if (isLocked)
        Q_EMIT locked();
    else
        Q_EMIT unlocked();
}

void Link::take(const wire::SeatIsLocked &message)
{
    setLocked(true);
    if (message.why)
        Q_EMIT stillLocked(*message.why);
}

void Link::take(const wire::SeatIsOpen &) { setLocked(false); }

} // namespace knock::backend
