// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/schema.h"

#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

namespace knock::store {

namespace {

constexpr auto folder = ":/knock/store/sql/sqlite"_L1;

Result<> apply(Database &database, const QString &name, qsizetype number)
{
    QFile file(folder + u'/' + name);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::Broken, u"cannot read the schema file "_s + name);

    // The number is part of the transaction: a file is either wholly applied and counted, or not at all.
    const QByteArray sql = "BEGIN IMMEDIATE;\n" + file.readAll()
        + "\nPRAGMA user_version = " + QByteArray::number(number) + ";\nCOMMIT;";
    const Result<> done = database.run(sql);
    if (!done)
        database.rollBack();
    return done;
}

} // namespace

Result<> bringUpToDate(Database &database)
{
    const Result<qint64> version = database.number("PRAGMA user_version");
    if (!version)
        return std::unexpected(version.error());

    const QStringList files = QDir(folder).entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
    if (*version < 0 || *version > files.size())
        return failure(Error::Kind::Malformed,
                       u"the journal has schema %1, known is up to %2"_s.arg(*version).arg(files.size()));

    if (*version == 0) {
        const Result<qint64> tables = database.number("SELECT count(*) FROM sqlite_schema");
        if (!tables)
            return std::unexpected(tables.error());
        if (*tables > 0)
            return failure(Error::Kind::Malformed, u"the file is a database, but not a journal"_s);
    }

    for (qsizetype i = *version; i < files.size(); ++i) {
        const Result<> done = apply(database, files.at(i), i + 1);
        if (!done && done.error().kind == Error::Kind::Broken)
            return failure(Error::Kind::Malformed, u"it lacks the tables of a journal: "_s + done.error().detail);
        if (!done)
            return done;
    }
    return {};
}

} // namespace knock::store
