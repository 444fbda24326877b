// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/dispatch/input.h"
#include "app/service/recording/matroska.h"

#include <QDir>
#include <QObject>
#include <QStringList>

namespace knock::recording {

/// The recordings of one kind in their folder: those being written, and those a killed service left. Lives on a thread
/// of its own: the disk may be slow.
///
/// A file is called `<incident>-<UTC>.mka` (sound) or `.mkv` (the camera), and `.part` behind that until it is whole.
class Shelf : public QObject
{
    Q_OBJECT
public:
    struct Kind {
        QString suffix; ///< with its dot
        QString what; ///< "Calls": which are not recorded, when they are not
    };

    Shelf(const QString &folder, std::shared_ptr<vault::KeyStore> keys, Kind kind)
        : m_folder(folder)
        , m_keys(std::move(keys))
        , m_kind(std::move(kind))
    {
    }

    /// Makes the folder, and begins to seal what a killed service left in it.
    void open();
    /// What is being written is on the disk then. The service ends, and nobody could be told any more: they keep their
    /// unfinished names, and are told of as cut off by the next one.
    virtual void close() = 0;

Q_SIGNALS:
    void input(const knock::dispatch::Input &input);
    void troubled(const knock::Error &why);
    void recovered();

protected:
    [[nodiscard]] Place placeFor(IncidentId incident, const QDateTime &begin) const;
    void tellBegun(const Place &place);
    /// Gives it its name as well.
    void tellWhole(const Place &place, const Seal &seal, bool cut);
    void complain(const Error &why);
    void recover();

private:
    void sealNext();

    const QDir m_folder;
    const std::shared_ptr<vault::KeyStore> m_keys; ///< null: nothing is sealed
    const Kind m_kind;
    QStringList m_left; ///< names of what a killed service left
    bool m_troubled = false;
};

} // namespace knock::recording
