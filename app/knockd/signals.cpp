// SPDX-License-Identifier: Apache-2.0
#include "app/knockd/signals.h"

#include <csignal>
#include <sys/signalfd.h>
#include <unistd.h>

namespace knock::keeper {

namespace {

int block()
{
    sigset_t wanted;
    sigemptyset(&wanted);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP})
        sigaddset(&wanted, signal);
    pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
    return signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC);
}

} // namespace

Signals::Signals(QObject *parent)
    : QObject(parent)
    , m_descriptor(block())
    , m_notifier(m_descriptor, QSocketNotifier::Read)
{
    // A peer that goes away while it is written to is no reason to end.
    std::signal(SIGPIPE, SIG_IGN);
    connect(&m_notifier, &QSocketNotifier::activated, this, &Signals::take);
}

Signals::~Signals()
{
    m_notifier.setEnabled(false);
    close(m_descriptor);
}

void Signals::take()
{
    signalfd_siginfo signal{};
    while (read(m_descriptor, &signal, sizeof signal) == sizeof signal) {
        if (signal.ssi_signo == SIGHUP)
            Q_EMIT reloadWanted();
        else
            Q_EMIT stopWanted();
    }
}

} // namespace knock::keeper
