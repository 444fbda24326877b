// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/service/caller/intake.h"

#include <functional>
#include <QObject>
#include <QThread>
#include <QTimer>

namespace knock::caller {

/// The folder of files that callers' phones send: an Intake on a thread of its own, met in queued calls with values.
class FileStore final : public QObject
{
    Q_OBJECT
public:
    FileStore(const QString &folder, std::shared_ptr<vault::KeyStore> keys, const Clock &clock,
              QObject *parent = nullptr);
    ~FileStore() override; ///< returns when the piece being written is written

    /// Answers later, on the thread of this object.
    void take(const Piece &piece, std::function<void(int status, quint64 have)> answer);

Q_SIGNALS:
    void came(const knock::dispatch::FileCame &file);

private:
    const Clock &m_clock;
    Intake m_intake; // only on m_thread
    QThread m_thread;
    QObject m_worker; ///< lives on m_thread
    QTimer m_sweep;
};

} // namespace knock::caller
