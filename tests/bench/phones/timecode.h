// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <QImage>
#include <QString>

/// A clock that can be read off a picture, however much it was squeezed on its way: the lowest 24 bits of the
/// milliseconds since 1970, as black and white squares in two rows.
namespace knock::bench::timecode {

/// JavaScript that makes this clock the phone's camera, 640x480 at 15 pictures a second, held by an unsteady hand in a
/// room full of things: as hard to squeeze as what real cameras see.
[[nodiscard]] QString camera();
/// JavaScript that reads the clock off whatever the element \a video shows during \a time, and is a promise of the ages
/// in milliseconds and the heights of the pictures, as JSON.
[[nodiscard]] QString reader(const QString &video, std::chrono::milliseconds settle, std::chrono::milliseconds time);
/// JavaScript for a page whose camera is that clock: sends it from one connection of the browser to another of the same
/// browser and is what the reader says there.
[[nodiscard]] QString peer(std::chrono::milliseconds time);

/// By how many milliseconds \a picture is older than \a now (since 1970); none if no clock can be read off it.
[[nodiscard]] std::optional<double> age(const QImage &picture, qint64 now);

} // namespace knock::bench::timecode
