// SPDX-License-Identifier: Apache-2.0
#include "ui/map/markmodel.h"

namespace knock::ui {

int MarkModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_marks.size()); }

QHash<int, QByteArray> MarkModel::roleNames() const { return {{Place, "place"}, {Heading, "heading"}, {Text, "text"}}; }

QVariant MarkModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Mark &mark = m_marks.at(index.row());
    switch (role) {
    case Place:
        return QVariant::fromValue(mark.place);
    case Heading:
        return mark.heading;
    case Qt::DisplayRole:
    case Text:
        return mark.text;
    default:
        return {};
    }
}

void MarkModel::setMarks(const QList<Mark> &marks)
{
    const qsizetype kept = std::min(marks.size(), m_marks.size());
    for (qsizetype row = 0; row < kept; ++row) {
        if (m_marks.at(row) == marks.at(row))
            continue;
        m_marks[row] = marks.at(row);
        Q_EMIT dataChanged(index(int(row)), index(int(row)));
    }
    if (kept < m_marks.size()) {
        beginRemoveRows({}, int(kept), int(m_marks.size()) - 1);
        m_marks.resize(kept);
        endRemoveRows();
    } else if (kept < marks.size()) {
        beginInsertRows({}, int(kept), int(marks.size()) - 1);
        m_marks = marks;
        endInsertRows();
    }
}

} // namespace knock::ui
