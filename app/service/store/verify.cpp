// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/verify.h"

#include "app/service/store/journalfile.h"

using namespace Qt::StringLiterals;

namespace knock::store {

Result<quint64> verify(const QString &path)
{
    Result<Database> database = Database::open(path, Database::Mode::Read);
    if (!database)
        return std::unexpected(database.error());
    Result<Statement> rows
        = database->prepare("SELECT sequence, incident, at, type, body, hash FROM event ORDER BY sequence");
    if (!rows)
        return std::unexpected(rows.error());

    HashChain chain;
    QByteArray previous = HashChain::start();
    quint64 count = 0;
    while (true) {
        const Result<bool> row = rows->step();
        if (!row)
            return failure(row.error().kind, u"after sequence %1: %2"_s.arg(count).arg(row.error().detail));
        if (!*row)
            return count;

        const Record record = JournalFile::recordIn(*rows);
        if (record.sequence != count + 1)
            return failure(Error::Kind::Broken, u"sequence %1 is missing"_s.arg(count + 1));
        const Result<QByteArray> hash = chain.next(previous, record);
        if (!hash)
            return std::unexpected(hash.error());
        if (*hash != rows->bytes(5))
            return failure(Error::Kind::Broken, u"the chain breaks at sequence %1"_s.arg(record.sequence));
        previous = *hash;
        ++count;
    }
}

} // namespace knock::store
