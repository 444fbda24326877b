// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/linetape.h"
#include "app/service/dispatch/adapter.h"

#include <memory>
#include <QThread>

namespace knock::vault {
class KeyStore;
}

namespace knock::recording {

class Shelf;

/// Keeps what both sides of a call say, a file for each call.
///
/// Performs RecordLine; gives RecordingOpened and RecordingClosed. A second of sound is lost at most when the service
/// is killed; what was cut off is sealed when it starts again.
class Recorder final : public dispatch::Adapter
{
    Q_OBJECT
public:
    /// Without \a keys files are not sealed.
    explicit Recorder(const QString &folder, std::shared_ptr<vault::KeyStore> keys = {});
    /// Waits until what is being written is whole.
    ~Recorder() override;

    [[nodiscard]] Result<> start() override;
    void perform(const knock::dispatch::Effect &effect) override;
    /// What was said on a line; of no matter when the line is not recorded.
    void take(LineId line, const knock::LineTape &piece);

private:
    QThread m_thread;
    Shelf *m_shelf; ///< on that thread, which deletes it
};

} // namespace knock::recording
