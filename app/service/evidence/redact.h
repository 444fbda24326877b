// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

namespace knock::evidence {

/// A line of a record without what tells who somebody is or what was said: what a word is replaced by is always the
/// same, and places are rounded to a hundredth of a degree (about a kilometre).
[[nodiscard]] QByteArray redacted(const QByteArray &line);

} // namespace knock::evidence
