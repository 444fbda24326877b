// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <QImage>
#include <QObject>

namespace knock::ui {

/// Makes \a bytes into a picture, upright and no larger than a monitor, on a thread of its own: a photo of a phone
/// takes a tenth of a second. \a then is called on the thread of \a owner, with a null picture if it cannot be read,
/// and not at all if \a owner is gone.
void readPicture(const QByteArray &bytes, QObject *owner, std::function<void(const QImage &)> then);

} // namespace knock::ui
