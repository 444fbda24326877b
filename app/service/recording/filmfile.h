// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/frames/form.h"
#include "app/service/recording/matroska.h"

namespace knock::recording {

/// What a camera shows, being written, as it came: VP8, H.264 or JPEG, of one size from the first picture to the last.
///
/// Every call blocks; for one thread at a time.
class FilmFile final
{
public:
    /// Begins with a key frame of \a form that is \a first after its stream began, and came when \a place says.
    [[nodiscard]] static Result<std::unique_ptr<FilmFile>> create(const Place &place, const frames::Form &form,
                                                                  std::chrono::microseconds first);

    [[nodiscard]] const frames::Form &form() const { return m_form; }
    /// Whether \a frame, which came \a at, can be of the same stream: not when its time goes back, or runs ahead of the
    /// clock.
    [[nodiscard]] bool goesOnWith(const EncodedFrame &frame, const QDateTime &at) const;

    /// Waits in memory until flush(), or for a second. Malformed: the picture is left out. After another error nothing
    /// more can be written, but finish() still seals what there is.
    [[nodiscard]] Result<> append(const EncodedFrame &frame);
    [[nodiscard]] Result<> flush();
    /// On the disk when it returns.
    [[nodiscard]] Seal finish() { return m_file->finish(); }

    [[nodiscard]] qint64 size() const { return m_file->size(); }
    [[nodiscard]] std::chrono::microseconds length() const { return m_file->length(); }

private:
    FilmFile(std::unique_ptr<Matroska> file, frames::Form form, const QDateTime &begin,
             std::chrono::microseconds first);

    const std::unique_ptr<Matroska> m_file;
    const frames::Form m_form;
    const QDateTime m_begin;
    const std::chrono::microseconds m_first;
    bool m_waits = false; ///< something does, in memory
};

} // namespace knock::recording
