// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/reader.h"

#include "app/service/store/rows.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

using namespace Qt::StringLiterals;

namespace knock::store {

struct Reader::Private {
    struct Errand {
        Wish wish;
        quint64 ticket = 0;
    };

    Private(Reader *owner, Database connection, std::shared_ptr<Sealer> sealer)
        : q(owner)
        , database(std::move(connection))
        , rows(std::move(sealer))
        , thread([this](const std::stop_token &stop) { work(stop); })
    {
    }

    void work(const std::stop_token &stop);
    [[nodiscard]] Result<Page> pageOf(const Wish &wish);
    [[nodiscard]] Result<> fill(Page &page, const Wish &wish);
    void tell(quint64 ticket, const Result<Page> &found) const;

    Reader *q;
    Database database;
    Rows rows;

    std::mutex mutex;
    std::condition_variable_any wake;
    std::deque<Errand> errands; ///< guarded

    std::jthread thread; ///< last, so that it ends before what it uses
};

Reader::Reader(QObject *parent)
    : QObject(parent)
{
}

Reader::~Reader() = default;

Result<> Reader::open(const QString &path, std::shared_ptr<Sealer> sealer)
{
    Result<Database> database = Database::open(path, Database::Mode::Read);
    if (!database)
        return std::unexpected(database.error());
    for (const bool openOnly : {false, true}) {
        if (const auto good = database->prepare(sqlFor({.openOnly = openOnly})); !good)
            return std::unexpected(good.error());
    }
    m = std::make_unique<Private>(this, std::move(*database), std::move(sealer));
    return {};
}

void Reader::read(const Wish &wish, quint64 ticket)
{
    Q_ASSERT(m);
    {
        const std::scoped_lock lock(m->mutex);
        if (m->errands.size() >= mostWishes) {
            m->tell(ticket, failure(Error::Kind::Full, u"too much is being read"_s));
            return;
        }
        m->errands.push_back({wish, ticket});
    }
    m->wake.notify_one();
}

QByteArray Reader::sqlFor(const Wish &wish)
{
    // As JournalFile::openIncidentsSql: the few open incidents come first.
    return "SELECT sequence, incident, at, type, body, form FROM "_ba
        + (wish.openOnly ? "incident CROSS JOIN event ON incident = id WHERE closed = 0" : "event WHERE true")
        + (wish.incident ? " AND incident = ?2" : "") + " AND sequence > ?1 ORDER BY sequence";
}

void Reader::Private::tell(quint64 ticket, const Result<Page> &found) const
{
    QMetaObject::invokeMethod(q, [to = q, ticket, found] { Q_EMIT to->page(ticket, found); }, Qt::QueuedConnection);
}

void Reader::Private::work(const std::stop_token &stop)
{
    while (true) {
        std::unique_lock lock(mutex);
        wake.wait(lock, stop, [this] { return !errands.empty(); });
        if (stop.stop_requested())
            return;
        const Errand errand = std::move(errands.front());
        errands.pop_front();
        lock.unlock();
        tell(errand.ticket, pageOf(errand.wish));
    }
}

Result<Reader::Page> Reader::Private::pageOf(const Wish &wish)
{
    // One look at the end and at the rows, however much is written meanwhile.
    if (const auto begun = database.run("BEGIN"); !begun)
        return std::unexpected(begun.error());
    Page page;
    const Result<> filled
        = database.number("SELECT coalesce(max(sequence), (SELECT sequence FROM beginning), 0) FROM event")
              .and_then([&](qint64 head) {
                  page.head = static_cast<quint64>(head);
                  return fill(page, wish);
              });
    database.rollBack();
    if (!filled)
        return std::unexpected(filled.error());
    return page;
}

Result<> Reader::Private::fill(Page &page, const Wish &wish)
{
    Result<Statement> statement = database.prepare(sqlFor(wish));
    if (!statement)
        return std::unexpected(statement.error());
    statement->bind(1, static_cast<qint64>(wish.after));
    if (wish.incident)
        statement->bind(2, static_cast<qint64>(wish.incident->value));

    const size_t most = std::clamp<size_t>(wish.most, 1, mostRecords);
    qsizetype bytes = 0;
    page.through = wish.after;
    for (size_t lookedAt = 0; lookedAt < mostLookedAt; ++lookedAt) {
        const Result<bool> row = statement->step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row) {
            page.through = std::max(page.head, wish.after);
            return {};
        }
        // One more is there: so a page that is just full does not claim to be the last.
        if (page.records.size() == most || bytes >= mostBytes)
            return {};
        page.through = static_cast<quint64>(statement->number(0));
        if (!wish.types.isEmpty() && !wish.types.contains(QString::fromUtf8(statement->bytes(3))))
            continue;
        Result<std::optional<Record>> record = rows.opened(*statement);
        if (!record)
            return std::unexpected(record.error());
        if (!*record)
            continue;
        bytes += (*record)->body.size();
        page.records.push_back(**std::move(record));
    }
    return {};
}

} // namespace knock::store
