// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/atlas/tilefile.h"

#include <QAbstractListModel>
#include <QGeoCoordinate>
#include <QSizeF>

namespace knock::ui {

/// The tiles that cover what the camera sees, with one more on each side; and where the sheet they form is to lie.
///
/// A tile that stays in sight keeps its row, so that its picture is not loaded again.
class TileModel final : public QAbstractListModel
{
    Q_OBJECT
    Q_PROPERTY(double scale READ scale NOTIFY sheetMoved)
    Q_PROPERTY(QPointF corner READ corner NOTIFY sheetMoved)
public:
    enum Role { Key = Qt::UserRole + 1, Across, Down };
    Q_ENUM(Role)

    /// More than a wall of screens shows; a camera that asks for more gets the first of them.
    static constexpr int mostTiles = 2000;

    explicit TileModel(int firstZoom, int lastZoom, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    void setView(const QGeoCoordinate &centre, double zoom, const QSizeF &size);

    [[nodiscard]] double scale() const { return m_scale; }
    [[nodiscard]] QPointF corner() const { return m_corner; }

Q_SIGNALS:
    void sheetMoved();

private:
    void setOrigin(TileKey centre);
    void setTiles(const QList<TileKey> &wanted);

    int m_firstZoom;
    int m_lastZoom;
    TileKey m_origin;
    QList<TileKey> m_tiles;
    double m_scale = 1;
    QPointF m_corner;
};

} // namespace knock::ui
