// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <QAbstractListModel>
#include <QDateTime>
#include <QGeoCoordinate>
#include <QRectF>
#include <QSizeF>
#include <vector>

namespace knock::ui {

/// Units and stations that can be sent, as a GeoJSON file of the agency says: points with a "name", and "kind":
/// "station" for what does not move. Where many would lie on each other one row stands for all of them.
class UnitModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { Place = Qt::UserRole + 1, Name, Station, Count };
    Q_ENUM(Role)

    static constexpr qsizetype mostUnits = 10'000;

    /// \a path need not be there yet.
    explicit UnitModel(QString path, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    /// Reads the file if it was written since.
    void refresh();
    void setView(const QGeoCoordinate &centre, double zoom, const QSizeF &size);

private:
    struct Unit {
        QString name;
        QGeoCoordinate place;
        bool isStation = false;
    };
    struct Row {
        quint64 cell = 0;
        QString name;
        QGeoCoordinate place;
        bool isStation = false;
        int count = 0;
        bool operator==(const Row &) const = default;
    };

    [[nodiscard]] Result<std::vector<Unit>> read() const;
    void gather();

    QString m_path;
    QDateTime m_written;
    std::vector<Unit> m_units;
    std::vector<Row> m_rows; ///< one for each cell that has a unit
    int m_zoom = -1;
    QRectF m_seen; ///< in pixels of the zoom level, with a margin
};

} // namespace knock::ui
