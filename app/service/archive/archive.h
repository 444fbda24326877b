// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/audit.h"
#include "app/core/clock.h"
#include "app/core/filepiece.h"
#include "app/service/dispatch/input.h"
#include "app/service/vault/keptfile.h"

#include <deque>
#include <memory>
#include <QStringList>
#include <QThread>

namespace knock::archive {

/// Reads out what is kept of incidents, for who may have it: whether they may is the business of whoever asks here.
///
/// Lives on the service thread; the disk is waited for on a thread of its own.
class Archive final : public QObject
{
    Q_OBJECT
public:
    static constexpr int mostWaiting = 64; ///< parts; who wants more is refused
    static constexpr size_t mostOpen = 8; ///< files

    /// Where the \a folders are, a file of an incident is called `<incident>-...`. Without \a keys none is sealed.
    Archive(QStringList folders, std::shared_ptr<vault::KeyStore> keys, const Clock &clock, QObject *parent = nullptr);
    ~Archive() override;

    /// A ReadFile. piece() is the answer, or refused(): NotFound, Expired (its time of keeping was over), Broken (it is
    /// not what was written), Full.
    void read(const knock::dispatch::Asked &asked);

Q_SIGNALS:
    void noted(const knock::Audit &entry); ///< before the first part of a file is given
    void piece(const knock::FilePiece &piece, knock::SeatId seat);
    void refused(const knock::dispatch::Asked &asked, const knock::Error &why);

private:
    struct Open {
        SeatId seat;
        QString file;
        std::unique_ptr<vault::KeptReader> reader;
    };

    [[nodiscard]] Result<FilePiece> pieceOf(const ReadFile &part, SeatId seat);
    [[nodiscard]] QString pathOf(const ReadFile &part) const;
    [[nodiscard]] Result<vault::KeptReader *> open(const ReadFile &part, SeatId seat);
    void answer(const dispatch::Asked &asked, const Result<FilePiece> &piece);

    const QStringList m_folders;
    const std::shared_ptr<vault::KeyStore> m_keys;
    const Clock &m_clock;
    int m_waiting = 0;
    std::deque<Open> m_open; ///< on m_thread alone; what was read last is last
    QThread m_thread;
    QObject m_worker; ///< on m_thread
};

} // namespace knock::archive
