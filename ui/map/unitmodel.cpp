// SPDX-License-Identifier: Apache-2.0
#include "ui/map/unitmodel.h"

#include "app/core/logging.h"
#include "ui/atlas/mercator.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace knock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 largestFile = 8 * 1024 * 1024;
constexpr qsizetype longestName = 40;
// A name needs more room across than down.
constexpr double cellWidth = 96;
constexpr double cellHeight = 48;

} // namespace

UnitModel::UnitModel(QString path, QObject *parent)
    : QAbstractListModel(parent)
    , m_path(std::move(path))
{
    refresh();
}

int UnitModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_rows.size()); }

QHash<int, QByteArray> UnitModel::roleNames() const
{
    return {{Place, "place"}, {Name, "name"}, {Station, "station"}, {Count, "count"}};
}

QVariant UnitModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(size_t(index.row()));
    switch (role) {
    case Place:
        return QVariant::fromValue(row.place);
    case Qt::DisplayRole:
    case Name:
        return row.name;
    case Station:
        return row.isStation;
    case Count:
        return row.count;
    default:
        return {};
    }
}

void UnitModel::refresh()
{
    const QDateTime written = QFileInfo(m_path).lastModified();
    if (written == m_written)
        return;
    m_written = written;
    auto units = read();
    if (!units) {
        // What was shown stays: half a file is no reason to lose sight of every unit.
        qCWarning(lcUi).noquote() << "The units cannot be shown:" << units.error().detail;
        return;
    }
    m_units = std::move(*units);
    gather();
}

Result<std::vector<UnitModel::Unit>> UnitModel::read() const
{
    QFile file(m_path);
    if (!file.exists())
        return std::vector<Unit>{};
    if (!file.open(QIODevice::ReadOnly) || file.size() > largestFile)
        return failure(Error::Kind::Full, u"a file that is too large or may not be read"_s);
    const QJsonObject whole = QJsonDocument::fromJson(file.readAll()).object();
    if (whole["type"_L1] != "FeatureCollection"_L1)
        return failure(Error::Kind::Malformed, u"no GeoJSON"_s);
    std::vector<Unit> units;
    for (const QJsonValue &value : whole["features"_L1].toArray()) {
        const QJsonArray point = value["geometry"_L1]["coordinates"_L1].toArray();
        const QJsonObject properties = value["properties"_L1].toObject();
        const Unit unit{properties["name"_L1].toString().left(longestName),
                        {point.at(1).toDouble(NAN), point.at(0).toDouble(NAN)},
                        properties["kind"_L1] == "station"_L1};
        if (value["geometry"_L1]["type"_L1] == "Point"_L1 && unit.place.isValid() && !unit.name.isEmpty())
            units.push_back(unit);
        if (qsizetype(units.size()) == mostUnits)
            break;
    }
    return units;
}

void UnitModel::setView(const QGeoCoordinate &centre, double zoom, const QSizeF &size)
{
    const int level = int(std::lround(zoom));
    const QPointF middle = mercator::pixelOf(centre, level);
    const QRectF seen(middle - QPointF(size.width(), size.height()) / 2, size);
    // While one pans within the margin nothing has to be counted anew.
    if (level == m_zoom && m_seen.contains(seen))
        return;
    m_zoom = level;
    m_seen = seen.adjusted(-size.width() / 2, -size.height() / 2, size.width() / 2, size.height() / 2);
    gather();
}

void UnitModel::gather()
{
    if (m_zoom < 0)
        return;
    std::map<quint64, Row> cells;
    for (const Unit &unit : m_units) {
        const QPointF pixel = mercator::pixelOf(unit.place, m_zoom);
        if (!m_seen.contains(pixel))
            continue;
        const quint64 cell = quint64(pixel.x() / cellWidth) << 32 | quint64(pixel.y() / cellHeight);
        Row &row = cells[cell];
        const double share = 1.0 / ++row.count;
        // The middle of all that are in the cell.
        row.place = row.count == 1 ? unit.place
                                   : QGeoCoordinate(std::lerp(row.place.latitude(), unit.place.latitude(), share),
                                                    std::lerp(row.place.longitude(), unit.place.longitude(), share));
        row.name = row.count == 1 ? unit.name : QString::number(row.count);
        row.isStation = unit.isStation && row.count == 1;
        row.cell = cell;
    }
    // Row by row, so that what stays where it is is not made anew.
    for (size_t i = m_rows.size(); i-- > 0;) {
        if (cells.contains(m_rows.at(i).cell))
            continue;
        beginRemoveRows({}, int(i), int(i));
        m_rows.erase(m_rows.begin() + qsizetype(i));
        endRemoveRows();
    }
    for (size_t i = 0; i < m_rows.size(); ++i) {
        const Row row = cells.extract(m_rows.at(i).cell).mapped();
        if (row == m_rows.at(i))
            continue;
        m_rows.at(i) = row;
        Q_EMIT dataChanged(index(int(i)), index(int(i)));
    }
    if (cells.empty())
        return;
    beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + cells.size()) - 1);
    for (const auto &[cell, row] : cells)
        m_rows.push_back(row);
    endInsertRows();
}

} // namespace knock::ui
