// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>

namespace knock::telephony {

/// Cuts the first line off \a text and gives it with its end, which may be a line feed alone.
[[nodiscard]] inline QByteArrayView takeLine(QByteArrayView &text)
{
    const qsizetype end = text.indexOf('\n');
    const QByteArrayView line = end < 0 ? text : text.first(end + 1);
    text = text.sliced(line.size());
    return line;
}

} // namespace knock::telephony
