// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/store/journal.h"

#include <memory>
#include <optional>

namespace knock::store {

class Sealer;

/// Reads the journal beside its writer, page by page, on a thread of its own: neither waits for the other.
///
/// Lives on the service thread. Only what is on the disk is read, so what a page brings has been told or will be told
/// soon.
class Reader final : public QObject
{
    Q_OBJECT
public:
    static constexpr size_t mostWishes = 1000; ///< that may wait; one more is answered with Full, and at once
    static constexpr size_t mostRecords = 10'000; ///< of a page, whatever is wished for
    static constexpr qsizetype mostBytes = 8'000'000; ///< of a page's bodies, after which it ends
    static constexpr size_t mostLookedAt = 100'000; ///< records of other types, after which a page ends

    /// What is read of everything.
    struct Wish {
        quint64 after = 0; ///< sequences above this one
        size_t most = 1000; ///< records of a page
        std::optional<IncidentId> incident = {}; ///< only this one's
        bool openOnly = false; ///< only what belongs to incidents that are open now
        QStringList types = {}; ///< only these; empty: all
    };

    /// Ends early, even empty, where it would take too long or too much room: go on after `through`.
    struct Page {
        std::vector<Record> records; ///< in order; none whose key was destroyed
        quint64 through = 0; ///< everything wished for up to this sequence has been given
        quint64 head = 0; ///< the last sequence there is; equal to `through`: nothing is left to read
        bool operator==(const Page &) const = default;
    };

    explicit Reader(QObject *parent = nullptr);
    ~Reader() override;

    /// The file must exist, as its writer has opened it. \a sealer may be null: nothing is sealed. It is used on the
    /// reader's thread. Comes before read().
    [[nodiscard]] Result<> open(const QString &path, std::shared_ptr<Sealer> sealer = {});
    /// Returns at once; page() answers, in the order of the wishes.
    void read(const Wish &wish, quint64 ticket);

    /// What reads the rows of \a wish; ?1 is `after`, ?2 the incident.
    [[nodiscard]] static QByteArray sqlFor(const Wish &wish);

Q_SIGNALS:
    void page(quint64 ticket, const knock::Result<knock::store::Reader::Page> &page);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace knock::store
