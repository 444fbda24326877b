// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/location.h"
#include "ui/atlas/sqlitefile.h"

#include <optional>
#include <QGeoCoordinate>
#include <QString>
#include <vector>

namespace knock::ui {

/// What stands where, from addresses.db beside the map. No question leaves this computer.
class AddressBook
{
public:
    struct Place {
        QString name; ///< empty where there is only an address
        QString address; ///< empty where there is only a name
        QGeoCoordinate at;
        Metres away; ///< from the place asked about
    };

    static constexpr size_t mostFound = 8;

    /// Without addresses.db in \a folder nothing is ever found.
    explicit AddressBook(const QString &folder);

    [[nodiscard]] bool isEmpty() const { return !m_file; }
    /// The address next to \a place, unless that is far out.
    [[nodiscard]] std::optional<Place> nearest(const QGeoCoordinate &place) const;
    /// Of the places in which every one of the \a words begins a word, those nearest to \a around.
    [[nodiscard]] std::vector<Place> search(const QString &words, const QGeoCoordinate &around) const;

private:
    [[nodiscard]] std::vector<Place> read(sqlite3_stmt *query, const QGeoCoordinate &around) const;

    std::optional<SqliteFile> m_file;
    SqliteFile::Statement m_near;
    SqliteFile::Statement m_search;
};

} // namespace knock::ui
