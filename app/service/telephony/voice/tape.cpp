// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/voice/tape.h"

#include "app/service/hearing/keypad.h"

#include <array>
#include <utility>

namespace knock::telephony {

namespace {

constexpr qint64 perMillisecond = hearing::sampleRate / 1000;
constexpr size_t mostWaiting = perMillisecond * 200; // a burst longer than this lost its place in time
constexpr qint64 mostLate = perMillisecond * 40;
constexpr qint64 mostFilled = qint64{10} * hearing::sampleRate; // of a clock that jumped, nobody needs the hours

} // namespace

void Tape::heard(std::span<const qint16> samples)
{
    m_heard.insert(m_heard.end(), samples.begin(), samples.end());
    if (m_heard.size() > mostWaiting) {
        m_heard.erase(m_heard.begin(), m_heard.end() - mostWaiting);
    }
}

std::optional<LineTape> Tape::said(const QDateTime &now, std::span<const qint16> samples)
{
    const qint64 due = m_begin.msecsTo(now) * perMillisecond;
    const qint64 missing = due - m_kept;
    if (missing > mostLate && missing < mostFilled) {
        append(std::vector<qint16>(static_cast<size_t>(missing)));
    }
    append(samples);
    if (m_kept - m_told < hearing::sampleRate) {
        return std::nullopt;
    }
    LineTape piece = rest();
    piece.isLast = false;
    return piece;
}

LineTape Tape::rest()
{
    const QDateTime at = m_begin.addMSecs(m_told / perMillisecond);
    m_told = m_kept;
    return {.at = at, .samples = std::exchange(m_piece, {}), .isLast = true};
}

void Tape::append(std::span<const qint16> said)
{
    for (const qint16 sample : said) {
        std::array<qint16, 2> pair{0, sample};
        if (!m_heard.empty()) {
            pair[0] = m_heard.front();
            m_heard.pop_front();
        }
        m_piece.append(reinterpret_cast<const char *>(pair.data()), sizeof pair);
    }
    m_kept += static_cast<qint64>(said.size());
}

} // namespace knock::telephony
