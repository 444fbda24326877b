// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/desk.h"

namespace knock::desk {

/// Brings a file that is kept of an incident to the desk, piece by piece, into memory. GUI thread.
///
/// One at a time: what is fetched next takes the place of what is being fetched. Nothing is fetched again by itself.
class KeptFile final : public QObject
{
    Q_OBJECT
public:
    static constexpr quint64 most = 512 * 1024 * 1024; ///< bytes; no file that is larger is fetched

    explicit KeptFile(Desk &desk, QObject *parent = nullptr);

    void fetch(IncidentId incident, const QString &file);
    /// No more is told of what is being fetched.
    void giveUp();
    [[nodiscard]] bool isFetching() const { return m_wanted.has_value(); }

Q_SIGNALS:
    void progress(quint64 have, quint64 size); ///< bytes; after each piece but the last
    void whole(const QByteArray &bytes);
    /// As a ReadFile is refused; Full also for a file that is too large, Broken also for pieces that do not make up a
    /// file, Unreachable when the service was lost meanwhile.
    void failed(knock::Error::Kind why);

private:
    void ask();
    void take(const FilePiece &piece);
    void takeRefusal(const Refused &refused);
    void lose();
    void fail(Error::Kind why);

    Desk &m_desk;
    std::optional<ReadFile> m_wanted; ///< the piece that is needed next
    std::optional<ReadFile> m_asked; ///< that was not answered yet; maybe nobody wants it any more
    QByteArray m_bytes;
    quint64 m_size = 0; ///< as the first piece said
};

} // namespace knock::desk
