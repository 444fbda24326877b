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
    enum Role { Present = Qt::UserRole + 1, Place, Radius, Area, Lead, Old, Chosen, Symbol, Label, Track };
    Q_ENUM(Role)

    /// So many of the last fixes are drawn as tracks.
    static constexpr int longestTrack = 300;

    using QAbstractListModel::QAbstractListModel;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    /// \a fixes in order of arrival; those no map can show are left out. A late old one stays behind what was measured
    /// after it. \a promoted is the source that a person decided for.
    void setFixes(const std::vector<Fix> &fixes, const QDateTime &now, std::optional<Fix::Source> promoted = {});
    /// Lets the fixes grow old.
    void setNow(const QDateTime &now);
    /// Says every label anew.
    void retranslate() { Q_EMIT dataChanged(index(0), index(sourceCount - 1)); }

    /// The fix to look at: that of the source a person decided for; otherwise the newest, but an area never takes the
    /// eye from a point measured less than a minute before.
    [[nodiscard]] std::optional<Fix> lead() const;
    /// The newest of each source, the lead first, then the later before the earlier.
    [[nodiscard]] std::vector<Fix> newest() const;
    /// Whether a person decided for \a source.
    [[nodiscard]] bool isChosen(Fix::Source source) const { return m_rows.at(size_t(source)).chosen; }
    [[nodiscard]] QList<QGeoCoordinate> track(Fix::Source source) const { return m_rows.at(size_t(source)).track; }
    /// When each point of the track was measured.
    [[nodiscard]] QList<QDateTime> times(Fix::Source source) const { return m_rows.at(size_t(source)).times; }

private:
    static constexpr int sourceCount = 5;

    struct Row {
        std::optional<Fix> fix;
        qsizetype rank = -1; ///< of those measured later it is higher
        QList<QGeoCoordinate> track; ///< oldest first, ends in the fix
        QList<QDateTime> times; ///< of the track's points
        bool chosen = false;
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
