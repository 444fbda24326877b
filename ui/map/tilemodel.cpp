// SPDX-License-Identifier: Apache-2.0
#include "ui/map/tilemodel.h"

#include "ui/atlas/mercator.h"

#include <cmath>

namespace knock::ui {

using namespace Qt::StringLiterals;
using mercator::tileSize;

namespace {

// Positions are kept small by counting them from a tile nearby: the scene graph has single precision.
constexpr int farthestFromOrigin = 256;

} // namespace

TileModel::TileModel(int firstZoom, int lastZoom, QObject *parent)
    : QAbstractListModel(parent)
    , m_firstZoom(firstZoom)
    , m_lastZoom(lastZoom)
{
}

int TileModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_tiles.size()); }

QHash<int, QByteArray> TileModel::roleNames() const { return {{Key, "key"}, {Across, "across"}, {Down, "down"}}; }

QVariant TileModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TileKey &tile = m_tiles.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Key:
        return u"%1/%2/%3"_s.arg(tile.zoom).arg(tile.column).arg(tile.row);
    case Across:
        return (tile.column - m_origin.column) * tileSize;
    case Down:
        return (tile.row - m_origin.row) * tileSize;
    default:
        return {};
    }
}

void TileModel::setView(const QGeoCoordinate &centre, double zoom, const QSizeF &size)
{
    if (!centre.isValid() || size.isEmpty())
        return;
    const int level = std::clamp(int(std::lround(zoom)), m_firstZoom, m_lastZoom);
    const double scale = std::exp2(zoom - level);
    const QPointF middle = mercator::pixelOf(centre, level);
    const QPointF half(size.width() / 2 / scale, size.height() / 2 / scale);
    const double last = std::exp2(level) - 1;
    const auto tileAt = [&](QPointF pixel) {
        const auto inWorld = [&](double number) { return int(std::clamp(std::floor(number / tileSize), 0.0, last)); };
        return TileKey{level, inWorld(pixel.x()), inWorld(pixel.y())};
    };
    setOrigin(tileAt(middle));

    const QPointF ring(tileSize, tileSize);
    const TileKey northWest = tileAt(middle - half - ring);
    const TileKey southEast = tileAt(middle + half + ring);
    QList<TileKey> wanted;
    for (int row = northWest.row; row <= southEast.row && wanted.size() < mostTiles; ++row) {
        for (int column = northWest.column; column <= southEast.column && wanted.size() < mostTiles; ++column)
            wanted.append({level, column, row});
    }
    setTiles(wanted);

    m_scale = scale;
    m_corner = QPointF(size.width() / 2 - (middle.x() - m_origin.column * tileSize) * scale,
                       size.height() / 2 - (middle.y() - m_origin.row * tileSize) * scale);
    // Letters stay sharp where picture points meet screen points.
    if (qFuzzyCompare(scale, 1))
        m_corner = m_corner.toPoint();
    Q_EMIT sheetMoved();
}

void TileModel::setOrigin(TileKey centre)
{
    if (centre.zoom == m_origin.zoom && std::abs(centre.column - m_origin.column) <= farthestFromOrigin
        && std::abs(centre.row - m_origin.row) <= farthestFromOrigin)
        return;
    beginResetModel();
    m_origin = centre;
    m_tiles.clear();
    endResetModel();
}

void TileModel::setTiles(const QList<TileKey> &wanted)
{
    for (qsizetype row = m_tiles.size() - 1; row >= 0; --row) {
        if (wanted.contains(m_tiles.at(row)))
            continue;
        beginRemoveRows({}, int(row), int(row));
        m_tiles.removeAt(row);
        endRemoveRows();
    }
    QList<TileKey> added;
    for (const TileKey &tile : wanted) {
        if (!m_tiles.contains(tile))
            added.append(tile);
    }
    if (added.isEmpty())
        return;
    beginInsertRows({}, int(m_tiles.size()), int(m_tiles.size() + added.size()) - 1);
    m_tiles += added;
    endInsertRows();
}

} // namespace knock::ui
