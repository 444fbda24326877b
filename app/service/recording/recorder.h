// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/linetape.h"
#include "app/core/video.h"
#include "app/service/dispatch/adapter.h"
#include "app/service/recording/films.h"

#include <array>
#include <atomic>
#include <memory>
#include <QThread>

namespace knock::recording {

class Sounds;

/// Keeps what both sides of a call say, a file for each call, and what the camera shows, a file for each stream.
///
/// Performs RecordLine; gives RecordingOpened and RecordingClosed. A second of sound and two of pictures are lost at
/// most when the service is killed; what was cut off is sealed when it starts again. On a disk that is too slow
/// pictures are left out, up to a key frame, and that is told.
class Recorder final : public dispatch::Adapter
{
    Q_OBJECT
public:
    struct Limits {
        Films::Limits films;
        qint64 mostWaiting = 32LL * 1024 * 1024; ///< bytes of pictures on their way to the disk
    };

    /// Without \a keys files are not sealed.
    explicit Recorder(const QString &folder, std::shared_ptr<vault::KeyStore> keys = {})
        : Recorder(folder, std::move(keys), Limits())
    {
    }
    Recorder(const QString &folder, std::shared_ptr<vault::KeyStore> keys, const Limits &limits);
    /// Waits until what is being written is on the disk.
    ~Recorder() override;

    [[nodiscard]] Result<> start() override;
    void perform(const knock::dispatch::Effect &effect) override;
    /// What was said on a line; of no matter when the line is not recorded.
    void take(LineId line, const knock::LineTape &piece);
    /// What a camera shows, and when that came by the clock of the journal.
    void film(const knock::EncodedFrame &frame, const QDateTime &at);
    /// The service is to end, and cameras do not end by themselves: what is kept of them is whole and told of.
    void endFilms();

Q_SIGNALS:
    /// A recording of the camera cannot begin, or go on, without one. At most once a second an incident.
    void keyFrameNeeded(knock::IncidentId incident);

private:
    enum class Source { Sound, Camera, Pace };

    void follow(Shelf *shelf, Source source);
    void tell(Source source, const std::optional<Error> &trouble);
    void fallBehind();
    void catchUp();

    const Limits m_limits;
    QThread m_thread;
    Sounds *m_sounds; ///< on that thread, which deletes it, as the next
    Films *m_films;
    std::atomic<qint64> m_waiting = 0;
    quint64 m_losses = 0; ///< how often pictures began to be left out
    bool m_isBehind = false;
    QTimer m_catchUp;
    std::array<std::optional<Error>, 3> m_troubles; ///< by Source
};

} // namespace knock::recording
