// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/location.h"

#include <array>
#include <optional>
#include <QAbstractListModel>
#include <QGeoCoordinate>
#include <vector>

namespace knock::ui {

/// What the map draws of one incident's fixes: a row for each source, whether it spoke or not, so that no source ever
/// overwrites another.
class FixModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { Present = Qt::UserRole + 1, Place, Radius, Area, Lead, Old, Symbol, Label, Track };
    Q_ENUM(Role)

    /// So many of the last fixes are drawn as tracks.
    static constexpr int longestTrack = 300;

    using QAbstractListModel::QAbstractListModel;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    /// \a fixes in order of arrival; those no map can show are left out.
    void setFixes(const std::vector<Fix> &fixes, const QDateTime &now);
    /// Lets the fixes grow old.
    void setNow(const QDateTime &now);

    /// The fix to look at: the newest, but an area never takes the eye from a point measured less than a minute before.
    [[nodiscard]] std::optional<Fix> lead() const;
    /// The newest of each source, the lead first, then the later before the earlier.
    [[nodiscard]] std::vector<Fix> newest() const;
    [[nodiscard]] QList<QGeoCoordinate> track(Fix::Source source) const;

private:
    static constexpr int sourceCount = 5;

    struct Row {
        std::optional<Fix> fix;
        qsizetype arrival = -1; ///< later ones are higher
        QList<QGeoCoordinate> track; ///< oldest first, ends in the fix
        bool lead = false;
        bool old = false;
        bool operator==(const Row &) const = default;
    };
    using Rows = std::array<Row, sourceCount>;

    static void chooseLead(Rows &rows);
    void change(Rows rows, const QDateTime &now);

    Rows m_rows;
};

} // namespace knock::ui
