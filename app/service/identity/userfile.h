// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/store/database.h"

#include <functional>
#include <variant>

namespace knock::identity {

/// users.db: who may sign in, who has, and what of it is not yet in the journal. Several processes may have it open,
/// each through an object of its own; for one thread. Every call blocks on the disk, and fails with Broken.
class UserFile
{
public:
    using Value = std::variant<qint64, QString, QByteArray>;
    using Values = std::initializer_list<Value>;
    using Row = store::Statement;

    /// Makes the file, readable by this user only, when it is missing; the folder must be there.
    [[nodiscard]] static Result<UserFile> open(const QString &path);

    /// One statement. \a eachRow sees every row of its result.
    [[nodiscard]] Result<> run(const QByteArray &sql, Values values = {},
                               const std::function<void(const Row &)> &eachRow = {});

    /// All that \a work does, or nothing when it fails.
    template <typename Work>
    [[nodiscard]] std::invoke_result_t<Work> transact(const Work &work)
    {
        if (const auto begun = run("BEGIN IMMEDIATE"); !begun)
            return std::unexpected(begun.error());
        auto done = work();
        if (done) {
            if (const auto committed = run("COMMIT"); !committed)
                done = std::unexpected(committed.error());
        }
        if (!done)
            m_database.rollBack();
        return done;
    }

    /// Another one than before: somebody has changed the file, in this process or another.
    struct Version {
        qint64 ofOthers = 0;
        qint64 ofOurs = 0;
        bool operator==(const Version &) const = default;
    };
    [[nodiscard]] Result<Version> version();

private:
    explicit UserFile(store::Database database)
        : m_database(std::move(database))
    {
    }

    store::Database m_database;
};

} // namespace knock::identity
