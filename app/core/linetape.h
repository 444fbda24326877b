// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QDateTime>

namespace knock {

/// A piece of what both sides of a line said, about a second long. Pieces follow each other without a gap.
struct LineTape {
    QDateTime at; ///< of the first sample, by the clock of the journal
    QByteArray samples; ///< 16 bits, the machine's byte order, 8000 pairs a second: left the caller, right our side
    bool isLast = false; ///< the line is gone
};

} // namespace knock
