// SPDX-License-Identifier: Apache-2.0
#include "app/service/web/guesses.h"

#include <algorithm>
#include <cmath>
#include <QHostAddress>
#include <vector>

using namespace Qt::StringLiterals;

namespace knock::web {

namespace {

constexpr double firstWait = 50; // milliseconds
constexpr double growth = 1.1; // of it with each guess more
constexpr double mostGuesses = 1000; // remembered of one address: an hour and a half of silence makes up for all
constexpr double forgottenPerSecond = 1.0 / 6;

/// A household or a phone owns a whole /64 of IPv6.
QString counted(const QString &peer)
{
    const QHostAddress address(peer);
    if (address.protocol() != QAbstractSocket::IPv6Protocol)
        return peer;
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    return QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(bytes.c), 8).toHex());
}

double left(double guesses, const QDateTime &since, const QDateTime &now)
{
    const auto seconds = static_cast<double>(std::max<qint64>(0, since.msecsTo(now))) / 1000;
    return std::max(0.0, guesses - seconds * forgottenPerSecond);
}

} // namespace

Guesses::Guesses(std::chrono::milliseconds longestWait)
    : m_longestWait(longestWait)
{
}

std::chrono::milliseconds Guesses::count(const QString &peer, const QDateTime &now)
{
    const QString address = counted(peer);
    if (m_guessers.size() >= mostAddresses && !m_guessers.contains(address))
        forget(now);
    Guesser &guesser = m_guessers[address];
    guesser.guesses = std::min(mostGuesses, left(guesser.guesses, guesser.at, now) + 1);
    guesser.at = now;
    if (guesser.guesses <= unhurried)
        return std::chrono::milliseconds(0);
    const double wait = firstWait * std::pow(growth, guesser.guesses - unhurried - 1);
    return std::chrono::milliseconds(static_cast<qint64>(std::min(wait, static_cast<double>(m_longestWait.count()))));
}

void Guesses::forget(const QDateTime &now)
{
    // The half of them that has guessed least, so that a flood of addresses is not searched through for each of them.
    const auto guesses = [&now](const Guesser &one) { return left(one.guesses, one.at, now); };
    std::vector<double> counts;
    for (const Guesser &one : std::as_const(m_guessers))
        counts.push_back(guesses(one));
    const auto middle = counts.begin() + std::ssize(counts) / 2;
    std::ranges::nth_element(counts, middle);
    m_guessers.removeIf([&guesses, most = *middle](const std::pair<const QString &, Guesser &> &entry) {
        return guesses(entry.second) <= most;
    });
}

} // namespace knock::web
