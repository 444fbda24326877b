// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/store/verify.h"

namespace knock::store {

/// Copies the journal in \a path, as it is at this instant, into one new file \a to; also while its owner is writing,
/// who does not wait for it. Blocks for as long as that takes.
///
/// The copy is walked before it gets its name; nothing is left of one that fails. Refused: \a to is there already.
[[nodiscard]] Result<Chain> backup(const QString &path, const QString &to, const Verifying &isSigned = {});

enum class Replace {
    Older, ///< only a journal that is not longer than the backup
    Any ///< whatever is there
};

struct Restored {
    Chain chain; ///< of what is in place now
    QString kept; ///< where the journal is that was there before; empty: there was none
};

/// Puts a copy of the backup \a from in place of the journal in \a path, in one instant and only when it is whole. What
/// was there is kept beside it. Refused: the journal is in use, or what is there is longer or cannot be read.
[[nodiscard]] Result<Restored> restore(const QString &from, const QString &path, Replace replace = Replace::Older,
                                       const Verifying &isSigned = {});

} // namespace knock::store
