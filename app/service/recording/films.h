// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/recording/filmfile.h"
#include "app/service/recording/shelf.h"

#include <map>
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QTimer>

namespace knock::recording {

/// What the cameras of incidents show: a file from the first key frame until the stream, its codec or its size is
/// another one, no picture came for a while, or the file is long enough.
///
/// A size that changes soon after a file began stays in it: it can be played all the same.
class Films final : public Shelf
{
    Q_OBJECT
public:
    struct Limits {
        std::chrono::milliseconds gap{10'000}; ///< without a picture, after which a file is whole
        std::chrono::milliseconds flushEvery{1000}; ///< what a killed service loses at most
        std::chrono::milliseconds longest = std::chrono::hours(2); ///< then the next key frame begins another file
        qint64 largest = 2LL * 1024 * 1024 * 1024; ///< bytes; the same
        qsizetype most = 64; ///< at once
        std::chrono::milliseconds beginEvery{1000}; ///< of one incident; what changes faster is no camera
    };

    Films(const QString &folder, std::shared_ptr<vault::KeyStore> keys, const Limits &limits);

    /// \a losses is another number than before when pictures were left out since, of whatever incident: then only a key
    /// frame goes on.
    void take(const EncodedFrame &frame, const QDateTime &at, quint64 losses);
    /// The service is to end: what is being written is whole, and nothing is taken any more.
    void end();
    void close() override;

Q_SIGNALS:
    void keyFrameNeeded(knock::IncidentId incident); ///< at most once a second an incident

private:
    struct Film {
        Place place;
        std::unique_ptr<FilmFile> file; ///< null: waits for a key frame
        quint64 losses = 0; ///< at its last key frame
        QElapsedTimer seen; ///< its last picture
        QDeadlineTimer askAgain;
        QDeadlineTimer beginAgain;
        bool isTroubled = false; ///< what was last tried for it did not reach the disk
        bool isUnreadable = false; ///< was told
    };

    [[nodiscard]] Film *filmOf(IncidentId incident);
    [[nodiscard]] Result<> keep(Film &film, const EncodedFrame &frame, const QDateTime &at, quint64 losses);
    [[nodiscard]] Result<> begin(Film &film, const EncodedFrame &key, const QDateTime &at);
    [[nodiscard]] bool isFull(const FilmFile &file) const;
    void ask(Film &film);
    void took(Film &film, const Result<> &kept);
    void finish(Film &film, bool cut);
    void look();

    const Limits m_limits;
    std::map<IncidentId, Film> m_films;
    QTimer m_look{this};
    bool m_isCrowded = false; ///< there were more than there may be
    bool m_hasEnded = false;
};

} // namespace knock::recording
