// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/dispatch/input.h"
#include "app/service/recording/mediafile.h"

#include <map>
#include <QDir>
#include <QObject>

namespace knock::recording {

/// The folder of recordings, and those being written. Lives on a thread of its own: the disk may be slow.
///
/// A file is called `<incident>-<UTC>.mka`, and `.part` behind that until it is whole.
class Shelf final : public QObject
{
    Q_OBJECT
public:
    Shelf(const QString &folder, std::shared_ptr<vault::KeyStore> keys)
        : m_folder(folder)
        , m_keys(std::move(keys))
    {
    }
    /// Makes the folder, and seals what a killed service left in it.
    void open();
    void begin(LineId line, IncidentId incident);
    void take(LineId line, const LineTape &piece);
    /// What is being written is whole then.
    void close();

Q_SIGNALS:
    void input(const knock::dispatch::Input &input);
    void troubled(const knock::Error &why);
    void recovered();

private:
    struct Open {
        IncidentId incident;
        QString name; ///< of the file; empty before its first piece
        std::unique_ptr<MediaFile> file;
    };

    [[nodiscard]] Result<> start(Open &open, const QDateTime &at);
    void finish(Open &open, bool cut);
    void complain(const Error &why);

    [[nodiscard]] bool rename(const QString &part, const QString &name) const;

    const QDir m_folder;
    const std::shared_ptr<vault::KeyStore> m_keys; ///< null: nothing is sealed
    std::map<LineId, Open> m_open;
    bool m_troubled = false;
};

} // namespace knock::recording
