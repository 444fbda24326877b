// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/incident.h"

#include <functional>
#include <memory>
#include <optional>
#include <QObject>
#include <QThreadPool>

namespace knock::vault {
class KeyStore;
}

namespace knock::pack {

struct Picture {
    quint64 number = 0; ///< among the files of the incident, from 1
    QString file; ///< its name in the folder of files
    QDateTime at;
};

/// The last pictures that every browser can show, the newest first.
[[nodiscard]] std::vector<Picture> picturesOf(const Incident &incident);

/// Reads pictures from the folder of files, on a thread of its own.
class Pictures final : public QObject
{
public:
    static constexpr int mostUnderway = 8;

    /// \a keys may be null: no file is sealed then.
    Pictures(const QString &folder, std::shared_ptr<vault::KeyStore> keys, QObject *parent = nullptr);
    ~Pictures() override; ///< returns when what is being read is read

    /// Answers later, on the thread of this object; with nothing for what is no picture, cannot be read, or is too much
    /// at once.
    void read(const QString &file, std::function<void(const QByteArray &jpeg)> answer);

private:
    const QString m_folder;
    const std::shared_ptr<vault::KeyStore> m_keys;
    QThreadPool m_pool;
    int m_underway = 0;
};

} // namespace knock::pack
