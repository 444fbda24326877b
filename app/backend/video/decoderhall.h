// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend/video/decoder.h"

#include <atomic>
#include <map>
#include <QObject>

namespace knock::video {

/// The decoders of all cameras being shown. Lives on the decoder thread.
class DecoderHall final : public QObject
{
    Q_OBJECT
public:
    /// Takes one encoded picture from any thread. When the decoders fall behind, pictures are left out up to the next
    /// key frame.
    void post(const EncodedFrame &frame);

    void open(knock::IncidentId incident);
    void close(knock::IncidentId incident);
    /// The picture said last is in its place; the next one may be said.
    void handedOver(knock::IncidentId incident);

Q_SIGNALS:
    void decoded(knock::IncidentId incident, const QVideoFrame &picture);
    void keyFrameWanted(knock::IncidentId incident);

private:
    struct Stream {
        Decoder decoder;
        bool isHandingOver = false;
        std::optional<QVideoFrame> waiting; ///< newer replaces older
    };

    void restart();
    void take(const EncodedFrame &frame);

    std::map<IncidentId, Stream> m_streams;
    std::atomic<int> m_posted = 0;
    std::atomic<bool> m_hasGap = false; ///< something was left out since the last picture taken in
};

} // namespace knock::video
