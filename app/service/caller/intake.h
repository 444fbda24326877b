// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/dispatch/input.h"
#include "app/service/vault/keptfile.h"

#include <map>
#include <optional>
#include <QDir>

namespace knock::caller {

struct Piece {
    IncidentId incident;
    QString id; ///< of the file
    FileKind kind = FileKind::Photo;
    quint64 at = 0; ///< its first byte in the file
    quint64 of = 0; ///< the size of the file
    QByteArray bytes; ///< none: the page asks how far it is
};

struct FileLimits {
    static constexpr quint64 megabyte = 1024 * 1024;

    quint64 picture = 20 * megabyte;
    quint64 film = 200 * megabyte;
    quint64 bytesOfIncident = 500 * megabyte;
    int filesOfIncident = 50;
    int unfinishedOfIncident = 3;
    std::chrono::hours patience{1}; ///< with a file that does not go on
    quint64 reserve = 512 * megabyte; ///< of the disk, which is the journal's
};

/// Puts files together that come in pieces. Its work is that of the disk, so it belongs on a thread of its own.
class Intake final
{
public:
    /// Without \a keys files are not sealed.
    explicit Intake(const QString &folder, std::shared_ptr<vault::KeyStore> keys = {}, const FileLimits &limits = {});

    /// Counts what is there, and removes what was never finished.
    void open();

    struct Outcome {
        int status = 200; ///< as in PROTOCOL.md
        quint64 have = 0;
        std::optional<dispatch::FileCame> file = {}; ///< which is whole now, on the disk
    };
    [[nodiscard]] Outcome take(const Piece &piece, const QDateTime &now);

    /// Removes the files that have not gone on for too long.
    void sweep(const QDateTime &now);

private:
    struct Unfinished {
        QString part; ///< its name until it is whole
        QString suffix;
        FileKind kind = FileKind::Photo;
        quint64 have = 0;
        quint64 of = 0;
        QDateTime touched;
        std::unique_ptr<vault::KeptFile> kept = {}; ///< null before its first piece is written
    };
    struct OfIncident {
        std::map<QString, Unfinished> unfinished; ///< by the page's id, as are the others
        std::map<QString, quint64> whole; ///< since the service started, so that a lost answer can be given again
        quint64 bytes = 0; ///< of all files; an unfinished one counts as a whole one
        int files = 0;
        int lastNumber = 0;
    };
    using Place = std::map<QString, Unfinished>::iterator;

    [[nodiscard]] int refusal(const OfIncident &own, const Piece &piece) const;
    [[nodiscard]] Place begin(OfIncident &own, const Piece &piece);
    [[nodiscard]] bool append(Unfinished &file, IncidentId incident, const QByteArray &bytes) const;
    [[nodiscard]] Outcome finish(OfIncident &own, Place place, IncidentId incident, const QDateTime &now);
    void drop(OfIncident &own, Place place);
    [[nodiscard]] bool hasRoomFor(quint64 bytes) const;

    QDir m_folder;
    std::shared_ptr<vault::KeyStore> m_keys;
    FileLimits m_limits;
    std::map<IncidentId, OfIncident> m_incidents;
    quint64 m_lastPart = 0;
};

} // namespace knock::caller
