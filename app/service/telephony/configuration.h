// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/hearing/keyear.h"
#include "app/service/telephony/sip/nameserver.h"
#include "app/service/telephony/sip/trunk.h"

#include <chrono>
#include <optional>
#include <QHostAddress>
#include <QString>
#include <vector>

namespace knock::telephony {

struct Configuration {
    QHostAddress address{QHostAddress::LocalHost}; ///< one that callers can reach, not "any"
    quint16 port = 5060; ///< of UDP and TCP alike; 0 takes one that is free for both
    QString promptFile{}; ///< WAV, 8 kHz, mono, 16 bit; none: nothing is played
    std::optional<quint16> tlsPort{}; ///< none: no TLS; 0: one that is free
    QString certificateFile{}; ///< PEM, as the next; only for TLS
    QString keyFile{};
    /// Whom to ask for the names in the addresses of callers; none: whom this computer asks.
    std::vector<NameServer> nameServers{};
    int mostLines = 1000; ///< at once; a further call is told to try again (503)
    /// From one address at once, and new in a second. All calls of a network may come from one border element, so these
    /// only keep half of the lines, and the time to answer them, from a single address that runs wild.
    int mostLinesOfSource = 500;
    int mostNewLinesOfSource = 100;
    hearing::KeyEar::Kind ear = hearing::KeyEar::Kind::Own; ///< of the keys in the sound
    quint16 firstRtpPort = 20000;
    quint16 lastRtpPort = 50000;
    std::chrono::seconds shortestSession{90}; ///< after which a caller may want to refresh a call (RFC 4028, 5)
    Trunk trunk{}; ///< by which calls go out
    std::chrono::milliseconds registrationPause{30'000}; ///< after an attempt that failed
    std::chrono::milliseconds longestRing{60'000}; ///< of a call that goes out
    std::chrono::milliseconds canary{0}; ///< between two calls to ourselves; 0: none
    quint16 canaryPort = 0; ///< where they go; 0: to our own port
    std::chrono::milliseconds testCallPause{120'000}; ///< from one test call of a caller to the next
    std::chrono::milliseconds longestTransfer{30'000}; ///< without a word from the caller's side
};

} // namespace knock::telephony
