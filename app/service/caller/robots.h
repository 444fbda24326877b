// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

namespace knock::caller {

/// Whether what fetches a link says itself that it is no browser in a person's hand (RFC 9110, 10.1.5): a messenger's
/// preview, a search engine, a scanner of links. Browsers inside of messengers are a person's.
[[nodiscard]] bool isRobot(const QByteArray &userAgent);

} // namespace knock::caller
