// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/linetape.h"

#include <deque>
#include <optional>
#include <span>

namespace knock::telephony {

/// Brings both directions of a call side by side, by the clock: what came late is silence, and a stall of the machine
/// does not make the recording shorter than the call.
class Tape
{
public:
    explicit Tape(const QDateTime &begin)
        : m_begin(begin)
    {
    }

    /// From the caller, as packets bring it.
    void heard(std::span<const qint16> samples);
    /// To the caller: the next 20 ms. Gives a piece as soon as it is a second long.
    [[nodiscard]] std::optional<LineTape> said(const QDateTime &now, std::span<const qint16> samples);
    /// What is left, at the end of the line.
    [[nodiscard]] LineTape rest();

private:
    void append(std::span<const qint16> said);

    const QDateTime m_begin;
    qint64 m_kept = 0; ///< pairs since the beginning
    qint64 m_told = 0; ///< of them
    std::deque<qint16> m_heard; ///< not yet kept
    QByteArray m_piece;
};

} // namespace knock::telephony
